/** The lives of a worker: how long this one lasts, how the last one ended, and how this one will. */
import { count, duration } from '../format/quantity';
import { causeWord } from '../model/describe-event';
import type { WorkerState } from '../model/worker';
import { blank, type Cell, type Column, type Tone } from './column';
import { nextCell, nextOf } from './next';
import type { WorkerRow } from './worker-row';

export const lifeColumns: readonly Column<WorkerRow>[] = [
  {
    id: 'life',
    title: 'LIFE',
    width: 9,
    align: 'right',
    priority: 13.2,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : lifeCell(worker)),
    sortValue: ({ worker }) => worker.deltaRequests,
    measure: { unit: 'count' },
    help:
      'requests in this life of the process, and max-requests where it is known, with the delta of this worker ' +
      '(source: delta_requests)',
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
    measure: { unit: 'count' },
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
    measure: { unit: 'count' },
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
    raw: ({ worker }) => respawns(worker.counters.respawnCount),
    measure: { unit: 'count', of: ({ worker }) => respawns(worker.counters.respawnCount) },
    help: 'times that the process was replaced or scaled up again, the first start not counted (source: respawn_count - 1)',
  },
  {
    id: 'lastEnd',
    title: 'LAST END',
    width: 9,
    align: 'left',
    priority: 13.5,

    cell: ({ worker, core }) => (core ? blank : lastEndCell(worker)),
    sortValue: ({ worker }) => worker.lastRespawn?.cause.by,
    help:
      'why the last process of this worker ended, as far as uwtop was there: requests, lifetime, memory, evil mem, ' +
      'harakiri, crash (or out of memory), ? (limits are not known)',
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
    measure: { unit: 'seconds' },
    help: 'since this process was spawned (source: last_spawn)',
  },
  {
    id: 'next',
    title: 'NEXT',
    serves: ({ worker }) => worker.isLimited,
    width: 14,
    wants: { width: 20, priority: 10.5 },
    align: 'left',
    priority: 3.3,

    cell: ({ worker, core, flights }) => nextCell(worker, core && flights),
    sortValue: ({ worker, core, flights }) => nextOf(worker, core && flights)?.etaSeconds,
    measure: { unit: 'seconds' },
    help:
      'what will happen to this worker, and when: max-req(uests), lifetime, rss ... recycle it, overdue waits for the end of a ' +
      'request, kill: harakiri ends it, the bar walks towards that (source: the limits, see uwtop targets)',
  },
];

const respawns = (respawnCount: number | undefined) =>
  respawnCount === undefined ? undefined : Math.max(0, respawnCount - 1);

function alarming(value: number | undefined, alarmed: boolean, tone: Tone): Cell {
  return alarmed ? { text: count(value), tone } : { text: count(value), tone: value === 0 ? 'dim' : 'plain' };
}

function lifeCell({ deltaRequests, forecasts }: WorkerState): Cell {
  const limit = forecasts.find((forecast) => forecast.limit === 'max-requests');
  const of = limit === undefined ? '' : `/${count(limit.threshold)}`;
  return { text: `${count(deltaRequests)}${of}` };
}

function lastEndCell({ lastRespawn }: WorkerState): Cell {
  if (lastRespawn === undefined) return blank;
  const { cause } = lastRespawn;
  const isBad = cause.by === 'harakiri' || cause.by === 'crash';
  return { text: causeWord(cause), tone: isBad ? 'critical' : 'plain' };
}
