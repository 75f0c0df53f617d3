/** What to do when the machine cannot keep up with the interval that was asked for. Pure. */

export interface PaceInput {
  /** As asked for, ms. */
  readonly wantedMs: number;
  /** In force now, ms. */
  readonly currentMs: number;
  /** Shares of the last two spans of time in which this program was at work, 0…1: the older first. */
  readonly utilizations: readonly [number, number];
}

const overloaded = 0.9;
/** Below this after the change, so that it does not swing to and fro. */
const comfortable = 0.7;
const step = 1.5;
const longestMs = 60_000;

/** The interval to go on with. One busy span alone, such as that of the start, changes nothing. */
export function adaptedInterval({ wantedMs, currentMs, utilizations }: PaceInput): number {
  if (utilizations.every((utilization) => utilization > overloaded))
    return Math.max(currentMs, Math.min(currentMs * step, longestMs));
  const faster = Math.max(wantedMs, currentMs / step);
  const expected = Math.max(...utilizations) * (currentMs / faster);
  return expected < comfortable ? faster : currentMs;
}
