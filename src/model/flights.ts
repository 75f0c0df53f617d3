/**
 * Requests in flight, each in the light of the poll before: whether it is the same, and when it began (see
 * flight-start.ts).
 */
import type { RawWorker } from '../stats/schema';
import { requestOf } from '../stats/vars';
import { type FlightStart, type StartContext, startOf } from './flight-start';
import { longestRunning } from './flight-variables';
import type { RunningRequest } from './running';
import type { WorkerReading } from './worker-reading';

export interface Flight extends FlightStart {
  readonly core: number;
  /** uWSGI's request_start, whole seconds of the target's clock. */
  readonly requestStartSeconds?: number | undefined;
  /** The core's count of finished requests; it tells two requests within one second apart. */
  readonly coreRequests?: number | undefined;
  readonly method?: string | undefined;
  /** With the values of secrets in it masked. */
  readonly uri?: string | undefined;
  /** Where that is another: as the request has it. Only for who asked to see secrets. */
  readonly uriInClear?: string | undefined;
  readonly host?: string | undefined;
  /** As uWSGI printed them, secrets and all: see shownVariables. Kept of the longest requests of each worker only. */
  readonly vars?: readonly unknown[] | undefined;
}

export interface FlightContext extends StartContext {
  /** Those of the poll before. */
  readonly previous: readonly Flight[];
}

/** With stats-no-cores only the status tells. */
export const hasFlights = ({ raw, running }: WorkerReading): boolean =>
  raw.pid > 0 && (raw.cores === undefined ? raw.status === 'busy' : running.length > 0);

/** The requests that are in flight in this worker, which has some, by core. */
export function flightsOf({ raw, running }: WorkerReading, context: FlightContext): readonly Flight[] {
  if (raw.cores === undefined) return [flightWithoutCores(raw, context)];
  const before = flightsByCore(context.previous);
  const withVariables = longestRunning(running);
  return running.map((request) =>
    flightOf(request, { before: before(request.core), keepsVars: withVariables.includes(request) }, context),
  );
}

/** For cores in the order in which uWSGI lists them, by their ids: all of them are found in one pass. */
export function flightsByCore(flights: readonly Flight[]): (core: number) => Flight | undefined {
  let place = 0;
  return (core) => {
    while ((flights[place]?.core ?? Infinity) < core) place++;
    const flight = flights[place];
    return flight?.core === core ? flight : undefined;
  };
}

function flightOf(
  running: RunningRequest,
  { before, keepsVars }: { readonly before: Flight | undefined; readonly keepsVars: boolean },
  context: FlightContext,
): Flight {
  const { core, requestStartSeconds, coreRequests } = running;
  const same = before !== undefined && isSameRequest(before, running) ? before : undefined;
  const start = startOf(same, requestStartSeconds, context);
  const request = same?.uri === undefined ? requestOf(running.vars) : same;
  return {
    core,
    requestStartSeconds,
    coreRequests,
    startedMs: start.startedMs,
    bounds: start.bounds,
    evidence: start.evidence,
    ageSeconds: start.ageSeconds,
    polls: start.polls,
    method: request?.method,
    uri: request?.uri,
    uriInClear: request?.uriInClear,
    host: request?.host,
    vars: keepsVars ? running.vars : undefined,
  };
}

/** The core's count tells two requests within one second apart. */
export const isSameRequest = (one: FlightKey, other: FlightKey): boolean =>
  one.core === other.core &&
  one.requestStartSeconds === other.requestStartSeconds &&
  one.coreRequests === other.coreRequests;

type FlightKey = Pick<Flight, 'core' | 'requestStartSeconds' | 'coreRequests'>;

/** Of which nobody knows the core: it is taken for the same until the worker's count moves. */
function flightWithoutCores(worker: RawWorker, context: FlightContext): Flight {
  const before = context.previous[0];
  const same = before?.coreRequests === worker.requests ? before : undefined;
  return { core: 0, coreRequests: worker.requests, ...startOf(same, undefined, context) };
}

/** The request that has been in flight longest. */
export function oldestOf(flights: readonly Flight[]): Flight | undefined {
  return flights.reduce<Flight | undefined>(
    (oldest, flight) => (oldest === undefined || flight.ageSeconds > oldest.ageSeconds ? flight : oldest),
    undefined,
  );
}
