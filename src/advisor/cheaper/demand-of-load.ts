/**
 * The demand behind a recorded load.
 *
 * A slice tells how many requests ended in it and how long these took in all, however long before they began. So each
 * is put back to where it began: its end lies anywhere in the slice, its length is drawn about the slice's mean, and
 * what the slice's requests took in all is kept. Time that was spent in requests but belongs to none that ended
 * (busySeconds beyond servedSeconds) is that of the requests that were in flight at the end of the recording.
 *
 * What is known of the start of a request is when a worker took it. Where requests had to wait, they came earlier than
 * this, and more may have come than were served: then the demand is a lower bound.
 */

import type { Random } from '../../random/random';
import type { LoadSlice } from '../load';
import type { Demand } from './demand';
import { Requests } from './requests';

export interface LoadReading {
  /** The spread of service times: their standard deviation over their mean. */
  readonly variation: number;
  readonly random: Random;
}

/** Pauses of the recording are left out: what comes after them follows at once. */
export function demandOfLoad(slices: readonly LoadSlice[], reading: LoadReading): Demand {
  const requests = new Requests(slices.reduce((sum, { served, inFlight }) => sum + served + inFlight, 0));
  let beganMs = 0;
  for (const stretch of stretchesOf(slices)) {
    const fromMs = stretch[0]?.fromMs ?? 0;
    let knownMs = 0;
    for (const slice of stretch) knownMs += addEnded(requests, slice, { ...reading, beganMs, fromMs });
    addUnfinished(requests, stretch, { knownMs, beganMs });
    beganMs += lengthMs(stretch);
  }
  return requests.inOrder(beganMs);
}

/** A little more than clocks differ by. */
const joinMs = 50;

/** Slices without a pause between them. */
export function stretchesOf(slices: readonly LoadSlice[]): LoadSlice[][] {
  const stretches: LoadSlice[][] = [];
  let last: LoadSlice | undefined;
  for (const slice of slices) {
    if (last === undefined || slice.fromMs - last.toMs > joinMs) stretches.push([slice]);
    else stretches.at(-1)?.push(slice);
    last = slice;
  }
  return stretches;
}

const lengthMs = (stretch: readonly LoadSlice[]): number =>
  (stretch.at(-1)?.toMs ?? 0) - (stretch[0]?.fromMs ?? 0);

interface StretchReading extends LoadReading {
  /** Where the stretch begins, in the demand and by the clock of its slices. */
  readonly beganMs: number;
  readonly fromMs: number;
}

/**
 * Static files are left out: uWSGI does not time them, and they take next to nothing. What began before the stretch
 * counts from its start on. Returns what they took within it.
 */
function addEnded(requests: Requests, slice: LoadSlice, reading: StretchReading): number {
  const { variation, random, beganMs, fromMs } = reading;
  const { served, servedSeconds } = slice;
  const lengths = Array.from({ length: served }, () => lengthAbout(1, variation, random));
  const scale = (servedSeconds * 1000) / lengths.reduce((total, length) => total + length, 0);
  let addedMs = 0;
  for (const length of lengths) {
    const endMs = random.between(slice.fromMs, slice.toMs) - fromMs;
    const serviceMs = Math.min(length * scale, endMs);
    addedMs += serviceMs;
    requests.add(beganMs + endMs - serviceMs, serviceMs);
  }
  return addedMs;
}

/** Lognormal, as service times are: few are long. */
function lengthAbout(mean: number, variation: number, random: Random): number {
  if (variation === 0) return mean;
  const variance = Math.log(1 + variation ** 2);
  return random.lognormal(mean * Math.exp(-variance / 2), Math.sqrt(variance));
}

/** They share what time is left, and are not over when the stretch is. */
function addUnfinished(
  requests: Requests,
  stretch: readonly LoadSlice[],
  { knownMs, beganMs }: { readonly knownMs: number; readonly beganMs: number },
): void {
  const inFlight = stretch.at(-1)?.inFlight ?? 0;
  const leftMs = stretch.reduce((sum, { busySeconds }) => sum + busySeconds * 1000, 0) - knownMs;
  if (inFlight === 0 || leftMs <= 0) return;
  const serviceMs = Math.min(leftMs / inFlight, lengthMs(stretch));
  const arrivalMs = beganMs + lengthMs(stretch) - serviceMs;
  for (let request = 0; request < inFlight; request += 1) requests.add(arrivalMs, serviceMs);
}
