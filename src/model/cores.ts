/** The cores of a worker: its threads, or as many requests as it can serve at once. */
import type { RawCore, RawWorker } from '../stats/schema';
import { growth } from './counters';

export interface CoreState {
  readonly id: number;
  readonly inRequest: boolean;
  readonly requests?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
}

const noCores: readonly CoreState[] = [];

/** @param seconds since they were seen before; absent where no rates can be told */
export function coresOf(
  { cores = [] }: RawWorker,
  before: readonly CoreState[] = noCores,
  seconds: number | undefined,
): readonly CoreState[] {
  let isSame = cores.length === before.length;
  const now = cores.map((core, index) => {
    const previous = before[index];
    // Of a hundred async cores most rest most of the time: what has not changed is not made anew.
    if (previous !== undefined && seconds !== undefined && rests(previous, core)) return previous;
    isSame = false;
    const grown = seconds === undefined ? undefined : growth(previous?.requests, core.requests);
    return {
      id: core.id ?? index,
      inRequest: core.in_request > 0,
      requests: core.requests,
      requestsPerSecond: grown === undefined || seconds === undefined ? undefined : grown / seconds,
    };
  });
  return isSame ? before : now;
}

const rests = (previous: CoreState, core: RawCore) =>
  previous.requestsPerSecond === 0 &&
  previous.requests === core.requests &&
  previous.inRequest === core.in_request > 0;
