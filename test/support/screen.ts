/** Reads tables off a screen: values are looked for under their titles, by where the header says that they stand. */
import { instanceColumns } from '../../src/columns/instance-columns';
import { workerColumns } from '../../src/columns/worker-columns';

export interface ScreenTable {
  /** Titles as they stand, without the mark of the order. */
  readonly titles: readonly string[];
  /** The title that carries the mark of the order, and the mark. */
  readonly sorted?: { readonly title: string; readonly mark: string } | undefined;
  /** The line of the header, from 0. */
  readonly at: number;
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly line: string;
  /** What stands under a title. */
  readonly cell: (title: string) => string;
}

interface Place {
  readonly title: string;
  readonly start: number;
  readonly end: number;
}

const columns = [...instanceColumns, ...workerColumns];
/** Values begin where such a title begins; all others end where theirs ends. */
const leftTitles = new Set(columns.flatMap(({ align, title }) => (align === 'left' ? [title] : [])));
const spacedTitles = columns.map(({ title }) => title).filter((title) => title.includes(' '));

/** What groups begin with, and the instances below them. */
const groupMarks = /^(?: {2}|[▾▸] )+/;

/** The table under the line that has a STATE and a BUSY in it; fails where there is none. */
export function readTable(screen: string): ScreenTable {
  const lines = screen.split('\n');
  const at = lines.findIndex((line) => /\bSTATE\b.*\bBUSY\b/.test(line));
  const header = lines[at];
  if (header === undefined) throw new Error(`there is no table on this screen:\n${screen}`);
  const places = placesOf(header);
  const body = lines.slice(at + 1);
  const end = body.findIndex((line) => line.trim() === '' || isFooter(line));
  const rows = (end < 0 ? body : body.slice(0, end)).map((line) => ({
    line,
    cell: (title: string) => cellUnder(line, title, places),
  }));
  const sorted = places.find(({ end: titleEnd }) => /[▲▼]/.test(header.charAt(titleEnd - 1)));
  return {
    titles: places.map(({ title }) => title),
    sorted: sorted && { title: sorted.title, mark: header.charAt(sorted.end - 1) },
    at,
    rows,
  };
}

export const isFooter = (line: string): boolean => /^ \? Help\b/.test(line);

function placesOf(header: string): Place[] {
  const joined = spacedTitles.reduce(
    (line, title) => line.replace(title, title.replaceAll(' ', '_')),
    header,
  );
  return [...joined.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    title: word.replaceAll('_', ' ').replace(/[▲▼]$/, ''),
    start: index,
    end: index + word.length,
  }));
}

function cellUnder(line: string, title: string, places: readonly Place[]): string {
  const index = places.findIndex((place) => place.title === title);
  const place = places[index];
  if (place === undefined) throw new Error(`no column is called ${title}`);
  if (leftTitles.has(title)) {
    // The column goes on to the next title or, where that one is aligned right, at least to the end of this title.
    const whole = line.slice(place.start, places[index + 1]?.end).trimEnd();
    const rest = title === 'INSTANCE' ? whole.replace(groupMarks, '') : whole;
    if (index === places.length - 1) return rest;
    return /^ /.test(rest) ? '' : (/^\S+/.exec(rest)?.[0] ?? '');
  }
  return /\S*$/.exec(line.slice(0, place.end))?.[0] ?? '';
}

/** The plain text of every line, and whether each of its cells is inverted, from what `colours` gives. */
export function readInverse(
  colours: string,
): { readonly text: string; readonly inverse: readonly boolean[] }[] {
  let isOn = false;
  // Attributes reach over the ends of lines.
  return colours.split('\n').map((line) => {
    let text = '';
    const inverse: boolean[] = [];
    for (const [, codes, character] of line.matchAll(/\x1b\[([\d;:]*)m|(.)/gu)) {
      if (character !== undefined) {
        text += character;
        inverse.push(isOn);
      } else isOn = inverseAfter(codes ?? '', isOn);
    }
    return { text, inverse };
  });
}

function inverseAfter(codes: string, before: boolean): boolean {
  let isOn = before;
  // The numbers of a colour are no attributes.
  for (const code of codes.replace(/[34]8;5;\d+/g, '').split(';')) {
    if (code === '7') isOn = true;
    else if (code === '0' || code === '27' || codes === '') isOn = false;
  }
  return isOn;
}

/** The line of the table that the cursor is on. */
export function cursorLine(colours: string): string {
  const lines = readInverse(colours);
  const { at } = readTable(lines.map(({ text }) => text).join('\n'));
  const selected = lines.slice(at + 1).filter(({ inverse }) => inverse.some(Boolean));
  if (selected.length !== 1) throw new Error(`${selected.length} lines are selected:\n${colours}`);
  return selected[0]?.text ?? '';
}

/** A number as the program prints it, or undefined for what it does not know. */
export function readNumber(cell: string): number | undefined {
  if (cell === '' || cell === '-') return undefined;
  if (cell.startsWith('<')) return Number.MIN_VALUE;
  const [, digits, unit = ''] = /^([\d.]+)(%|ms|s|B|k|K|M|G|T)?$/.exec(cell) ?? [];
  const factors: Readonly<Record<string, number>> = { k: 1e3, K: 1024, M: 1024 ** 2, G: 1024 ** 3, s: 1e3 };
  const value = Number(digits) * (factors[unit] ?? 1);
  if (Number.isNaN(value)) throw new Error(`this is no number: ${cell}`);
  return value;
}
