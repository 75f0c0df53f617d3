/** Keeps a simulation short: of a recording that holds too many requests, or lasts too long, only its busiest part. */

import { count, duration } from '../../format/quantity';
import type { LoadSlice } from '../load';

/** As many as take a few seconds. */
const mostRequests = 5_000_000;
/** A week: the simulated master looks after its workers in each of its seconds. */
const mostMs = 7 * 86_400_000;

export interface BoundLoad {
  readonly slices: readonly LoadSlice[];
  /** Says what was left out; undefined when nothing was. */
  readonly note?: string | undefined;
}

/**
 * The part around its busiest slice that grows to the busier side until it holds as many as are allowed. A slice that
 * holds more alone, as only a counter does that was no counter, is never a part of it.
 */
export function boundLoad(slices: readonly LoadSlice[], most = mostRequests): BoundLoad {
  const total = slices.reduce((sum, { served }) => sum + served, 0);
  if (total <= most && lengthMs(slices) <= mostMs) return { slices };
  const busiest = slices.reduce(
    (found, slice, index) => (slice.served <= most && ratio(slice) > ratio(slices[found]) ? index : found),
    -1,
  );
  if (busiest < 0)
    return {
      slices: [],
      note: `none of ${count(total)} requests are simulated: more in one answer than can be`,
    };
  let [from, to] = [busiest, busiest];
  let held = slices[busiest]?.served ?? 0;
  let heldMs = lengthMs(slices.slice(busiest, busiest + 1));
  for (;;) {
    const side = ratio(slices[from - 1]) > ratio(slices[to + 1]) ? from - 1 : to + 1;
    const slice = slices[side];
    if (slice === undefined || held + slice.served > most || heldMs + lengthMs([slice]) > mostMs) break;
    held += slice.served;
    heldMs += lengthMs([slice]);
    [from, to] = [Math.min(from, side), Math.max(to, side)];
  }
  const part = slices.slice(from, to + 1);
  const note = `only the busiest ${duration(lengthMs(part) / 1000)} of ${duration(lengthMs(slices) / 1000)} are simulated: these hold ${count(held)} of ${count(total)} requests`;
  return { slices: part, note };
}

/** The load of a slice; below any where there is none. */
const ratio = (slice: LoadSlice | undefined): number =>
  slice === undefined ? -1 : slice.busySeconds / Math.max(1, slice.toMs - slice.fromMs);

const lengthMs = (slices: readonly LoadSlice[]): number =>
  slices.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
