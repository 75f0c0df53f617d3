/** One worker over time: what it counts, what it is doing, and the rates between two polls. */
import type { RawWorker } from '../stats/schema';
import { busynessBetween, endedMs } from './busyness';
import { type Counters, growth, meanServiceTimeMs } from './counters';
import { deathMs } from './death';
import { type FirstSights, learn, noFirstSights } from './first-sight';
import { type Flight, flightsOf, withClock } from './flights';
import type { Forecast } from './forecasts/forecast';
import { forecastsOf, type Life, type LifeContext, liveOn } from './life';
import { earlierLives, lastRespawnOf, type LastRespawn, type PastLife } from './past-lives';
import { type ProcessSight, type Resources, resourcesOf } from './resources';
import { activityOf, signalOf, type WorkerActivity } from './worker-activity';
import type { WorkerHistory } from './worker-history';

export interface CoreState {
  readonly id: number;
  readonly inRequest: boolean;
  readonly requests?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
}

export interface WorkerState extends Resources {
  /** Place in uWSGI's list, from 1. Its `id` is 0 for every worker that was never spawned, so it names nobody. */
  readonly number: number;
  readonly pid: number;
  readonly activity: WorkerActivity;
  /** The uWSGI signal that it handles, when that is what it does. */
  readonly signal?: number | undefined;
  readonly accepting?: boolean | undefined;
  readonly counters: Counters;
  /** Requests in this life of the process. */
  readonly deltaRequests?: number | undefined;
  /** Since last_spawn. */
  readonly ageSeconds?: number | undefined;
  readonly cores: readonly CoreState[];
  readonly flights: readonly Flight[];
  /** What polls have taught of the requests that they catch. */
  readonly firstSights: FirstSights;

  /** Rates over the last interval; undefined before the second poll and across a reset. */
  readonly busyness?: number | undefined;
  readonly requestsPerSecond?: number | undefined;
  readonly serviceTimeMs?: number | undefined;
  readonly txBytesPerSecond?: number | undefined;
  readonly exceptionsPerSecond?: number | undefined;
  /** What the rates of the whole instance are made of. */
  readonly interval?: Interval | undefined;

  readonly history: WorkerHistory;

  /** Since its spawn. */
  readonly life: Life;
  /** What will happen to it: requests to be killed first, then recycling, each the soonest first. */
  readonly forecasts: readonly Forecast[];
  /** Some limit of it is known, so that there may be forecasts. */
  readonly isLimited: boolean;
  /** The processes that it had before this one, as far as uwtop was there, since the last reload; the newest last. */
  readonly lives: readonly PastLife[];
  /** How the last of them ended, by itself or by force. */
  readonly lastRespawn?: LastRespawn | undefined;
}

/** Growth of the counters between two polls. */
export interface Interval {
  readonly seconds: number;
  readonly requests: number;
  readonly servedRequests: number;
  readonly runningTimeMicros: number;
  readonly txBytes?: number | undefined;
  readonly exceptions?: number | undefined;
}

export interface WorkerContext extends LifeContext {
  readonly previousMs?: number | undefined;
  /** Target's wall clock minus monotonic clock, ms. */
  readonly clockOffsetMs: number;
}

export interface WorkerSighting {
  readonly raw: RawWorker;
  /** Its place in uWSGI's list, from 1. */
  readonly number: number;
  readonly counters: Counters;
  /** Its counters, or those of its siblings, began anew: nothing can be measured against what it was before. */
  readonly reset: boolean;
  /** What its machine tells of its process. */
  readonly process: ProcessSight;
  readonly history: WorkerHistory;
}

