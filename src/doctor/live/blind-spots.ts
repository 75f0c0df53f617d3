/** What the stats of a running instance cannot show, and what its age brings along. */
import { bytes, plural } from '../../format/quantity';
import { excerpt } from '../../format/text';
import type { LiveRule } from '../rule';
import { isBefore } from '../../model/uwsgi-version';

const memoryNotMeasured: LiveRule = {
  id: 'V03',
  name: 'memory-not-measured',
  severity: 'warning',
  why: 'Nobody sees a leak: uWSGI measures no worker, and prints 0 for all of them.',
  observe: ({ instance: { seen } }) => {
    // It is measured when a request ends: a worker that has ended some and shows nothing is not measured.
    const served = (seen?.workers ?? []).filter(({ pid, deltaRequests = 0 }) => pid > 0 && deltaRequests > 0);
    const [first] = served;
    if (first === undefined || served.some(({ reportedMemory }) => reportedMemory.rss !== undefined))
      return [];
    const message = `worker ${first.number} has served ${plural(first.deltaRequests ?? 0, 'request')} and its rss is still 0`;
    return [{ message, fix: 'memory-report = true' }];
  },
};

/** The master of 2.0 writes so much in some milliseconds, in which it looks after nobody. */
const largeBytes = 1_000_000;

const largeDocument: LiveRule = {
  id: 'V09',
  name: 'large-stats',
  severity: 'warning',
  why: 'The master writes every answer itself, and neither harakiri nor a respawn happens while it does.',
  observe: ({ instance: { polls, seen } }) => {
    const size = polls.bytes ?? 0;
    const cores = (seen?.workers ?? []).reduce((sum, worker) => sum + worker.cores.length, 0);
    if (size < largeBytes) return [];
    const message = `each answer of the stats is ${bytes(size)} long: it lists ${plural(cores, 'core')}`;
    return [{ message, fix: cores > 0 ? 'stats-no-cores = true' : 'stats-minified = true' }];
  },
};

const stackOverflow: LiveRule = {
  id: 'V10',
  name: 'version-with-known-hole',
  severity: 'warning',
  why: 'A very long path overflows a buffer on the stack (CVE-2018-6758, fixed in 2.0.16).',
  versions: 'before 2.0.16',
  observe: ({ instance: { seen } }) => {
    if (isBefore(seen?.version, '2.0.16') !== true) return [];
    return [
      { message: `uWSGI ${excerpt(seen?.version ?? '', 40)} has a known hole: upgrade to 2.0.16 or later` },
    ];
  },
};

const queueOfV6: LiveRule = {
  id: 'V17',
  name: 'queue-of-ipv6-unseen',
  severity: 'info',
  why: 'uWSGI read the queue of IPv4 sockets only: that of an IPv6 socket is 0 for ever, for cheaper and alarms too.',
  versions: 'before 2.0.24',
  observe: ({ instance: { seen } }) => {
    const socket = seen?.queues.find(({ socket: name }) => name.startsWith('['));
    if (socket === undefined || isBefore(seen?.version, '2.0.24') !== true) return [];
    const message = `uWSGI ${excerpt(seen?.version ?? '', 40)} cannot see the queue of ${excerpt(socket.socket, 60)}`;
    return [{ message, fix: 'upgrade to 2.0.24 or later' }];
  },
};

const vassalsWithoutStats: LiveRule = {
  id: 'V19',
  name: 'vassals-without-stats',
  severity: 'warning',
  why: 'The emperor knows that a vassal lives, but nothing of its workers, queue and requests.',
  observe: ({ instance: { seen } }) => {
    const unseen = Object.entries(seen?.vassalStats ?? {}).filter(([, stats]) => stats.address === undefined);
    const [first] = unseen;
    if (first === undefined) return [];
    const others = unseen.length === 1 ? '' : ` and ${unseen.length - 1} more`;
    const message = `no stats are found for vassal ${excerpt(first[0], 40)}${others}: ${excerpt(first[1].reason ?? '', 60)}`;
    return [{ message, fix: 'stats = /run/uwsgi/%n.stats.sock' }];
  },
};

export const blindSpotRules: readonly LiveRule[] = [
  memoryNotMeasured,
  largeDocument,
  stackOverflow,
  queueOfV6,
  vassalsWithoutStats,
];
