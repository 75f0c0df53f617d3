/** The instance as a whole: sums and means over its workers. Unknown stays undefined, it never becomes 0. */
import { meanServiceTimeMs } from './counters';
import type { Interval } from './interval';
import { fullestQueue, type QueueState } from './queues';
import type { WorkerState } from './worker';
import { isActive, type WorkerActivity } from './worker-activity';

export interface Totals {
  readonly workers: number;
  /** Live and not cheap: the processes that take requests. */
  readonly active: number;
  readonly byActivity: Readonly<Record<WorkerActivity, number>>;
  readonly requestsPerSecond?: number | undefined;
  readonly serviceTimeMs?: number | undefined;
  /** Mean over the active workers of the share of the interval that they spent in requests, 0…1. */
  readonly busyness?: number | undefined;
  /** Busy workers / active workers at the moment of the poll, 0…1: a count, not a share of time. */
  readonly busyRatio?: number | undefined;
  /** Cores in a request / cores of active workers at the moment of the poll, 0…1. */
  readonly slotUse?: number | undefined;
  /** Sum over the live workers whose RSS is known; shared pages count more than once. */
  readonly rssBytes?: number | undefined;
  readonly txBytesPerSecond?: number | undefined;
  readonly exceptionsPerSecond?: number | undefined;
  /** Sum of PSS over the live workers, where it is known for all of them. */
  readonly pssBytes?: number | undefined;
  /** Sum over the live workers: 1 is one CPU fully. */
  readonly cpuFraction?: number | undefined;
  /** Of the socket whose queue is fullest; of UNIX sockets only the kernel can tell, and never the limit. */
  readonly listenQueue?: number | undefined;
  readonly listenQueueMax?: number | undefined;
  readonly requestsInFlight: number;
  /** Since the master's start or reload. */
  readonly requests?: number | undefined;
  readonly exceptions?: number | undefined;
  readonly harakiriCount?: number | undefined;
}

export function totalsOf(workers: readonly WorkerState[], queues: readonly QueueState[]): Totals {
  const active = workers.filter((worker) => isActive(worker.activity));
  const intervals = workers.flatMap((worker) => worker.interval ?? []);
  const byActivity = countActivities(workers);
  // With stats-no-cores nobody knows how many cores there are.
  const knowsCores = active.some(({ cores }) => cores.length > 0);
  const slots = active.reduce((sum, worker) => sum + Math.max(1, worker.cores.length), 0);
  const inFlight = workers.reduce((sum, worker) => sum + worker.flights.length, 0);
  const activeInFlight = active.reduce((sum, worker) => sum + worker.flights.length, 0);
  const queue = fullestQueue(queues);
  return {
    workers: workers.length,
    active: active.length,
    byActivity,
    requestsPerSecond: rate(intervals, (interval) => interval.requests),
    serviceTimeMs: meanServiceTimeMs(
      intervals.reduce((sum, interval) => sum + interval.runningTimeMicros, 0),
      intervals.reduce((sum, interval) => sum + interval.servedRequests, 0),
    ),
    busyness: mean(active.flatMap((worker) => worker.busyness ?? [])),
    busyRatio: active.length === 0 ? undefined : byActivity.busy / active.length,
    slotUse: slots === 0 || !knowsCores ? undefined : Math.min(1, activeInFlight / slots),
    rssBytes: sumOfKnown(workers.filter((worker) => worker.pid > 0).map((worker) => worker.rssBytes)),
    pssBytes: sumOfAll(workers.filter((worker) => worker.pid > 0).map((worker) => worker.pssBytes)),
    cpuFraction: sumOfKnown(workers.map((worker) => worker.cpuFraction)),
    txBytesPerSecond: rate(intervals, (interval) => interval.txBytes),
    exceptionsPerSecond: rate(intervals, (interval) => interval.exceptions),
    listenQueue: queue?.length,
    listenQueueMax: queue?.max,
    requestsInFlight: inFlight,
    requests: sumOfKnown(workers.map((worker) => worker.counters.requests)),
    exceptions: sumOfKnown(workers.map((worker) => worker.counters.exceptions)),
    harakiriCount: sumOfKnown(workers.map((worker) => worker.counters.harakiriCount)),
  };
}

function countActivities(workers: readonly WorkerState[]): Record<WorkerActivity, number> {
  const counts = { idle: 0, busy: 0, cheap: 0, draining: 0, paused: 0, signal: 0, starting: 0, exited: 0 };
  for (const worker of workers) counts[worker.activity]++;
  return counts;
}

/** All workers were polled at once, so they share one interval; a worker without one (just reset) adds nothing. */
function rate(
  intervals: readonly Interval[],
  amount: (interval: Interval) => number | undefined,
): number | undefined {
  const seconds = intervals[0]?.seconds;
  const sum = sumOfKnown(intervals.map(amount));
  return seconds === undefined || sum === undefined ? undefined : sum / seconds;
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/** A sum with parts missing would be no smaller number, but a wrong one. */
const sumOfAll = (values: readonly (number | undefined)[]) =>
  values.includes(undefined) ? undefined : sumOfKnown(values);

function sumOfKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}
