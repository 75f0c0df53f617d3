/** The instance as a whole: sums and means over its workers. Unknown stays undefined, it never becomes 0. */
import { meanServiceTimeMs } from './counters';
import type { Interval } from './interval';
import { fullestQueue, type QueueState } from './queues';
import { sumOf } from './sum';
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
  const live = workers.filter((worker) => worker.pid > 0);
  const byActivity = countActivities(workers);
  const queue = fullestQueue(queues);
  return {
    workers: workers.length,
    active: active.length,
    byActivity,
    ...ratesOf(workers),
    busyness: meanOf(active, (worker) => worker.busyness),
    busyRatio: active.length === 0 ? undefined : byActivity.busy / active.length,
    slotUse: slotUse(active),
    rssBytes: sumOf(live, (worker) => worker.rssBytes),
    // A sum with parts missing would be no smaller number, but a wrong one.
    pssBytes: live.some(({ pssBytes }) => pssBytes === undefined)
      ? undefined
      : sumOf(live, (worker) => worker.pssBytes),
    cpuFraction: sumOf(workers, (worker) => worker.cpuFraction),
    listenQueue: queue?.length,
    listenQueueMax: queue?.max,
    requestsInFlight: inFlight(workers),
    requests: sumOf(workers, (worker) => worker.counters.requests),
    exceptions: sumOf(workers, (worker) => worker.counters.exceptions),
    harakiriCount: sumOf(workers, (worker) => worker.counters.harakiriCount),
  };
}

/** All workers were polled at once, so they share one interval; a worker without one (just reset) adds nothing. */
function ratesOf(workers: readonly WorkerState[]) {
  const seconds = workers.find(({ interval }) => interval !== undefined)?.interval?.seconds;
  const rate = (amount: (interval: Interval) => number | undefined) => {
    const sum = sumOf(workers, ({ interval }) => interval && amount(interval));
    return seconds === undefined || sum === undefined ? undefined : sum / seconds;
  };
  return {
    requestsPerSecond: rate((interval) => interval.requests),
    serviceTimeMs: meanServiceTimeMs(
      sumOf(workers, ({ interval }) => interval?.runningTimeMicros) ?? 0,
      sumOf(workers, ({ interval }) => interval?.servedRequests) ?? 0,
    ),
    txBytesPerSecond: rate((interval) => interval.txBytes),
    exceptionsPerSecond: rate((interval) => interval.exceptions),
  };
}

/** With stats-no-cores nobody knows how many cores there are. */
function slotUse(active: readonly WorkerState[]): number | undefined {
  if (!active.some(({ cores }) => cores.length > 0)) return undefined;
  const slots = sumOf(active, ({ cores }) => Math.max(1, cores.length)) ?? 1;
  return Math.min(1, inFlight(active) / slots);
}

const inFlight = (workers: readonly WorkerState[]): number =>
  sumOf(workers, ({ flights }) => flights.length) ?? 0;

function countActivities(workers: readonly WorkerState[]): Record<WorkerActivity, number> {
  const counts = { idle: 0, busy: 0, cheap: 0, draining: 0, paused: 0, signal: 0, starting: 0, exited: 0 };
  for (const worker of workers) counts[worker.activity]++;
  return counts;
}

type Amount = (worker: WorkerState) => number | undefined;

function meanOf(workers: readonly WorkerState[], amount: Amount): number | undefined {
  const sum = sumOf(workers, amount);
  return sum && sum / (sumOf(workers, (worker) => (amount(worker) === undefined ? undefined : 1)) ?? 1);
}
