/** The metrics of each worker: those that uwsgi_exporter is known by, as uWSGI says them, and uwtop's own. */
import { oldestOf } from '../model/flights';
import type { WorkerState } from '../model/worker';
import { soonestByLimit } from './forecast-points';
import {
  flag,
  labelText,
  secondsOf,
  uniquePoints,
  type WorkerMetric,
  type WorkerPointsMetric,
} from './metric';

const gauge = (name: string, help: string, value: WorkerMetric['value']): WorkerMetric => ({
  name,
  type: 'gauge',
  help,
  value,
});

const counter = (name: string, help: string, value: WorkerMetric['value']): WorkerMetric => ({
  name,
  type: 'counter',
  help,
  value,
});

const micros = (value: number | undefined) => (value === undefined ? undefined : value / 1_000_000);

export const workerMetrics: readonly WorkerMetric[] = [
  gauge('uwsgi_worker_accepting', 'Whether the worker accepts requests.', (worker) => flag(worker.accepting)),
  gauge(
    'uwsgi_worker_delta_requests',
    'Requests in this life of the process.',
    ({ deltaRequests }) => deltaRequests,
  ),
  gauge(
    'uwsgi_worker_signal_queue_length',
    'uWSGI signals that wait for it.',
    ({ told }) => told.signalQueue,
  ),
  gauge(
    'uwsgi_worker_rss_bytes',
    'Resident memory, as uWSGI measured it: 0 without memory-report.',
    ({ told }) => told.rssBytes,
  ),
  gauge(
    'uwsgi_worker_vsz_bytes',
    'Address space, as uWSGI measured it: 0 without memory-report.',
    ({ told }) => told.vszBytes,
  ),
  gauge(
    'uwsgi_worker_running_time_seconds',
    'Time spent in requests that ended, since the start.',
    (worker) => micros(worker.counters.runningTimeMicros),
  ),
  gauge(
    'uwsgi_worker_last_spawn_time_seconds',
    'When its process was spawned, seconds since the epoch.',
    ({ counters }) => counters.lastSpawnSeconds,
  ),
  gauge(
    'uwsgi_worker_average_response_time_seconds',
    'What uWSGI calls the average: half of it is the last request.',
    ({ told }) => micros(told.avgRtMicros),
  ),
  gauge('uwsgi_worker_apps', 'Applications that it has loaded.', ({ told }) => told.apps.length),
  gauge('uwsgi_worker_cores', 'Requests that it can serve at once.', ({ cores }) => cores.length),
  gauge('uwsgi_worker_busy', 'Whether uWSGI says that it is busy.', ({ told }) =>
    flag(told.status === 'busy'),
  ),
  gauge('uwsgi_worker_idle', 'Whether uWSGI says that it is idle.', ({ told }) =>
    flag(told.status === 'idle'),
  ),
  gauge('uwsgi_worker_cheap', 'Whether uWSGI says that it is cheap: scaled down.', ({ told }) =>
    flag(told.status === 'cheap'),
  ),
  counter('uwsgi_worker_requests_total', 'Requests since the start.', ({ counters }) => counters.requests),
  counter(
    'uwsgi_worker_exceptions_total',
    'Exceptions that the application let through, since the start.',
    ({ counters }) => counters.exceptions,
  ),
  counter(
    'uwsgi_worker_harakiri_count_total',
    'Kills by harakiri since the start.',
    ({ counters }) => counters.harakiriCount,
  ),
  counter('uwsgi_worker_signals_total', 'uWSGI signals since the start.', ({ told }) => told.signals),
  counter(
    'uwsgi_worker_respawn_count_total',
    'Processes since the start, the first one among them.',
    ({ counters }) => counters.respawnCount,
  ),
  counter(
    'uwsgi_worker_transmitted_bytes_total',
    'Bytes that were sent to clients, since the start.',
    ({ counters }) => counters.txBytes,
  ),
  gauge(
    'uwtop_worker_busyness_ratio',
    'Share of the time between the last two polls that it spent in requests.',
    ({ busyness }) => busyness,
  ),
  gauge(
    'uwtop_worker_service_time_seconds',
    'Mean time of the requests that ended between the last two polls.',
    ({ serviceTimeMs }) => secondsOf(serviceTimeMs),
  ),
  gauge(
    'uwtop_worker_resident_memory_bytes',
    'Resident memory: as it is now where uwtop runs on the same machine, else as uWSGI measured it.',
    ({ rssBytes }) => rssBytes,
  ),
  gauge(
    'uwtop_worker_proportional_memory_bytes',
    'Memory with shared pages split among their sharers (PSS).',
    ({ pssBytes }) => pssBytes,
  ),
  gauge(
    'uwtop_worker_oldest_request_seconds',
    'Age of the oldest request that it is at work on.',
    ({ flights }) => oldestOf(flights)?.ageSeconds,
  ),
];

export const workerPointsMetrics: readonly WorkerPointsMetric[] = [
  ...appMetrics(),
  {
    name: 'uwtop_worker_forecast_seconds',
    type: 'gauge',
    help: 'Time until each limit ends a request (harakiri) or the process of the worker, where that can be told.',
    points: ({ forecasts }) => soonestByLimit(forecasts),
  },
];

type RawApp = WorkerState['told']['apps'][number];

function appMetrics(): WorkerPointsMetric[] {
  const ofApps =
    (value: (app: RawApp) => number | undefined): WorkerPointsMetric['points'] =>
    ({ told: { apps } }) =>
      uniquePoints(
        apps.map((app) => [
          {
            app_id: String(app.id ?? ''),
            mountpoint: labelText(app.mountpoint ?? ''),
            chdir: labelText(app.chdir ?? ''),
          },
          value(app),
        ]),
      );
  return [
    {
      name: 'uwsgi_worker_app_startup_time_seconds',
      type: 'gauge',
      help: 'How long the application took to load, whole seconds.',
      points: ofApps(({ startup_time: seconds }) => seconds),
    },
    {
      name: 'uwsgi_worker_app_requests_total',
      type: 'counter',
      help: 'Requests to the application since the start.',
      points: ofApps(({ requests }) => requests),
    },
    {
      name: 'uwsgi_worker_app_exceptions_total',
      type: 'counter',
      help: 'Exceptions that the application let through, since the start.',
      points: ofApps(({ exceptions }) => exceptions),
    },
  ];
}
