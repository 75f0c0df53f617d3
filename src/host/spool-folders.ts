/**
 * What waits in the folders of spoolers: counted in the background, one folder at a time. One on a dead NFS server hangs
 * one thread here, not a poll.
 */
import { join, resolve } from 'node:path';
import type { SpoolerFacts } from '../model/host-facts';
import { countTasks } from './spool-tasks';

export interface SpoolRequest {
  readonly masterPid: number;
  readonly spoolers?: readonly { readonly dir: string }[] | undefined;
  /** The master's working directory, which a relative folder stands in. */
  readonly cwd?: string | undefined;
}

type SpoolFacts = Omit<SpoolerFacts, 'dir'>;

interface Look extends SpoolFacts {
  readonly atMs: number;
  readonly dueMs: number;
}

interface Folder {
  /** As uWSGI names it. */
  readonly dir: string;
  /** Through the master's own root: a container or a chroot has another folder of that name. */
  readonly path: string;
}

const everyMs = 5000;
/** For each millisecond of looking so many of rest, as for the other slow facts. */
const restPerCost = 50;
/** What nobody asked for in this time is forgotten, and what is older than this is not shown. */
const keptMs = 120_000;
/** A folder that takes longer than this does not answer. */
const patienceMs = 10_000;

export class SpoolReader {
  readonly #procRoot: string;
  readonly #now: () => number;
  readonly #looks = new Map<string, Look>();
  #reading: { readonly path: string; readonly sinceMs: number } | undefined;

  constructor(procRoot: string, now: () => number) {
    this.#procRoot = procRoot;
    this.#now = now;
  }

  /** Of each folder once, however many spoolers share it; undefined without any. */
  of(request: SpoolRequest): readonly SpoolerFacts[] | undefined {
    const folders = this.#foldersOf(request);
    return folders.length === 0 ? undefined : folders.map((folder) => this.#factsOf(folder));
  }

  /** Counts in the folders that are due, if nobody else's are being counted in; never rejects. */
  async refresh(request: SpoolRequest, signal?: AbortSignal): Promise<void> {
    if (this.#reading !== undefined) return;
    for (const folder of this.#foldersOf(request)) {
      const { path } = folder;
      const startedMs = this.#now();
      if (signal?.aborted === true || startedMs < (this.#looks.get(path)?.dueMs ?? -Infinity)) continue;
      this.#reading = { path, sinceMs: startedMs };
      const facts = await countTasks(path, this.#now);
      const atMs = this.#now();
      const restMs = Math.max(everyMs, restPerCost * (atMs - startedMs));
      this.#looks.set(path, { ...facts, atMs, dueMs: startedMs + restMs });
    }
    this.#reading = undefined;
    for (const [path, { atMs }] of this.#looks) if (this.#now() - atMs > keptMs) this.#looks.delete(path);
  }

  #foldersOf({ masterPid, spoolers = [], cwd = '/' }: SpoolRequest): Folder[] {
    const root = join(this.#procRoot, String(masterPid), 'root');
    return [...new Set(spoolers.map(({ dir }) => dir))].map((dir) => ({
      dir,
      path: join(root, resolve('/', cwd, dir)),
    }));
  }

  #factsOf({ dir, path }: Folder): SpoolerFacts {
    const nowMs = this.#now();
    const isStuck = this.#reading?.path === path && nowMs - this.#reading.sinceMs > patienceMs;
    if (isStuck) return { dir, reason: 'its folder does not answer' };
    const look = this.#looks.get(path);
    if (look === undefined || nowMs - look.atMs > keptMs) return { dir, reason: 'not read yet' };
    return { dir, pending: look.pending, reason: look.reason };
  }
}
