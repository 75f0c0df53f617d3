/** One life of a worker whose requests end at known moments, told as uWSGI would, and what is forecast of it. */
import type { Random } from '../../../src/random/random';
import type { Forecast, ForecastLimit } from '../../../src/model/forecasts/forecast';
import type { RawWorker, WorkerDocument } from '../../../src/stats/schema';
import {
  epochSeconds,
  instancesAfter,
  knownLimits,
  observation,
  worker,
  workerDocument,
} from '../../support/documents';

export interface Life {
  /** Whole seconds: uWSGI tells them so. */
  readonly spawnSeconds: number;
  /** When each request ended, ms, in order. */
  readonly endsMs: readonly number[];
  /** Resident memory after so many requests of this life, bytes. */
  readonly rssAfter?: (requests: number) => number;
}

export interface Watch {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly everyMs?: number;
  readonly limits: Readonly<Record<string, number>>;
  readonly version?: string;
  /** The worker's number, from 1; the others are parked. */
  readonly number?: number;
}

export interface Foreseen {
  readonly atMs: number;
  readonly forecast: Forecast | undefined;
}

/** The forecast of one limit at each poll. */
export function foresee(life: Life, limit: ForecastLimit, watch: Watch): Foreseen[] {
  const { fromSeconds, untilSeconds, everyMs = 1000, limits, version = '2.0.21', number = 1 } = watch;
  const polls: number[] = [];
  for (let atMs = fromSeconds * 1000; atMs < untilSeconds * 1000; atMs += everyMs) polls.push(atMs);
  const change: Partial<WorkerDocument> = { version };
  const parked = worker({ id: 0, pid: 0, status: 'cheap', last_spawn: 0, respawn_count: 0 });
  const known = knownLimits(limits);
  const instances = instancesAfter(
    ...polls.map((atMs, index) => {
      const workers = Array.from({ length: number }, (_, place) =>
        place === number - 1 ? rawAt(life, atMs) : parked,
      );
      return observation(workerDocument(workers, change), atMs, index === 0 ? { limits: known } : {});
    }),
  );
  return instances.map(({ seen }, index) => ({
    atMs: polls[index] ?? NaN,
    forecast: seen?.workers[number - 1]?.forecasts.find((forecast) => forecast.limit === limit),
  }));
}

function rawAt({ spawnSeconds, endsMs, rssAfter }: Life, atMs: number): RawWorker {
  const requests = endedBy(endsMs, atMs);
  return worker({
    requests,
    delta_requests: requests,
    last_spawn: epochSeconds + spawnSeconds,
    rss: requests === 0 ? 0 : (rssAfter?.(requests) ?? 0),
  });
}

function endedBy(endsMs: readonly number[], atMs: number): number {
  let low = 0;
  let high = endsMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((endsMs[middle] ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** When uWSGI recycles it: at the end of the first request that finds it over the limit and old enough, ms. */
export function endByRequests(
  { spawnSeconds, endsMs }: Life,
  threshold: number,
  leastAgeSeconds = 60,
): number {
  const end = endsMs.find(
    (atMs, index) => index + 1 >= threshold && atMs / 1000 - spawnSeconds >= leastAgeSeconds,
  );
  if (end === undefined) throw new Error(`it never gets to ${threshold} requests`);
  return end;
}

export interface Load {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly perSecond: number;
}

/** As regular as a clock. */
export function paced(...loads: readonly Load[]): number[] {
  return loads.flatMap(({ fromSeconds, toSeconds, perSecond }) =>
    Array.from(
      { length: Math.floor((toSeconds - fromSeconds) * perSecond) },
      (_, index) => fromSeconds * 1000 + ((index + 1) * 1000) / perSecond,
    ),
  );
}

/** As people come: each for himself. */
export function poisson(random: Random, { fromSeconds, toSeconds, perSecond }: Load): number[] {
  const ends: number[] = [];
  let atMs = fromSeconds * 1000;
  for (;;) {
    atMs += random.exponential(1000 / perSecond);
    if (atMs >= toSeconds * 1000) return ends;
    ends.push(atMs);
  }
}
