/** When the next run may start, so that a fleet in trouble does not start hundreds of them. */

export const windowMs = 60_000;

/** 0: at once. @param startsMs of earlier runs, in their order */
export function waitBeforeStart(startsMs: readonly number[], nowMs: number, mostStarts: number): number {
  const recent = startsMs.filter((startMs) => startMs > nowMs - windowMs);
  const oldestThatCounts = recent.at(-mostStarts);
  return oldestThatCounts === undefined ? 0 : oldestThatCounts + windowMs - nowMs;
}

/** As many starts as the next question needs, and no more. */
export const withStart = (
  startsMs: readonly number[],
  nowMs: number,
  mostStarts: number,
): readonly number[] => [...startsMs, nowMs].slice(-mostStarts);
