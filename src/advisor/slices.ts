/** Slices of load one after the other, bounded: where there are too many, two neighbours become one. */
import type { LoadSlice } from './load';

export interface SliceList {
  /** The oldest first. What has been written is shared with the list before. */
  readonly chunks: readonly (readonly LoadSlice[])[];
  readonly length: number;
}

export const noSlices: SliceList = { chunks: [], length: 0 };

/** A day of seconds. */
export const mostSlices = 100_000;

const perChunk = 256;

export function withSlice({ chunks, length }: SliceList, slice: LoadSlice, most = mostSlices): SliceList {
  const last = chunks.at(-1);
  const grown =
    last === undefined || last.length >= perChunk
      ? [...chunks, [slice]]
      : [...chunks.slice(0, -1), [...last, slice]];
  const list = { chunks: grown, length: length + 1 };
  return list.length > most ? halved(list) : list;
}

export function* slicesOf({ chunks }: SliceList): Generator<LoadSlice> {
  for (const chunk of chunks) yield* chunk;
}

/** Across a gap nothing is joined; where that leaves too many, the oldest half goes. */
function halved(list: SliceList): SliceList {
  const slices = [...slicesOf(list)];
  const joined: LoadSlice[] = [];
  let open: LoadSlice | undefined;
  for (const slice of slices) {
    if (open === undefined) open = slice;
    else if (open.toMs === slice.fromMs) {
      joined.push(joinedSlice(open, slice));
      open = undefined;
    } else {
      joined.push(open);
      open = slice;
    }
  }
  if (open !== undefined) joined.push(open);
  const kept = joined.length > (3 / 4) * slices.length ? joined.slice(-Math.ceil(slices.length / 2)) : joined;
  return chunked(kept);
}

function chunked(slices: readonly LoadSlice[]): SliceList {
  const chunks: (readonly LoadSlice[])[] = [];
  for (let from = 0; from < slices.length; from += perChunk) chunks.push(slices.slice(from, from + perChunk));
  return { chunks, length: slices.length };
}

/** What is told of the end of a slice is that of the later one, but a queue that was there is not forgotten. */
function joinedSlice(one: LoadSlice, next: LoadSlice): LoadSlice {
  return {
    ...next,
    fromMs: one.fromMs,
    requests: one.requests + next.requests,
    served: one.served + next.served,
    servedSeconds: one.servedSeconds + next.servedSeconds,
    busySeconds: one.busySeconds + next.busySeconds,
    queue: greatest(one.queue, next.queue),
    cpuSeconds:
      one.cpuSeconds === undefined || next.cpuSeconds === undefined
        ? undefined
        : one.cpuSeconds + next.cpuSeconds,
    kills: one.kills + next.kills,
  };
}

const greatest = (one: number | undefined, other: number | undefined) =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
