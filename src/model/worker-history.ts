/**
 * What the charts and sparklines of a worker are drawn from: two minutes by the second, five by five seconds, an hour by
 * twenty. The workers of an instance keep it in one ledger.
 *
 * Memory: 360 rows of four numbers of four bytes are 5.8 kB a worker, 46 MB for 8,000 of them.
 */
import { createLedger, type Ledger } from './ledger';
import { enter, type TimeSpan } from './ledger-entry';
import type { Series } from './series';

export interface WorkerHistory {
  readonly busyness: Series;
  readonly requestsPerSecond: Series;
  readonly serviceTimeMs: Series;
  readonly rssBytes: Series;
}

/** What is kept of a worker. */
export interface WorkerMeasures {
  readonly pid: number;
  readonly busyness?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
  readonly serviceTimeMs?: number | undefined;
  readonly rssBytes?: number | undefined;
}

const columnsEach = 4;

const spans = [
  { bucketMs: 1000, buckets: 120 },
  { bucketMs: 5000, buckets: 60 },
  { bucketMs: 20_000, buckets: 180 },
];

/** The histories of all workers of an instance while they are written. */
export interface WorkerHistories {
  readonly of: (index: number) => WorkerHistory;
  readonly write: (index: number, measures: WorkerMeasures) => void;
  readonly close: () => void;
}

/** Goes on from what was known, as long as the instance has as many workers as it had. */
export function enterWorkers(
  before: WorkerHistory | undefined,
  workers: number,
  interval: TimeSpan,
): WorkerHistories {
  const columns = workers * columnsEach;
  const known = before?.busyness.ledger;
  const { ledger, write, close } = enter(
    known?.columns === columns ? known : createLedger(columns, spans),
    interval,
  );
  return {
    of: (index) => historyIn(ledger, index * columnsEach),
    write: (index, { pid, busyness, requestsPerSecond, serviceTimeMs, rssBytes }) => {
      // Without a process there is nothing to know.
      if (pid <= 0) return;
      const column = index * columnsEach;
      write(column, busyness);
      write(column + 1, requestsPerSecond);
      write(column + 2, serviceTimeMs);
      write(column + 3, rssBytes);
    },
    close,
  };
}

const historyIn = (ledger: Ledger, column: number): WorkerHistory => ({
  busyness: { ledger, column },
  requestsPerSecond: { ledger, column: column + 1 },
  serviceTimeMs: { ledger, column: column + 2 },
  rssBytes: { ledger, column: column + 3 },
});
