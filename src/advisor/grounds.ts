/** What all lines of an advice are concluded from. */
import type { Limit, Limits } from '../limits/limits';
import type { LimitName } from '../limits/limit-table';
import type { Seen } from '../model/seen';
import type { AdviceLine, Confidence, LoadSummary, Orders } from './advice';
import type { CollectedLoad } from './collect';
import type { Service } from './erlang';
import { type MemorySeen, memorySeen } from './memory';
import { serviceOf } from './sizing';
import type { LoadWindow } from './windows';
import type { Workload } from './workload';

export interface Grounds {
  readonly collected: CollectedLoad;
  readonly seen: Seen;
  readonly limits?: Limits | undefined;
  readonly summary: LoadSummary;
  readonly windows: readonly LoadWindow[];
  readonly service?: Service | undefined;
  readonly orders: Orders;
  readonly memory: MemorySeen;
  /** Requests that one process serves at a time; threads, or async cores. */
  readonly coresPerProcess: number;
  /** Of the application that takes longest to load; whole seconds, so 0 is less than one. */
  readonly startupSeconds?: number | undefined;
  /** What the length of what was seen is worth. */
  readonly confidence: Confidence;
}

/** A day: what is beyond is a clock that was set. */
const longestStartupSeconds = 86_400;

const isStartup = (seconds: number | undefined): seconds is number =>
  seconds !== undefined && seconds >= 0 && seconds <= longestStartupSeconds;

export function groundsOf(
  collected: CollectedLoad,
  seen: Seen,
  { summary, windows }: Workload,
  orders: Orders,
): Grounds {
  const startups = seen.apps.map(({ startupSeconds }) => startupSeconds).filter(isStartup);
  return {
    collected,
    seen,
    limits: collected.limits?.limits,
    summary,
    windows,
    service: serviceOf(summary),
    orders,
    memory: memorySeen(collected, seen, orders.memoryBytes),
    coresPerProcess: Math.max(1, ...seen.workers.map(({ cores }) => cores.length)),
    startupSeconds: startups.length === 0 ? undefined : Math.max(...startups),
    confidence: confidenceOf(summary),
  };
}

function confidenceOf({ seconds, requests, isLowerBound }: LoadSummary): Confidence {
  if (isLowerBound || seconds < 900 || requests < 1000) return 'low';
  return seconds < 4 * 3600 ? 'medium' : 'high';
}

export const notSet = 'not set';

/** As it is shown beside the advice; undefined where it is not known. */
export function todayOf({ limits }: Grounds, name: LimitName, scale = 1): string | undefined {
  const limit: Limit<unknown> | undefined = limits?.[name];
  if (limit?.state === 'off') return notSet;
  if (limit?.state !== 'set') return undefined;
  return typeof limit.value === 'number' ? String(Math.round(limit.value / scale)) : String(limit.value);
}

/** The number that is set; undefined where it is off or not known. */
export function numberOf({ limits }: Grounds, name: LimitName): number | undefined {
  const limit: Limit<unknown> | undefined = limits?.[name];
  return limit?.state === 'set' && typeof limit.value === 'number' ? limit.value : undefined;
}

/** What every line begins with. */
export const lineFor = (
  grounds: Grounds,
  option: string,
  limit: LimitName,
  scale = 1,
): Pick<AdviceLine, 'option' | 'today' | 'confidence'> => ({
  option,
  today: todayOf(grounds, limit, scale),
  confidence: grounds.confidence,
});
