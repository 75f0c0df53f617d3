/** Things that come back: the first time, then every so often, counted from the demo's start. */

export interface Schedule {
  readonly firstMs: number;
  readonly everyMs: number;
}

/** The last time due at or before the moment; undefined before the first. */
export function lastDueMs(schedule: Schedule, momentMs: number): number | undefined {
  const rounds = Math.floor((momentMs - schedule.firstMs) / schedule.everyMs);
  return rounds < 0 ? undefined : schedule.firstMs + rounds * schedule.everyMs;
}

/** Whether a time was due after `fromMs` and not later than `toMs`. */
export function isDueWithin(schedule: Schedule, fromMs: number, toMs: number): boolean {
  const dueMs = lastDueMs(schedule, toMs);
  return dueMs !== undefined && dueMs > fromMs;
}
