/** The fleet table: a line an instance, and a line a group of them. */
import { bytes, count, milliseconds, percent, rate } from '../format/quantity';
import { busynessSpark } from './busyness-spark';
import { busynessTone } from './busyness-tone';
import type { Column } from './column';
import {
  alertsCell,
  kindCell,
  nameCell,
  nextOfRow,
  queueCell,
  stateCell,
  versionCell,
  workersCell,
} from './fleet-cells';
import { nextWorker } from './fleet-next';
import type { FleetRow } from './instance-row';

/** What came through a router is counted by the instances behind it: it is in no sum. */
const requestsPerSecond = (row: FleetRow): number | undefined =>
  row.kind === 'instance'
    ? (row.figures?.requestsPerSecond ?? row.instance.seen?.router?.hitsPerSecond)
    : row.figures?.requestsPerSecond;

export const instanceColumns: readonly Column<FleetRow>[] = [
  {
    id: 'state',
    title: 'STATE',
    width: 10,
    staysBright: true,
    align: 'left',
    priority: 2,
    cell: stateCell,
    sortValue: ({ phase }) => phase,
    help: 'connecting, up, stale (the last poll failed: the numbers are old), down (no answer for 10 s)',
  },
  {
    id: 'name',
    title: 'INSTANCE',
    width: 16,
    grows: true,
    keepsEnd: true,
    align: 'left',
    priority: 1,
    cell: nameCell,
    sortValue: ({ name }) => name,
    help: 'the name given in front of the address (name=ADDRESS), else the address',
  },
  {
    id: 'kind',
    title: 'KIND',
    width: 8,
    align: 'left',
    priority: 12,
    cell: kindCell,
    sortValue: (row) => (row.kind === 'instance' ? row.instance.seen?.sighting.snapshot.kind : undefined),
    help: 'uwsgi (has workers), emperor (has vassals) or router (has subscriptions)',
  },
  {
    id: 'version',
    title: 'VERSION',
    width: 13,
    align: 'left',
    priority: 13,
    cell: versionCell,
    sortValue: (row) => (row.kind === 'instance' ? row.instance.seen?.version : undefined),
    help: 'version of uWSGI (source: version)',
  },
  {
    id: 'workers',
    title: 'WORKERS',
    width: 11,
    wants: { width: 16, priority: 10.1 },
    align: 'right',
    priority: 5,
    descendingFirst: true,
    cell: workersCell,
    sortValue: ({ figures }) => figures?.active,
    measure: { unit: 'count' },
    help: 'busy / active workers, and as a bar where there is room; of an emperor its vassals, of a router its nodes',
  },
  {
    id: 'busyness',
    title: 'BUSY',
    width: 5,
    align: 'right',
    priority: 3,
    descendingFirst: true,
    cell: ({ figures }) => {
      const busyness = figures?.busyness;
      return { text: percent(busyness), tone: busynessTone(busyness) };
    },
    sortValue: ({ figures }) => figures?.busyness,
    measure: { unit: 'fraction' },
    help: 'mean over the active workers of the share of the last interval spent in requests',
  },
  {
    id: 'history',
    title: '2 MIN',
    width: 8,
    wants: { width: 15, priority: 10.2 },
    align: 'left',
    priority: 5.5,
    descendingFirst: true,
    cell: () => ({ text: '' }),
    spark: (row, cells) => ({ values: busynessSpark(row, cells), tone: 'busy' }),
    sortValue: ({ figures }) => figures?.busyness,
    help: 'busyness over the last two minutes, 0-100 %, the newest at the right',
  },
  {
    id: 'requestsPerSecond',
    title: 'REQ/S',
    width: 6,
    align: 'right',
    priority: 4,
    descendingFirst: true,
    cell: (row) => ({ text: rate(requestsPerSecond(row)) }),
    sortValue: requestsPerSecond,
    measure: { unit: 'rate' },
    help: 'requests finished per second over the last interval; of a router those that came for its keys',
  },
  {
    id: 'serviceTime',
    title: 'TIME',
    width: 6,
    align: 'right',
    priority: 9,
    descendingFirst: true,
    cell: ({ figures }) => ({ text: milliseconds(figures?.serviceTimeMs) }),
    sortValue: ({ figures }) => figures?.serviceTimeMs,
    measure: { unit: 'milliseconds' },
    help: 'mean service time of the requests that finished in the last interval',
  },
  {
    id: 'queue',
    title: 'QUEUE',
    width: 11,
    align: 'right',
    priority: 6,
    descendingFirst: true,
    cell: queueCell,
    sortValue: ({ figures }) => figures?.listenQueue,
    measure: { unit: 'count' },
    help:
      'connections waiting / places in the listen queue of the fullest socket; of UNIX sockets the kernel of this machine ' +
      'tells, and the option listen (source: sockets[].queue, /proc/net/unix)',
  },
  {
    id: 'next',
    title: 'NEXT',
    width: 17,
    wants: { width: 22, priority: 9.5 },
    align: 'left',
    priority: 8.5,
    cell: nextOfRow,
    sortValue: (row) => nextWorker(row)?.forecast.etaSeconds,
    measure: { unit: 'seconds' },
    help: 'what will happen first to a worker of it: number of the worker, limit, time; x3 are recycled together',
  },
  {
    id: 'alerts',
    title: 'ALERT',
    width: 7,
    align: 'left',
    staysBright: true,
    priority: 2.8,
    descendingFirst: true,
    cell: alertsCell,
    sortValue: ({ alerts }) =>
      alerts.length + 1000 * alerts.filter(({ severity }) => severity === 'critical').length,
    measure: { unit: 'count', of: ({ alerts }) => alerts.length },
    help: 'how many alerts stand, and how bad the worst is; e tells them',
  },
  {
    id: 'rss',
    title: 'RSS',
    width: 5,
    align: 'right',
    priority: 10,
    descendingFirst: true,
    cell: ({ figures }) => ({ text: bytes(figures?.rssBytes) }),
    sortValue: ({ figures }) => figures?.rssBytes,
    measure: { unit: 'bytes' },
    help: 'sum of the resident memory of the workers; pages that they share count more than once',
  },
  {
    id: 'exceptions',
    title: 'EXC',
    width: 5,
    align: 'right',
    priority: 7,
    descendingFirst: true,
    cell: ({ figures }) => {
      const rising = (figures?.exceptionsPerSecond ?? 0) > 0;
      return { text: count(figures?.exceptions), tone: rising ? 'warning' : 'plain' };
    },
    sortValue: ({ figures }) => figures?.exceptions,
    measure: { unit: 'count' },
    help: 'exceptions that the application let through since the start; yellow while they rise',
  },
  {
    id: 'kills',
    title: 'KILL',
    width: 5,
    align: 'right',
    priority: 8,
    descendingFirst: true,
    cell: ({ figures }) => {
      const kills = figures?.harakiriCount;
      return { text: count(kills), tone: (kills ?? 0) > 0 ? 'critical' : 'plain' };
    },
    sortValue: ({ figures }) => figures?.harakiriCount,
    measure: { unit: 'count' },
    help: 'kills by harakiri since the start',
  },
];
