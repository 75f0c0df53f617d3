/** A line of the worker table: a worker, or one of its cores, as uwsgitop shows them with its key `a`. */
import type { CoreState } from '../model/cores';
import type { Flight } from '../model/flights';
import { inClear } from '../model/in-clear';
import type { WorkerState } from '../model/worker';

/** off: workers only · under: busy cores below their worker · merged: a row a core in place of the workers. */
export type CoresMode = 'off' | 'under' | 'merged';

export interface WorkerRow {
  /** Stable over polls and orders: `3` or `3:17`. */
  readonly key: string;
  readonly worker: WorkerState;
  /** Monotonic time of the snapshot, ms. */
  readonly seenMs: number;
  /** Present in the row of a core. */
  readonly core?: CoreState | undefined;
  readonly flights: readonly Flight[];
}

export function workerRow(worker: WorkerState, seenMs: number): WorkerRow {
  return { key: String(worker.number), worker, seenMs, flights: worker.flights };
}

/** For who asked to see secrets. Order and filter are those of the masked rows, whoever looks. */
export const rowInClear = (row: WorkerRow): WorkerRow => ({ ...row, flights: row.flights.map(inClear) });

/** The cores that were ever used: a gevent worker has a hundred, most of them never. */
export const usedCores = ({ cores }: WorkerState): CoreState[] =>
  cores.filter((core) => core.inRequest || (core.requests ?? 0) > 0);

export function coreRows(worker: WorkerState, seenMs: number): WorkerRow[] {
  return usedCores(worker).map((core) => ({
    key: `${worker.number}:${core.id}`,
    worker,
    seenMs,
    core,
    flights: worker.flights.filter((flight) => flight.core === core.id),
  }));
}

/** By worker, its own row before its cores'. */
export function byNumber(a: WorkerRow, b: WorkerRow): number {
  return a.worker.number - b.worker.number || (a.core?.id ?? -1) - (b.core?.id ?? -1);
}
