/**
 * Where a quantity is going: points of (x, y) over any length, bounded in number, and the slope of the line through the
 * later part of them. Nothing is said before it is significant.
 */

export interface Trend {
  /** x and y in turn, the oldest first. */
  readonly points: readonly number[];
  /** Points closer together than this are not worth keeping apart. */
  readonly spacing: number;
}

export const noTrend: Trend = { points: [], spacing: 0 };

const mostPoints = 64;

/** A point must lie behind the last one in x. When there are too many, every other one goes: the reach stays whole. */
export function withPoint(trend: Trend, x: number, y: number): Trend {
  const { points, spacing } = trend;
  const lastX = points.at(-2);
  if (lastX !== undefined && (x <= lastX || x - lastX < spacing)) return trend;
  const grown = points.concat([x, y]);
  if (grown.length <= 2 * mostPoints) return { points: grown, spacing };
  const thinned = grown.filter((_, index) => index % 4 < 2);
  const reach = (thinned.at(-2) ?? 0) - (thinned[0] ?? 0);
  return { points: thinned, spacing: (reach / mostPoints) * 2 };
}

/** Only what lies at or behind `fromX`. */
export function since(trend: Trend, fromX: number): Trend {
  const { points } = trend;
  let first = 0;
  while (first < points.length && (points[first] ?? 0) < fromX) first += 2;
  return first === 0 ? trend : { points: points.slice(first), spacing: trend.spacing };
}

export interface Slope {
  /** Change of y for each x. */
  readonly perUnit: number;
  /** Half of its 95 % interval, as a share of it. */
  readonly error: number;
}

/** What was seen first is warming up: caches fill, modules load. The line goes through the later two thirds. */
const keptShare = 2 / 3;
const fewestPoints = 16;
/** How many standard errors above nothing. */
const significance = 12;
/** The slopes of both halves of the line may differ by this factor. */
const agreement = 1.4;

/** Growth that one can vouch for; undefined where there is none, or not enough of it to tell. */
export function growthOf({ points }: Trend): Slope | undefined {
  const count = points.length / 2;
  const skipped = Math.floor(count * (1 - keptShare));
  if (count - skipped < fewestPoints) return undefined;
  const fit = leastSquares(points, skipped, count);
  if (fit === undefined || fit.slope <= 0 || fit.slope < significance * fit.standardError) return undefined;
  const middle = Math.floor((skipped + count) / 2);
  const earlier = leastSquares(points, skipped, middle);
  const later = leastSquares(points, middle, count);
  if (earlier === undefined || later === undefined || earlier.slope <= 0) return undefined;
  if (later.slope > agreement * earlier.slope || earlier.slope > agreement * later.slope) return undefined;
  if (levelsOff(earlier, later)) return undefined;
  return { perUnit: fit.slope, error: (1.96 * fit.standardError) / fit.slope };
}

/** A warm-up that is still going on is nearly straight, but it bends more than its noise explains. */
function levelsOff(earlier: Fit, later: Fit): boolean {
  const bend = earlier.slope - later.slope;
  const noise = Math.hypot(earlier.standardError, later.standardError);
  return bend > leastBend * earlier.slope && bend > bendSignificance * noise;
}

const leastBend = 0.01;
/** Standard errors. */
const bendSignificance = 3;

interface Fit {
  readonly slope: number;
  readonly standardError: number;
}

/** Through the points from `from` up to, not including, `to`. Sums about the mean, so that large numbers lose no digits. */
function leastSquares(points: readonly number[], from: number, to: number): Fit | undefined {
  const count = to - from;
  if (count < 3) return undefined;
  let meanX = 0;
  let meanY = 0;
  for (let index = from; index < to; index++) {
    meanX += (points[2 * index] ?? 0) / count;
    meanY += (points[2 * index + 1] ?? 0) / count;
  }
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (let index = from; index < to; index++) {
    const dx = (points[2 * index] ?? 0) - meanX;
    const dy = (points[2 * index + 1] ?? 0) - meanY;
    sxx += dx * dx;
    sxy += dx * dy;
    syy += dy * dy;
  }
  if (sxx === 0) return undefined;
  const slope = sxy / sxx;
  const residual = Math.max(0, syy - slope * sxy);
  return { slope, standardError: Math.sqrt(residual / (count - 2) / sxx) };
}
