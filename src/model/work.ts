/** What a worker is at work on: its requests in flight, and how busy these and the ones before them kept it. */
import type { RawWorker } from '../stats/schema';
import { busynessBetween, endedMs } from './busyness';
import { type FirstSights, learn, noFirstSights } from './first-sight';
import { withClock } from './flight-start';
import { type Flight, flightsOf, hasFlights } from './flights';
import type { Interval } from './interval';
import type { WorkerContext, WorkerSighting } from './observe-worker';
import type { WorkerState } from './worker';

export interface Work {
  readonly flights: readonly Flight[];
  readonly busyness: number | undefined;
  readonly firstSights: FirstSights;
}

/** What else is known of it. */
export interface WorkInput {
  readonly context: WorkerContext;
  /** Since the poll before, where it can be compared. */
  readonly interval: Interval | undefined;
  readonly serviceTimeMs: number | undefined;
  /** Harakiri has: what it had in flight is shown until the process is replaced. */
  readonly isKilled: boolean;
}

const noFlights: readonly Flight[] = [];

export function workOf(sighting: WorkerSighting, before: WorkerState | undefined, input: WorkInput): Work {
  const { raw, counters, reset } = sighting;
  const { context, interval } = input;
  const { nowMs, previousMs, clockOffsetMs } = context;
  const earlier = before === undefined ? noFlights : withClock(before.flights, clockOffsetMs);
  const past =
    interval === undefined || before === undefined || previousMs === undefined
      ? undefined
      : { atMs: previousMs, counters: before.counters, flights: earlier };
  const ended = past && endedMs(past, counters, context);
  const firstSights = (reset ? undefined : before?.firstSights) ?? noFirstSights;
  const cores = coreCount(raw);
  const flights =
    input.isKilled || !hasFlights(sighting)
      ? noFlights
      : flightsOf(sighting, {
          nowMs,
          previousMs: sinceMs(sighting, before, context),
          clockOffsetMs,
          previous: reset ? noFlights : earlier,
          firstSights,
          usualMs: input.serviceTimeMs ?? usualServiceTimeMs(raw),
          endedMs: cores > 1 ? undefined : ended,
        });
  return {
    flights,
    busyness:
      past && ended !== undefined
        ? busynessBetween(past.atMs, { atMs: nowMs, flights }, { endedMs: ended, cores })
        : undefined,
    firstSights:
      interval === undefined || before === undefined
        ? firstSights
        : learn(firstSights, { before: before.flights, now: flights, ended: interval }),
  };
}

export const coreCount = ({ cores }: RawWorker): number => Math.max(1, cores?.length ?? 1);

/** One that was taken for killed and lives had its flights left out; a new process has none from before. */
function sinceMs(
  { counters }: WorkerSighting,
  before: WorkerState | undefined,
  { previousMs }: WorkerContext,
): number | undefined {
  if (before === undefined || (before.life.isKilled && before.counters.pid === counters.pid))
    return undefined;
  return previousMs;
}

/** avg_rt leans to the last request, but it is a better idea of this worker's requests than none. */
const usualServiceTimeMs = ({ avg_rt: micros }: RawWorker) =>
  micros === undefined || micros <= 0 ? undefined : micros / 1000;
