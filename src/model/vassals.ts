/** The vassals of an emperor over time: which of them serve, and which the emperor has given up on for now. */
import { displayText } from '../format/text';
import type { EmperorDocument } from '../stats/schema';
import type { EventDetail } from './events';

export interface VassalState {
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
  nowMs: number,
): VassalState[] {
  const known = new Map(before.map((vassal) => [vassal.id, vassal]));
  const blacklist = new Map(
    (document.blacklist ?? []).map((entry) => [displayText(entry.id, idLength), entry]),
  );
  return document.vassals.map((raw): VassalState => {
    const id = displayText(raw.id, idLength);
    const blacklisted = blacklist.get(id);
    const vassal = {
      id,
      pid: raw.pid,
      state: stateOf(raw, blacklisted !== undefined),
      attempts: blacklisted?.attempt,
      throttleMs: blacklisted?.throttle_level,
      sinceMs: nowMs,
    };
    const previous = known.get(id);
    const same =
      previous !== undefined &&
      (previous.state === vassal.state || (isInTrouble(previous) && isInTrouble(vassal)));
    return same ? { ...vassal, sinceMs: previous.sinceMs } : vassal;
  });
}

const idLength = 200;

function stateOf(raw: EmperorDocument['vassals'][number], blacklisted: boolean): VassalState['state'] {
  if (raw.pid <= 0 && (raw.on_demand ?? '') !== '') return 'on demand';
  if (blacklisted) return 'blacklisted';
  if ((raw.cursed ?? 0) > 0) return 'cursed';
  if ((raw.accepting ?? 0) > 0) return 'accepting';
  return (raw.ready ?? 0) > 0 ? 'ready' : 'starting';
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
