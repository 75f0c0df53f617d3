/** What is read of a worker in one answer, before it is compared with what was known. */
import type { RawWorker } from '../stats/schema';
import { type Counters, countersOf } from './counters';
import { readCores, type RunningRequest } from './running';

export interface WorkerReading {
  readonly raw: RawWorker;
  readonly counters: Counters;
  readonly running: readonly RunningRequest[];
}

export function readingOf(raw: RawWorker): WorkerReading {
  const { staticRequests, running } = readCores(raw);
  return { raw, counters: countersOf(raw, staticRequests), running };
}
