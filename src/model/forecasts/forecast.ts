/** When a limit will be reached, with an honest range, and what is known of the limit. */
import type { Limit, Limits } from '../../limits/limits';

export type MemoryLimit =
  | 'reload-on-rss'
  | 'reload-on-as'
  | 'reload-on-uss'
  | 'reload-on-pss'
  | 'evil-reload-on-rss'
  | 'evil-reload-on-as';

export type ForecastLimit = 'max-requests' | 'max-worker-lifetime' | MemoryLimit | 'harakiri';

export interface Forecast {
  readonly limit: ForecastLimit;
  /** From the moment of the snapshot; 0 when it is due. Undefined when it cannot be said (no requests, no growth). */
  readonly etaSeconds?: number | undefined;
  /** Earliest and latest, 95 %. */
  readonly range?: readonly [number, number] | undefined;
  /** How far it has come, in the unit of the threshold: requests, seconds, bytes. */
  readonly value: number;
  readonly threshold: number;
  /** The time is over, but the worker is busy and nothing forces it. */
  readonly overdue?: boolean;
  /** uWSGI 2.0 keeps one deadline a worker, whatever its cores do. */
  readonly approximate?: boolean;
  /** The core whose request it is about (harakiri). */
  readonly core?: number;
}

/** The limits that forecasts are made of, as numbers; absent where a limit is off or not known. */
export interface ForecastLimits {
  readonly harakiriSeconds?: number | undefined;
  readonly maxRequests?: number | undefined;
  readonly maxRequestsDelta?: number | undefined;
  readonly minWorkerLifetimeSeconds?: number | undefined;
  readonly maxWorkerLifetimeSeconds?: number | undefined;
  readonly maxWorkerLifetimeDeltaSeconds?: number | undefined;
  readonly memoryBytes: Readonly<Partial<Record<MemoryLimit, number>>>;
}

export const noForecastLimits: ForecastLimits = { memoryBytes: {} };

export function forecastLimitsOf(limits: Limits): ForecastLimits {
  const memory: Record<MemoryLimit, Limit<number>> = {
    'reload-on-rss': limits.reloadOnRssBytes,
    'reload-on-as': limits.reloadOnAsBytes,
    'reload-on-uss': limits.reloadOnUssBytes,
    'reload-on-pss': limits.reloadOnPssBytes,
    'evil-reload-on-rss': limits.evilReloadOnRssBytes,
    'evil-reload-on-as': limits.evilReloadOnAsBytes,
  };
  const known = Object.entries(memory).filter(([, limit]) => (limit.value ?? 0) > 0);
  return {
    harakiriSeconds: limits.harakiriSeconds.value,
    maxRequests: limits.maxRequests.value,
    maxRequestsDelta: limits.maxRequestsDelta.value,
    minWorkerLifetimeSeconds: limits.minWorkerLifetimeSeconds.value,
    maxWorkerLifetimeSeconds: limits.maxWorkerLifetimeSeconds.value,
    maxWorkerLifetimeDeltaSeconds: limits.maxWorkerLifetimeDeltaSeconds.value,
    memoryBytes: Object.fromEntries(known.map(([name, { value }]) => [name, value])),
  };
}

/** The soonest first; what has no time comes last. */
export function bySoonest(a: Forecast, b: Forecast): number {
  return (a.etaSeconds ?? Infinity) - (b.etaSeconds ?? Infinity) || 0;
}

/** The end of the process by a limit that recycles it, as against the end of one request by force. */
export const isRecycling = ({ limit }: Forecast): boolean => limit !== 'harakiri';

/** Some limit is known that a forecast can be made of. */
export const hasLimits = ({
  harakiriSeconds,
  maxRequests,
  maxWorkerLifetimeSeconds,
  memoryBytes,
}: ForecastLimits) =>
  [harakiriSeconds, maxRequests, maxWorkerLifetimeSeconds, ...Object.values(memoryBytes)].some(
    (limit) => (limit ?? 0) > 0,
  );
