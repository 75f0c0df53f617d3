/**
 * The metrics that uwsgi_exporter is known by, of a whole instance, under its names and labels: dashboards and rules that
 * were written for it go on working. Values are as uWSGI says them.
 */
import type { Seen } from '../model/seen';
import type { RawSocket, WorkerDocument } from '../stats/schema';
import {
  flag,
  labelText,
  type Point,
  type SeenMetric,
  single,
  type TargetMetric,
  uniquePoints,
} from './metric';

export const sharedTargetMetrics: readonly TargetMetric[] = [
  {
    name: 'uwsgi_up',
    type: 'gauge',
    help: 'Whether the stats server answered when it was asked last.',
    points: ({ instance: { phase } }) => single(phase === 'connecting' ? undefined : flag(phase === 'up')),
  },
  {
    name: 'uwsgi_exporter_scrapes_total',
    type: 'counter',
    help: 'How often the stats server was asked.',
    points: ({ instance: { polls } }) => single(polls.total),
  },
  {
    name: 'uwsgi_exporter_scrape_errors_total',
    type: 'counter',
    help: 'How often it did not answer, or not with stats.',
    points: ({ instance: { polls } }) => single(polls.failed),
  },
  {
    name: 'uwsgi_exporter_last_scrape_error',
    type: 'gauge',
    help: 'Whether the last answer could not be had or read.',
    points: ({ instance: { phase, failure } }) =>
      single(phase === 'connecting' ? undefined : flag(failure !== undefined)),
  },
];

const ofMaster =
  (value: (document: WorkerDocument) => number | undefined) =>
  ({ sighting: { snapshot } }: Seen): readonly Point[] =>
    snapshot.kind === 'worker' ? single(value(snapshot.document)) : [];

export const sharedMetrics: readonly SeenMetric[] = [
  {
    name: 'uwsgi_listen_queue_length',
    type: 'gauge',
    help: 'Requests in the listen queue, as uWSGI sees it: of UNIX sockets it sees 0.',
    points: ofMaster(({ listen_queue: length }) => length),
  },
  {
    name: 'uwsgi_listen_queue_errors',
    type: 'gauge',
    help: 'Errors of the listen queue since the start.',
    points: ofMaster(({ listen_queue_errors: errors }) => errors),
  },
  {
    name: 'uwsgi_signal_queue_length',
    type: 'gauge',
    help: 'uWSGI signals that wait.',
    points: ofMaster(({ signal_queue: length }) => length),
  },
  {
    name: 'uwsgi_workers',
    type: 'gauge',
    help: 'Workers that have been spawned, cheap ones too.',
    points: ({ workers, totals }) =>
      totals === undefined ? [] : single(workers.filter(({ told }) => told.id !== 0).length),
  },
  ...socketMetrics(),
  ...cacheMetrics(),
];

function socketMetrics(): SeenMetric[] {
  const ofSockets =
    (value: (socket: RawSocket) => number | undefined) =>
    ({ sighting: { snapshot } }: Seen): readonly Point[] =>
      snapshot.kind !== 'worker'
        ? []
        : uniquePoints(
            (snapshot.document.sockets ?? []).map((socket): Point => {
              const { name, proto = '' } = socket;
              return [{ name: labelText(name), proto: labelText(proto) }, value(socket)];
            }),
          );
  return [
    {
      name: 'uwsgi_socket_queue_length',
      type: 'gauge',
      help: "Requests in the socket's queue, as uWSGI sees it.",
      points: ofSockets(({ queue }) => queue),
    },
    {
      name: 'uwsgi_socket_max_queue_length',
      type: 'gauge',
      help: "Places in the socket's queue, as uWSGI sees it.",
      points: ofSockets(({ max_queue: max }) => max),
    },
    {
      name: 'uwsgi_socket_shared',
      type: 'gauge',
      help: 'Whether it is a shared socket.',
      points: ofSockets(({ shared }) => shared),
    },
    {
      name: 'uwsgi_socket_can_offload',
      type: 'gauge',
      help: 'Whether the socket can offload.',
      points: ofSockets(({ can_offload: can }) => can),
    },
  ];
}

type RawCache = NonNullable<WorkerDocument['caches']>[number];

/** Counters by nature; as such OpenMetrics would have them end in _total, and uwsgi_exporter's names do not. */
function cacheMetrics(): SeenMetric[] {
  const ofCaches =
    (value: (cache: RawCache) => number | undefined) =>
    ({ sighting: { snapshot } }: Seen): readonly Point[] =>
      snapshot.kind !== 'worker'
        ? []
        : uniquePoints(
            (snapshot.document.caches ?? []).map((cache): Point => [
              { name: labelText(cache.name) },
              value(cache),
            ]),
          );
  const metric = (
    name: string,
    help: string,
    value: (cache: RawCache) => number | undefined,
  ): SeenMetric => ({ name: `uwsgi_cache_${name}`, type: 'gauge', help, points: ofCaches(value) });
  return [
    metric('hits', 'Items that were asked for and there, since the start.', ({ hits }) => hits),
    metric('misses', 'Items that were asked for and not there, since the start.', ({ miss }) => miss),
    metric('full', 'How often there was no room for an item, since the start.', ({ full }) => full),
    metric('items', 'Items that are kept.', ({ items }) => items),
    metric('max_items', 'Items that there is room for.', ({ max_items: most }) => most),
  ];
}
