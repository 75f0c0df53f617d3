/** When a process ended that is gone at this poll and was there at the one before. */
import { type Counters, killsBetween } from './counters';
import type { Flight } from './flights';
import type { ForecastLimits } from './forecasts/forecast';

export interface DeathContext {
  readonly nowMs: number;
  /** Target's wall clock minus monotonic clock, ms. */
  readonly clockOffsetMs: number;
  readonly limits: ForecastLimits;
}

/** A worker as it was at the poll before. */
export interface LastSight {
  readonly atMs: number;
  readonly counters: Counters;
  readonly flights: readonly Flight[];
}

/** After a kill the master rests for so long, and only then puts a new process in place. */
const restMs = 1000;

/** The middle of what is possible: between the polls, and before the new process was spawned. */
export function deathMs(before: LastSight, now: Counters, context: DeathContext): number {
  const { nowMs, clockOffsetMs } = context;
  const { atMs: previousMs } = before;
  const isKill = killsBetween(before.counters, now) > 0;
  const lastMs = isKill ? Math.max(previousMs, nowMs - restMs) : nowMs;
  const within = (ms: number) => Math.min(Math.max(ms, previousMs), lastMs);
  const deadlineMs = isKill ? harakiriMs(before.flights, context) : undefined;
  // Whoever asks for the stats wakes the master, which answers and then looks for what is past its deadline.
  if (deadlineMs !== undefined && deadlineMs <= previousMs) return previousMs;
  const isReplaced = now.pid !== before.counters.pid && now.pid > 0 && now.lastSpawnSeconds !== undefined;
  const spawnedMs = isReplaced
    ? (now.lastSpawnSeconds ?? 0) * 1000 - clockOffsetMs - (isKill ? restMs : 0)
    : undefined;
  const earliestMs = within(Math.max(spawnedMs ?? -Infinity, deadlineMs ?? -Infinity));
  const latestMs = Math.max(earliestMs, within((spawnedMs ?? Infinity) + 1000));
  return (earliestMs + latestMs) / 2;
}

/** The end of the second that lies so many seconds behind the one in which the oldest request began. */
function harakiriMs(
  flights: readonly Flight[],
  { limits: { harakiriSeconds }, clockOffsetMs }: DeathContext,
): number | undefined {
  const starts = flights.flatMap(({ requestStartSeconds }) => requestStartSeconds ?? []);
  if (harakiriSeconds === undefined || starts.length === 0) return undefined;
  return (Math.min(...starts) + harakiriSeconds + 1) * 1000 - clockOffsetMs;
}
