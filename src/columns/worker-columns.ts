/** The worker table: every column with its width, order and meaning. */
import { bytes, count, duration, milliseconds, percent, rate } from '../format/quantity';
import { window } from '../model/series';
import type { WorkerActivity } from '../model/worker-activity';
import type { Cell, Column, Tone } from './column';
import { oldestFlight, type WorkerRow } from './worker-row';

const activityTones: Record<WorkerActivity, Tone> = {
  idle: 'plain',
  busy: 'busy',
  cheap: 'cheap',
  draining: 'cheap',
  paused: 'paused',
  signal: 'signal',
  starting: 'warning',
  exited: 'cheap',
};

export const workerColumns: readonly Column<WorkerRow>[] = [
  {
    id: 'worker',
    title: '#',
    width: 6,
    align: 'right',
    priority: 1,
    cell: ({ worker, core }) =>
      core === undefined
        ? { text: String(worker.number), tone: 'strong' }
        : { text: `${worker.number}:${core.id}`, tone: 'dim' },
    sortValue: ({ worker, core }) => worker.number + (core === undefined ? 0 : (core.id + 1) / 1e6),
    help: "the worker's number, its place in uWSGI's list; with cores: worker:core",
  },
  {
    id: 'pid',
    title: 'PID',
    width: 7,
    align: 'right',
    priority: 7,
    cell: ({ worker, core }) => (core ? blank : { text: worker.pid > 0 ? String(worker.pid) : '-' }),
    sortValue: ({ worker }) => (worker.pid > 0 ? worker.pid : undefined),
    help: 'process id; - while there is no process (source: pid)',
  },
  {
    id: 'state',
    title: 'STATE',
    width: 8,
    align: 'left',
    priority: 2,
    cell: stateCell,
    sortValue: ({ worker, core }) => (core ? String(core.inRequest) : worker.activity),
    help:
      'idle, busy, cheap (parked), draining (going cheap, still at work), paused, sigN (handles uWSGI signal N), ' +
      'starting (does not accept yet), exited (before a reload) (source: status, pid, accepting)',
  },
  {
    id: 'busyness',
    title: 'BUSY',
    width: 5,
    align: 'right',
    priority: 3,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : busynessCell(worker.busyness)),
    sortValue: ({ worker }) => worker.busyness,
    help:
      'share of the last interval that the cores spent in requests, those in flight included, 0-100 % ' +
      '(source: running_time and the age of requests in flight, over time and cores)',
  },
  {
    id: 'history',
    title: 'MINUTE',
    width: 6,
    wants: { width: 12, priority: 11.5 },
    align: 'left',
    priority: 8,
    descendingFirst: true,
    cell: () => blank,
    spark: ({ worker, core, seenMs }, cells) => ({
      values: core
        ? []
        : window(worker.busynessHistory, { count: cells, bucketMs: sparkBucketMs(cells), nowMs: seenMs }),
      tone: 'busy',
    }),
    sortValue: ({ worker }) => worker.busyness,
    help: 'busyness over the last minute, 0-100 %, the newest at the right; blank where nothing is known',
  },
  {
    id: 'requestsPerSecond',
    title: 'REQ/S',
    width: 6,
    align: 'right',
    priority: 4.5,
    descendingFirst: true,
    cell: ({ worker, core }) => ({ text: rate(core ? core.requestsPerSecond : worker.requestsPerSecond) }),
    sortValue: ({ worker, core }) => (core ? core.requestsPerSecond : worker.requestsPerSecond),
    help: 'requests finished per second over the last interval, through respawns (source: requests)',
  },
  {
    id: 'serviceTime',
    title: 'TIME',
    width: 6,
    align: 'right',
    priority: 5,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: milliseconds(worker.serviceTimeMs) }),
    sortValue: ({ worker }) => worker.serviceTimeMs,
    help:
      'mean service time of the requests that finished in the last interval, static files left out ' +
      '(source: running_time / requests; avg_rt is no mean)',
  },
  {
    id: 'requests',
    title: 'REQS',
    width: 6,
    align: 'right',
    priority: 13,
    descendingFirst: true,
    cell: ({ worker, core }) => ({ text: count(core ? core.requests : worker.counters.requests) }),
    sortValue: ({ worker, core }) => (core ? core.requests : worker.counters.requests),
    help: 'requests since the master started or reloaded (source: requests)',
  },
  {
    id: 'life',
    title: 'LIFE',
    width: 6,
    align: 'right',
    priority: 15,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: count(worker.deltaRequests) }),
    sortValue: ({ worker }) => worker.deltaRequests,
    help: 'requests in this life of the process: what max-requests counts (source: delta_requests)',
  },
  {
    id: 'rss',
    title: 'RSS',
    width: 5,
    align: 'right',
    priority: 6,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: bytes(worker.rssBytes) }),
    sortValue: ({ worker }) => worker.rssBytes,
    help:
      'resident memory as of the last finished request; - without memory-report in uWSGI and until a new process has ' +
      'served a request (source: rss)',
  },
  {
    id: 'vsz',
    title: 'VSZ',
    width: 5,
    align: 'right',
    priority: 17,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: bytes(worker.reportedMemory.vsz) }),
    sortValue: ({ worker }) => worker.reportedMemory.vsz,
    help: 'virtual memory as of the last finished request; - without memory-report in uWSGI (source: vsz)',
  },
  {
    id: 'tx',
    title: 'TX/S',
    width: 6,
    align: 'right',
    priority: 16,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: bytes(worker.txBytesPerSecond) }),
    sortValue: ({ worker }) => worker.txBytesPerSecond,
    help: 'bytes sent per second over the last interval; approximate with threads (source: tx)',
  },
  {
    id: 'exceptions',
    title: 'EXC',
    width: 5,
    align: 'right',
    priority: 9,
    descendingFirst: true,
    cell: ({ worker, core }) =>
      core ? blank : alarming(worker.counters.exceptions, (worker.exceptionsPerSecond ?? 0) > 0, 'warning'),
    sortValue: ({ worker }) => worker.counters.exceptions,
    help: 'exceptions that the application let through; yellow while they rise (source: exceptions)',
  },
  {
    id: 'kills',
    title: 'KILL',
    width: 5,
    align: 'right',
    priority: 10,
    descendingFirst: true,
    cell: ({ worker, core }) =>
      core
        ? blank
        : alarming(worker.counters.harakiriCount, (worker.counters.harakiriCount ?? 0) > 0, 'critical'),
    sortValue: ({ worker }) => worker.counters.harakiriCount,
    help: 'kills by harakiri; always 0 where harakiri is not set (source: harakiri_count)',
  },
  {
    id: 'respawns',
    title: 'RESP',
    width: 5,
    align: 'right',
    priority: 14,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: count(respawns(worker.counters.respawnCount)) }),
    sortValue: ({ worker }) => worker.counters.respawnCount,
    help: 'times that the process was replaced or scaled up again, the first start not counted (source: respawn_count - 1)',
  },
  {
    id: 'age',
    title: 'AGE',
    width: 5,
    align: 'right',
    priority: 12,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: duration(worker.ageSeconds) }),
    sortValue: ({ worker }) => worker.ageSeconds,
    help: 'since this process was spawned (source: last_spawn)',
  },
  {
    id: 'requestAge',
    title: 'IN REQ',
    width: 7,
    align: 'right',
    priority: 3.2,
    descendingFirst: true,
    cell: requestAgeCell,
    sortValue: (row) => oldestFlight(row)?.ageSeconds,
    help:
      'how long the oldest request in flight has been running; yellow from 5 s, red from a minute on; blank below a ' +
      'second (source: req_info.request_start, refined by polling)',
  },
  {
    id: 'inFlight',
    title: 'IN FLIGHT',
    width: 15,
    wants: { width: 32, priority: 11 },
    grows: true,
    align: 'left',
    priority: 3.5,
    descendingFirst: true,
    cell: inFlightCell,
    sortValue: (row) => row.flights.length,
    help:
      'method and URI of the request that is in flight longest, and how many more there are; secrets in query ' +
      'strings are masked (source: cores[].vars)',
  },
];

