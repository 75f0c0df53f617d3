/** The processes that a worker had before its present one, and how each of them ended. */
import type { RespawnCause } from './causes';
import { respawnsBetween } from './counters';
import type { EventDetail, WorkerPair } from './events';
import type { Life } from './life';
import type { WorkerState } from './worker';

export interface PastLife {
  /** Unknown of a process that was spawned and ended between two polls. */
  readonly pid?: number | undefined;
  /** So many ended alike between two polls, all but one of them without ever being seen: mostly 1. */
  readonly times: number;
  /** At its end, where that is known of this one alone. */
  readonly ageSeconds?: number | undefined;
  readonly requests?: number | undefined;
  /** When it was last seen. */
  readonly rssBytes?: number | undefined;
  /** When the poll came that told of its end. */
  readonly endedWallMs: number;
  readonly endedMonotonicMs: number;
  readonly cause: LifeEnd;
}

/** Scaled down, or replaced by a reload of the workers: no respawns, but ends all the same. */
export type LifeEnd = RespawnCause | { readonly by: 'cheap' } | { readonly by: 'reload' };

/** Older ones are dropped. */
const mostLives = 8;

const noLives: readonly PastLife[] = [];

export interface LastRespawn {
  readonly cause: RespawnCause;
  readonly wallMs: number;
}

/** How the last process ended that was not scaled down; undefined where a reload has replaced it. */
export function lastRespawnOf(lives: readonly PastLife[]): LastRespawn | undefined {
  const last = lives.findLast(({ cause }) => cause.by !== 'cheap');
  if (last === undefined || last.cause.by === 'reload' || last.cause.by === 'cheap') return undefined;
  return { cause: last.cause, wallMs: last.endedWallMs };
}

/** Those of a worker, before anything has happened to it: a process that lives on after all has not ended. */
export function earlierLives(before: WorkerState | undefined, { isSpared }: Life): readonly PastLife[] {
  if (before === undefined) return noLives;
  if (!isSpared || before.life.isSpared) return before.lives;
  return before.lives.filter(({ pid }) => pid !== before.pid);
}

interface Moment {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** The workers after what happened to them. */
export function withPastLives(
  workers: readonly WorkerState[],
  pairs: readonly WorkerPair[],
  happened: readonly EventDetail[],
  moment: Moment,
): readonly WorkerState[] {
  const ends = happened.flatMap(endsOf);
  if (ends.length === 0) return workers;
  const ended = new Map<number, readonly PastLife[]>();
  const pairOf = new Map(pairs.map((pair) => [pair[1].number, pair]));
  for (const end of ends) {
    const pair = pairOf.get(end.worker);
    if (pair === undefined) continue;
    ended.set(end.worker, withEnd(ended.get(end.worker) ?? pair[1].lives, pair, end, moment));
  }
  return workers.map((worker) => {
    const lives = ended.get(worker.number);
    return lives === undefined ? worker : { ...worker, lives, lastRespawn: lastRespawnOf(lives) };
  });
}

interface End {
  readonly worker: number;
  readonly times: number;
  readonly cause: LifeEnd;
}

function endsOf(event: EventDetail): End[] {
  switch (event.kind) {
    case 'respawn':
      return [{ worker: event.worker, times: event.times, cause: event.cause }];
    case 'workers-reload':
      return event.workers.map((worker) => ({ worker, times: 1, cause: { by: 'reload' } }));
    case 'scale-down':
      return event.workers.map((worker) => ({ worker, times: 1, cause: { by: 'cheap' } }));
    default:
      return [];
  }
}

/** Each process ends once: where more is told of its end, that is what it was. */
function withEnd(
  lives: readonly PastLife[],
  pair: WorkerPair,
  end: End,
  moment: Moment,
): readonly PastLife[] {
  const [before, now] = pair;
  const last = lives.at(-1);
  // It went a moment before the others that a reload has replaced, and was told as what that looked like then.
  if (end.cause.by === 'reload' && before.pid === now.pid)
    return last === undefined ? lives : [...lives.slice(0, -1), { ...last, cause: end.cause }];
  const isTold = last !== undefined && last.pid === before.pid;
  if (end.cause.by === 'cheap' && (isTold || before.pid <= 0)) return lives;
  // On its way out it was killed.
  const wasLeaving = isTold && last.cause.by === 'cheap';
  const life = {
    times: end.times,
    ...((!isTold || wasLeaving) && before.pid > 0 && whatItCameTo(pair, end)),
    endedWallMs: moment.wallMs,
    endedMonotonicMs: moment.monotonicMs,
    cause: end.cause,
  };
  return [...(wasLeaving ? lives.slice(0, -1) : lives), life].slice(-mostLives);
}

function whatItCameTo([before, now]: WorkerPair, { times }: End): Partial<PastLife> {
  const isAlone = times === 1 && respawnsBetween(before.counters, now.counters) <= 1;
  return {
    pid: before.pid,
    rssBytes: (before.pid === now.pid ? now.rssBytes : undefined) ?? before.rssBytes,
    ...(isAlone && { ageSeconds: ageAtEnd(before, now), requests: requestsAtEnd(before, now) }),
  };
}

const hasNext = (before: WorkerState, now: WorkerState) => now.pid > 0 && now.pid !== before.pid;

/** The next process is spawned when one ends; without one, as old as it was seen. */
function ageAtEnd(before: WorkerState, now: WorkerState): number | undefined {
  if (before.pid === now.pid) return now.ageSeconds;
  const [from = 0, to = 0] = [before.counters.lastSpawnSeconds, now.counters.lastSpawnSeconds];
  return hasNext(before, now) && from > 0 && to >= from ? to - from : before.ageSeconds;
}

/** The worker's own count goes on through its processes. */
function requestsAtEnd(before: WorkerState, now: WorkerState): number | undefined {
  const ofNext = hasNext(before, now) ? now.deltaRequests : 0;
  if (before.deltaRequests === undefined || ofNext === undefined) return undefined;
  return before.deltaRequests + Math.max(0, now.counters.requests - before.counters.requests - ofNext);
}
