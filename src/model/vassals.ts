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
  /** Since when the blacklist says the same of it: monotonic, ms. */
  readonly triedMs?: number | undefined;
  /** Since when it is in this state or one that is as good or bad: monotonic, ms. */
  readonly sinceMs: number;
}

export const isInTrouble = ({ state }: VassalState): boolean => state === 'cursed' || state === 'blacklisted';
const serves = ({ state }: VassalState) =>
  state === 'accepting' || state === 'ready' || state === 'on demand';

/** What the emperor told before. */
export interface EmperorSight {
  readonly vassals: readonly VassalState[];
  readonly blacklist: readonly BlacklistEntry[];
}

interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export function vassalsOf(
  document: EmperorDocument,
  before: EmperorSight | undefined,
  moment: Moment,
): VassalState[] {
  const known = new Map((before?.vassals ?? []).map((vassal) => [vassal.id, vassal]));
  const blacklist = byId(document.blacklist ?? []);
  const lastTries = triesOf(blacklist, before, moment);
  const listed = new Set(document.vassals.map(({ id }) => id));
  const waiting = [...blacklist.values()].filter(
    (entry) => !listed.has(entry.id) && isTriedAgain(entry, lastTries.get(entry.id), moment),
  );
  const all = [...document.vassals, ...waiting.map(({ id }) => ({ id, pid: 0 }))];
  const names = vassalNames(all.map(({ id }) => id));
  return all.map((raw, index): VassalState => {
    const entry = blacklist.get(raw.id);
    const vassal = {
      id: names[index] ?? '',
      pid: raw.pid,
      state: stateOf(raw, entry !== undefined),
      attempts: entry?.attempt,
      throttleMs: entry?.throttle_level,
      triedMs: lastTries.get(raw.id),
      sinceMs: moment.monotonicMs,
    };
    const previous = known.get(vassal.id);
    const same =
      previous !== undefined &&
      (previous.state === vassal.state || (isInTrouble(previous) && isInTrouble(vassal)));
    return same ? { ...vassal, sinceMs: previous.sinceMs } : vassal;
  });
}

type BlacklistEntry = NonNullable<EmperorDocument['blacklist']>[number];

const byId = (entries: readonly BlacklistEntry[]) => new Map(entries.map((entry) => [entry.id, entry]));

/**
 * When each was tried last, monotonic ms: at the poll that found its entry new or another. The first look has to go by
 * the emperor's clock, which may be ahead of ours or behind.
 */
function triesOf(
  blacklist: ReadonlyMap<string, BlacklistEntry>,
  before: EmperorSight | undefined,
  { monotonicMs, wallMs }: Moment,
): ReadonlyMap<string, number> {
  const entries = [...blacklist.values()];
  if (before === undefined) {
    // As late as it shows itself.
    const nowSeconds = entries.reduce((latest, entry) => Math.max(latest, lastAttempt(entry)), wallMs / 1000);
    return new Map(
      entries.map((entry) => [entry.id, monotonicMs - (nowSeconds - lastAttempt(entry)) * 1000]),
    );
  }
  const earlier = byId(before.blacklist);
  const known = new Map(before.vassals.map(({ id, triedMs }) => [id, triedMs]));
  return new Map(
    entries.map((entry) => {
      const isUnchanged = isSameEntry(earlier.get(entry.id), entry);
      // One that is not shown any more has not been tried for long.
      const triedMs = isUnchanged ? (known.get(displayText(entry.id, idLength)) ?? -Infinity) : monotonicMs;
      return [entry.id, triedMs];
    }),
  );
}

const lastAttempt = ({ last_attempt: seconds = 0 }: BlacklistEntry) => seconds;

const isSameEntry = (before: BlacklistEntry | undefined, now: BlacklistEntry) =>
  before?.attempt === now.attempt && before?.last_attempt === now.last_attempt;

/** The emperor looks around every few seconds only, and a try takes its time. */
const lateMs = 15_000;

/**
 * Between two tries a vassal is on the blacklist alone. One whose configuration was removed stays there for ever, but
 * is not tried again.
 */
const isTriedAgain = (
  { throttle_level: throttleMs = 0 }: BlacklistEntry,
  triedMs = -Infinity,
  { monotonicMs }: Moment,
): boolean => triedMs + throttleMs + lateMs >= monotonicMs;

const idLength = 200;

/** By which vassals are known here, in the order of the document, to which the emperor adds at the end. */
export function vassalNames(ids: readonly string[]): string[] {
  const names = ids.map((id) => displayText(id, idLength));
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
