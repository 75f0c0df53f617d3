/** One quantity over time, as charts and sparklines ask for it. */
import { type Ledger, type Tier, valueAt } from './ledger';

/** A column of a ledger. */
export interface Series {
  readonly ledger: Ledger;
  readonly column: number;
}

/**
 * The last `count` buckets of `bucketMs` up to the moment `nowMs`, oldest first, undefined for gaps. The tier is the
 * finest that reaches back far enough; wider buckets are means of what is known in them, narrower ones share its value.
 */
export function window(
  series: Series,
  { count, bucketMs, nowMs }: { readonly count: number; readonly bucketMs: number; readonly nowMs: number },
): (number | undefined)[] {
  const { tiers } = series.ledger;
  const tier =
    tiers.find((candidate) => candidate.bucketMs * candidate.buckets >= count * bucketMs) ?? tiers.at(-1);
  if (tier === undefined) return [];
  // Aligned to whole groups: otherwise each new second regroups the past and the picture trembles.
  const lastGroup = Math.floor(nowMs / bucketMs);
  return Array.from({ length: count }, (_, index) => {
    const group = lastGroup - (count - 1 - index);
    return meanOf(tier, series.column, bucketsOf(group * bucketMs, bucketMs, tier));
  });
}

type Reach = readonly [first: number, last: number];

/** Those of the tier that begin within the group; where it is shorter than they are, the one that it lies in. */
function bucketsOf(fromMs: number, lengthMs: number, { bucketMs }: Tier): Reach {
  const first = Math.ceil(fromMs / bucketMs);
  const last = Math.ceil((fromMs + lengthMs) / bucketMs) - 1;
  return last >= first ? [first, last] : [last, last];
}

function meanOf(tier: Tier, column: number, [first, last]: Reach): number | undefined {
  let sum = 0;
  let known = 0;
  for (let bucket = first; bucket <= last; bucket++) {
    const value = valueAt(tier, column, bucket);
    if (value === undefined) continue;
    sum += value;
    known++;
  }
  return known === 0 ? undefined : sum / known;
}