const blank: Cell = { text: '' };

/** A cell covers a whole number of seconds, so that a minute or a little less fits into the column. */
const sparkBucketMs = (cells: number) => Math.max(1, Math.floor(60 / Math.max(1, cells))) * 1000;

const respawns = (respawnCount: number | undefined) =>
  respawnCount === undefined ? undefined : Math.max(0, respawnCount - 1);

function stateCell({ worker, core }: WorkerRow): Cell {
  if (core !== undefined)
    return core.inRequest ? { text: 'in req', tone: 'busy' } : { text: 'idle', tone: 'dim' };
  const text = worker.activity === 'signal' ? `sig${worker.signal ?? ''}` : worker.activity;
  return { text, tone: activityTones[worker.activity] };
}

/** Of an instance: 70 % and 90 % are where operators begin to worry. */
export function busynessTone(busyness: number | undefined): Tone {
  if (busyness === undefined) return 'dim';
  if (busyness >= 0.9) return 'critical';
  return busyness >= 0.7 ? 'warning' : 'plain';
}

/** One worker at work all the time is what workers are for: no alarm. */
function busynessCell(busyness: number | undefined): Cell {
  return { text: percent(busyness), tone: busyness !== undefined && busyness >= 0.7 ? 'busy' : 'plain' };
}

function alarming(value: number | undefined, alarmed: boolean, tone: Tone): Cell {
  return alarmed ? { text: count(value), tone } : { text: count(value), tone: value === 0 ? 'dim' : 'plain' };
}

function inFlightCell(row: WorkerRow): Cell {
  const oldest = oldestFlight(row);
  if (oldest === undefined) return blank;
  const parts = [
    oldest.uri === undefined ? '' : `${oldest.method ?? ''} ${oldest.uri}`,
    row.flights.length > 1 ? `(+${row.flights.length - 1})` : '',
  ];
  return { text: parts.filter(Boolean).join(' '), tone: ageTone(oldest.ageSeconds) };
}

function requestAgeCell(row: WorkerRow): Cell {
  const age = oldestFlight(row)?.ageSeconds;
  return age === undefined || age < 1 ? blank : { text: duration(age), tone: ageTone(age) };
}

/** Most applications answer within seconds; without a known harakiri a minute is where a request is suspicious. */
function ageTone(ageSeconds: number): Tone {
  if (ageSeconds >= 60) return 'critical';
  return ageSeconds >= 5 ? 'warning' : 'plain';
}
