/** How fast a worker walks towards a limit that is counted in requests: its own rate, of this life alone. */

export interface Pace {
  /** Monotonic ms and delta_requests in turn, the oldest first. */
  readonly points: readonly number[];
}

export const noPace: Pace = { points: [] };

const reachMs = 60_000;
/** A point closer than this to the one before it makes room for the next: a minute is some 30 points. */
const spacingMs = 2000;

export function withRequests({ points }: Pace, atMs: number, requests: number): Pace {
  let first = 0;
  // One point before the reach stays, so that the minute is a whole one.
  while (first + 2 < points.length && atMs - (points[first + 2] ?? 0) >= reachMs) first += 2;
  const [beforeLast, last = atMs] = [points.at(-4), points.at(-2)];
  const replaces = beforeLast !== undefined && last - beforeLast < spacingMs;
  const kept = points.slice(first);
  const place = replaces ? kept.length - 2 : kept.length;
  kept[place] = atMs;
  kept[place + 1] = requests;
  return { points: kept };
}

export interface Rate {
  readonly perSecond: number;
  /** Share of perSecond that it may be off by, from counting alone (95 %, Poisson). */
  readonly error: number;
}

interface Stretch {
  readonly seconds: number;
  readonly requests: number;
}

/** The latest stretch says what is going on now; a longer one of the same load says it with more certainty. */
const stretchesMs = [12_000, 16_000, 20_000, 25_000, 30_000, 38_000, 48_000, reachMs + spacingMs];
/** From two or three requests a rate would be a guess. */
const fewestRequests = 5;
/** Standard deviations (Poisson) within which two stretches are the same load. */
const likeness = 2.5;

/**
 * The rate of the last twelve seconds and of what lies before them as long as the load was the same, up to the whole
 * life of the worker; so a monitor that was attached a moment ago can tell already, and a change of load counts soon.
 */
export function rateOf({ points }: Pace, ageSeconds: number | undefined): Rate | undefined {
  if (points.length === 0) return undefined;
  let chosen: Stretch | undefined;
  for (const candidate of stretchesOf(points, ageSeconds)) {
    if (chosen !== undefined) {
      if (candidate.seconds <= chosen.seconds) continue;
      if (!isSameLoad(chosen, candidate)) break;
    }
    chosen = candidate;
  }
  if (chosen === undefined || chosen.requests < fewestRequests) return undefined;
  return { perSecond: chosen.requests / chosen.seconds, error: 1.96 / Math.sqrt(chosen.requests) };
}

/** The shortest first, none of them twice, and the whole life of the worker last. */
function stretchesOf(points: readonly number[], ageSeconds: number | undefined): Stretch[] {
  const [lastMs = 0, lastRequests = 0] = [points.at(-2), points.at(-1)];
  const stretches: Stretch[] = [];
  let first = points.length - 2;
  for (const reach of stretchesMs) {
    const shorter = first;
    while (first >= 2 && lastMs - (points[first - 2] ?? 0) <= reach) first -= 2;
    if (first === shorter) continue;
    const seconds = (lastMs - (points[first] ?? 0)) / 1000;
    stretches.push({ seconds, requests: lastRequests - (points[first + 1] ?? 0) });
  }
  if (ageSeconds !== undefined && ageSeconds >= 2)
    stretches.push({ seconds: ageSeconds, requests: lastRequests });
  return stretches;
}

/** What the longer stretch adds is as dense as the shorter one, as far as counts can tell; one more or less tells nothing. */
function isSameLoad(shorter: Stretch, longer: Stretch): boolean {
  const added = { seconds: longer.seconds - shorter.seconds, requests: longer.requests - shorter.requests };
  const apart = Math.abs(shorter.requests / shorter.seconds - added.requests / added.seconds);
  const variance = ((longer.requests + 1) / longer.seconds) * (1 / shorter.seconds + 1 / added.seconds);
  return apart <= likeness * Math.sqrt(variance);
}
