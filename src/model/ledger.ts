/**
 * What many quantities were, side by side: a column for each, a row for each stretch of time, in tiers of finer and
 * coarser rows. All of them are measured by the same polls, so they share what it costs to keep account of time.
 *
 * Ledgers are immutable, so a frozen view keeps its picture while the model goes on: the rows lie in chunks, and a new
 * ledger (see ledger-entry.ts) shares with the one before it all chunks but those in which something is written.
 */

export interface Ledger {
  readonly columns: number;
  readonly tiers: readonly Tier[];
}

export interface TierSpan {
  /** Length of a row, ms. */
  readonly bucketMs: number;
  /** How many rows it reaches back. */
  readonly buckets: number;
}

export interface Tier extends TierSpan {
  readonly bucketsPerChunk: number;
  /** Row by row; NaN where nothing is known. Undefined where nothing is known in the whole chunk. */
  readonly chunks: readonly (Values | undefined)[];
  /** Number of the first of them: floor(number of its first row / rows a chunk). */
  readonly firstChunk: number;
  /** Number of the newest row: floor(monotonic time / bucketMs). */
  readonly newest: number;
  /** For each column the milliseconds of the newest row that are known so far: what comes is averaged in by weight. */
  readonly coveredMs: Values;
}

/** Seven digits are more than a chart shows. */
export type Values = Float32Array;

/** A typed array costs more to make than to fill, but what is written anew at each poll should be small. */
const valuesPerChunk = 512;
const mostBucketsPerChunk = 60;

export function createLedger(columns: number, spans: readonly TierSpan[]): Ledger {
  const fitting = Math.floor(valuesPerChunk / Math.max(1, columns));
  const tiers = spans.map(({ bucketMs, buckets }) => ({
    bucketMs,
    buckets,
    bucketsPerChunk: Math.max(1, Math.min(mostBucketsPerChunk, fitting)),
    chunks: [],
    firstChunk: 0,
    newest: -Infinity,
    coveredMs: new Float32Array(columns),
  }));
  return { columns, tiers };
}

/** Undefined where nothing is known, and beyond the reach of the tier. */
export function valueAt(tier: Tier, column: number, bucket: number): number | undefined {
  const { bucketsPerChunk, buckets, chunks, firstChunk, newest, coveredMs } = tier;
  if (bucket > newest || bucket <= newest - buckets) return undefined;
  const number = Math.floor(bucket / bucketsPerChunk);
  const row = bucket - number * bucketsPerChunk;
  const value = chunks[number - firstChunk]?.[row * coveredMs.length + column];
  return Number.isNaN(value) ? undefined : value;
}