export function observeWorker(
  { raw, number, counters, reset, process, history }: WorkerSighting,
  before: WorkerState | undefined,
  context: WorkerContext,
): WorkerState {
  const { nowMs } = context;
  // A worker without a process at either end did nothing in between that could be measured.
  const absent = raw.pid <= 0 && (before?.pid ?? 0) <= 0;
  const comparable = before !== undefined && !reset && !absent && context.previousMs !== undefined;
  const previousMs = before === undefined ? undefined : context.previousMs;
  const interval =
    comparable && previousMs !== undefined ? intervalOf(before, counters, nowMs - previousMs) : undefined;
  const serviceTimeMs = interval && meanServiceTimeMs(interval.runningTimeMicros, interval.servedRequests);
  const resources = resourcesOf(raw, process);
  // Where uWSGI does not measure it, the kernel's word still tells a leak.
  const { reportedMemory, rssBytes } = resources;
  const memory = reportedMemory.rss === undefined ? { ...reportedMemory, rss: rssBytes } : reportedMemory;
  const deltaRequests = raw.delta_requests;
  const life = liveOn(reset ? undefined : before, counters, { deltaRequests, memory }, context);
  const lives = earlierLives(reset ? undefined : before, life);
  const coreCount = Math.max(1, raw.cores?.length ?? 1);
  const earlierFlights = withClock(before?.flights ?? [], context.clockOffsetMs);
  const past =
    interval === undefined || before === undefined || previousMs === undefined
      ? undefined
      : { atMs: previousMs, counters: before.counters, flights: earlierFlights };
  const diedMs =
    past === undefined
      ? nowMs
      : deathMs(past, counters, {
          nowMs,
          previousMs: past.atMs,
          clockOffsetMs: context.clockOffsetMs,
          harakiriSeconds: context.limits.harakiriSeconds,
        });
  const isSpared = before?.life.isKilled === true && before.counters.pid === counters.pid;
  const firstSights = (reset ? undefined : before?.firstSights) ?? noFirstSights;
  // What harakiri has killed is shown until the process is replaced.
  const flights = life.isKilled
    ? []
    : flightsOf(raw, {
        nowMs,
        // One that was taken for killed and lives had its flights left out; a new process has none from before.
        previousMs: isSpared ? undefined : previousMs,
        clockOffsetMs: context.clockOffsetMs,
        previous: reset ? [] : earlierFlights,
        firstSights,
        usualMs: serviceTimeMs ?? usualServiceTimeMs(raw),
        endedMs:
          past === undefined || coreCount > 1
            ? undefined
            : endedMs(past, { atMs: nowMs, counters, flights: [] }, diedMs),
      });
  const busyness =
    past && busynessBetween(past, { atMs: nowMs, counters, flights }, { cores: coreCount, diedMs });
  const age = ageSeconds(raw, nowMs + context.clockOffsetMs);
  return {
    // One by one: copied by a spread, this object would be slow to make and slow to read.
    rssBytes: resources.rssBytes,
    rssSource: resources.rssSource,
    reportedMemory: resources.reportedMemory,
    pssBytes: resources.pssBytes,
    cpuFraction: resources.cpuFraction,
    label: resources.label,
    hostReason: resources.hostReason,
    number,
    pid: raw.pid,
    activity: activityOf(raw, flights.length),
    signal: signalOf(raw.status),
    accepting: raw.accepting === undefined ? undefined : raw.accepting !== 0,
    counters,
    deltaRequests: raw.delta_requests,
    ageSeconds: age,
    cores: coresOf(raw, before, interval?.seconds),
    flights,
    firstSights:
      interval === undefined
        ? firstSights
        : learn(firstSights, before?.flights ?? [], flights, {
            requests: interval.servedRequests,
            sumMs: interval.runningTimeMicros / 1000,
          }),
    busyness,
    requestsPerSecond: perSecond(interval?.requests, interval),
    serviceTimeMs,
    txBytesPerSecond: perSecond(interval?.txBytes, interval),
    exceptionsPerSecond: perSecond(interval?.exceptions, interval),
    interval,
    history,
    life,
    forecasts:
      raw.pid > 0
        ? forecastsOf(
            life,
            { number, ageSeconds: age, deltaRequests, memory, flights, cores: coreCount },
            context,
          )
        : [],
    isLimited: context.isLimited,
    lives,
    lastRespawn: lives === before?.lives ? before.lastRespawn : lastRespawnOf(lives),
  };
}

/** avg_rt leans to the last request, but it is a better idea of this worker's requests than none. */
const usualServiceTimeMs = ({ avg_rt: micros }: RawWorker) =>
  micros === undefined || micros <= 0 ? undefined : micros / 1000;

const perSecond = (amount: number | undefined, interval: Interval | undefined) =>
  amount === undefined || interval === undefined ? undefined : amount / interval.seconds;

function ageSeconds(raw: RawWorker, targetWallMs: number): number | undefined {
  if (raw.pid <= 0 || raw.last_spawn === undefined || raw.last_spawn <= 0) return undefined;
  return Math.max(0, targetWallMs / 1000 - raw.last_spawn);
}

function intervalOf(before: WorkerState, now: Counters, lengthMs: number): Interval | undefined {
  if (!(lengthMs > 0)) return undefined;
  const requests = now.requests - before.counters.requests;
  const staticRequests = growth(before.counters.staticRequests, now.staticRequests) ?? 0;
  return {
    seconds: lengthMs / 1000,
    requests,
    servedRequests: Math.max(0, requests - staticRequests),
    runningTimeMicros: now.runningTimeMicros - before.counters.runningTimeMicros,
    txBytes: growth(before.counters.txBytes, now.txBytes),
    exceptions: growth(before.counters.exceptions, now.exceptions),
  };
}

function coresOf(raw: RawWorker, before: WorkerState | undefined, seconds: number | undefined): CoreState[] {
  return (raw.cores ?? []).map((core, index) => {
    const previous = before?.cores[index];
    const grown = seconds === undefined ? undefined : growth(previous?.requests, core.requests);
    // Of a hundred async cores most rest most of the time: what has not changed is not made anew.
    const rests = grown === 0 && previous?.requestsPerSecond === 0;
    if (rests && previous.inRequest === core.in_request > 0) return previous;
    return {
      id: core.id ?? index,
      inRequest: core.in_request > 0,
      requests: core.requests,
      requestsPerSecond: grown === undefined || seconds === undefined ? undefined : grown / seconds,
    };
  });
}
