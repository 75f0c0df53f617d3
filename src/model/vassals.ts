/** The vassals of an emperor over time: which of them serve, and which the emperor has given up on for now. */
import { displayText } from '../format/text';
import type { EmperorDocument } from '../stats/schema';
import type { EventDetail } from './events';

export interface VassalState {
  /** Its name; the second of several that share one, as zergs do, is `NAME #2`. */
  readonly id: string;
  readonly pid: number;
  /** cursed: it died, or is about to be ended · blacklisted: the emperor waits before it tries again. */
  readonly state: 'accepting' | 'ready' | 'starting' | 'on demand' | 'cursed' | 'blacklisted';
  /** Deaths in a row, where it is blacklisted. */
  readonly attempts?: number | undefined;
  /** Until the emperor tries again, ms. */
  readonly throttleMs?: number | undefined;
  /** Since when it is in this state or one that is as good or bad: monotonic, ms. */
  readonly sinceMs: number;
}

export const isInTrouble = ({ state }: VassalState): boolean => state === 'cursed' || state === 'blacklisted';
const serves = ({ state }: VassalState) =>
  state === 'accepting' || state === 'ready' || state === 'on demand';

export function vassalsOf(
  document: EmperorDocument,
  before: readonly VassalState[],
  { monotonicMs, wallMs }: { readonly monotonicMs: number; readonly wallMs: number },
): VassalState[] {
  const known = new Map(before.map((vassal) => [vassal.id, vassal]));
  const blacklist = new Map((document.blacklist ?? []).map((entry) => [entry.id, entry]));
  const listed = new Set(document.vassals.map(({ id }) => id));
  const nowSeconds = emperorSeconds(document, wallMs);
  const waiting = [...blacklist.values()].filter(
    (entry) => !listed.has(entry.id) && isTriedAgain(entry, nowSeconds),
  );
  const all = [...document.vassals, ...waiting.map(({ id }) => ({ id, pid: 0 }))];
  const names = uniqueNames(all.map(({ id }) => displayText(id, idLength)));
  return all.map((raw, index): VassalState => {
    const entry = blacklist.get(raw.id);
    const vassal = {
      id: names[index] ?? '',
      pid: raw.pid,
      state: stateOf(raw, entry !== undefined),
      attempts: entry?.attempt,
      throttleMs: entry?.throttle_level,
      sinceMs: monotonicMs,
    };
    const previous = known.get(vassal.id);
    const same =
      previous !== undefined &&
      (previous.state === vassal.state || (isInTrouble(previous) && isInTrouble(vassal)));
    return same ? { ...vassal, sinceMs: previous.sinceMs } : vassal;
  });
}

type BlacklistEntry = NonNullable<EmperorDocument['blacklist']>[number];

/** By its own clock, as far as it shows: that may be ahead of ours. */
const emperorSeconds = (document: EmperorDocument, wallMs: number): number =>
  (document.blacklist ?? []).reduce(
    (latest, { last_attempt: attempt = 0 }) => Math.max(latest, attempt),
    wallMs / 1000,
  );

/** The emperor looks around every few seconds only, and a try takes its time. */
const lateSeconds = 15;

/**
 * Between two tries a vassal is on the blacklist alone. One whose configuration was removed stays there for ever, but
 * is not tried again.
 */
const isTriedAgain = (entry: BlacklistEntry, nowSeconds: number): boolean =>
  (entry.last_attempt ?? 0) + (entry.throttle_level ?? 0) / 1000 + lateSeconds >= nowSeconds;

const idLength = 200;

/** In the order of the document, to which the emperor adds at the end. */
function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const counts = new Map<string, number>();
  return names.map((name) => {
    let count = (counts.get(name) ?? 0) + 1;
    while (count > 1 && taken.has(`${name} #${count}`)) count++;
    counts.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  });
}

/** The blacklist forgets a vassal with its first request only, so one that is up is healthy though it is still there. */
function stateOf(raw: EmperorDocument['vassals'][number], blacklisted: boolean): VassalState['state'] {
  if (raw.pid <= 0 && (raw.on_demand ?? '') !== '') return 'on demand';
  const isCursed = (raw.cursed ?? 0) > 0;
  if (!isCursed && (raw.accepting ?? 0) > 0) return 'accepting';
  if (!isCursed && (raw.ready ?? 0) > 0) return 'ready';
  return blacklisted ? 'blacklisted' : isCursed ? 'cursed' : 'starting';
}

/** A vassal that dies again and again is one event, until it serves once more. */
export function* vassalEvents(
  before: readonly VassalState[],
  now: readonly VassalState[],
): Generator<EventDetail> {
  const known = new Map(before.map((vassal) => [vassal.id, vassal]));
  for (const vassal of now) {
    const previous = known.get(vassal.id);
    known.delete(vassal.id);
    if (previous === undefined) yield { kind: 'vassal-new', vassal: vassal.id };
    else if (isInTrouble(vassal) && !isInTrouble(previous)) {
      yield { kind: 'vassal-cursed', vassal: vassal.id, attempts: vassal.attempts };
    } else if (serves(vassal) && !serves(previous)) {
      yield { kind: 'vassal-serves', vassal: vassal.id };
    }
  }
  for (const vassal of known.values()) yield { kind: 'vassal-gone', vassal: vassal.id };
}
