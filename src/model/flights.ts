/**
 * Requests in flight, with the best estimate of when each began. uWSGI tells the start in whole seconds of its own
 * clock; polling tells more: a request that is new since the last poll began after it.
 */
import type { RawCore, RawWorker } from '../stats/schema';
import { requestOf } from '../stats/vars';
import { type FirstSights, likelyAgeMs } from './first-sight';
import { coresWithVariables } from './flight-variables';
import type { ClockEvidence } from './target-clock';

export interface Flight {
  readonly core: number;
  /** uWSGI's request_start, whole seconds of the target's clock. */
  readonly requestStartSeconds?: number | undefined;
  /** The core's count of finished requests; it tells two requests within one second apart. */
  readonly coreRequests?: number | undefined;
  /** What busyness reckons with, the guess of the first poll that saw it: monotonic, ms. */
  readonly startedMs: number;
  /** What is proven of the start, monotonic, ms. */
  readonly bounds: StartBounds;
  /** What they were made of; absent without a time of uWSGI's. */
  readonly evidence?: StartEvidence | undefined;
  /** By the best estimate so far. */
  readonly ageSeconds: number;
  /** How many have seen it. */
  readonly polls: number;
  readonly method?: string | undefined;
  /** With the values of secrets in it masked. */
  readonly uri?: string | undefined;
  /** Where that is another: as the request has it. Only for who asked to see secrets. */
  readonly uriInClear?: string | undefined;
  readonly host?: string | undefined;
  /** As uWSGI printed them, secrets and all: see shownVariables. Kept of the longest requests of each worker only. */
  readonly vars?: readonly unknown[] | undefined;
}

export interface StartBounds {
  readonly earliestMs: number;
  readonly latestMs: number;
}

/** uWSGI's time is worth what is known of its clock, and that may become more while a request is in flight. */
export interface StartEvidence {
  readonly clockOffsetMs: number;
  /** By polling alone, monotonic, ms: after the one, and not after the other. */
  readonly afterMs: number;
  readonly byMs: number;
}

export interface FlightContext {
  readonly nowMs: number;
  /** The poll before, if this worker was seen then. */
  readonly previousMs?: number | undefined;
  readonly previous: readonly Flight[];
  /** Target's wall clock minus monotonic clock, ms. */
  readonly clockOffsetMs: number;
  /** What is known of the requests that polls of this worker catch. */
  readonly firstSights: FirstSights;
  /** How long this worker's requests take, where nothing better is known. */
  readonly usualMs?: number | undefined;
  /** How long a worker with one core was busy since the poll before with what has ended: none can have begun earlier. */
  readonly endedMs?: number | undefined;
}

