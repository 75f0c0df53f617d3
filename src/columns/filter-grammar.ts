/** What was typed as a filter, term by term: `state:down busyness>70 -group:web "GET /slow"`. */

export type Operator = ':' | '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface WordTerm {
  readonly kind: 'word';
  readonly negated: boolean;
  /** In lower case. */
  readonly text: string;
}

export interface FieldTerm {
  readonly kind: 'field';
  readonly negated: boolean;
  /** In lower case. */
  readonly field: string;
  readonly operator: Operator;
  /** In lower case. */
  readonly text: string;
  /** Nothing has been typed behind the operator yet; an empty text in quotes has. */
  readonly isOpen: boolean;
  /** As it was typed. */
  readonly written: string;
}

export type Term = WordTerm | FieldTerm;

/** @param hasFields without, `name:text` is a word like others */
export function parseTerms(filter: string, { hasFields }: { readonly hasFields: boolean }): Term[] {
  return (filter.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []).flatMap((written) => {
    const [, sign = '', rest = ''] = /^([-!]?)(.*)$/s.exec(written) ?? [];
    const negated = sign !== '';
    const term = (hasFields ? fieldTerm(rest, written, negated) : undefined) ?? wordTerm(rest, negated);
    return term.kind === 'word' && term.text === '' ? [] : [term];
  });
}

const wordTerm = (text: string, negated: boolean): WordTerm => ({
  kind: 'word',
  negated,
  text: unquoted(text),
});

/** Paths begin otherwise, and addresses such as http://… go on with two slashes: they are words. */
const pattern = /^([a-z_#][\w./-]*)(:|[<>!]?=|[<>]|!$)(?!\/\/)(.*)$/is;

function fieldTerm(text: string, written: string, negated: boolean): FieldTerm | undefined {
  const [, field, operator, value = ''] = pattern.exec(text) ?? [];
  if (field === undefined || operator === undefined) return undefined;
  return {
    kind: 'field',
    negated,
    field: field.toLowerCase(),
    // Of `!=` half is there while it is typed.
    operator: operator === '!' ? '!=' : (operator as Operator),
    text: unquoted(value),
    isOpen: value === '' || value === '"',
    written,
  };
}

const unquoted = (text: string) => text.replaceAll('"', '').toLowerCase();
