/**
 * A bounded history of one quantity in two tiers: the last ten minutes second by second, the last hour in buckets of
 * ten seconds. Values are immutable, so a frozen view keeps its picture while the model goes on.
 *
 * Memory: 600 + 360 numbers are 7.7 KB a series, and a spark 480 bytes: an instance of 500 workers keeps 31 KB in its
 * four series and 240 KB in sparks. (Typed arrays would be half of that, but making one costs more than filling it.)
 */

export interface Tier {
  /** Width of a bucket, ms. */
  readonly bucketMs: number;
  /** The oldest first; NaN where nothing is known. */
  readonly values: readonly number[];
  /** Number of the newest bucket: floor(monotonic time / bucketMs). */
  readonly newest: number;
  /** Milliseconds of the newest bucket that values cover so far, so that more samples average into it by weight. */
  readonly newestCoveredMs: number;
}

export interface Series {
  readonly tiers: readonly Tier[];
}

const fineTier = { bucketMs: 1000, buckets: 600 };
const coarseTier = { bucketMs: 10_000, buckets: 360 };

/** An hour: 10 minutes by the second, 60 minutes by ten seconds. */
export function createSeries(): Series {
  return { tiers: [emptyTier(fineTier), emptyTier(coarseTier)] };
}

/** One minute by the second, for a sparkline in a table row. */
export function createSpark(): Series {
  return { tiers: [emptyTier({ bucketMs: 1000, buckets: 60 })] };
}

function emptyTier({ bucketMs, buckets }: { bucketMs: number; buckets: number }): Tier {
  return {
    bucketMs,
    values: Array.from({ length: buckets }, () => NaN),
    newest: -Infinity,
    newestCoveredMs: 0,
  };
}

/** Records that the quantity was `value` from `fromMs` to `toMs` (monotonic); undefined leaves a gap. */
export function record(series: Series, value: number | undefined, fromMs: number, toMs: number): Series {
  return { tiers: series.tiers.map((tier) => recordTier(tier, value, fromMs, toMs)) };
}

function recordTier(tier: Tier, value: number | undefined, fromMs: number, toMs: number): Tier {
  const { bucketMs } = tier;
  const last = Math.floor(toMs / bucketMs);
  const shifted = shiftTo(tier, Math.max(last, tier.newest));
  if (value === undefined || !Number.isFinite(value)) return shifted;

  const size = shifted.values.length;
  const first = Math.max(Math.floor(fromMs / bucketMs), shifted.newest - size + 1);
  let coveredOfNewest = shifted.newestCoveredMs;
  for (let bucket = first; bucket <= last; bucket++) {
    const position = size - 1 - (shifted.newest - bucket);
    const from = Math.max(fromMs, bucket * bucketMs);
    const to = Math.min(toMs, (bucket + 1) * bucketMs);
    const weight = Math.max(to - from, Number.EPSILON);
    // Only the newest bucket's cover is kept; an older one that is touched again is filled up from its start.
    const covered = bucket === shifted.newest ? coveredOfNewest : Math.max(from - bucket * bucketMs, 0);
    const before = shifted.values[position] ?? NaN;
    shifted.values[position] = Number.isNaN(before)
      ? value
      : (before * covered + value * weight) / Math.max(covered + weight, Number.EPSILON);
    if (bucket === shifted.newest) coveredOfNewest += weight;
  }
  return { bucketMs, values: shifted.values, newest: shifted.newest, newestCoveredMs: coveredOfNewest };
}

/** A copy that reaches up to `newest`; nobody else holds its values yet. */
function shiftTo(tier: Tier, newest: number): Tier & { readonly values: number[] } {
  const { bucketMs, newestCoveredMs } = tier;
  const size = tier.values.length;
  const by = Math.min(newest - tier.newest, size);
  if (!(by > 0)) return { bucketMs, values: tier.values.slice(), newest: tier.newest, newestCoveredMs };
  const values = tier.values.slice();
  for (let place = 0; place < size; place++) values[place] = values[place + by] ?? NaN;
  return { bucketMs, values, newest, newestCoveredMs: 0 };
}

/**
 * The last `count` buckets of `bucketMs` up to the moment `nowMs`, oldest first, undefined for gaps. The tier is the
 * finest that reaches back far enough; wider buckets are means of what is known in them.
 */
export function window(
  series: Series,
  options: { readonly count: number; readonly bucketMs: number; readonly nowMs: number },
): (number | undefined)[] {
  const { count, bucketMs, nowMs } = options;
  const tier =
    series.tiers.find((candidate) => candidate.bucketMs * candidate.values.length >= count * bucketMs) ??
    series.tiers.at(-1);
  if (tier === undefined) return [];
  const per = Math.max(1, Math.round(bucketMs / tier.bucketMs));
  // Aligned to whole groups: otherwise each new second regroups the past and the picture trembles.
  const lastGroup = Math.floor(Math.floor(nowMs / tier.bucketMs) / per);
  return Array.from({ length: count }, (_, index) => {
    const group = lastGroup - (count - 1 - index);
    return meanOf(tier, group * per, group * per + per - 1);
  });
}

function meanOf(tier: Tier, firstBucket: number, lastBucket: number): number | undefined {
  let sum = 0;
  let known = 0;
  for (let bucket = firstBucket; bucket <= lastBucket; bucket++) {
    const value = tier.values[tier.values.length - 1 - (tier.newest - bucket)];
    if (value === undefined || Number.isNaN(value)) continue;
    sum += value;
    known++;
  }
  return known === 0 ? undefined : sum / known;
}
