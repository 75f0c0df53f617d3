/**
 * Busyness: the share of an interval that a worker's cores spent in requests, those in flight included.
 *
 * With B(t) = running_time(t) + Σ over the requests in flight of (t - start), the busyness over [t0, t1] is
 * (B(t1) - B(t0)) / ((t1 - t0) · cores). running_time grows only when a request ends, so without the second term a
 * request of ten seconds would read as nothing for nine and 1000 % in the last. The terms telescope: an error in an
 * estimated start is paid back in the interval in which the request ends.
 */
import { type Counters, killsBetween } from './counters';
import type { Flight } from './flights';

export interface BusynessMoment {
  readonly atMs: number;
  readonly counters: Counters;
  readonly flights: readonly Flight[];
}

/** 0…1, or undefined for an interval of no length. The counters must not have been reset in between. */
export function busynessBetween(
  before: BusynessMoment,
  now: BusynessMoment,
  cores: number,
): number | undefined {
  const intervalMs = now.atMs - before.atMs;
  if (!(intervalMs > 0)) return undefined;
  const grownMs = (now.counters.runningTimeMicros - before.counters.runningTimeMicros) / 1000;
  const busyMs = grownMs + inFlightMs(now) - pastInFlightMs(before, now);
  return Math.min(1, Math.max(0, busyMs / (intervalMs * Math.max(1, cores))));
}

const inFlightMs = (moment: BusynessMoment) =>
  moment.flights.reduce((sum, flight) => sum + (moment.atMs - flight.startedMs), 0);

/**
 * What was already counted for the requests in flight at the start. A request that was killed with its process never
 * shows up in running_time, so nothing is taken back for it; when in the interval it was killed is not told, so the
 * whole of it counts as busy.
 */
function pastInFlightMs(before: BusynessMoment, now: BusynessMoment): number {
  const ended = before.counters.pid !== now.counters.pid || killsBetween(before.counters, now.counters) > 0;
  const killed = ended && before.counters.requests === now.counters.requests;
  return killed ? -(now.atMs - before.atMs) * before.flights.length : inFlightMs(before);
}
