/** From the bytes of a stats server to a validated snapshot, or to the reason why there is none. */
import type { FailureCode } from '../model/failure';
import { fail, succeed, type Result } from '../result';
import { controlHint, escapeControls } from './controls';
import { isForged, repairStructure } from './repair';
import { displayText } from './text';
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
  const text = new TextDecoder().decode(bytes);
  const parsed = parse(text);
  if (!parsed.ok) return fail(reasonOf(text, parsed.failure, bytes.length));
  const snapshot = toSnapshot(parsed.value.root);
  if (!snapshot.ok) return fail({ code: 'not-stats', detail: snapshot.failure });
  const repairs = parsed.value.repairs + invalidPlaces(text, bytes);
  return succeed({ snapshot: snapshot.value, repairs });
};

interface Parsed {
  readonly root: unknown;
  readonly repairs: number;
}

/** Where the text stops making sense; `cut` if only because it ends. */
interface Nonsense {
  readonly at: number;
  readonly cut: boolean;
  readonly says: string | undefined;
}

/** From the cheap and common to the dear and rare: as it is, control bytes escaped, structure mended. */
const parse = (text: string): Result<Parsed, Nonsense> => {
  const plain = tryParse(text, 0);
  if (plain.ok && !isForged(text)) return plain;
  const escaped = plain.ok
    ? { text, places: 0 }
    : escapeControls(text, controlHint(text, plain.failure.says ?? ''));
  const calm = escaped.places > 0 ? tryParse(escaped.text, escaped.places) : plain;
  if (calm.ok && !isForged(escaped.text)) return calm;
  const repaired = repairStructure(text);
  if (!repaired.ok) return calm.ok ? calm : fail({ at: repaired.at, cut: repaired.cut, says: undefined });
  const mended = escapeControls(repaired.text);
  const rebuilt = tryParse(mended.text, repaired.places + mended.places);
  if (rebuilt.ok || !calm.ok) return rebuilt;
  return calm;
};

const tryParse = (text: string, repairs: number): Result<Parsed, Nonsense> => {
  try {
    return succeed({ root: JSON.parse(text) as unknown, repairs });
  } catch (error) {
    const says = error instanceof SyntaxError ? error.message : String(error);
    return fail({ at: 0, cut: false, says });
  }
};

const reasonOf = (text: string, { at, cut, says }: Nonsense, byteCount: number): DecodeFailure => {
  const start = text.slice(0, 1000).trimStart();
  if (start === '' && text.trim() === '')
    return { code: 'empty', detail: `${byteCount} bytes, all of them blank` };
  if (htmlStart.test(start))
    return { code: 'http-application', detail: `an HTML page: ${displayText(start, 40)}` };
  if (cut) return { code: 'truncated', detail: `cut off after byte ${byteCount}` };
  if (says !== undefined) return { code: 'not-json', detail: displayText(says, 120) };
  return { code: 'not-json', detail: `unexpected ${quoted(text, at)} at ${lineAndColumn(text, at)}` };
};

const htmlStart = /^<(?:[a-z]|!doctype|!--|\?xml)/i;

const quoted = (text: string, at: number): string => `"${displayText(text.slice(at, at + 12))}"`;

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
