/** The cores of a worker: its threads, or as many requests as it can serve at once. */
import type { RawCore, RawWorker } from '../stats/schema';
import { growth } from './counters';

export interface CoreState {
  readonly id: number;
  readonly inRequest: boolean;
  readonly requests?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
  readonly staticRequests?: number | undefined;
  readonly routedRequests?: number | undefined;
  readonly offloadedRequests?: number | undefined;
  readonly writeErrors?: number | undefined;
  readonly readErrors?: number | undefined;
}

const noCores: readonly CoreState[] = [];

/**
 * Of a hundred async cores most rest most of the time: what has not changed is not made anew.
 *
 * @param seconds since they were seen before; absent where no rates can be told
 */
export function coresOf(
  { cores = [] }: RawWorker,
  before: readonly CoreState[] = noCores,
  seconds: number | undefined,
): readonly CoreState[] {
  let now: CoreState[] | undefined;
  for (let index = 0; index < cores.length; index++) {
    const core = cores[index];
    const previous = before[index];
    if (core === undefined) continue;
    if (previous !== undefined && seconds !== undefined && rests(previous, core)) continue;
    now ??= before.slice(0, cores.length);
    now[index] = coreOf(core, index, rateOf(previous, core, seconds));
  }
  return now ?? (cores.length === before.length ? before : before.slice(0, cores.length));
}

const rests = (previous: CoreState, core: RawCore) =>
  previous.requestsPerSecond === 0 &&
  previous.requests === core.requests &&
  previous.writeErrors === core.write_errors &&
  previous.readErrors === core.read_errors &&
  previous.inRequest === core.in_request > 0;

const coreOf = (core: RawCore, index: number, requestsPerSecond: number | undefined): CoreState => ({
  id: core.id ?? index,
  inRequest: core.in_request > 0,
  requests: core.requests,
  requestsPerSecond,
  staticRequests: core.static_requests,
  routedRequests: core.routed_requests,
  offloadedRequests: core.offloaded_requests,
  writeErrors: core.write_errors,
  readErrors: core.read_errors,
});

function rateOf(
  previous: CoreState | undefined,
  { requests }: RawCore,
  seconds: number | undefined,
): number | undefined {
  const grown = seconds === undefined ? undefined : growth(previous?.requests, requests);
  return grown === undefined || seconds === undefined ? undefined : grown / seconds;
}
