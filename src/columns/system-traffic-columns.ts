/** Where requests come in, and what answers some of them sooner. */
import { count, duration, percent, rate } from '../format/quantity';
import type { AppState } from '../model/apps';
import type { CacheRow, SocketRow } from '../model/system-traffic';
import type { Cell } from './column';
import { alarmingCell, columnsOf } from './fields';
import { queueTone } from './queue-tone';

export const socketColumns = columnsOf<SocketRow>([
  {
    id: 'socket',
    title: 'SOCKET',
    width: 30,
    keepsEnd: true,
    align: 'left',
    cell: ({ name }) => ({ text: name, tone: 'strong' }),
    help: 'where the instance takes requests (source: sockets[].name)',
  },
  {
    id: 'protocol',
    title: 'PROTOCOL',
    width: 9,
    align: 'left',
    cell: ({ protocol }) => ({ text: protocol }),
    help: 'what is spoken there (source: sockets[].proto)',
  },
  {
    id: 'queue',
    title: 'QUEUE',
    width: 11,
    cell: queueCell,
    help: 'connections that wait / places in the listen queue',
  },
  {
    id: 'queueSource',
    title: 'TOLD BY',
    width: 20,
    grows: true,
    align: 'left',
    cell: ({ source }) => ({ text: source, tone: 'dim' }),
    help: 'who counts the queue: uwsgi for TCP, the kernel of this machine for UNIX sockets; or why nobody does',
  },
]);

export const appColumns = columnsOf<AppState>([
  {
    id: 'app',
    title: 'APP',
    width: 16,
    align: 'left',
    cell: ({ mountpoint }) => ({ text: mountpoint === '' ? '/' : mountpoint, tone: 'strong' }),
    help: 'where an application is mounted; / where uWSGI names no place (source: workers[].apps[].mountpoint)',
  },
  {
    id: 'appWorkers',
    title: 'WORKERS',
    width: 8,
    cell: ({ workers }) => ({ text: String(workers) }),
    help: 'workers that have it loaded',
  },
  {
    id: 'appRequests',
    title: 'REQS',
    width: 7,
    cell: ({ requests }) => ({ text: count(requests) }),
    help: 'its requests in all workers',
  },
  {
    id: 'appExceptions',
    title: 'EXC',
    width: 6,
    cell: ({ exceptions }) => ({ text: count(exceptions) }),
    help: 'exceptions that it let through',
  },
  {
    id: 'appStartup',
    title: 'STARTUP',
    width: 8,
    cell: ({ startupSeconds }) => ({ text: duration(startupSeconds) }),
    help: 'the longest that it took to load, whole seconds: so long a new worker takes no requests (source: startup_time)',
  },
  {
    id: 'appFolder',
    title: 'FOLDER',
    width: 20,
    grows: true,
    align: 'left',
    cell: ({ chdir }) => ({ text: chdir, tone: 'dim' }),
    help: 'where it was loaded, if it has a folder of its own (source: chdir)',
  },
]);

export const cacheColumns = columnsOf<CacheRow>([
  {
    id: 'cache',
    title: 'CACHE',
    width: 18,
    grows: true,
    align: 'left',
    cell: ({ name }) => ({ text: name, tone: 'strong' }),
    help: 'name of a cache of uWSGI (source: caches[].name)',
  },
  {
    id: 'hitRatioNow',
    title: 'HITS NOW',
    width: 9,
    cell: ({ hitRatioNow }) => ({ text: percent(hitRatioNow) }),
    help: 'share of the lookups of the last interval that found something; - where nobody asked',
  },
  {
    id: 'hitRatio',
    title: 'HITS',
    width: 6,
    cell: ({ hitRatio }) => ({ text: percent(hitRatio) }),
    help: 'the same since the start (source: hits / (hits + miss))',
  },
  {
    id: 'lookups',
    title: 'LOOKUPS/S',
    width: 10,
    cell: ({ lookupsPerSecond }) => ({ text: rate(lookupsPerSecond) }),
    help: 'lookups per second over the last interval',
  },
  {
    id: 'fill',
    title: 'FILL',
    width: 14,
    cell: ({ fill }) => ({
      text: percent(fill),
      share: fill,
      tone: (fill ?? 0) >= 0.95 ? 'warning' : 'plain',
    }),
    help: 'items of the most that there can be; the bar shows the same (source: items / max_items)',
  },
  {
    id: 'items',
    title: 'ITEMS',
    width: 13,
    cell: ({ items, maxItems }) => ({ text: `${count(items)}/${count(maxItems)}` }),
    help: 'items / max_items',
  },
  {
    id: 'full',
    title: 'REFUSED',
    width: 8,
    cell: ({ full, fullPerSecond }) => alarmingCell(full, (fullPerSecond ?? 0) > 0, 'critical'),
    help: 'stores that were refused because the cache was full; red while they rise (source: full)',
  },
]);

function queueCell({ length, max }: SocketRow): Cell {
  if (length === undefined) return { text: '-' };
  const share = max === undefined || max === 0 ? 0 : length / max;
  return { text: `${length}/${max ?? '-'}`, tone: queueTone(share) };
}
