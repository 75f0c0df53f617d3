/** The time of a recording without its pauses, as the demand behind it has it. */

import type { LoadSlice } from '../load';
import { stretchesOf } from './demand-of-load';
import type { MasterClock } from './master-wakes';
import type { Second } from './outcome';

/** When each slice ended, ms since the start. */
export function endsOf(slices: readonly LoadSlice[]): readonly number[] {
  let beganMs = 0;
  return stretchesOf(slices).flatMap((stretch) => {
    const fromMs = stretch[0]?.fromMs ?? 0;
    const ends = stretch.map(({ toMs }) => beganMs + toMs - fromMs);
    beganMs = ends.at(-1) ?? beganMs;
    return ends;
  });
}

/** Whoever asks for the stats wakes the master: its cycles were those of the recording, and busyness depends on them. */
export function recordedClock(slices: readonly LoadSlice[]): MasterClock {
  const [first] = slices;
  const wallMs = first === undefined ? 0 : first.wallMs - (first.toMs - first.fromMs);
  return { wallMs, cycleMs: 1001, wokenMs: endsOf(slices) };
}

/** Of the slices: where the simulated workers are more than a step away from those that were seen at its end. */
export function shareApart(
  slices: readonly LoadSlice[],
  timeline: readonly Second[],
  step: number,
): number | undefined {
  const ends = endsOf(slices);
  const gaps = slices.flatMap(({ activeWorkers }, index) => {
    const simulated = timeline[Math.round((ends[index] ?? 0) / 1000) - 1]?.active;
    return simulated === undefined ? [] : [Math.abs(simulated - activeWorkers)];
  });
  return gaps.length === 0 ? undefined : gaps.filter((gap) => gap > step).length / gaps.length;
}
