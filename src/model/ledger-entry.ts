/** How a ledger grows: the next one is begun for an interval, written column by column, and then never again. */
import type { Ledger, Tier, Values } from './ledger';

/** Whoever has begun the next ledger holds it alone until it is closed. */
export interface Entry {
  readonly ledger: Ledger;
  /** What the quantity was all the time; undefined leaves a gap. */
  readonly write: (column: number, value: number | undefined) => void;
  /** Enters what was written. */
  readonly close: () => void;
}

/** Monotonic, ms. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

export function enter(before: Ledger, interval: TimeSpan): Entry {
  const rows: Row[] = [];
  const values = new Float64Array(before.columns).fill(NaN);
  const tiers = before.tiers.map((tier) => {
    const turned = turnTo(tier, interval.toMs);
    rows.push(...rowsOf(turned, tier, interval));
    return turned;
  });
  return {
    ledger: { columns: before.columns, tiers },
    write: (column, value) => {
      if (value !== undefined && Number.isFinite(value)) values[column] = value;
    },
    close: () => {
      for (const row of rows) writeRow(row, values);
    },
  };
}

type OpenTier = Tier & { readonly chunks: (Values | undefined)[] };

/** The tier as it reaches up to now. */
function turnTo(before: Tier, nowMs: number): OpenTier {
  const { bucketMs, buckets, bucketsPerChunk, coveredMs } = before;
  const newest = Math.max(Math.floor(nowMs / bucketMs), before.newest);
  const firstChunk = Math.floor((newest - buckets + 1) / bucketsPerChunk);
  const chunks = before.chunks.slice(firstChunk - before.firstChunk);
  while (firstChunk + chunks.length <= Math.floor(newest / bucketsPerChunk)) chunks.push(undefined);
  return {
    bucketMs,
    buckets,
    bucketsPerChunk,
    chunks,
    firstChunk,
    newest,
    coveredMs: newest === before.newest ? coveredMs.slice() : new Float32Array(coveredMs.length),
  };
}

/** A row in which is written. */
interface Row {
  readonly chunk: Values;
  /** Of its first column in the chunk. */
  readonly offset: number;
  readonly weightMs: number;
  /** For each column what was known of this row before, ms; absent where that was nothing. */
  readonly knownMs?: Values | undefined;
  /** Where that is kept up, for the newest row. */
  readonly coveredMs?: Values | undefined;
}

/** Those of the interval, in chunks that nobody else holds. */
function rowsOf(tier: OpenTier, before: Tier, interval: TimeSpan): Row[] {
  const { bucketMs, buckets, bucketsPerChunk, chunks, firstChunk, newest, coveredMs } = tier;
  const columns = coveredMs.length;
  const first = Math.max(Math.floor(interval.fromMs / bucketMs), newest - buckets + 1);
  const last = Math.floor(interval.toMs / bucketMs);
  const rows: Row[] = [];
  let own = -1;
  for (let bucket = first; bucket <= last; bucket++) {
    const place = Math.floor(bucket / bucketsPerChunk) - firstChunk;
    const known = chunks[place];
    const chunk =
      (place === own ? known : known?.slice()) ?? new Float32Array(columns * bucketsPerChunk).fill(NaN);
    chunks[place] = chunk;
    own = place;
    rows.push({
      chunk,
      offset: (bucket - (firstChunk + place) * bucketsPerChunk) * columns,
      weightMs: overlapMs(bucket, bucketMs, interval),
      knownMs: bucket === before.newest ? before.coveredMs : undefined,
      coveredMs: bucket === newest ? coveredMs : undefined,
    });
  }
  return rows;
}

/** Never nothing: what a poll tells at the very start of a row shows there at once, and the next one outweighs it. */
function overlapMs(bucket: number, bucketMs: number, { fromMs, toMs }: TimeSpan): number {
  const ms = Math.min(toMs, (bucket + 1) * bucketMs) - Math.max(fromMs, bucket * bucketMs);
  return Math.max(ms, Number.EPSILON);
}

function writeRow({ chunk, offset, weightMs, knownMs, coveredMs }: Row, values: Float64Array): void {
  for (let column = 0; column < values.length; column++) {
    const value = values[column] ?? NaN;
    if (Number.isNaN(value)) continue;
    const known = knownMs?.[column] ?? 0;
    const before = chunk[offset + column] ?? value;
    chunk[offset + column] = known > 0 ? (before * known + value * weightMs) / (known + weightMs) : value;
    if (coveredMs !== undefined) coveredMs[column] = known + weightMs;
  }
}
