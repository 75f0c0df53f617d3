/** From the bytes of a stats server to a validated snapshot, or to the reason why there is none. */
import { Buffer, isAscii } from 'node:buffer';
import type { FailureCode } from '../model/failure';
import { fail, succeed, type Result } from '../result';
import { escapeControls } from './controls';
import { isForged } from './forgery';
import { repairStructure } from './repair';
import { displayText } from '../format/text';
import { toSnapshot } from './snapshot';
import type { Snapshot } from './schema';

export interface Decoded {
  readonly snapshot: Snapshot;
  /** How many places of the document had to be mended; 0 for plain JSON. */
  readonly repairs: number;
}

export interface DecodeFailure {
  readonly code: Extract<FailureCode, 'empty' | 'truncated' | 'not-json' | 'not-stats' | 'http-application'>;
  /** The reason and the place in a few words, safe to print. */
  readonly detail: string;
}

/** @param bytes one answer, without an HTTP head */
export const decodeSnapshot = (bytes: Uint8Array): Result<Decoded, DecodeFailure> => {
  const text = textOf(bytes);
  const read = readFirstThatFits(text);
  if (!read.ok) return fail(reasonOf(text, read.failure, bytes.length));
  return succeed({ ...read.value, repairs: read.value.repairs + invalidPlaces(text, bytes) });
};

/** Nearly every document is ASCII alone, and that is a tenth of the cost of UTF-8 where there are megabytes of it. */
const textOf = (bytes: Uint8Array): string =>
  isAscii(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    : new TextDecoder().decode(bytes);

interface Nonsense {
  /** What JSON.parse said last. */
  readonly says?: string;
  /** Where the text stops making sense; `cut` if only because it ends. */
  readonly stop?: { readonly at: number; readonly cut: boolean };
  /** Why correct JSON is no stats document. */
  readonly mismatch?: string;
}

/** From the cheap and common to the dear and rare: as it is, control bytes escaped, structure mended. */
const readFirstThatFits = (text: string): Result<Decoded, Nonsense> => {
  // No JSON holds a raw escape character, by far the likeliest of the hostile ones: asking for it costs a fiftieth of
  // parsing in vain up to where it stands.
  const plain = text.includes('\u001b') ? undefined : read(text, 0);
  if (plain?.ok && !isForged(text)) return plain;
  const escaped = escapeControls(text);
  const calm = plain !== undefined && escaped.places === 0 ? plain : read(escaped.text, escaped.places);
  if (calm.ok && calm !== plain && !isForged(escaped.text)) return calm;
  const mended = readMended(text);
  if (mended.ok) return mended;
  return calm.ok ? calm : fail({ ...mended.failure, ...calm.failure });
};

const readMended = (text: string): Result<Decoded, Nonsense> => {
  const repaired = repairStructure(text);
  if (!repaired.ok) return fail({ stop: repaired });
  const { text: mended, places } = escapeControls(repaired.text);
  return read(mended, repaired.places + places);
};

const read = (text: string, repairs: number): Result<Decoded, Nonsense> => {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    return fail({ says: error instanceof SyntaxError ? withoutExcerpt(error.message) : String(error) });
  }
  const snapshot = toSnapshot(root);
  return snapshot.ok ? succeed({ snapshot: snapshot.value, repairs }) : fail({ mismatch: snapshot.failure });
};

/** What stands around the place may be a secret. */
const withoutExcerpt = (message: string): string => message.replace(/, .* is not valid JSON$/s, '');

const reasonOf = (text: string, { says, stop, mismatch }: Nonsense, byteCount: number): DecodeFailure => {
  const start = text.slice(0, 1000).trimStart();
  if (mismatch !== undefined) return { code: 'not-stats', detail: mismatch };
  if (start === '' && text.trim() === '')
    return { code: 'empty', detail: `${byteCount} bytes, all of them blank` };
  if (htmlStart.test(start))
    return { code: 'http-application', detail: `an HTML page: ${displayText(start, 40)}` };
  if (stop === undefined) return { code: 'not-json', detail: displayText(says ?? '', 120) };
  if (stop.cut) return { code: 'truncated', detail: `cut off after byte ${byteCount}` };
  return {
    code: 'not-json',
    detail: `unexpected ${whatStandsAt(text, stop.at)} at ${lineAndColumn(text, stop.at)}`,
  };
};

const htmlStart = /^<(?:[a-z]|!doctype|!--|\?xml)/i;

/** In the middle no more than what JSON itself is made of: the text there may be a piece of somebody's cookie. */
function whatStandsAt(text: string, at: number): string {
  if (text.slice(0, at).trim() === '') return `"${displayText(text.slice(at, at + 12))}"`;
  const character = text.charAt(at);
  return /[\]{}[",:\\]/.test(character) ? `"${character}"` : 'text';
}

/** Both from 1 on; the column counts UTF-16 units, as most editors do. */
const lineAndColumn = (text: string, at: number): string => {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < at; end = text.indexOf('\n', lineStart)) {
    line += 1;
    lineStart = end + 1;
  }
  return `line ${line}, column ${at - lineStart + 1}`;
};

/** How many replacement characters the decoding put in: those that the bytes do not hold themselves. */
const invalidPlaces = (text: string, bytes: Uint8Array): number => {
  let places = 0;
  for (let at = text.indexOf('\ufffd'); at !== -1; at = text.indexOf('\ufffd', at + 1)) places += 1;
  if (places === 0) return 0;
  for (let at = bytes.indexOf(0xef); at !== -1; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) places -= 1;
  }
  return places;
};
