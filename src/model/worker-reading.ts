/** What is read of a worker in one answer, before it is compared with what was known. */
import type { RawWorker } from '../stats/schema';
import { type Counters, countersOf } from './counters';
import { type RunningRequest, runningOf } from './running';

export interface WorkerReading {
  readonly raw: RawWorker;
  readonly counters: Counters;
  readonly running: readonly RunningRequest[];
}

export const readingOf = (raw: RawWorker): WorkerReading => ({
  raw,
  counters: countersOf(raw),
  running: runningOf(raw),
});
