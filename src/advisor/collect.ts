/**
 * What is seen of an instance over any length of time, as far as an advice needs it: a pure fold over its states. Its
 * memory is bounded, so it can go on beside a live screen for as long as that is open.
 */
import { downAfterMs, type InstanceState, isPause } from '../model/instance';
import type { Failure } from '../model/failure';
import type { KnownLimits } from '../model/observation';
import type { Seen } from '../model/seen';
import { type Durations, followDurations, noDurations } from './durations';
import { followLives, type LivesSeen, noLives } from './lives';
import type { LoadSlice } from './load';
import { noServiceTimes, type ServiceTimes, withGroup } from './service-times';
import { sliceBetween } from './slice-between';
import { mostSlices, noSlices, type SliceList, withSlice } from './slices';

export interface CollectedLoad {
  readonly slices: SliceList;
  /** Busy time that the slices so far could not hold: see sliceBetween. */
  readonly owedSeconds: number;
  /** Seconds with so many requests in flight, by their number. */
  readonly concurrency: readonly number[];
  readonly serviceTimes: ServiceTimes;
  readonly durations: Durations;
  readonly lives: LivesSeen;
  readonly interruptions: Interruptions;
  /** Why the last poll failed, if it did. */
  readonly failure?: Failure | undefined;
  /** The last answer, and what is known of the instance. */
  readonly seen?: Seen | undefined;
  readonly limits?: KnownLimits | undefined;
}

export interface Interruptions {
  readonly failedPolls: number;
  /** Times in which nothing was seen: the instance was away, or whoever watched slept. */
  readonly gaps: number;
  readonly gapSeconds: number;
  /** Restarts and reloads of the master: counters began anew. */
  readonly resets: number;
}

export const nothingCollected: CollectedLoad = {
  slices: noSlices,
  owedSeconds: 0,
  concurrency: [],
  serviceTimes: noServiceTimes,
  durations: noDurations,
  lives: noLives,
  interruptions: { failedPolls: 0, gaps: 0, gapSeconds: 0, resets: 0 },
};

/**
 * @param before the instance before an observation, and `now` after it
 * @param most slices that are kept: beyond that they become longer ones
 */
export function collectLoad(
  collected: CollectedLoad,
  before: InstanceState | undefined,
  now: InstanceState,
  most = mostSlices,
): CollectedLoad {
  const { seen } = now;
  const known = now.limits === collected.limits ? collected : { ...collected, limits: now.limits };
  if (now.polls.failed > (before?.polls.failed ?? 0))
    return interrupted({ ...known, failure: now.failure }, { failedPolls: 1 });
  if (seen === undefined || seen === before?.seen) return known;
  const withSeen = { ...known, seen, failure: undefined };
  const earlier = before?.seen;
  if (before === undefined || earlier === undefined || seen.totals === undefined) return withSeen;
  if (seen.earlier === undefined) return interrupted({ ...withSeen, owedSeconds: 0 }, { resets: 1 });
  const awayMs = seen.monotonicMs - earlier.monotonicMs;
  const wasAway = before.polls.missed > 0 && awayMs >= downAfterMs;
  if (wasAway || isPause(earlier, seen))
    return interrupted({ ...withSeen, owedSeconds: 0 }, { gaps: 1, gapSeconds: awayMs / 1000 });
  return withInterval(withSeen, { earlier, seen, instance: now }, most);
}

function interrupted(collected: CollectedLoad, more: Partial<Interruptions>): CollectedLoad {
  const { failedPolls, gaps, gapSeconds, resets } = collected.interruptions;
  return {
    ...collected,
    interruptions: {
      failedPolls: failedPolls + (more.failedPolls ?? 0),
      gaps: gaps + (more.gaps ?? 0),
      gapSeconds: gapSeconds + (more.gapSeconds ?? 0),
      resets: resets + (more.resets ?? 0),
    },
  };
}

interface Step {
  readonly earlier: Seen;
  readonly seen: Seen;
  readonly instance: InstanceState;
}

function withInterval(
  collected: CollectedLoad,
  { earlier, seen, instance }: Step,
  most: number,
): CollectedLoad {
  if (!(seen.monotonicMs > earlier.monotonicMs)) return collected;
  const between = { before: earlier, now: seen, limits: instance.forecastLimits };
  const { slice, owedSeconds } = sliceBetween(between, collected.owedSeconds);
  return {
    ...collected,
    slices: withSlice(collected.slices, slice, most),
    owedSeconds,
    concurrency: withConcurrency(collected.concurrency, slice),
    serviceTimes: seen.workers.reduce(
      (times, { interval }) =>
        interval === undefined
          ? times
          : withGroup(times, interval.servedRequests, interval.runningTimeMicros / 1e6),
      collected.serviceTimes,
    ),
    durations: followDurations(collected.durations, earlier.workers, seen.workers),
    lives: followLives(collected.lives, earlier.workers, seen),
  };
}

/** More at once are counted as so many. */
const mostInFlight = 4096;

function withConcurrency(
  seconds: readonly number[],
  { inFlight, fromMs, toMs }: LoadSlice,
): readonly number[] {
  const place = Math.min(inFlight, mostInFlight);
  const grown = Array.from(
    { length: Math.max(seconds.length, place + 1) },
    (_, index) => seconds[index] ?? 0,
  );
  grown[place] = (grown[place] ?? 0) + (toMs - fromMs) / 1000;
  return grown;
}
