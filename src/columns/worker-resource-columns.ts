/** What a worker takes of its machine, and how near that is to a limit. */
import { bytes, percent } from '../format/quantity';
import { memoryKinds } from '../model/forecasts/recycling';
import type { WorkerState } from '../model/worker';
import { blank, type Column, type Tone } from './column';
import type { WorkerRow } from './worker-row';

export const resourceColumns: readonly Column<WorkerRow>[] = [
  {
    id: 'rss',
    title: 'RSS',
    width: 5,
    align: 'right',
    priority: 6,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: bytes(worker.rssBytes), tone: memoryTone(worker) }),
    sortValue: ({ worker }) => worker.rssBytes,
    measure: { unit: 'bytes' },
    help:
      'resident memory: of /proc where the instance is on this machine, else as of the last finished request, which needs ' +
      'memory-report in uWSGI; yellow from 80 % of reload-on-rss on (source: /proc/PID/statm, rss)',
  },
  {
    id: 'ofLimit',
    title: 'OF LIMIT',
    serves: ({ worker }) => memoryShare(worker) !== undefined || worker.life.leak !== undefined,
    width: 11,
    align: 'right',
    priority: 14.5,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: ofLimit(worker), tone: memoryTone(worker) }),
    sortValue: ({ worker }) => memoryShare(worker) ?? (worker.life.leak ? 0 : undefined),
    raw: ({ worker }) => memoryShare(worker),
    measure: { unit: 'fraction', of: ({ worker }) => memoryShare(worker) },
    help:
      'memory as a share of the nearest reload-on- limit, and what a thousand requests add to RSS where that is certain: ' +
      'fitted within one life of the process',
  },
  {
    id: 'pss',
    title: 'PSS',
    serves: ({ worker }) => worker.pssBytes !== undefined,
    width: 5,
    align: 'right',
    priority: 16.5,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: bytes(worker.pssBytes) }),
    sortValue: ({ worker }) => worker.pssBytes,
    measure: { unit: 'bytes' },
    help:
      'resident memory with shared pages split among their sharers; read every ten seconds ' +
      '(source: /proc/PID/smaps_rollup, pss of uWSGI 2.1)',
  },
  {
    id: 'vsz',
    title: 'VSZ',
    serves: ({ worker }) => worker.reportedMemory.vsz !== undefined,
    width: 5,
    align: 'right',
    priority: 17,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: bytes(worker.reportedMemory.vsz) }),
    sortValue: ({ worker }) => worker.reportedMemory.vsz,
    measure: { unit: 'bytes' },
    help: 'virtual memory as of the last finished request; - without memory-report in uWSGI (source: vsz)',
  },
  {
    id: 'cpu',
    title: 'CPU',
    // Also while it is not known: a column that goes with each reload and comes back moves all beside it.
    serves: ({ worker }) => worker.isLocal,
    width: 5,
    align: 'right',
    priority: 7.5,
    descendingFirst: true,
    cell: ({ worker, core }) => (core ? blank : { text: percent(worker.cpuFraction) }),
    sortValue: ({ worker }) => worker.cpuFraction,
    measure: { unit: 'fraction' },
    help: 'CPU time over the last interval, 100 % is one CPU; on this machine only (source: /proc/PID/stat)',
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
    measure: { unit: 'bytes' },
    help: 'bytes sent per second over the last interval; approximate with threads (source: tx)',
  },
];

/** Of the memory limits that are set, the one that is nearest: 0…1 and more. */
function memoryShare({ forecasts }: WorkerState): number | undefined {
  const shares = forecasts
    .filter(({ limit }) => Object.hasOwn(memoryKinds, limit))
    .map(({ value, threshold }) => value / threshold);
  return shares.length === 0 ? undefined : Math.max(...shares);
}

function ofLimit(worker: WorkerState): string {
  const share = memoryShare(worker);
  const { leak } = worker.life;
  const growth = leak === undefined ? '' : `+${bytes(leak.perUnit * 1000)}/k`;
  return [share === undefined ? '' : percent(share), growth].filter(Boolean).join(' ') || '-';
}

function memoryTone(worker: WorkerState): Tone {
  const share = memoryShare(worker) ?? 0;
  if (share >= 0.95) return 'critical';
  return share >= 0.8 ? 'warning' : 'plain';
}
