/** Which rows a filter leaves: those that have all of its words, and of which all is true that it says of fields. */
import { nearestName } from '../format/nearest';
import { type FieldTerm, parseTerms, type Term, type WordTerm } from './filter-grammar';
import { type Amount, isAbout, type Measure, measureExamples, parseAmount } from './measure';

export interface Field<Row> {
  /** In lower case, the one to show first. */
  readonly names: readonly string[];
  readonly text: (row: Row) => string;
  readonly measure?: Required<Measure<Row>> | undefined;
}

/** Where a filter looks. */
export interface Search<Row> {
  /** For words; the cheapest first, each is made only where those before had not the word. */
  readonly texts: readonly ((row: Row) => string)[];
  /** Without any, `name:text` is a word like others. */
  readonly fields?: readonly Field<Row>[];
}

type Test<Row> = (row: Row) => boolean;

export interface Filter<Row> {
  readonly fits: Test<Row>;
  /** The same without its last word, where that may become the name of a field. */
  readonly unfinished?: Test<Row> | undefined;
  /** A sentence on the first term that means nothing; the others count nevertheless. */
  readonly problem?: string | undefined;
  /** A sentence on the first term that has no value yet: no mistake while it is typed. */
  readonly open?: string | undefined;
}

export function readFilter<Row>(filter: string, search: Search<Row>): Filter<Row> {
  const { fields } = search;
  const terms = parseTerms(filter, { hasFields: fields !== undefined });
  const read = terms.map((term) => readTerm(term, search));
  const all = (tests: typeof read): Test<Row> => {
    const known = tests.flatMap(({ test }) => test ?? []);
    return (row) => known.every((test) => test(row));
  };
  const isName = !/\s$/.test(filter) && beginsName(terms.at(-1), fields);
  return {
    fits: all(read),
    unfinished: isName ? all(read.slice(0, -1)) : undefined,
    problem: read.find(({ problem }) => problem !== undefined)?.problem,
    open: read.find(({ open }) => open !== undefined)?.open,
  };
}

/** One of the three. */
interface ReadTerm<Row> {
  readonly test?: Test<Row>;
  readonly problem?: string;
  readonly open?: string;
}

function readTerm<Row>(term: Term, search: Search<Row>): ReadTerm<Row> {
  const read = term.kind === 'word' ? { test: wordTest(term, search) } : fieldTest(term, search.fields ?? []);
  const { test } = read;
  return test !== undefined && term.negated ? { test: (row) => !test(row) } : read;
}

const wordTest =
  <Row>({ text }: WordTerm, { texts }: Search<Row>): Test<Row> =>
  (row) =>
    texts.some((textOf) => textOf(row).toLowerCase().includes(text));

function fieldTest<Row>(term: FieldTerm, fields: readonly Field<Row>[]): ReadTerm<Row> {
  const { operator, text, written } = term;
  const field = fields.find(({ names }) => names.includes(term.field));
  if (field === undefined) return { problem: unknownField(term, fields) };
  if (term.isOpen) return { open: `nothing stands behind ${written}` };
  const { measure } = field;
  const content = (row: Row) => field.text(row).toLowerCase();
  if (operator === ':')
    return { test: (row) => (text === '' ? content(row) === '' : content(row).includes(text)) };
  if (measure === undefined) {
    if (operator === '=') return { test: (row) => content(row) === text };
    if (operator === '!=') return { test: (row) => content(row) !== text };
    return { problem: `${term.field} is no number: ${term.field}:${text} looks for the text` };
  }
  const amount = parseAmount(text, measure.unit);
  if (amount === undefined)
    return { problem: `${written}: give a number such as ${measureExamples[measure.unit]}` };
  const compare = comparisons[operator];
  return {
    test: (row) => {
      const known = measure.of(row);
      return known !== undefined && compare(known, amount);
    },
  };
}

const comparisons: Readonly<
  Record<Exclude<FieldTerm['operator'], ':'>, (known: number, amount: Amount) => boolean>
> = {
  '=': isAbout,
  '!=': (known, amount) => !isAbout(known, amount),
  '<': (known, { value }) => known < value,
  '<=': (known, amount) => known <= amount.value || isAbout(known, amount),
  '>': (known, { value }) => known > value,
  '>=': (known, amount) => known >= amount.value || isAbout(known, amount),
};

function unknownField<Row>({ field }: FieldTerm, fields: readonly Field<Row>[]): string {
  const nearest = nearestName(
    field,
    fields.flatMap(({ names }) => names),
  );
  const hint = nearest === undefined ? '; in quotes it is a word' : `: did you mean ${nearest}?`;
  return `no field "${field}"${hint}`;
}

function beginsName<Row>(term: Term | undefined, fields: readonly Field<Row>[] = []): boolean {
  if (term?.kind !== 'word') return false;
  return fields.some(({ names }) => names.some((name) => name.startsWith(term.text)));
}
