/** What the counters of one of uWSGI's caches say of its use. */

export interface CacheCounters {
  readonly hits?: number | undefined;
  readonly miss?: number | undefined;
  readonly items?: number | undefined;
  readonly max_items?: number | undefined;
}

/** Of what was asked for since the start, 0…1; undefined where nobody has asked yet. */
export function hitRatio({ hits, miss }: CacheCounters): number | undefined {
  return hits === undefined || miss === undefined ? undefined : shareOf(hits, hits + miss);
}

/** Of the items that there is room for, 0…1. */
export function cacheFill({ items, max_items: most }: CacheCounters): number | undefined {
  return items === undefined || most === undefined ? undefined : shareOf(items, most);
}

const shareOf = (part: number, whole: number): number | undefined =>
  whole > 0 && part >= 0 ? Math.min(1, part / whole) : undefined;
