/** uwtop's own metrics of an instance: what uWSGI does not tell and the model knows. */
import { oldestOf } from '../model/flights';
import type { QueueState } from '../model/queues';
import type { Seen } from '../model/seen';
import type { Totals } from '../model/totals';
import { soonestByLimit } from './forecast-points';
import { labelText, type Point, secondsOf, type SeenMetric, single, uniquePoints } from './metric';

const ofTotals = (
  name: string,
  help: string,
  value: (totals: Totals) => number | undefined,
  type: SeenMetric['type'] = 'gauge',
): SeenMetric => ({
  name: `uwtop_${name}`,
  type,
  help,
  points: ({ totals }) => (totals === undefined ? [] : single(value(totals))),
});

export const instanceMetrics: readonly SeenMetric[] = [
  ofTotals(
    'busyness_ratio',
    'Mean over the active workers of the share of the time between the last two polls that they spent in requests.',
    ({ busyness }) => busyness,
  ),
  ofTotals(
    'busy_workers_ratio',
    'Busy workers of the active ones at the moment of the poll.',
    ({ busyRatio }) => busyRatio,
  ),
  ofTotals(
    'slot_use_ratio',
    'Cores in a request of the cores of active workers at the moment of the poll.',
    ({ slotUse }) => slotUse,
  ),
  ofTotals(
    'service_time_seconds',
    'Mean time of the requests that ended between the last two polls.',
    ({ serviceTimeMs }) => secondsOf(serviceTimeMs),
  ),
  ofTotals(
    'requests_total',
    'Requests of all workers since the start or reload.',
    ({ requests }) => requests,
    'counter',
  ),
  {
    name: 'uwtop_running_time_seconds_total',
    type: 'counter',
    help: 'Time that all workers spent in requests that ended, since the start or reload.',
    points: ({ workers, totals }) =>
      totals === undefined
        ? []
        : single(workers.reduce((sum, { counters }) => sum + counters.runningTimeMicros, 0) / 1e6),
  },
  ofTotals(
    'exceptions_total',
    'Exceptions that the application let through, since the start or reload.',
    ({ exceptions }) => exceptions,
    'counter',
  ),
  ofTotals(
    'harakiri_kills_total',
    'Kills by harakiri since the start or reload.',
    ({ harakiriCount }) => harakiriCount,
    'counter',
  ),
  {
    name: 'uwtop_workers',
    type: 'gauge',
    help: 'Workers by what they do: idle, busy, cheap, draining, paused, signal, starting, exited.',
    points: ({ totals }) =>
      Object.entries(totals?.byActivity ?? {}).map(([activity, count]) => [{ activity }, count]),
  },
  ofTotals('active_workers', 'Workers that take requests: live and not cheap.', ({ active }) => active),
  ofTotals(
    'requests_in_flight',
    'Requests that workers are at work on.',
    (totals) => totals.requestsInFlight,
  ),
  {
    name: 'uwtop_oldest_request_seconds',
    type: 'gauge',
    help: 'Age of the oldest request that a worker is at work on.',
    points: ({ workers }) => single(oldestOf(workers.flatMap(({ flights }) => flights))?.ageSeconds),
  },
  ofTotals(
    'resident_memory_bytes',
    'Resident memory of all workers; shared pages count more than once.',
    ({ rssBytes }) => rssBytes,
  ),
  ofTotals(
    'proportional_memory_bytes',
    'Memory of all workers with shared pages counted once (PSS).',
    ({ pssBytes }) => pssBytes,
  ),
  ofTotals(
    'cpu_ratio',
    'CPUs that the workers took between the last two polls: 1 is one CPU fully.',
    ({ cpuFraction }) => cpuFraction,
  ),
  {
    name: 'uwtop_listen_queue_length',
    type: 'gauge',
    help: 'Connections that wait to be accepted, by socket; of UNIX sockets the kernel tells, where uwtop runs on the same machine.',
    points: (seen) => ofQueues(seen, ({ length }) => length),
  },
  {
    name: 'uwtop_listen_queue_max_length',
    type: 'gauge',
    help: 'Places in that queue.',
    points: (seen) => ofQueues(seen, ({ max }) => max),
  },
  {
    name: 'uwtop_forecast_seconds',
    type: 'gauge',
    help: 'Time until each limit is reached by the first worker, until the listen queue is full (listen-queue), until memory is used up (memory), where that can be told.',
    points: ({ workers, outlook: { queueFullSeconds, memoryFullSeconds } }) => [
      ...soonestByLimit(workers.flatMap(({ forecasts }) => forecasts)),
      [{ limit: 'listen-queue' }, queueFullSeconds],
      [{ limit: 'memory' }, memoryFullSeconds],
    ],
  },
  {
    name: 'uwtop_uptime_seconds',
    type: 'gauge',
    help: "Time since the master's last start or reload.",
    points: ({ uptimeSeconds }) => single(uptimeSeconds),
  },
];

function ofQueues({ queues }: Seen, value: (queue: QueueState) => number | undefined): readonly Point[] {
  return uniquePoints(
    queues.map((queue): Point => [
      { socket: labelText(queue.socket), source: queue.source ?? '' },
      value(queue),
    ]),
  );
}
