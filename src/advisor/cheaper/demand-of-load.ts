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

import type { Random } from '../../demo/random';
import type { LoadSlice } from '../load';
import { demandOf, type Demand, type Request } from './demand';

export interface LoadReading {
  /** The spread of service times: their standard deviation over their mean. */
  readonly variation: number;
  readonly random: Random;
}

/** Pauses of the recording are left out: what comes after them follows at once. */
export function demandOfLoad(slices: readonly LoadSlice[], reading: LoadReading): Demand {
  const requests: Request[] = [];
  let atMs = 0;
  for (const stretch of stretchesOf(slices)) {
    for (const request of requestsOf(stretch, reading)) {
      requests.push({ ...request, arrivalMs: request.arrivalMs + atMs });
    }
    atMs += lengthMs(stretch);
  }
  return demandOf(requests, atMs);
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

export const lengthMs = (stretch: readonly LoadSlice[]): number =>
  (stretch.at(-1)?.toMs ?? 0) - (stretch[0]?.fromMs ?? 0);

/** Times since the start of the stretch. */
function requestsOf(stretch: readonly LoadSlice[], reading: LoadReading): Request[] {
  const startMs = stretch[0]?.fromMs ?? 0;
  const ended = stretch.flatMap((slice) => endedIn(slice, startMs, reading));
  return [...ended, ...unfinished(stretch, ended)];
}

/** Static files are left out: uWSGI does not time them, and they take next to nothing. */
function endedIn(slice: LoadSlice, startMs: number, { variation, random }: LoadReading): Request[] {
  const { served, servedSeconds, fromMs, toMs } = slice;
  if (served === 0) return [];
  const lengths = Array.from({ length: served }, () => lengthAbout(1, variation, random));
  const sum = lengths.reduce((total, length) => total + length, 0);
  return lengths.map((length) => {
    const endMs = random.between(fromMs, toMs) - startMs;
    const takenMs = (length / sum) * servedSeconds * 1000;
    // What began before the recording counts from there on.
    const arrivalMs = Math.max(0, endMs - takenMs);
    return { arrivalMs, serviceMs: Math.min(takenMs, endMs) };
  });
}

/** Lognormal, as service times are: few are long. */
function lengthAbout(mean: number, variation: number, random: Random): number {
  if (variation === 0) return mean;
  const variance = Math.log(1 + variation ** 2);
  return random.lognormal(mean * Math.exp(-variance / 2), Math.sqrt(variance));
}

/** They share what time is left, and are not over when the recording is. */
function unfinished(stretch: readonly LoadSlice[], ended: readonly Request[]): Request[] {
  const inFlight = stretch.at(-1)?.inFlight ?? 0;
  const busyMs = stretch.reduce((sum, { busySeconds }) => sum + busySeconds * 1000, 0);
  const leftMs = busyMs - ended.reduce((sum, { serviceMs }) => sum + serviceMs, 0);
  if (inFlight === 0 || leftMs <= 0) return [];
  const serviceMs = Math.min(leftMs / inFlight, lengthMs(stretch));
  const arrivalMs = lengthMs(stretch) - serviceMs;
  return Array.from({ length: inFlight }, () => ({ arrivalMs, serviceMs }));
}
