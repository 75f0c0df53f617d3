/** A binary heap of future events. Equal times keep the order of their adding, so a run can be repeated exactly. */

const never = Infinity;

export interface Timeline<Event> {
  add(atMs: number, event: Event): void;
  /** When the next event is due; Infinity when there is none. */
  nextMs(): number;
  take(): Event | undefined;
  clear(): void;
}

interface Entry<Event> {
  readonly atMs: number;
  readonly order: number;
  readonly event: Event;
}

export function createTimeline<Event>(): Timeline<Event> {
  const heap: Entry<Event>[] = [];
  let added = 0;
  return {
    add: (atMs, event) => {
      added += 1;
      heap.push({ atMs, order: added, event });
      siftUp(heap);
    },
    nextMs: () => heap[0]?.atMs ?? never,
    take: () => {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) siftDown(heap, last);
      return first.event;
    },
    clear: () => {
      heap.length = 0;
    },
  };
}

function isBefore<Event>(left: Entry<Event>, right: Entry<Event>): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);
}

function siftUp<Event>(heap: Entry<Event>[]): void {
  let place = heap.length - 1;
  const entry = heap[place];
  if (entry === undefined) return;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(entry, parent)) break;
    heap[place] = parent;
    place = above;
  }
  heap[place] = entry;
}

function siftDown<Event>(heap: Entry<Event>[], entry: Entry<Event>): void {
  let place = 0;
  for (;;) {
    let below = 2 * place + 1;
    let child = heap[below];
    const other = heap[below + 1];
    if (child === undefined) break;
    if (other !== undefined && isBefore(other, child)) {
      below += 1;
      child = other;
    }
    if (isBefore(entry, child)) break;
    heap[place] = child;
    place = below;
  }
  heap[place] = entry;
}
