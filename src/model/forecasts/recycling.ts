/** max-requests, max-worker-lifetime and the memory limits, exactly as uWSGI checks them. */
import type { Slope } from '../trend';
import { bySoonest, type Forecast, type ForecastLimits, type MemoryLimit } from './forecast';
import type { Rate } from './pace';
import { knowsMaxRequestsDelta } from './version';

export type MemoryKind = 'rss' | 'vsz' | 'uss' | 'pss';

export interface RecyclingInput {
  /** The worker's number, from 1: deltas are multiplied by (number - 1). */
  readonly number: number;
  readonly version: string;
  readonly ageSeconds: number | undefined;
  readonly deltaRequests: number | undefined;
  readonly inFlight: boolean;
  readonly rate: Rate | undefined;
  readonly memory: Readonly<Partial<Record<MemoryKind, MemoryUse>>>;
}

export interface MemoryUse {
  readonly bytes: number;
  /** What each request adds, where that is certain. */
  readonly leak?: Slope | undefined;
}

/** What each memory limit looks at. */
export const memoryKinds: Readonly<Record<MemoryLimit, MemoryKind>> = {
  'reload-on-rss': 'rss',
  'reload-on-as': 'vsz',
  'reload-on-uss': 'uss',
  'reload-on-pss': 'pss',
  'evil-reload-on-rss': 'rss',
  'evil-reload-on-as': 'vsz',
};

/** The soonest first. */
export function recyclingForecasts(input: RecyclingInput, limits: ForecastLimits): Forecast[] {
  const forecasts: Forecast[] = [];
  insertBySoonest(forecasts, maxRequests(input, limits));
  insertBySoonest(forecasts, maxLifetime(input, limits));
  for (const [limit, threshold] of Object.entries(limits.memoryBytes) as [MemoryLimit, number][])
    insertBySoonest(forecasts, memoryForecast(input, limits, { limit, threshold }));
  return forecasts;
}

/** There are few of them, for each of many workers: sorting would cost more than making them. */
function insertBySoonest(sorted: Forecast[], forecast: Forecast | undefined): void {
  if (forecast === undefined) return;
  const later = sorted.findIndex((other) => bySoonest(other, forecast) > 0);
  sorted.splice(later === -1 ? sorted.length : later, 0, forecast);
}

/** Requests of one life after which a worker is recycled; undefined where there is no such limit. */
export function requestsThreshold(
  { number, version }: Pick<RecyclingInput, 'number' | 'version'>,
  { maxRequests, maxRequestsDelta = 0 }: ForecastLimits,
): number | undefined {
  if (maxRequests === undefined || maxRequests <= 0) return undefined;
  const delta = maxRequestsDelta > 0 && knowsMaxRequestsDelta(version) ? maxRequestsDelta : 0;
  return maxRequests + (number - 1) * delta;
}

/** Age above which the master asks a worker to end, seconds. */
export function lifetimeThreshold(
  { number }: Pick<RecyclingInput, 'number'>,
  { maxWorkerLifetimeSeconds: limit, maxWorkerLifetimeDeltaSeconds: delta = 0 }: ForecastLimits,
): number | undefined {
  return limit === undefined || limit <= 0 ? undefined : limit + (number - 1) * delta;
}

/** min-worker-lifetime where nobody set it, seconds: in every 2.0 (uwsgi.min_worker_lifetime), though `--help` says 60. */
const usualMinWorkerLifetime = 10;

/** Age below which neither requests nor memory recycle a worker, seconds. */
export const youngestRecycled = ({ minWorkerLifetimeSeconds }: ForecastLimits): number =>
  minWorkerLifetimeSeconds ?? usualMinWorkerLifetime;

/** At the end of a request, if delta_requests is at the limit and the worker is older than min-worker-lifetime. */
function maxRequests(input: RecyclingInput, limits: ForecastLimits): Forecast | undefined {
  const threshold = requestsThreshold(input, limits);
  const { deltaRequests: value, rate } = input;
  if (threshold === undefined || value === undefined) return undefined;
  if (rate === undefined) return { limit: 'max-requests', value, threshold };
  const young = secondsTooYoung(input, limits);
  // At the limit it is the next request that ends it.
  const requests = Math.max(threshold - value, 1);
  return {
    limit: 'max-requests',
    value,
    threshold,
    etaSeconds: Math.max(requests / rate.perSecond, young),
    range: rangeOf(requests, rate, young),
  };
}

/** By the master, once a second, when the age is above the limit; it asks politely, so a busy worker overstays. */
function maxLifetime(input: RecyclingInput, limits: ForecastLimits): Forecast | undefined {
  const threshold = lifetimeThreshold(input, limits);
  const { ageSeconds: value, inFlight } = input;
  if (threshold === undefined || value === undefined) return undefined;
  const left = threshold - value;
  const overdue = left < -masterGrainSeconds && inFlight;
  return {
    limit: 'max-worker-lifetime',
    value,
    threshold,
    etaSeconds: Math.max(0, left),
    range: [Math.max(0, left), Math.max(0, left + masterGrainSeconds)],
    ...(overdue && { overdue }),
  };
}

/** reload-on-: at the end of a request, with the same least age; evil-: by the master, in the middle of one if need be. */
function memoryForecast(
  input: RecyclingInput,
  limits: ForecastLimits,
  { limit, threshold }: { readonly limit: MemoryLimit; readonly threshold: number },
): Forecast | undefined {
  const memory = input.memory[memoryKinds[limit]];
  if (memory === undefined) return undefined;
  const { bytes: value, leak } = memory;
  const young = limit.startsWith('evil') ? 0 : secondsTooYoung(input, limits);
  if (value >= threshold) return { limit, value, threshold, etaSeconds: young };
  if (leak === undefined || input.rate === undefined) return { limit, value, threshold };
  const requests = (threshold - value) / leak.perUnit;
  const rate = { ...input.rate, error: Math.hypot(input.rate.error, leak.error) };
  return {
    limit,
    value,
    threshold,
    etaSeconds: Math.max(requests / rate.perSecond, young),
    range: rangeOf(requests, rate, young),
  };
}

/** How much older the worker must get before uWSGI recycles it at all. */
function secondsTooYoung({ ageSeconds }: RecyclingInput, limits: ForecastLimits): number {
  return ageSeconds === undefined ? 0 : Math.max(0, youngestRecycled(limits) - ageSeconds);
}

const masterGrainSeconds = 2;

/** The rate may be off, and so may the time that so many requests take: few of them are far from regular. */
function rangeOf(requests: number, { perSecond, error }: Rate, least: number): readonly [number, number] {
  const expected = requests / perSecond;
  const [soonest, last] = spreadOf(requests);
  const [slowest, fastest] = spreadOf((normal95 / error) ** 2);
  const earliest = expected * Math.exp(-Math.hypot(Math.log(soonest), Math.log(fastest)));
  const latest = expected * Math.exp(Math.hypot(Math.log(last), Math.log(slowest)));
  return [Math.max(earliest, least), Math.max(latest, least)];
}

const normal95 = 1.96;

/** How long that many Poisson arrivals take, as shares of the mean: 95 % of a gamma distribution, by Wilson and Hilferty. */
function spreadOf(arrivals: number): readonly [number, number] {
  const few = Math.max(arrivals, 1);
  const middle = 1 - 1 / (9 * few);
  const half = normal95 / (3 * Math.sqrt(few));
  return [(middle - half) ** 3, (middle + half) ** 3];
}
