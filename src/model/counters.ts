/** Counters become rates here and nowhere else. A counter that falls was reset: no rate, never a negative one. */
import type { RawWorker } from '../stats/schema';

/** uWSGI's counters of one worker as they were at the last poll. */
export interface Counters {
  readonly pid: number;
  readonly requests: number;
  readonly runningTimeMicros: number;
  readonly staticRequests: number;
  readonly txBytes?: number | undefined;
  readonly exceptions?: number | undefined;
  readonly harakiriCount?: number | undefined;
  readonly respawnCount?: number | undefined;
  readonly lastSpawnSeconds?: number | undefined;
  /** Requests of this life of the process. */
  readonly deltaRequests?: number | undefined;
}

export function countersOf(worker: RawWorker, staticRequests: number): Counters {
  return {
    pid: worker.pid,
    requests: worker.requests,
    runningTimeMicros: worker.running_time,
    staticRequests,
    txBytes: worker.tx,
    exceptions: worker.exceptions,
    harakiriCount: worker.harakiri_count,
    respawnCount: worker.respawn_count,
    lastSpawnSeconds: worker.last_spawn,
    deltaRequests: worker.delta_requests,
  };
}

/**
 * The worker's counters began anew: its master restarted or reloaded (a reload keeps the master's pid). A respawn keeps
 * the counters and raises respawn_count; a new life without a higher respawn_count is a new master's.
 */
export function wasReset(before: Counters, now: Counters): boolean {
  if (now.requests < before.requests || now.runningTimeMicros < before.runningTimeMicros) return true;
  if (fell(before.respawnCount, now.respawnCount)) return true;
  const newLife = changed(before.lastSpawnSeconds, now.lastSpawnSeconds);
  return newLife && before.respawnCount !== undefined && before.respawnCount === now.respawnCount;
}

const fell = (before: number | undefined, now: number | undefined) =>
  before !== undefined && now !== undefined && now < before;

const changed = (before: number | undefined, now: number | undefined) =>
  before !== undefined && now !== undefined && before !== now;

/** Growth over the interval; undefined when one side is unknown or the counter fell. */
export function growth(before: number | undefined, now: number | undefined): number | undefined {
  if (before === undefined || now === undefined || now < before) return undefined;
  return now - before;
}

/**
 * Mean service time over an interval, ms: running_time only counts requests that uWSGI ran itself, so static files are
 * taken off. (avg_rt is no mean: half of it is the last request.) Undefined when nothing finished.
 */
export function meanServiceTimeMs(runningTimeMicros: number, servedRequests: number): number | undefined {
  return servedRequests > 0 ? runningTimeMicros / servedRequests / 1000 : undefined;
}

/** Kills by harakiri between two polls of a worker whose counters were not reset in between. */
export const killsBetween = (before: Counters, now: Counters): number =>
  Math.max(0, (now.harakiriCount ?? 0) - (before.harakiriCount ?? 0));

/** How many processes of this worker ended between the two polls: none, mostly one. */
export function respawnsBetween(before: Counters, now: Counters): number {
  if (before.pid <= 0 || now.pid <= 0 || before.pid === now.pid) return 0;
  return Math.max(1, (now.respawnCount ?? 0) - (before.respawnCount ?? 0));
}
