/**
 * Busyness: the share of an interval that a worker's cores spent in requests, those in flight included.
 *
 * With B(t) = running_time(t) + Σ over the requests in flight of (t - start), the busyness over [t0, t1] is
 * (B(t1) - B(t0)) / ((t1 - t0) · cores). running_time grows only when a request ends, so without the second term a
 * request of ten seconds would read as nothing for nine and 1000 % in the last. The terms telescope: an error in an
 * estimated start is paid back in the interval in which the request ends.
 */
import { type Counters, killsBetween } from './counters';
import { type DeathContext, deathMs, type LastSight } from './death';
import type { Flight } from './flights';

/** 0…1, or undefined for an interval of no length. */
export function busynessBetween(
  fromMs: number,
  now: { readonly atMs: number; readonly flights: readonly Flight[] },
  { endedMs: ended, cores }: { readonly endedMs: number; readonly cores: number },
): number | undefined {
  const intervalMs = now.atMs - fromMs;
  if (!(intervalMs > 0)) return undefined;
  const busyMs = ended + inFlightMs(now);
  return Math.min(1, Math.max(0, busyMs / (intervalMs * Math.max(1, cores))));
}

/**
 * The part of the interval that was spent, core by core, in what is over at its end. A request that was killed with its
 * process never shows up in running_time: it was busy until then, and nothing is taken back for it. The counters must
 * not have been reset in between.
 */
export function endedMs(before: LastSight, now: Counters, context: DeathContext): number {
  const grownMs = (now.runningTimeMicros - before.counters.runningTimeMicros) / 1000;
  if (before.flights.length === 0) return grownMs;
  if (!wereKilled(before.counters, now)) return grownMs - inFlightMs(before);
  return grownMs + before.flights.length * Math.max(0, deathMs(before, now, context) - before.atMs);
}

function inFlightMs({
  atMs,
  flights,
}: {
  readonly atMs: number;
  readonly flights: readonly Flight[];
}): number {
  let sum = 0;
  for (const { startedMs } of flights) sum += atMs - startedMs;
  return sum;
}

/** The process ended, and none of its requests did so before. */
function wereKilled(before: Counters, now: Counters): boolean {
  const isOther = before.pid !== now.pid;
  if (!isOther && killsBetween(before, now) === 0) return false;
  const ofNewLife = isOther ? (now.deltaRequests ?? 0) : 0;
  return now.requests - ofNewLife === before.requests;
}
