/** What the timestamps of an answer prove about the target's clock: see target-clock.ts. */
import { type Flight, flightsByCore } from './flights';
import type { RunningRequest } from './running';
import type { Seen } from './seen';
import { type TargetClock, unknownClock, withEvidence } from './target-clock';
import type { WorkerReading } from './worker-reading';
import type { WorkerState } from './worker';

export function readClock(
  readings: readonly WorkerReading[],
  before: Seen | undefined,
  nowMs: number,
): TargetClock {
  let clock = before?.clock ?? unknownClock;
  readings.forEach(({ raw, running }, index) => {
    if (raw.last_spawn !== undefined && raw.last_spawn > 0)
      clock = withEvidence(clock, { seconds: raw.last_spawn, fromMs: -Infinity, toMs: nowMs });
    if (running.length > 0)
      clock = withStarts(clock, running, {
        previous: before?.workers[index],
        previousMs: before?.monotonicMs,
        nowMs,
      });
  });
  return clock;
}

const noFlights: readonly Flight[] = [];

interface StartsContext {
  readonly previous: WorkerState | undefined;
  readonly previousMs: number | undefined;
  readonly nowMs: number;
}

/** A request that was not there at the last poll began after it. */
function withStarts(
  known: TargetClock,
  running: readonly RunningRequest[],
  { previous, previousMs, nowMs }: StartsContext,
): TargetClock {
  // What a killed process had in flight is not among its flights any more, but may still be there.
  const sinceMs = previous === undefined || previous.life.isKilled ? undefined : previousMs;
  const before = flightsByCore(previous?.flights ?? noFlights);
  let clock = known;
  for (const { core, requestStartSeconds: seconds } of running) {
    if (seconds === undefined) continue;
    const isNew = sinceMs !== undefined && before(core)?.requestStartSeconds !== seconds;
    clock = withEvidence(clock, { seconds, fromMs: isNew ? sinceMs : -Infinity, toMs: nowMs });
  }
  return clock;
}
