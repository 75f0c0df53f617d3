/** Recordings as what they are made of: rounds of observations. */
import { Buffer } from 'node:buffer';
import { open, stat } from 'node:fs/promises';
import { displayText } from '../format/text';
import type { RecordedRound, RecordingHeader } from './format';
import { headBytes, isGzip, memberBytes } from './blocks';
import { readHeader, recordingStart } from './decode';
import { linesOf } from './lines';
import { type Bookmark, type Damage, RoundReader } from './rounds';
import { numberOf } from './rotation';
import { unpacked } from './unpacked';
import { firstMoment, lastMoment } from './span';

/** Rounds that can be read again from any of them on. */
export interface Rounds<Mark = unknown> extends AsyncIterable<RecordedRound> {
  /** Behind the round that was read last. */
  bookmark(): Mark;
}

export interface Recording {
  /** Of the first file. */
  readonly header: RecordingHeader;
  /** Every call reads anew. */
  rounds(from?: unknown): Rounds;
  /** Wall time of the last observation, ms; takes a while. */
  end(): Promise<number | undefined>;
  /** What could not be read so far, by whoever read farthest. */
  readonly damages: readonly Damage[];
}

/** A mistake in what somebody named: a sentence. */
export class RecordingError extends Error {
  override readonly name = 'UsageError';
}

/** @param paths files of recordings; of several, that of the earliest observation comes first */
export async function openRecording(paths: readonly string[]): Promise<Recording> {
  const ordered = inOrderOfTime(await Promise.all(paths.map(fileAt)));
  const [first] = ordered;
  if (first === undefined) throw new RecordingError('no recording was named');
  refuseTwice(ordered);
  const damages = new Map<string, Damage>();
  const inOrder = ordered.map(({ path }) => path);
  const note = (damage: Damage) => damages.set(`${damage.line} ${damage.path}`, damage);
  return {
    header: first.header,
    rounds: (from) => new RoundReader(inOrder, note, from as Bookmark | undefined),
    end: () => lastMoment(inOrder),
    get damages() {
      return [...damages.values()];
    },
  };
}

interface File {
  readonly path: string;
  readonly header: RecordingHeader;
  /** Of a file without observations it does not matter where it stands. */
  readonly firstMs: number;
}

/** Files of one run have different beginnings. */
function refuseTwice(ordered: readonly File[]): void {
  ordered.slice(1).forEach(({ path, header, firstMs }, index) => {
    const before = ordered[index];
    if (before?.firstMs !== firstMs || before.header.startedMs !== header.startedMs) return;
    // The next file of a run may go on within the same moment.
    if (firstMs === Number.MAX_VALUE || numberOf(before.path) !== numberOf(path)) return;
    throw new RecordingError(
      `${displayText(before.path)} and ${displayText(path)} are the same recording: name it once`,
    );
  });
}

async function fileAt(path: string): Promise<File> {
  const header = await headerOf(path);
  return { path, header, firstMs: (await firstMoment(path)) ?? Number.MAX_VALUE };
}

/** All files of one run tell the same start. */
const inOrderOfTime = (files: readonly File[]): File[] =>
  files.toSorted(
    (one, other) =>
      one.firstMs - other.firstMs ||
      one.header.startedMs - other.header.startedMs ||
      numberOf(one.path) - numberOf(other.path),
  );

async function headerOf(path: string): Promise<RecordingHeader> {
  const name = displayText(path);
  const firstLine = await firstLineOf(path);
  if (firstLine === undefined) throw new RecordingError(`${name} is empty: nothing was recorded`);
  const header = readHeader(firstLine);
  if (header === undefined) throw new RecordingError(`${name} is no recording of uwtop`);
  if (!header.ok) throw new RecordingError(`${name}: ${header.failure}`);
  return header.value;
}

/** Of what begins otherwise no line is looked for: it may be long. */
async function firstLineOf(path: string): Promise<string | undefined> {
  try {
    const head = await headOf(path);
    if (head.length === 0) return undefined;
    if (!mayBeRecording(head)) return '';
    for await (const { text } of linesOf(path)) return text ?? '';
    return undefined;
  } catch (error) {
    throw new RecordingError(`${displayText(path)} cannot be read: ${(error as Error).message}`);
  }
}

/** Whether there is a recording of uwtop, readable or not; it is told by its first bytes. */
export async function isRecording(path: string): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile() || !mayBeRecording(await headOf(path))) return false;
    for await (const { text } of linesOf(path)) return readHeader(text ?? '') !== undefined;
    return false;
  } catch {
    return false;
  }
}

const mayBeRecording = (head: string): boolean => head.startsWith(recordingStart);

/** The first bytes, unpacked; no more is unpacked for it. */
async function headOf(path: string): Promise<string> {
  const head = await rawHeadOf(path);
  // A block of ours is small, and what is damaged behind it does not matter.
  if (memberBytes(head) !== undefined) return recordingStart;
  if (!isGzip(head)) return head.toString('latin1');
  try {
    let text = '';
    for await (const chunk of unpacked(path)) {
      text += chunk.toString('latin1', 0, recordingStart.length);
      if (text.length >= recordingStart.length) break;
    }
    return text;
  } catch {
    return notUnpacked;
  }
}

/** It is no recording, and not empty. */
const notUnpacked = '?';

async function rawHeadOf(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** What to say of it on stderr: how much is missing, and where. */
export function describeDamages(damages: readonly Damage[]): string[] {
  const cut = damages.filter(({ isCut }) => isCut);
  const broken = damages.filter(({ isCut }) => !isCut);
  return [
    ...cut.map(({ path }) => `${displayText(path)}: its end is cut off, the last line is lost`),
    ...[...new Set(broken.map(({ path }) => path))].map((path) => {
      const lines = broken.filter((damage) => damage.path === path);
      const places = lines.slice(0, mostPlaces).map(({ line, reason }) => `line ${line} (${reason})`);
      const more = lines.length > mostPlaces ? ` and ${lines.length - mostPlaces} more` : '';
      return `${displayText(path)}: passed over what cannot be read: ${places.join(', ')}${more}`;
    }),
  ];
}

const mostPlaces = 5;
