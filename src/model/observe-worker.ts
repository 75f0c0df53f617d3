/** One worker of an answer, in the light of what it was before. */
import type { RawWorker } from '../stats/schema';
import { coresOf } from './cores';
import { meanServiceTimeMs } from './counters';
import type { Forecast } from './forecasts/forecast';
import { type Interval, intervalOf, perSecond } from './interval';
import { forecastsOf, type LifeContext, liveOn, type Vitals } from './life';
import { earlierLives, lastRespawnOf } from './past-lives';
import { type ProcessSight, type Resources, resourcesOf } from './resources';
import { toldOf } from './told-of-worker';
import { coreCount, workOf } from './work';
import type { WorkerState } from './worker';
import { activityOf, signalOf } from './worker-activity';
import type { WorkerHistory } from './worker-history';
import type { WorkerReading } from './worker-reading';

export interface WorkerContext extends LifeContext {
  readonly previousMs?: number | undefined;
  /** Target's wall clock minus monotonic clock, ms. */
  readonly clockOffsetMs: number;
}

export interface WorkerSighting extends WorkerReading {
  /** Its place in uWSGI's list, from 1. */
  readonly number: number;
  /** Its counters, or those of its siblings, began anew: nothing can be measured against what it was before. */
  readonly reset: boolean;
  /** What its machine tells of its process. */
  readonly process: ProcessSight;
  readonly history: WorkerHistory;
}

export function observeWorker(
  sighting: WorkerSighting,
  before: WorkerState | undefined,
  context: WorkerContext,
): WorkerState {
  const { raw, number, counters, history } = sighting;
  const known = sighting.reset ? undefined : before;
  const interval = intervalSince(known, sighting, context);
  const serviceTimeMs = interval && meanServiceTimeMs(interval.runningTimeMicros, interval.servedRequests);
  const resources = resourcesOf(raw, sighting.process);
  const memory = memoryOf(resources);
  const deltaRequests = raw.delta_requests;
  const life = liveOn(known, counters, { deltaRequests, memory }, context);
  const lives = earlierLives(known, life);
  const { isKilled } = life;
  const { flights, busyness, firstSights } = workOf(sighting, before, {
    context,
    interval,
    serviceTimeMs,
    isKilled,
  });
  const ageSeconds = ageSecondsOf(raw, context);
  const cores = coreCount(raw);
  return {
    // One by one: copied by a spread, this object would be slow to make and slow to read.
    rssBytes: resources.rssBytes,
    rssSource: resources.rssSource,
    reportedMemory: resources.reportedMemory,
    pssBytes: resources.pssBytes,
    cpuFraction: resources.cpuFraction,
    label: resources.label,
    isLocal: sighting.process.isLocal,
    hostReason: resources.hostReason,
    number,
    pid: raw.pid,
    activity: activityOf(raw, flights.length),
    signal: signalOf(raw.status),
    accepting: raw.accepting === undefined ? undefined : raw.accepting !== 0,
    counters,
    told: toldOf(raw),
    deltaRequests,
    ageSeconds,
    cores: coresOf(raw, before?.cores, interval?.seconds),
    flights,
    firstSights,
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
        ? forecastsOf(life, { number, ageSeconds, deltaRequests, memory, flights, cores }, context)
        : noForecasts,
    isLimited: context.isLimited,
    lives,
    lastRespawn: lives === known?.lives ? known.lastRespawn : lastRespawnOf(lives),
  };
}

const noForecasts: readonly Forecast[] = [];

function intervalSince(
  before: WorkerState | undefined,
  { raw, counters }: WorkerReading,
  { nowMs, previousMs }: WorkerContext,
): Interval | undefined {
  if (before === undefined || previousMs === undefined) return undefined;
  // A worker without a process at either end did nothing in between that could be measured.
  if (raw.pid <= 0 && before.pid <= 0) return undefined;
  return intervalOf(before.counters, counters, nowMs - previousMs);
}

/** Where uWSGI does not measure it, the kernel's word still tells a leak. */
function memoryOf({ reportedMemory: reported, rssBytes }: Resources): Vitals['memory'] {
  if (reported.rss !== undefined || rssBytes === undefined) return reported;
  return { rss: rssBytes, vsz: reported.vsz, uss: reported.uss, pss: reported.pss };
}

function ageSecondsOf(raw: RawWorker, { nowMs, clockOffsetMs }: WorkerContext): number | undefined {
  if (raw.pid <= 0 || raw.last_spawn === undefined || raw.last_spawn <= 0) return undefined;
  return Math.max(0, (nowMs + clockOffsetMs) / 1000 - raw.last_spawn);
}
