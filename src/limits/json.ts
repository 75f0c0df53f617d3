/**
 * uWSGI's json files: an object under the name of the section; numbers keep their spelling, true is 1, false and null
 * are 0, arrays repeat their key, objects are passed over. Comments are allowed and a key may come twice, both of
 * which JSON.parse would not give back.
 */
import { excerpt } from '../format/text';
import { entryOf, JoinedLines, type Entry, type Line, type ParsedFile } from './entries';

const tokens = /"[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

export function parseJson(lines: readonly Line[], section: string): ParsedFile {
  const joined = new JoinedLines(lines);
  const text = blankComments(joined.text);
  const fault = faultIn(text);
  if (fault !== undefined) {
    const line = joined.lineAt(fault).number;
    return { entries: [], remarks: [], gap: { line, text: 'it is not valid JSON' } };
  }
  const walk = new Walk(joined, section);
  for (const token of text.matchAll(tokens)) walk.take(token[0], token.index);
  if (walk.isFound) return { entries: walk.entries, remarks: [] };
  const gap = { line: 1, text: `it has no object "${excerpt(section, 40)}"` };
  return { entries: [], remarks: [], gap };
}

/** Comments turn into blanks of the same shape, so that places stay places. */
function blankComments(text: string): string {
  let clean = '';
  let keptFrom = 0;
  for (let index = 0; index < text.length;) {
    const terminator = text.startsWith('/*', index) ? '*/' : text.startsWith('//', index) ? '\n' : undefined;
    if (text[index] === '"') index = endOfString(text, index);
    else if (terminator === undefined) index += 1;
    else {
      const close = text.indexOf(terminator, index + 2);
      const end = close < 0 ? text.length : close + terminator.length;
      clean += text.slice(keptFrom, index) + text.slice(index, end).replace(/[^\n]/g, ' ');
      keptFrom = end;
      index = end;
    }
  }
  return clean + text.slice(keptFrom);
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}

/** Where it stops to be JSON, as near as the parser tells; undefined where it does not stop. */
function faultIn(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const told = /at position (\d+)/.exec(String(error))?.[1];
    if (told !== undefined) return Number(told);
    return strangeAt(text);
  }
}

const blank = /\s/;
const structure = /[{}[\],:]/;
const isWord = /^(?:-?\d.*|true|false|null)$/;

/** The first word that is none of JSON's, else the end. Each character is looked at once: a file may be all quotes. */
function strangeAt(text: string): number {
  for (let index = 0; index < text.length;) {
    const character = text[index] ?? '';
    if (blank.test(character) || structure.test(character)) index += 1;
    else if (character === '"') index = endOfString(text, index);
    else {
      const end = endOfWord(text, index);
      if (!isWord.test(text.slice(index, end))) return index;
      index = end;
    }
  }
  return text.length;
}

function endOfWord(text: string, start: number): number {
  let end = start + 1;
  while (
    end < text.length &&
    !blank.test(text[end] ?? '') &&
    !structure.test(text[end] ?? '') &&
    text[end] !== '"'
  )
    end += 1;
  return end;
}

/** Goes through the tokens of a text that is known to be valid; only the depth is kept, never a tree. */
class Walk {
  readonly entries: Entry[] = [];
  isFound = false;
  readonly #joined: JoinedLines;
  readonly #section: string;
  readonly #open: string[] = [];
  #isInside = false;
  #isKeyNext = false;
  #key = '';

  constructor(joined: JoinedLines, section: string) {
    this.#joined = joined;
    this.#section = section;
  }

  take(token: string, offset: number): void {
    switch (token) {
      case '{':
      case '[': {
        this.#enter(token);
        return;
      }
      case '}':
      case ']': {
        this.#leave();
        return;
      }
      case ',':
        this.#isKeyNext = this.#open.at(-1) === '{';
        return;
      case ':':
        this.#isKeyNext = false;
        return;
      default: {
        this.#takeScalar(token, offset);
        return;
      }
    }
  }

  #enter(bracket: string): void {
    const isSection = bracket === '{' && this.#open.length === 1 && this.#open[0] === '{';
    if (isSection && !this.isFound && this.#key === this.#section) {
      this.isFound = true;
      this.#isInside = true;
    }
    this.#open.push(bracket);
    this.#isKeyNext = bracket === '{';
  }

  #leave(): void {
    this.#open.pop();
    if (this.#open.length < 2) this.#isInside = false;
    this.#isKeyNext = false;
  }

  #takeScalar(token: string, offset: number): void {
    if (this.#isKeyNext) {
      // Keys of deeper objects would overwrite the one that an array still belongs to.
      if (this.#open.length <= 2) this.#key = decode(token);
      return;
    }
    const depth = this.#open.length;
    const isValue = depth === 2 || (depth === 3 && this.#open[2] === '[');
    if (!this.#isInside || !isValue) return;
    this.entries.push(entryOf(this.#key, decode(token), this.#joined.lineAt(offset)));
  }
}

function decode(token: string): string {
  if (token === 'true') return '1';
  if (token === 'false' || token === 'null') return '0';
  return token.startsWith('"') ? String(JSON.parse(token)) : token;
}
