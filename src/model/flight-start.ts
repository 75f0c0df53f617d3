/**
 * When a request in flight began. uWSGI tells it in whole seconds of its own clock; polling tells more: a request that
 * is new since the last poll began after it.
 */
import { type FirstSights, likelyAgeMs } from './first-sight';

export interface FlightStart {
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

export interface StartContext {
  readonly nowMs: number;
  /** The poll before, if this worker was seen then. */
  readonly previousMs?: number | undefined;
  /** Target's wall clock minus monotonic clock, ms. */
  readonly clockOffsetMs: number;
  /** What is known of the requests that polls of this worker catch. */
  readonly firstSights: FirstSights;
  /** How long this worker's requests take, where nothing better is known. */
  readonly usualMs?: number | undefined;
  /** How long a worker with one core was busy since the poll before with what has ended: none can have begun earlier. */
  readonly endedMs?: number | undefined;
}

/**
 * A request that is seen for the first time is as old as such requests mostly are, within what is possible. One that is
 * still there at the next poll is a long one: then the middle of what is possible tells its age best. Busyness keeps to
 * the first guess all the same: a start that moves between two polls would make a wholly busy interval look idle in part.
 */
export function startOf(
  same: FlightStart | undefined,
  requestStartSeconds: number | undefined,
  context: StartContext,
): FlightStart {
  const { nowMs, firstSights, usualMs } = context;
  if (same !== undefined) {
    const { startedMs, bounds, evidence, polls } = same;
    const middleMs = (bounds.earliestMs + bounds.latestMs) / 2;
    return { startedMs, bounds, evidence, ageSeconds: secondsBetween(middleMs, nowMs), polls: polls + 1 };
  }
  const { bounds, evidence } = firstBounds(requestStartSeconds, context);
  const startedMs = Math.min(
    Math.max(bounds.latestMs - likelyAgeMs(firstSights, bounds, usualMs), bounds.earliestMs),
    bounds.latestMs,
  );
  return { startedMs, bounds, evidence, ageSeconds: secondsBetween(startedMs, nowMs), polls: 1 };
}

const secondsBetween = (fromMs: number, toMs: number) => Math.max(0, (toMs - fromMs) / 1000);

/** After the last poll and what has ended since, not in the future; within the second that uWSGI names, where it does. */
function firstBounds(
  requestStartSeconds: number | undefined,
  { nowMs, previousMs, clockOffsetMs, endedMs = 0 }: StartContext,
): Pick<FlightStart, 'bounds' | 'evidence'> {
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

/** Of a request, with the start that uWSGI tells. */
type Started = FlightStart & { readonly requestStartSeconds?: number | undefined };

/**
 * The requests of the poll before as they would have been read then, had the target's clock been known as it is now.
 * Busyness has to reckon with these at both ends of an interval, or the correction would count as work.
 */
export function withClock<Request extends Started>(
  requests: readonly Request[],
  clockOffsetMs: number,
): readonly Request[] {
  const isOff = ({ evidence }: Request) =>
    evidence !== undefined && Math.abs(clockOffsetMs - evidence.clockOffsetMs) > offsetGrainMs;
  if (!requests.some(isOff)) return requests;
  return requests.map((request) => {
    const { evidence, requestStartSeconds, startedMs } = request;
    if (!isOff(request) || evidence === undefined || requestStartSeconds === undefined) return request;
    const better = { ...evidence, clockOffsetMs };
    const bounds = boundsOf(requestStartSeconds, better);
    return {
      ...request,
      bounds,
      evidence: better,
      startedMs: Math.min(Math.max(startedMs, bounds.earliestMs), bounds.latestMs),
    };
  });
}
