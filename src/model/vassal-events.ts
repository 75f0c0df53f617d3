/** What happened to the vassals of an emperor between two polls. */
import type { EventDetail } from './events';
import { isInTrouble, serves, type VassalState } from './vassal';

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
    // A new one may have died before it was seen for the first time.
    if (isInTrouble(vassal) && (previous === undefined || !isInTrouble(previous))) {
      yield { kind: 'vassal-cursed', vassal: vassal.id, attempts: vassal.attempts };
    } else if (previous !== undefined && serves(vassal) && !serves(previous)) {
      yield { kind: 'vassal-serves', vassal: vassal.id };
    }
  }
  for (const vassal of known.values()) yield { kind: 'vassal-gone', vassal: vassal.id };
}
