/** What happened to one instance or to many, the newest first: no more of it than anybody looks through. */
import type { FleetEvent } from '../model/events';
import type { InstanceState } from '../model/instance';
import type { EventRow, NewsRow } from './news';

/** Of one instance there are fewer; its own Events screen has all of them. */
export const mostHappened = 500;

/** An instance to which nothing happens keeps its list: many frames ask for the same. */
const known = new WeakMap<readonly FleetEvent[], readonly EventRow[]>();

export function eventRows({ target, events }: InstanceState): readonly EventRow[] {
  const before = known.get(events);
  if (before !== undefined) return before;
  const rows = withoutBursts(events)
    .map((event): EventRow => ({
      kind: 'event',
      key: `${target.id} ${event.sequence}`,
      targetId: target.id,
      event,
    }))
    .reverse()
    .sort((a, b) => b.event.wallMs - a.event.wallMs);
  known.set(events, rows);
  return rows;
}

/** Wall clock, ms. */
export const timeOf = (row: NewsRow): number =>
  row.kind === 'event' ? row.event.wallMs : row.kind === 'past' ? row.past.endedMs : 0;

/** @param lists each of them with the newest first; among equals the later list comes first */
export function newestOf(lists: readonly (readonly NewsRow[])[], most = mostHappened): NewsRow[] {
  const queues = lists.filter(({ length }) => length > 0).map((rows) => ({ rows, at: 0 }));
  const newest: NewsRow[] = [];
  while (newest.length < most) {
    const next = newestQueue(queues);
    const row = next?.rows[next.at];
    if (next === undefined || row === undefined) break;
    newest.push(row);
    next.at++;
  }
  return newest;
}

interface Queue {
  readonly rows: readonly NewsRow[];
  at: number;
}

function newestQueue(queues: readonly Queue[]): Queue | undefined {
  let newest: Queue | undefined;
  let newestMs = -Infinity;
  for (const queue of queues) {
    const row = queue.rows[queue.at];
    if (row === undefined || timeOf(row) < newestMs) continue;
    newest = queue;
    newestMs = timeOf(row);
  }
  return newest;
}

/** Events in a row of one kind that tell together what each tells alone. */
const burstGapMs = 30_000;

/** Scaling up goes on for seconds, a step at a time: one line, which grows, and keeps the name of its first. */
function withoutBursts(events: readonly FleetEvent[]): FleetEvent[] {
  const shown: FleetEvent[] = [];
  for (const event of events) {
    const last = shown.at(-1);
    const isScaling = event.kind === 'scale-up' || event.kind === 'scale-down';
    if (isScaling && last?.kind === event.kind && event.wallMs - last.wallMs <= burstGapMs) {
      const workers = [...new Set([...last.workers, ...event.workers])].sort((a, b) => a - b);
      shown[shown.length - 1] = { ...last, workers, wallMs: event.wallMs };
    } else shown.push(event);
  }
  return shown;
}
