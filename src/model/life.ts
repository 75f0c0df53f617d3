/** What is remembered of one life of a worker, from its spawn to its end, and what it tells of that end. */
import { type Counters, growth, killsBetween, respawnsBetween } from './counters';
import type { Forecast, ForecastLimits } from './forecasts/forecast';
import type { Flight } from './flights';
import { harakiriForecasts } from './forecasts/harakiri';
import { noPace, type Pace, rateOf, withRequests } from './forecasts/pace';
import { type MemoryKind, memoryKinds, type MemoryUse, recyclingForecasts } from './forecasts/recycling';
import { growthOf, noTrend, type Slope, type Trend, withPoint } from './trend';

export interface Life {
  readonly pace: Pace;
  /** Bytes over requests of this life, as uWSGI measures both at the end of a request. */
  readonly memory: Readonly<Partial<Record<MemoryKind, Trend>>>;
  /** What each request adds to RSS, bytes, where that is certain. */
  readonly leak?: Slope | undefined;
  /** Harakiri has killed this process; the next one is not there yet. */
  readonly isKilled: boolean;
  /** Harakiri only asked it to end (harakiri-graceful-timeout), and it has served since. It is not asked again. */
  readonly isSpared: boolean;
}

const newLife: Life = { pace: noPace, memory: {}, isKilled: false, isSpared: false };

export interface LifeContext {
  readonly nowMs: number;
  readonly version: string;
  readonly limits: ForecastLimits;
  /** Kinds of memory whose course is followed: see watchedMemory. */
  readonly watched: readonly MemoryKind[];
  /** Whether there can be a forecast at all. */
  readonly isLimited: boolean;
}

/** RSS is always worth a line; the other kinds only where a limit looks at them. */
export function watchedMemory({ memoryBytes }: ForecastLimits): readonly MemoryKind[] {
  const limits = Object.keys(memoryBytes) as (keyof typeof memoryKinds)[];
  return [...new Set<MemoryKind>(['rss', ...limits.map((limit) => memoryKinds[limit])])];
}

/** The numbers of a worker that recycling is decided by. */
export interface Vitals {
  readonly number: number;
  readonly ageSeconds: number | undefined;
  readonly deltaRequests: number | undefined;
  readonly memory: Readonly<Partial<Record<MemoryKind, number | undefined>>>;
  readonly flights: readonly Flight[];
  readonly cores: number;
}

export function liveOn(
  before: { readonly life: Life; readonly counters: Counters } | undefined,
  counters: Counters,
  { deltaRequests, memory }: Pick<Vitals, 'deltaRequests' | 'memory'>,
  { nowMs, watched }: LifeContext,
): Life {
  const same = before !== undefined && isSameLife(before.counters, counters);
  const life = same ? before.life : newLife;
  const hasServedOn = same && (growth(before.counters.deltaRequests, deltaRequests) ?? 0) > 0;
  const isSpared = same && (life.isSpared || (life.isKilled && hasServedOn));
  const isKilled = before !== undefined && isLastKilled(before, counters, { isSame: same, hasServedOn });
  if (counters.pid <= 0 || deltaRequests === undefined) return { ...life, isKilled, isSpared };
  const trends = withMemory(life.memory, memory, deltaRequests, watched);
  return {
    pace: withRequests(life.pace, nowMs, deltaRequests),
    memory: trends,
    leak: trends === life.memory ? life.leak : trends.rss && growthOf(trends.rss),
    isKilled,
    isSpared,
  };
}

const isSameLife = (before: Counters, now: Counters) =>
  before.pid === now.pid && before.lastSpawnSeconds === now.lastSpawnSeconds;

/** No process is counted twice: more kills than processes that are gone means that this one is about to go. */
function isLastKilled(
  before: { readonly life: Life; readonly counters: Counters },
  now: Counters,
  { isSame, hasServedOn }: { readonly isSame: boolean; readonly hasServedOn: boolean },
): boolean {
  const kills = killsBetween(before.counters, now) + (before.life.isKilled && !hasServedOn ? 1 : 0);
  return kills > (isSame ? 0 : Math.max(1, respawnsBetween(before.counters, now)));
}

function withMemory(
  trends: Life['memory'],
  memory: Vitals['memory'],
  deltaRequests: number,
  watched: readonly MemoryKind[],
): Life['memory'] {
  let grown = trends;
  for (const kind of watched) {
    const bytes = memory[kind];
    if (bytes === undefined) continue;
    const trend = trends[kind] ?? noTrend;
    const next = withPoint(trend, deltaRequests, bytes);
    if (next !== trend) grown = { ...grown, [kind]: next };
  }
  return grown;
}

/** What will happen to this worker, the soonest first. */
export function forecastsOf(
  life: Life,
  vitals: Vitals,
  { version, limits, watched, isLimited }: LifeContext,
): readonly Forecast[] {
  if (!isLimited) return noForecasts;
  const { number, ageSeconds, deltaRequests, flights, cores } = vitals;
  const recycling = recyclingForecasts(
    {
      number,
      version,
      ageSeconds,
      deltaRequests,
      inFlight: flights.length > 0,
      rate: needsRate(limits) ? rateOf(life.pace, ageSeconds) : undefined,
      memory: memoryUse(life, vitals, watched),
    },
    limits,
  );
  const kills = harakiriForecasts(flights, cores, limits);
  return kills.length === 0 ? recycling : [...kills, ...recycling];
}

const noForecasts: readonly Forecast[] = [];

function memoryUse(
  life: Life,
  { memory }: Vitals,
  watched: readonly MemoryKind[],
): Partial<Record<MemoryKind, MemoryUse>> {
  const known: Partial<Record<MemoryKind, MemoryUse>> = {};
  for (const kind of watched) {
    const bytes = memory[kind];
    if (bytes !== undefined) known[kind] = { bytes, leak: leakOf(life, kind) };
  }
  return known;
}

function leakOf(life: Life, kind: MemoryKind): Slope | undefined {
  if (kind === 'rss') return life.leak;
  const trend = life.memory[kind];
  return trend && growthOf(trend);
}

const needsRate = (limits: ForecastLimits) =>
  limits.maxRequests !== undefined || Object.keys(limits.memoryBytes).length > 0;
