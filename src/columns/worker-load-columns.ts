/** Who a worker is and how much it has to do. */
import { count, milliseconds, percent, rate } from '../format/quantity';
import { window } from '../model/series';
import type { WorkerActivity } from '../model/worker-activity';
import { blank, type Cell, type Column, type Tone } from './column';
import type { WorkerRow } from './worker-row';

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

export const loadColumns: readonly Column<WorkerRow>[] = [
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
    measure: { unit: 'count', of: ({ worker }) => worker.number },
    help: "the worker's number, its place in uWSGI's list; with cores: worker:core",
  },
  {
    id: 'pid',
    title: 'PID',
    width: 7,
    align: 'right',
    priority: 4.9,
    cell: ({ worker, core }) => (core ? blank : { text: worker.pid > 0 ? String(worker.pid) : '-' }),
    sortValue: ({ worker }) => (worker.pid > 0 ? worker.pid : undefined),
    measure: { unit: 'count' },
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
    measure: { unit: 'fraction' },
    help:
      'share of the last interval that the cores spent in requests, those in flight included, 0-100 % ' +
      '(source: running_time and the age of requests in flight, over time and cores)',
  },
  {
    id: 'history',
    title: 'MINUTE',
    width: 7,
    wants: { width: 12, priority: 11.5 },
    align: 'left',
    priority: 8,
    descendingFirst: true,
    cell: () => blank,
    spark: ({ worker, core, seenMs }, cells) => ({
      values: core
        ? []
        : window(worker.history.busyness, { count: cells, bucketMs: sparkBucketMs(cells), nowMs: seenMs }),
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
    measure: { unit: 'rate' },
    help: 'requests finished per second over the last interval, through respawns (source: requests)',
  },
  {
    id: 'serviceTime',
    title: 'TIME',
    width: 6,
    align: 'right',
    priority: 6.5,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: milliseconds(worker.serviceTimeMs) }),
    sortValue: ({ worker }) => worker.serviceTimeMs,
    measure: { unit: 'milliseconds' },
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
    measure: { unit: 'count' },
    help: 'requests since the master started or reloaded (source: requests)',
  },
];

/** A cell covers a whole number of seconds, so that a minute or a little less fits into the column. */
const sparkBucketMs = (cells: number) => Math.max(1, Math.floor(60 / Math.max(1, cells))) * 1000;

function stateCell({ worker, core }: WorkerRow): Cell {
  if (core !== undefined)
    return core.inRequest ? { text: 'in req', tone: 'busy' } : { text: 'idle', tone: 'dim' };
  const text = worker.activity === 'signal' ? `sig${worker.signal ?? ''}` : worker.activity;
  return { text, tone: activityTones[worker.activity] };
}

/** One worker at work all the time is what workers are for: no alarm. */
function busynessCell(busyness: number | undefined): Cell {
  return { text: percent(busyness), tone: busyness !== undefined && busyness >= 0.7 ? 'busy' : 'plain' };
}
