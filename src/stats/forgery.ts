import { cwdStart, layoutOf, readings } from './readings';
import { repairStructure } from './repair';

/**
 * Whether a document that parses says something else than uWSGI meant. A directory named `a","pid":7,"b":"c` makes
 * correct JSON with a wrong pid in it.
 */
export const isForged = (text: string): boolean => {
  const layout = layoutOf(text);
  if (layout === undefined) return false;
  // Pretty output breaks the line behind each comma, and in an escaped text a backslash stands before each quote.
  if (layout === 'pretty' && hasValueOnSameLine(text)) return true;
  if (!text.includes('"workers":[') && !text.includes('\\')) return isMisread(text);
  const start = cwdStart(text);
  if (start === -1) return false;
  const end = jsonEnd(text, start);
  afterCwd.lastIndex = end;
  return !afterCwd.test(text) && readings(text, layout).some((reading) => reading.end !== end);
};

/**
 * Emperors and routers print names behind the numbers that matter, and their documents are small enough to be read
 * twice. A backslash makes the question undecidable: it may be part of a name or have been put there by a program that
 * wrote the document again.
 */
const isMisread = (text: string): boolean => {
  const repaired = repairStructure(text);
  return repaired.ok && repaired.places > 0;
};

const hasValueOnSameLine = (text: string): boolean => {
  // Searching for the comma first is twice as fast as for the quote: there are fewer.
  for (let comma = text.indexOf(',"'); comma !== -1; comma = text.indexOf(',"', comma + 1)) {
    if (text[comma - 1] === '"' && text[comma - 2] !== '\\') return true;
  }
  return false;
};

/** The short form of what the grammar says: asked of every sound document, so it must cost nothing. */
const afterCwd = /",\s{0,2}"(?:daemons":|locks":\[\s{0,4}\{\s{0,4}"user 0":|emperor":|active_sessions":)/y;

const jsonEnd = (text: string, start: number): number => {
  const ending = /(?:[^"\\]|\\.){0,8192}/sy;
  ending.lastIndex = start;
  ending.test(text);
  return ending.lastIndex;
};
