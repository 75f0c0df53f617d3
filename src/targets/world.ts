/** What there is on this machine for patterns, targets files and a look around. */
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { configFiles, glob } from './config-files';
import { abstractNamesIn } from './listening';
import { isWild } from './pattern';
import type { Sources, World } from './roster';
import type { parseTargetsFile, TargetsFile } from './targets-file';

/** One look around reads the status of every process. */
const discoveryGapMs = 5000;

/** What a look around found. */
export type Around = World['discovered'];

export interface WorldOptions {
  readonly discover?: (() => Promise<Around>) | undefined;
  readonly procRoot?: string;
}

const nothing: Around = { targets: [], remarks: [] };

/** Remembers what it read, for as long as it stays as it was. */
export class LocalWorld implements World {
  readonly #options: WorldOptions;
  readonly #files = new Map<string, KnownFile>();
  /** Loaded where there is a targets file: YAML comes with it. */
  #parse: typeof parseTargetsFile | undefined;
  #lookedMs = -Infinity;
  discovered: Around = nothing;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
  }

  /** Before the first look, and again before each: what takes time is done here. */
  async prepare({ files, discovers }: Sources): Promise<void> {
    if (files.length > 0) this.#parse ??= (await import('./targets-file')).parseTargetsFile;
    const { discover } = this.#options;
    if (!discovers || discover === undefined || performance.now() - this.#lookedMs < discoveryGapMs) return;
    this.discovered = await discover();
    this.#lookedMs = performance.now();
  }

  readonly socketsOf = (pattern: string): readonly string[] | undefined => glob(pattern)?.filter(isSocket);

  readonly missingFolder = (pattern: string): string | undefined => {
    const parts = pattern.split('/');
    const folder = parts.slice(0, parts.findIndex(isWild)).join('/');
    return configFiles.kindOf(folder) === 'missing' ? folder : undefined;
  };

  readonly abstractNames = (): readonly string[] =>
    abstractNamesIn(readText(join(this.#options.procRoot ?? '/proc', 'net/unix')));

  readonly absolute = (path: string): string =>
    resolve(path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);

  /** What cannot be read or understood any more stays as it was when it could, and is told. */
  readonly fileOf = (path: string): TargetsFile => {
    const stamp = stampOf(path);
    const known = this.#files.get(path);
    if (known !== undefined && known.stamp === stamp) return known.content;
    // Somebody is writing at this moment, perhaps: the next look sees all of it.
    if (known !== undefined && isFresh(path)) return known.content;
    const content = keeping(known?.content, this.#read(path), path);
    this.#files.set(path, { stamp, content });
    return content;
  };

  #read(path: string): TargetsFile {
    const text = configFiles.read(path);
    if (text.ok && this.#parse !== undefined) return this.#parse(text.value, path);
    const reason = text.ok ? 'it was not prepared' : text.failure;
    return { entries: [], problems: [{ file: path, text: `cannot be read: ${reason}` }], isBroken: true };
  }
}

interface KnownFile {
  readonly stamp: string;
  readonly content: TargetsFile;
}

/** A file that is broken now, or empty, which editors make of it on their way, takes nothing away. */
function keeping(before: TargetsFile | undefined, now: TargetsFile, file: string): TargetsFile {
  const isEmpty = now.entries.length === 0 && now.problems.length === 0;
  const empty = { file, text: 'names no target' };
  if (before === undefined || before.isBroken || before.entries.length === 0)
    return isEmpty ? { ...now, problems: [empty] } : now;
  if (!now.isBroken && !isEmpty) return now;
  const problems = (isEmpty ? [empty] : now.problems).map((problem) => ({
    ...problem,
    text: `${problem.text}; what it said before is watched on`,
  }));
  return { entries: before.entries, problems, isBroken: false };
}

const freshMs = 300;

function isFresh(path: string): boolean {
  try {
    return Math.abs(Date.now() - statSync(path).mtimeMs) < freshMs;
  } catch {
    return false;
  }
}

/** A file that is written anew has another inode or another time. */
function stampOf(path: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch (error) {
    return String(error);
  }
}

function isSocket(path: string): boolean {
  try {
    return statSync(path).isSocket();
  } catch {
    return false;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
