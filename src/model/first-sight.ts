/**
 * How old a request is that a poll sees for the first time. A poll catches long requests far more often than short ones,
 * so what a worker's requests take on average says little; but how often one that was caught was still there at the
 * next poll, and how long the others took, can be counted.
 */
import type { Flight, StartBounds } from './flights';

export interface FirstSights {
  /** Caught by a poll and followed to the next one; older ones weigh less. */
  readonly caught: number;
  /** Of those: still there then. */
  readonly stayed: number;
  /** Of requests that ended within an interval, ms: their sum, and the sum of their squares as far as is known. */
  readonly sumMs: number;
  readonly squaresMs: number;
}

/** Nothing is known: most requests are short, but the first that is caught counts for more than that. */
export const noFirstSights: FirstSights = { caught: 0.5, stayed: 0.05, sumMs: 0, squaresMs: 0 };

/** So many counts back, a count weighs a third. */
const memory = 20;

/** What one interval taught: the requests that were in flight at its start and at its end, and what ended in between. */
export function learn(
  sights: FirstSights,
  before: readonly Flight[],
  now: readonly Flight[],
  ended: { readonly requests: number; readonly sumMs: number },
): FirstSights {
  if (before.length === 0 && ended.requests <= 0) return sights;
  const followed = before.filter(({ polls }) => polls === 1);
  const stayed = followed.filter((flight) => now.some((one) => one.core === flight.core && one.polls > 1));
  const kept = (1 - 1 / memory) ** followed.length;
  const caught = {
    caught: sights.caught * kept + followed.length,
    stayed: sights.stayed * kept + stayed.length,
  };
  // With one among them that was there for longer, the mean would tell of none.
  const hasLong = before.some(
    ({ core, polls }) => polls > 1 && !now.some((one) => one.core === core && one.polls > polls),
  );
  if (hasLong || ended.requests <= 0) return { ...sights, ...caught };
  const forgotten = (1 - 1 / memory) ** Math.min(ended.requests, memory);
  return {
    ...caught,
    sumMs: sights.sumMs * forgotten + ended.sumMs,
    squaresMs: sights.squaresMs * forgotten + ended.sumMs ** 2 / ended.requests,
  };
}

/**
 * The mean of what is likely: of a long request every age within the bounds is as likely as another, of a short one
 * every age up to its length. (The median is nearer on average, but further off where it is off, and what the limits 0
 * and 1 cut off at the end of a request is lost for good.)
 */
export function likelyAgeMs(
  { caught, stayed, sumMs, squaresMs }: FirstSights,
  { earliestMs, latestMs }: StartBounds,
  usualMs: number | undefined,
): number {
  const width = latestMs - earliestMs;
  // Longer ones are caught more often, each by its length.
  const known = sumMs > 0 ? squaresMs / sumMs : usualMs;
  const short = Math.min(known ?? width, width);
  const long = stayed / caught;
  return (long * width + (1 - long) * short) / 2;
}
