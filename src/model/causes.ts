/**
 * Why a worker's process was replaced, told from the two pictures around it. What counts was known at the end of the
 * old life: its requests and its age follow exactly from what the new one shows.
 */
import { type Flight, oldestOf } from './flights';
import type { ForecastLimits, MemoryLimit } from './forecasts/forecast';
import { lifetimeThreshold, memoryKinds, requestsThreshold, youngestRecycled } from './forecasts/recycling';
import { killsBetween } from './counters';
import type { WorkerState } from './worker';

export type RespawnCause =
  | { readonly by: 'harakiri'; readonly kills: number; readonly victim?: Victim | undefined }
  /** Where several lives ended: what each came to, on average. */
  | { readonly by: 'max-requests'; readonly requests: number; readonly threshold: number }
  | { readonly by: 'max-worker-lifetime'; readonly ageSeconds: number; readonly threshold: number }
  | { readonly by: MemoryLimit; readonly bytes: number; readonly threshold: number }
  /** No limit explains it. */
  | { readonly by: 'crash'; readonly victim?: Victim | undefined }
  /** Not enough is known of the limits to tell one from the other. */
  | { readonly by: 'unknown'; readonly reason: string };

/** The request that ended with its process, as far as that is certain. */
export interface Victim {
  /** When it was last seen. */
  readonly ageSeconds: number;
  readonly method?: string | undefined;
  readonly uri?: string | undefined;
}

export interface CauseContext {
  readonly version: string;
  readonly limits: ForecastLimits;
  /** Of the limits that recycle: those that nobody knows whether they are set. */
  readonly unknownLimits: readonly string[];
  /** The polls are so far apart that a worker may have been scaled down and up in between, for all that is known. */
  readonly mayHaveScaled: boolean;
}

/** A kill is certain: harakiri_count tells it. */
export function causeOfKill(before: WorkerState, now: WorkerState, { limits }: CauseContext): RespawnCause {
  const kills = killsBetween(before.counters, now.counters);
  return { by: 'harakiri', kills, victim: victimOf(before, now, (limits.harakiriSeconds ?? 0) / 2) };
}

/** Of `times` processes that ended otherwise between the two polls, in the order of what is the most certain. */
export function causeOf(
  before: WorkerState,
  now: WorkerState,
  times: number,
  context: CauseContext,
): RespawnCause {
  return (
    byRequests(before, now, times, context) ??
    byLifetime(before, now, times, context) ??
    byMemory(before, now, context) ??
    bySecondHarakiri(before, now, context) ??
    unexplained(before, now, context)
  );
}

/** uWSGI keeps counting requests through respawns, so what the old life had served at its end is known to the last one. */
function requestsAtEnd(before: WorkerState, now: WorkerState): number | undefined {
  if (before.deltaRequests === undefined || now.deltaRequests === undefined) return undefined;
  const firstOfOld = before.counters.requests - before.deltaRequests;
  return now.counters.requests - now.deltaRequests - firstOfOld;
}

function ageAtEnd({ counters: before }: WorkerState, { counters: now }: WorkerState): number | undefined {
  const [from, to] = [before.lastSpawnSeconds, now.lastSpawnSeconds];
  return from === undefined || to === undefined || from <= 0 ? undefined : to - from;
}

function byRequests(
  before: WorkerState,
  now: WorkerState,
  times: number,
  context: CauseContext,
): RespawnCause | undefined {
  const threshold = requestsThreshold({ number: now.number, version: context.version }, context.limits);
  const requests = requestsAtEnd(before, now);
  if (threshold === undefined || requests === undefined || requests < threshold * times) return undefined;
  if (isTooYoung(ageAtEnd(before, now), context)) return undefined;
  return { by: 'max-requests', requests: Math.floor(requests / times), threshold };
}

function byLifetime(
  before: WorkerState,
  now: WorkerState,
  times: number,
  { limits }: CauseContext,
): RespawnCause | undefined {
  const threshold = lifetimeThreshold(now, limits);
  const ageSeconds = ageAtEnd(before, now);
  if (threshold === undefined || ageSeconds === undefined || ageSeconds < threshold * times) return undefined;
  return { by: 'max-worker-lifetime', ageSeconds: ageSeconds / times, threshold };
}

