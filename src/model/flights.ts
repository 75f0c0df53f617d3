/**
 * Requests in flight, with the best estimate of when each began. uWSGI tells the start in whole seconds of its own
 * clock; polling tells more: a request that is new since the last poll began after it.
 */
import type { RawCore, RawWorker } from '../stats/schema';
import { requestOf } from '../stats/vars';
import type { ClockEvidence } from './target-clock';

export interface Flight {
  readonly core: number;
  /** uWSGI's request_start, whole seconds of the target's clock. */
  readonly requestStartSeconds?: number | undefined;
  /** The core's count of finished requests; it tells two requests within one second apart. */
  readonly coreRequests?: number | undefined;
  /** Monotonic, ms. */
  readonly startedMs: number;
  readonly ageSeconds: number;
  readonly method?: string | undefined;
  readonly uri?: string | undefined;
  readonly host?: string | undefined;
}

export interface FlightContext {
  readonly nowMs: number;
  /** The poll before, if this worker was seen then. */
  readonly previousMs?: number | undefined;
  readonly previous: readonly Flight[];
  /** Target's wall clock minus monotonic clock, ms. */
  readonly clockOffsetMs: number;
}

/** The requests that are really in flight in this worker, by core. */
export function flightsOf(worker: RawWorker, context: FlightContext): Flight[] {
  if (worker.pid <= 0) return [];
  if (worker.cores === undefined)
    return worker.status === 'busy' ? [flightWithoutCores(worker, context)] : [];
  const before = byCore(context.previous);
  const flights: Flight[] = [];
  for (const [index, core] of worker.cores.entries()) {
    if (core.in_request <= 0 || isLeftover(worker, core)) continue;
    const id = core.id ?? index;
    flights.push(flightOf(core, id, { ...context, before: before.get(id) }));
  }
  return flights;
}

const byCore = (flights: readonly Flight[]) => new Map(flights.map((flight) => [flight.core, flight]));

/**
 * For about 100 ms after a kill the new process still shows the request of the old one: it does not accept yet, and it
 * was spawned after that request began.
 */
function isLeftover(worker: RawWorker, core: RawCore): boolean {
  const start = core.req_info?.request_start;
  return worker.accepting === 0 && start !== undefined && (worker.last_spawn ?? 0) > start;
}

function flightOf(
  core: RawCore,
  id: number,
  context: FlightContext & { readonly before: Flight | undefined },
): Flight {
  const { before } = context;
  const requestStartSeconds = core.req_info?.request_start;
  const same =
    before !== undefined &&
    before.requestStartSeconds === requestStartSeconds &&
    before.coreRequests === core.requests;
  const startedMs = same ? before.startedMs : estimateStart(requestStartSeconds, context);
  const request = same && before.uri !== undefined ? before : requestOf(core.vars);
  return {
    core: id,
    requestStartSeconds,
    coreRequests: core.requests,
    startedMs,
    ageSeconds: Math.max(0, (context.nowMs - startedMs) / 1000),
    method: request?.method,
    uri: request?.uri,
    host: request?.host,
  };
}

/** With stats-no-cores only the status tells; a request is taken for the same until the worker's count moves. */
function flightWithoutCores(worker: RawWorker, context: FlightContext): Flight {
  const before = context.previous[0];
  const same = before !== undefined && before.coreRequests === worker.requests;
  const startedMs = same ? before.startedMs : estimateStart(undefined, context);
  return {
    core: 0,
    coreRequests: worker.requests,
    startedMs,
    ageSeconds: Math.max(0, (context.nowMs - startedMs) / 1000),
  };
}

/** The middle of what is possible: within the second that uWSGI names, after the last poll, not in the future. */
function estimateStart(requestStartSeconds: number | undefined, context: FlightContext): number {
  const { nowMs, previousMs, clockOffsetMs } = context;
  const earliestByPolls = previousMs ?? -Infinity;
  if (requestStartSeconds === undefined) {
    return previousMs === undefined ? nowMs : (previousMs + nowMs) / 2;
  }
  const named = requestStartSeconds * 1000 - clockOffsetMs;
  const earliest = Math.min(Math.max(named, earliestByPolls), nowMs);
  const latest = Math.max(Math.min(named + 1000, nowMs), earliest);
  return (earliest + latest) / 2;
}

/** What the timestamps of a worker prove about the target's clock: see target-clock.ts. */
export function* clockEvidence(
  worker: RawWorker,
  context: Omit<FlightContext, 'clockOffsetMs'>,
): Generator<ClockEvidence> {
  const { nowMs, previousMs, previous } = context;
  if (worker.last_spawn !== undefined && worker.last_spawn > 0) {
    yield { seconds: worker.last_spawn, fromMs: -Infinity, toMs: nowMs };
  }
  const known = byCore(previous);
  for (const [index, core] of (worker.cores ?? []).entries()) {
    const seconds = core.req_info?.request_start;
    if (core.in_request <= 0 || seconds === undefined || isLeftover(worker, core)) continue;
    const before = known.get(core.id ?? index);
    const isNew = before?.requestStartSeconds !== seconds && previousMs !== undefined;
    yield { seconds, fromMs: isNew ? previousMs : -Infinity, toMs: nowMs };
  }
}
