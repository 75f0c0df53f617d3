/** What the memory of processes was seen to be, and what there is of it. */
import type { Seen } from '../model/seen';
import type { WorkerState } from '../model/worker';
import type { CollectedLoad } from './collect';
import { isLongLife, type LivesSeen } from './lives';
import { percentile } from './windows';

export interface MemorySeen {
  /** For the workers; absent where nobody told. */
  readonly totalBytes?: number | undefined;
  /** `--memory`, or what kind of machine told. */
  readonly totalSource: string;
  /** p95 over processes, near the end of their lives as far as these ended. */
  readonly rssBytes?: number | undefined;
  /** The same with shared pages split among their sharers, of processes as they are now. */
  readonly pssBytes?: number | undefined;
  /** p95 at the end of the first minute of a process; else what it was before it leaked, where that is certain. */
  readonly freshBytes?: number | undefined;
  /** What each request adds, bytes: the median of the processes that showed it for certain. */
  readonly leakBytes?: number | undefined;
  readonly leaking: number;
  /** Processes that were watched over so many requests that a leak would have shown. */
  readonly longLives: number;
}

/** Of the memory, for the workers: the rest is for the system, its caches and the others. */
export const plannedShare = 0.7;

export function memorySeen(
  { lives }: CollectedLoad,
  { workers, host }: Seen,
  orderedBytes: number | undefined,
): MemorySeen {
  const live = workers.filter(({ pid }) => pid > 0);
  const told = host?.local === true && 'totalBytes' in host.memory ? host.memory : undefined;
  const current = live.flatMap(({ rssBytes }) => rssBytes ?? []);
  const pss = live.flatMap(({ pssBytes }) => pssBytes ?? []);
  const leaks = leaksOf(lives, live);
  return {
    totalBytes: orderedBytes ?? told?.totalBytes,
    totalSource:
      orderedBytes !== undefined ? '--memory' : told?.source === 'host' ? 'the machine' : 'its cgroup',
    rssBytes: percentile([...lives.endBytes, ...current], 0.95),
    pssBytes: pss.length === live.length ? percentile(pss, 0.95) : undefined,
    freshBytes: percentile(lives.freshBytes, 0.95) ?? percentile(live.flatMap(beforeLeak), 0.95),
    leakBytes: percentile(leaks, 0.5),
    leaking: leaks.length,
    longLives: current.length === 0 ? 0 : lives.longLives + live.filter(isLongLife).length,
  };
}

const leaksOf = ({ leaks }: LivesSeen, live: readonly WorkerState[]): number[] => [
  ...leaks,
  ...live.flatMap(({ life }) => life.leak?.perUnit ?? []),
];

/** On the line of its growth, where it has served nothing yet; a line that leads below nothing does not tell. */
function beforeLeak({ rssBytes, deltaRequests, life }: WorkerState): number[] {
  if (rssBytes === undefined || deltaRequests === undefined || life.leak === undefined) return [];
  const bytes = rssBytes - life.leak.perUnit * deltaRequests;
  return bytes > 0 ? [bytes] : [];
}

/** What one more process takes; shared pages are no more for it where PSS is known. */
export const bytesPerProcess = ({ pssBytes, rssBytes }: MemorySeen): number | undefined =>
  pssBytes ?? rssBytes;

export const noMemory = 'memory of the workers: memory-report = true lets uWSGI tell it';
