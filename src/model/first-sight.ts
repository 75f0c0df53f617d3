/**
 * How old a request is that a poll sees for the first time. A poll catches long requests far more often than short ones,
 * so what a worker's requests take on average says little; but how often one that was caught was still there at the
 * next poll, and how long the others took, can be counted.
 */
import type { StartBounds } from './flight-start';
import type { Flight } from './flights';
import type { Interval } from './interval';

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

/** What one interval can teach. */
export interface Lesson {
  readonly before: readonly Flight[];
  readonly now: readonly Flight[];
  readonly ended: Pick<Interval, 'servedRequests' | 'runningTimeMicros'>;
}

/** What one interval taught: the requests that were in flight at its start and at its end, and what ended in between. */
export function learn(sights: FirstSights, { before, now, ended }: Lesson): FirstSights {
  const { servedRequests: requests } = ended;
  if (before.length === 0 && requests <= 0) return sights;
  const { followed, followedOn, hasLong } = followUp(before, now);
  const kept = (1 - 1 / memory) ** followed;
  const caught = sights.caught * kept + followed;
  const stayed = sights.stayed * kept + followedOn;
  if (hasLong || requests <= 0) return { caught, stayed, sumMs: sights.sumMs, squaresMs: sights.squaresMs };
  const forgotten = (1 - 1 / memory) ** Math.min(requests, memory);
  const sumMs = ended.runningTimeMicros / 1000;
  return {
    caught,
    stayed,
    sumMs: sights.sumMs * forgotten + sumMs,
    squaresMs: sights.squaresMs * forgotten + sumMs ** 2 / requests,
  };
}

/** What became of the requests that the last poll saw. */
function followUp(before: readonly Flight[], now: readonly Flight[]) {
  let followed = 0;
  let followedOn = 0;
  // With one that was there for longer among those that have ended, their mean would tell of none.
  let hasLong = false;
  for (const { core, polls } of before) {
    const isStill = now.some((one) => one.core === core && one.polls > polls);
    if (polls > 1) hasLong ||= !isStill;
    else {
      followed++;
      if (isStill) followedOn++;
    }
  }
  return { followed, followedOn, hasLong };
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