/** The requests that are really in flight in this worker, by core. */
export function flightsOf(worker: RawWorker, context: FlightContext): Flight[] {
  if (worker.pid <= 0) return [];
  if (worker.cores === undefined)
    return worker.status === 'busy' ? [flightWithoutCores(worker, context)] : [];
  const before = byCore(context.previous);
  const flights: Flight[] = [];
  const withVariables = coresWithVariables(worker.cores);
  for (const [index, core] of worker.cores.entries()) {
    if (core.in_request <= 0 || isLeftover(worker, core)) continue;
    const id = core.id ?? index;
    const vars = withVariables.has(core) ? core.vars : undefined;
    flights.push(flightOf(core, { id, before: before.get(id), vars }, context));
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
  { id, before, vars }: Pick<Flight, 'vars'> & { readonly id: number; readonly before: Flight | undefined },
  context: FlightContext,
): Flight {
  const requestStartSeconds = core.req_info?.request_start;
  const coreRequests = core.requests;
  const same = before !== undefined && isSameRequest(before, { core: id, requestStartSeconds, coreRequests });
  const start = startOf(same ? before : undefined, requestStartSeconds, context);
  const request = same && before.uri !== undefined ? before : requestOf(core.vars);
  return {
    core: id,
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
    vars,
  };
}

/** The core's count tells two requests within one second apart. */
export const isSameRequest = (one: FlightKey, other: FlightKey): boolean =>
  one.core === other.core &&
  one.requestStartSeconds === other.requestStartSeconds &&
  one.coreRequests === other.coreRequests;

type FlightKey = Pick<Flight, 'core' | 'requestStartSeconds' | 'coreRequests'>;

/** With stats-no-cores only the status tells; a request is taken for the same until the worker's count moves. */
function flightWithoutCores(worker: RawWorker, context: FlightContext): Flight {
  const before = context.previous[0];
  const same = before?.coreRequests === worker.requests ? before : undefined;
  return { core: 0, coreRequests: worker.requests, ...startOf(same, undefined, context) };
}

/**
 * A request that is seen for the first time is as old as such requests mostly are, within what is possible. One that is
 * still there at the next poll is a long one: then the middle of what is possible tells its age best. Busyness keeps to
 * the first guess all the same: a start that moves between two polls would make a wholly busy interval look idle in part.
 */
function startOf(
  same: Flight | undefined,
  requestStartSeconds: number | undefined,
  context: FlightContext,
): Pick<Flight, 'startedMs' | 'bounds' | 'evidence' | 'ageSeconds' | 'polls'> {
  const { nowMs, firstSights, usualMs } = context;
  const { bounds, evidence } = same ?? firstBounds(requestStartSeconds, context);
  const middle = (bounds.earliestMs + bounds.latestMs) / 2;
  const ageSeconds = (startMs: number) => Math.max(0, (nowMs - startMs) / 1000);
  if (same !== undefined)
    return {
      startedMs: same.startedMs,
      bounds,
      evidence,
      ageSeconds: ageSeconds(middle),
      polls: same.polls + 1,
    };
  const startedMs = Math.min(
    Math.max(bounds.latestMs - likelyAgeMs(firstSights, bounds, usualMs), bounds.earliestMs),
    bounds.latestMs,
  );
  return { startedMs, bounds, evidence, ageSeconds: ageSeconds(startedMs), polls: 1 };
}

/** After the last poll and what has ended since, not in the future; within the second that uWSGI names, where it does. */
function firstBounds(
  requestStartSeconds: number | undefined,
  { nowMs, previousMs, clockOffsetMs, endedMs = 0 }: FlightContext,
): Pick<Flight, 'bounds' | 'evidence'> {
  const afterMs = previousMs === undefined ? undefined : Math.min(previousMs + Math.max(0, endedMs), nowMs);
  if (requestStartSeconds === undefined) return { bounds: { earliestMs: afterMs ?? nowMs, latestMs: nowMs } };
  const evidence = { clockOffsetMs, afterMs: afterMs ?? -Infinity, byMs: nowMs };
  return { bounds: boundsOf(requestStartSeconds, evidence), evidence };
}

function boundsOf(requestStartSeconds: number, { clockOffsetMs, afterMs, byMs }: StartEvidence): StartBounds {
  const named = requestStartSeconds * 1000 - clockOffsetMs;
  const earliestMs = Math.min(Math.max(named, afterMs), byMs);
  return { earliestMs, latestMs: Math.max(Math.min(named + 1000, byMs), earliestMs) };
}

/** An offset that is known better by less than this makes no other age, ms. */
const offsetGrainMs = 1000;

/**
 * The requests of the poll before as they would have been read then, had the target's clock been known as it is now.
 * Busyness has to reckon with these at both ends of an interval, or the correction would count as work.
 */
export function withClock(flights: readonly Flight[], clockOffsetMs: number): readonly Flight[] {
  const isOff = ({ evidence }: Flight) =>
    evidence !== undefined && Math.abs(clockOffsetMs - evidence.clockOffsetMs) > offsetGrainMs;
  if (!flights.some(isOff)) return flights;
  return flights.map((flight) => {
    const { evidence, requestStartSeconds, startedMs } = flight;
    if (!isOff(flight) || evidence === undefined || requestStartSeconds === undefined) return flight;
    const better = { ...evidence, clockOffsetMs };
    const bounds = boundsOf(requestStartSeconds, better);
    return {
      ...flight,
      bounds,
      evidence: better,
      startedMs: Math.min(Math.max(startedMs, bounds.earliestMs), bounds.latestMs),
    };
  });
}

/** The request that has been in flight longest. */
export function oldestOf(flights: readonly Flight[]): Flight | undefined {
  return flights.reduce<Flight | undefined>(
    (oldest, flight) => (oldest === undefined || flight.ageSeconds > oldest.ageSeconds ? flight : oldest),
    undefined,
  );
}

/** What the timestamps of a worker prove about the target's clock: see target-clock.ts. */
export function* clockEvidence(
  worker: RawWorker,
  context: Pick<FlightContext, 'nowMs' | 'previousMs' | 'previous'>,
): Generator<ClockEvidence> {
  const { nowMs, previousMs, previous } = context;
  if (worker.last_spawn !== undefined && worker.last_spawn > 0) {
    yield { seconds: worker.last_spawn, fromMs: -Infinity, toMs: nowMs };
  }
  const known = byCore(previous);
  for (const [index, core] of (worker.cores ?? []).entries()) {
    if (core.in_request <= 0) continue;
    const seconds = core.req_info?.request_start;
    if (seconds === undefined || isLeftover(worker, core)) continue;
    const before = known.get(core.id ?? index);
    const isNew = before?.requestStartSeconds !== seconds && previousMs !== undefined;
    yield { seconds, fromMs: isNew ? previousMs : -Infinity, toMs: nowMs };
  }
}
