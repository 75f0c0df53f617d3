/** How long requests last, as far as polls can tell. */
import { killsBetween } from '../model/counters';
import type { WorkerState } from '../model/worker';

export interface Durations {
  /** At least so long took the longest that has ended by itself, seconds. */
  readonly longestFinished?: number | undefined;
  /** The highest age at which one was seen, seconds: it may have been killed, or still be there. */
  readonly longestInFlight?: number | undefined;
}

export const noDurations: Durations = {};

export function followDurations(
  durations: Durations,
  before: readonly WorkerState[],
  now: readonly WorkerState[],
): Durations {
  let { longestFinished, longestInFlight } = durations;
  now.forEach((worker, index) => {
    longestFinished = longer(longestFinished, finishedSeconds(before[index], worker));
    for (const { ageSeconds } of worker.flights) longestInFlight = longer(longestInFlight, ageSeconds);
  });
  const isSame =
    longestFinished === durations.longestFinished && longestInFlight === durations.longestInFlight;
  return isSame ? durations : { longestFinished, longestInFlight };
}

/** None of several is shorter than all of them on average are, nor longer than all of them together. */
function finishedSeconds(before: WorkerState | undefined, now: WorkerState): number | undefined {
  const { interval } = now;
  if (interval === undefined || before === undefined || interval.servedRequests <= 0) return undefined;
  const together = interval.runningTimeMicros / 1e6;
  const mean = together / interval.servedRequests;
  if (before.pid !== now.pid || killsBetween(before.counters, now.counters) > 0) return mean;
  const gone = before.flights.filter(({ core, startedMs }) =>
    now.flights.every((flight) => flight.core !== core || flight.startedMs !== startedMs),
  );
  const oldest = gone.reduce((age, { ageSeconds }) => Math.max(age, ageSeconds), 0);
  return Math.max(mean, Math.min(oldest, together));
}

const longer = (one: number | undefined, other: number | undefined) =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
