/** What lives of workers tell for recycling: how large they are at first and at their end, and what they leak. */
import type { Seen } from '../model/seen';
import type { WorkerState } from '../model/worker';

export interface LivesSeen {
  /** RSS of processes near the end of their first minute, as far as it was watched: bytes, the newest last. */
  readonly freshBytes: readonly number[];
  /** RSS of processes that have ended, when they were last seen. */
  readonly endBytes: readonly number[];
  /** Growth of RSS with each request, bytes, of lives that have ended and showed some for certain. */
  readonly leaks: readonly number[];
  /** Lives that have ended after requests enough to show a leak. */
  readonly longLives: number;
  /** Processes that ended, by what ended them. */
  readonly ends: Readonly<Record<string, number>>;
  /** By pid, of those in their first minute: RSS. */
  readonly young: ReadonlyMap<number, number>;
}

export const noLives: LivesSeen = {
  freshBytes: [],
  endBytes: [],
  leaks: [],
  longLives: 0,
  ends: {},
  young: new Map(),
};

const mostSamples = 512;
const freshSeconds = 60;
/** From so many requests on no leak means that there is none, or a small one. */
const longLifeRequests = 500;

export function followLives(lives: LivesSeen, before: readonly WorkerState[], now: Seen): LivesSeen {
  const { young, grown } = followYoung(lives.young, now.workers);
  const freshBytes = grown.length === 0 ? lives.freshBytes : kept(lives.freshBytes, grown);
  const withYoung = young === lives.young && grown.length === 0 ? lives : { ...lives, young, freshBytes };
  return now.workers.reduce((all, worker, index) => withEnds(all, before[index], worker, now), withYoung);
}

/** Small at the very beginning: what an application loads with its first requests belongs to it. */
function followYoung(before: LivesSeen['young'], workers: readonly WorkerState[]) {
  const young = new Map<number, number>();
  const grown: number[] = [];
  for (const { pid, rssBytes, ageSeconds, deltaRequests } of workers) {
    const known = before.get(pid);
    if (pid <= 0 || ageSeconds === undefined) continue;
    if (ageSeconds <= freshSeconds) {
      const bytes = (deltaRequests ?? 0) > 0 ? rssBytes : known;
      if (bytes !== undefined) young.set(pid, bytes);
    } else if (known !== undefined) grown.push(known);
  }
  return { young: young.size + before.size === 0 ? before : young, grown };
}

function withEnds(
  lives: LivesSeen,
  before: WorkerState | undefined,
  now: WorkerState,
  seen: Seen,
): LivesSeen {
  if (before === undefined || now.lives === before.lives) return lives;
  const ended = now.lives.filter(({ endedMonotonicMs }) => endedMonotonicMs === seen.monotonicMs);
  return ended.reduce<LivesSeen>((all, { rssBytes, cause, times, requests = 0 }) => {
    const leak = before.life.leak?.perUnit;
    return {
      ...all,
      endBytes: rssBytes === undefined ? all.endBytes : kept(all.endBytes, [rssBytes]),
      leaks: leak === undefined ? all.leaks : kept(all.leaks, [leak]),
      longLives: all.longLives + (requests >= longLifeRequests ? 1 : 0),
      ends: { ...all.ends, [cause.by]: (all.ends[cause.by] ?? 0) + times },
    };
  }, lives);
}

const kept = (samples: readonly number[], more: readonly number[]): readonly number[] =>
  [...samples, ...more].slice(-mostSamples);

export const isLongLife = ({ deltaRequests = 0 }: WorkerState): boolean => deltaRequests >= longLifeRequests;
