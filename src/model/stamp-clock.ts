/** What the timestamps of an emperor's or a router's document prove about its clock: see target-clock.ts. */
import type { EmperorDocument, RouterDocument, Snapshot } from '../stats/schema';
import { type TargetClock, unknownClock, withEvidence } from './target-clock';

interface Earlier {
  readonly snapshot: Snapshot;
  readonly clock: TargetClock;
  readonly monotonicMs: number;
}

/** No stamp is of the future, and one that was not there at the last poll was made after it. */
export function stampClock(snapshot: Snapshot, before: Earlier | undefined, nowMs: number): TargetClock {
  const known = new Set(before === undefined ? [] : stampsOf(before.snapshot));
  return stampsOf(snapshot).reduce((clock, seconds) => {
    const fromMs = before === undefined || known.has(seconds) ? -Infinity : before.monotonicMs;
    return withEvidence(clock, { seconds, fromMs, toMs: nowMs });
  }, before?.clock ?? unknownClock);
}

function stampsOf({ kind, document }: Snapshot): number[] {
  const stamps =
    kind === 'emperor' ? stampsOfEmperor(document) : kind === 'router' ? stampsOfRouter(document) : [];
  return stamps.flatMap((seconds) => (seconds !== undefined && seconds > 0 ? [seconds] : []));
}

/** Those that the emperor takes from its own clock: `born` and `last_mod` are a file's. */
const stampsOfEmperor = ({ vassals, blacklist = [] }: EmperorDocument) => [
  ...vassals.flatMap((vassal) => [
    vassal.first_run,
    vassal.last_run,
    vassal.last_ready,
    vassal.last_heartbeat,
    vassal.cursed,
  ]),
  ...blacklist.map(({ last_attempt: lastAttempt }) => lastAttempt),
];

const stampsOfRouter = ({ subscriptions = [] }: RouterDocument) =>
  subscriptions.flatMap(({ nodes = [] }) => nodes.map(({ last_check: lastCheck }) => lastCheck));