/** Memory is measured at the end of a request: the last picture may be a few requests behind the one that was too much. */
const memorySlack = 0.97;

function byMemory(before: WorkerState, now: WorkerState, context: CauseContext): RespawnCause | undefined {
  const since = (requestsAtEnd(before, now) ?? 0) - (before.deltaRequests ?? 0);
  for (const [limit, threshold] of Object.entries(context.limits.memoryBytes) as [MemoryLimit, number][]) {
    const kind = memoryKinds[limit];
    const reported = before.reportedMemory[kind] ?? 0;
    const seen = kind === 'rss' ? Math.max(reported, before.rssBytes ?? 0) : reported;
    if (seen === 0) continue;
    const leaked = kind === 'rss' ? (before.life.leak?.perUnit ?? 0) * Math.max(0, since) : 0;
    const bytes = seen + leaked;
    const isEvil = limit.startsWith('evil');
    if (bytes < threshold * memorySlack || (!isEvil && isTooYoung(ageAtEnd(before, now), context))) continue;
    return { by: limit, bytes, threshold };
  }
  return undefined;
}

/** last_spawn is in whole seconds, so an age may be off by one. */
const isTooYoung = (ageSeconds: number | undefined, { limits }: CauseContext) =>
  ageSeconds !== undefined && ageSeconds + 1 < youngestRecycled(limits);

/** uWSGI counts one kill a process: that it asked one to end which lived on, and ended it by force later, is not counted. */
function bySecondHarakiri(
  before: WorkerState,
  now: WorkerState,
  { limits: { harakiriSeconds } }: CauseContext,
): RespawnCause | undefined {
  const victim = before.life.isSpared && harakiriSeconds !== undefined ? victimOf(before, now) : undefined;
  if (victim === undefined || victim.ageSeconds < (harakiriSeconds ?? 0) / 2) return undefined;
  return { by: 'harakiri', kills: 1, victim };
}

function unexplained(
  before: WorkerState,
  now: WorkerState,
  { unknownLimits, mayHaveScaled }: CauseContext,
): RespawnCause {
  // Where some were killed, the request that was seen went with one of those.
  const wereKilled = killsBetween(before.counters, now.counters) > 0;
  const victim = wereKilled ? undefined : victimOf(before, now);
  const doubts = [
    ...(unknownLimits.length > 0 ? [`not known whether ${unknownLimits.join(', ')} would explain it`] : []),
    // A worker that is scaled down ends its request before it goes.
    ...(mayHaveScaled && victim === undefined ? ['it may have been scaled down and up in between'] : []),
  ];
  return doubts.length === 0 ? { by: 'crash', victim } : { by: 'unknown', reason: doubts.join('; ') };
}

/**
 * The oldest of the requests that were in flight when the worker was last seen, and did not end before it did. Where
 * others did, the one that was the cause may have begun only then: it must have been old enough already.
 */
function victimOf(before: WorkerState, now: WorkerState, leastSeconds = 0): Victim | undefined {
  const isFirst = finishedAfter(before, now) <= 0;
  const died = isFirst
    ? before.flights
    : before.flights.filter((flight) => isUnfinished(flight, before, now));
  const oldest = oldestOf(died);
  if (oldest === undefined || (!isFirst && oldest.ageSeconds < leastSeconds)) return undefined;
  return { ageSeconds: oldest.ageSeconds, method: oldest.method, uri: oldest.uri };
}

/** Requests that the old life ended after it was last seen; the next one's are among them where it does not tell its own. */
function finishedAfter({ counters: before }: WorkerState, { counters: now }: WorkerState): number {
  const isSame = before.pid === now.pid && before.lastSpawnSeconds === now.lastSpawnSeconds;
  return now.requests - (isSame ? 0 : (now.deltaRequests ?? 0)) - before.requests;
}

/** Where some have ended: a core keeps its count through a respawn. Of a single core it was this one that ended. */
function isUnfinished({ core, coreRequests }: Flight, before: WorkerState, now: WorkerState): boolean {
  if (before.cores.length <= 1) return false;
  const requests = now.cores.find(({ id }) => id === core)?.requests;
  return requests === undefined || coreRequests === undefined || requests <= coreRequests;
}
