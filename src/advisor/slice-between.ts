/** The load between two answers of one start of the master. */
import { endedMs } from '../model/busyness';
import { killsBetween } from '../model/counters';
import { withClock } from '../model/flight-start';
import type { ForecastLimits } from '../model/forecasts/forecast';
import type { Seen } from '../model/seen';
import { offsetMs } from '../model/target-clock';
import type { WorkerState } from '../model/worker';
import { isActive } from '../model/worker-activity';
import type { LoadSlice } from './load';

/** Both answers, workers in the same order. */
export interface Between {
  readonly before: Seen;
  readonly now: Seen;
  readonly limits: ForecastLimits;
}

/**
 * Busyness is held between 0 and 1 for each worker, and what is cut off there is lost; over many slices that would be
 * missing in the load. Here it is carried on: a start that was guessed too early is paid back when the request ends.
 *
 * @param owedSeconds what the slices before could not hold
 */
export function sliceBetween(
  between: Between,
  owedSeconds: number,
): { slice: LoadSlice; owedSeconds: number } {
  const { before, now } = between;
  const seconds = (now.monotonicMs - before.monotonicMs) / 1000;
  const measured = measure(between);
  const wanted = measured.busySeconds + owedSeconds;
  const capacity = Math.max(coresOf(before.workers, hasProcess), coresOf(now.workers, hasProcess)) * seconds;
  const busySeconds = Math.min(Math.max(0, wanted), capacity);
  const { totals } = now;
  const slice = {
    ...measured,
    fromMs: before.monotonicMs,
    toMs: now.monotonicMs,
    wallMs: now.wallMs,
    busySeconds,
    activeWorkers: totals?.active ?? 0,
    slots: coresOf(now.workers, ({ activity }) => isActive(activity)),
    inFlight: totals?.requestsInFlight ?? 0,
    queue: totals?.listenQueue,
    cpuSeconds: totals?.cpuFraction === undefined ? undefined : totals.cpuFraction * seconds,
  };
  return { slice, owedSeconds: wanted - busySeconds };
}

function measure({ before, now, limits }: Between) {
  const clockOffsetMs = offsetMs(now.clock, now.wallMs - now.monotonicMs);
  const context = { nowMs: now.monotonicMs, clockOffsetMs, limits };
  const sums = { requests: 0, served: 0, servedSeconds: 0, busySeconds: 0, kills: 0 };
  now.workers.forEach((worker, index) => {
    const { interval, counters } = worker;
    const earlier = before.workers[index];
    if (interval === undefined || earlier === undefined) return;
    const flights = withClock(earlier.flights, clockOffsetMs);
    const past = { atMs: before.monotonicMs, counters: earlier.counters, flights };
    sums.requests += interval.requests;
    sums.served += interval.servedRequests;
    sums.servedSeconds += interval.runningTimeMicros / 1e6;
    sums.busySeconds += (endedMs(past, counters, context) + agesMs(worker, now.monotonicMs)) / 1000;
    sums.kills += killsBetween(earlier.counters, counters);
  });
  return sums;
}

const agesMs = ({ flights }: WorkerState, nowMs: number): number =>
  flights.reduce((sum, { startedMs }) => sum + nowMs - startedMs, 0);

const hasProcess = ({ pid }: WorkerState) => pid > 0;

/** With stats-no-cores a worker counts as one. */
const coresOf = (workers: readonly WorkerState[], isCounted: (worker: WorkerState) => boolean): number =>
  workers.reduce((sum, worker) => sum + (isCounted(worker) ? Math.max(1, worker.cores.length) : 0), 0);
