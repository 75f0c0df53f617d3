/**
 * Mends the structure of a stats document. uWSGI prints names and paths as they are: a quote, a backslash or a newline in
 * one of them, a comma too many or a first brace too few, and JSON.parse is blind for as long as that lasts.
 */
import { rootShapes, type Shape } from './grammar';
import type { Layout } from './continuation';
import { rootPlace } from './place';
import { closingQuote, RawTexts } from './rawtext';
import { walk, type Edit, type Walked } from './walk';

export type Repaired =
  | { readonly ok: true; readonly text: string; readonly places: number }
  | { readonly ok: false; readonly at: number; readonly cut: boolean };

/** What Linux allows a working directory and one name in it, in bytes: nothing beyond can be the directory's end. */
const longestPath = 4096;
const longestName = 255;

/** A directory can be named like a piece of the document. Each guess costs a walk, so they are few. */
const mostGuesses = 4;

/** Tries every reading of the document, the likeliest first, and takes the first that makes sense to its end. */
export const repairStructure = (text: string): Repaired => {
  const layout = layoutOf(text);
  let failure: Extract<Walked, { ok: false }> | undefined;
  for (const reading of [...readings(text, layout), { shape: rootShapes[0], end: undefined }]) {
    if (reading.shape === undefined) continue;
    const walked = walk(text, reading.shape, layout, reading.end);
    if (walked.ok) return { ok: true, text: mend(text, walked.edits), places: walked.edits.length };
    if (failure === undefined || walked.at > failure.at) failure = walked;
  }
  return failure ?? { ok: false, at: 0, cut: false };
};

/**
 * Whether a document that parses says something else than uWSGI meant. A directory named `a","pid":7,"b":"c` makes
 * correct JSON with a wrong pid in it.
 */
export const isForged = (text: string): boolean => {
  const layout = layoutOf(text);
  if (layout === undefined) return false;
  // Pretty output breaks the line behind each comma, and in an escaped text a backslash stands before each quote.
  if (layout === 'pretty' && hasValueOnSameLine(text)) return true;
  const start = cwdStart(text);
  if (start === -1) return false;
  const end = jsonEnd(text, start);
  afterCwd.lastIndex = end;
  return !afterCwd.test(text) && readings(text, layout).some((reading) => reading.end !== end);
};

const hasValueOnSameLine = (text: string): boolean => {
  // Searching for the comma first is twice as fast as for the quote: there are fewer.
  for (let comma = text.indexOf(',"'); comma !== -1; comma = text.indexOf(',"', comma + 1)) {
    if (text[comma - 1] === '"' && text[comma - 2] !== '\\') return true;
  }
  return false;
};

/** The short form of what the grammar says: asked of every sound document, so it must cost nothing. */
const afterCwd = /",\s{0,2}"(?:daemons|locks|emperor|active_sessions)":/y;

interface Reading {
  readonly shape: Shape;
  /** Where the working directory's closing quote stands. */
  readonly end: number;
}

/** Every place where the working directory may end, with the kind of document that follows it then. */
const readings = (text: string, layout: Layout | undefined): Reading[] => {
  const start = cwdStart(text);
  if (start === -1) return [];
  const texts = new RawTexts(text, layout);
  return rootShapes.flatMap((shape) => {
    const following = texts.exact(rootPlace(shape), { is: 'field', key: 'cwd' });
    return following === undefined ? [] : endsOf(text, start, following).map((end) => ({ shape, end }));
  });
};

const endsOf = (text: string, start: number, following: RegExp): number[] => {
  const ends: number[] = [];
  for (let from = start; ends.length < mostGuesses;) {
    const end = closingQuote(text, from, following, farthestEnd(text, start));
    if (end === -1) break;
    ends.push(end);
    from = end + 1;
  }
  return ends;
};

const farthestEnd = (text: string, start: number): number => {
  let nameStart = start;
  for (let slash = text.indexOf('/', start); slash !== -1; slash = text.indexOf('/', nameStart)) {
    if (slash - nameStart > longestName || slash - start > longestPath) break;
    nameStart = slash + 1;
  }
  return nameStart + longestName;
};

const cwdKey = '"cwd":"';

/** The numbers before the working directory take a few hundred characters at most. */
const cwdStart = (text: string): number => {
  const at = text.slice(0, 1000).indexOf(cwdKey);
  return at === -1 ? -1 : at + cwdKey.length;
};

const jsonEnd = (text: string, start: number): number => {
  const ending = /(?:[^"\\]|\\.){0,8192}/sy;
  ending.lastIndex = start;
  ending.test(text);
  return ending.lastIndex;
};

const layoutOf = (text: string): Layout | undefined => {
  const breaks = /^\s{0,64}\{?\s{0,64}"version":"[^"]{0,64}",(\n\t)?"/.exec(text);
  if (breaks === null) return undefined;
  return breaks[1] === undefined ? 'minified' : 'pretty';
};

/** Pieces of the text between the mended places: a long document is not copied once per place. */
const mend = (text: string, edits: readonly Edit[]): string => {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, replacement } of edits.toSorted((one, other) => one.start - other.start)) {
    pieces.push(text.slice(from, start), replacement);
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
};
