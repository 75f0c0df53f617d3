/** States of an instance that are trouble only once they have lasted: locks nobody lets go of, workers that get nothing. */
import { displayText } from '../format/text';
import type { WorkerDocument } from '../stats/schema';
import type { HostFacts } from './host-facts';
import type { WorkerState } from './worker';

export interface Conditions {
  readonly zombies: readonly Zombie[];
  readonly locks: readonly HeldLock[];
}

export const noConditions: Conditions = { zombies: [], locks: [] };

/** A worker that lives, is idle and never served a request, while requests wait and its siblings serve. */
export interface Zombie {
  readonly worker: number;
  readonly pid: number;
  /** Monotonic, ms. */
  readonly sinceMs: number;
}

/** The same holder at every poll since. */
export interface HeldLock {
  readonly name: string;
  readonly pid: number;
  /** The worker that holds it, if it is one. */
  readonly worker?: number | undefined;
  /** gone: no process any more · strange: none of the processes that the stats name, a mule perhaps · ours. */
  readonly holder: 'gone' | 'strange' | 'ours';
  readonly sinceMs: number;
}

export interface ConditionInput {
  readonly document: WorkerDocument;
  readonly workers: readonly WorkerState[];
  readonly host: HostFacts | undefined;
  /** Of the fullest queue; undefined where nobody knows. */
  readonly queue: number | undefined;
  readonly nowMs: number;
}

export function conditionsOf(before: Conditions, input: ConditionInput): Conditions {
  return { zombies: zombiesOf(before.zombies, input), locks: locksOf(before.locks, input) };
}

function zombiesOf(before: readonly Zombie[], { workers, queue, nowMs }: ConditionInput): readonly Zombie[] {
  if ((queue ?? 0) === 0 || !workers.some(({ requestsPerSecond }) => (requestsPerSecond ?? 0) > 0)) return [];
  return workers.flatMap((worker) => {
    const { number, pid, activity, accepting, deltaRequests } = worker;
    if (activity !== 'idle' || accepting === false || deltaRequests !== 0) return [];
    const known = before.find((zombie) => zombie.worker === number && zombie.pid === pid);
    return [known ?? { worker: number, pid, sinceMs: nowMs }];
  });
}

function locksOf(before: readonly HeldLock[], input: ConditionInput): readonly HeldLock[] {
  const { document, workers, nowMs } = input;
  const held = (document.locks ?? []).flatMap((lock) => Object.entries(lock)).filter(([, pid]) => pid > 0);
  if (held.length === 0) return [];
  return held.slice(0, mostLocks).map(([raw, pid]) => {
    const name = displayText(raw, 80);
    const known = before.find((lock) => lock.name === name && lock.pid === pid);
    const worker = workers.find((candidate) => candidate.pid === pid)?.number;
    return { name, pid, worker, holder: holderOf(pid, worker, input), sinceMs: known?.sinceMs ?? nowMs };
  });
}

/** Each cache and each spooler has one; more than a screen of them helps nobody. */
const mostLocks = 100;

function holderOf(
  pid: number,
  worker: number | undefined,
  { document, host }: ConditionInput,
): HeldLock['holder'] {
  if (worker !== undefined || pid === document.pid) return 'ours';
  if ((document.spoolers ?? []).some((spooler) => spooler.pid === pid)) return 'ours';
  if (host?.local !== true) return 'strange';
  const process = host.processes[pid];
  if (process === undefined) return 'strange';
  return process.rssBytes === undefined ? 'gone' : 'ours';
}
