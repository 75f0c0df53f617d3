/** Stats documents that somebody saved, as observations: files that uWSGI's stats-push wrote, folders of snapshots. */
import { Buffer } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { displayText } from '../format/text';
import type { Observation, TargetLabel } from '../model/observation';
import { succeed } from '../result';
import { decodeSnapshot } from '../stats/decode';
import type { RecordedRound } from './format';
import { RecordingError, type Recording, type Rounds } from './open';
import type { Damage } from './rounds';

/** One document, where it is and when it was written. */
export interface Saved {
  readonly target: TargetLabel;
  readonly path: string;
  readonly line: number;
  readonly wallMs: number;
  readonly bytes: () => Promise<Uint8Array>;
}

const mostBytes = 512 * 1024 * 1024;

/** Of one file, in which they stand one after the other: it tells of no time but that of the last one. */
export async function savedInFile(path: string, intervalMs: number): Promise<Saved[]> {
  const { size, mtimeMs } = await stat(path);
  if (size > mostBytes)
    throw new RecordingError(`${displayText(path)} is larger than 512 MiB: give a part of it`);
  const documents = documentsIn(await readFile(path));
  return documents.map(({ bytes, line }, index) => ({
    target: labelOf(path),
    path,
    line,
    wallMs: mtimeMs - (documents.length - 1 - index) * intervalMs,
    bytes: () => Promise.resolve(bytes),
  }));
}

/** Of one folder: a file each, by the time at which it was saved. */
export async function savedInFolder(folder: string): Promise<Saved[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const files = await Promise.all(
    names.map(async (name) => ({ name, facts: await stat(join(folder, name)) })),
  );
  return files
    .filter(({ facts }) => facts.isFile())
    .sort((one, other) => one.facts.mtimeMs - other.facts.mtimeMs || byName(one.name, other.name))
    .map(({ name, facts }) => {
      const path = join(folder, name);
      return {
        target: labelOf(folder),
        path,
        line: 1,
        wallMs: facts.mtimeMs,
        bytes: () => readFile(path),
      };
    });
}

const byName = (one: string, other: string) => one.localeCompare(other, 'en', { numeric: true });

function labelOf(path: string): TargetLabel {
  const name = displayText(basename(path));
  return { id: path, name, address: displayText(path) };
}

/** Between two of them uWSGI prints an empty line; those within one are followed by a tab. */
export function documentsIn(bytes: Buffer): { readonly bytes: Buffer; readonly line: number }[] {
  const documents: { bytes: Buffer; line: number }[] = [];
  let start = 0;
  let line = 1;
  while (start < bytes.length) {
    const gap = bytes.indexOf('\n\n{', start);
    const end = gap === -1 ? bytes.length : gap;
    const document = bytes.subarray(start, end);
    if (document.toString('latin1').trim() !== '') documents.push({ bytes: document, line });
    line += linesIn(document) + 2;
    start = end + 2;
  }
  return documents;
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines++;
  return lines;
}

export function recordingOf(saved: readonly Saved[], intervalMs: number): Recording {
  const inOrder = [...saved].sort((one, other) => one.wallMs - other.wallMs);
  const targets = [...new Map(inOrder.map(({ target }) => [target.id, target])).values()];
  const startedMs = inOrder[0]?.wallMs ?? 0;
  const damages = new Map<string, Damage>();
  const header = { version: '', startedMs, originMs: 0, intervalMs, marksRounds: false, targets };
  const note = (damage: Damage) => damages.set(`${damage.line} ${damage.path}`, damage);
  return {
    header,
    rounds: (from) => new SavedRounds(inOrder, { targets, intervalMs }, note, from as number | undefined),
    end: () => Promise.resolve(inOrder.at(-1)?.wallMs),
    get damages() {
      return [...damages.values()];
    },
  };
}

class SavedRounds implements Rounds<number> {
  #index: number;

  constructor(
    private readonly saved: readonly Saved[],
    private readonly facts: Pick<RecordedRound, 'targets' | 'intervalMs'>,
    private readonly onDamage: (damage: Damage) => void,
    from = 0,
  ) {
    this.#index = from;
  }

  bookmark(): number {
    return this.#index;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RecordedRound> {
    while (this.#index < this.saved.length) {
      const round = await this.#round();
      if (round !== undefined) yield round;
    }
  }

  /** Every target once. */
  async #round(): Promise<RecordedRound | undefined> {
    const observations: Observation[] = [];
    const seen = new Set<string>();
    for (; this.#index < this.saved.length; this.#index++) {
      const one = this.saved[this.#index];
      if (one === undefined || seen.has(one.target.id)) break;
      seen.add(one.target.id);
      const observation = await this.#read(one);
      if (observation !== undefined) observations.push(observation);
    }
    if (observations.length === 0) return undefined;
    const wallMs = Math.max(...observations.map((observation) => observation.wallMs));
    return { observations, wallMs, isBaseline: false, isMarked: false, ...this.facts };
  }

  async #read({ target, path, line, wallMs, bytes }: Saved): Promise<Observation | undefined> {
    const content = await bytes();
    const decoded = decodeSnapshot(content);
    if (!decoded.ok) {
      const { code, detail } = decoded.failure;
      this.onDamage({ path, line, reason: detail, isCut: code === 'truncated' });
      return undefined;
    }
    const outcome = succeed({ ...decoded.value, bytes: content.byteLength });
    // When a file was written is all that is known of its time.
    return { targetId: target.id, wallMs, monotonicMs: wallMs, latencyMs: 0, outcome };
  }
}
