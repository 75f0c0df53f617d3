/** The emperor's list of vassals that died: how often, how long it waits before it tries them again, and since when. */
import { displayText } from '../format/text';
import type { EmperorDocument } from '../stats/schema';

export type BlacklistEntry = NonNullable<EmperorDocument['blacklist']>[number];

/** What the emperor told before. */
export interface BlacklistSight {
  readonly vassals: readonly { readonly id: string; readonly triedMs?: number | undefined }[];
  readonly blacklist: readonly BlacklistEntry[];
}

interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

export const byId = (entries: readonly BlacklistEntry[]): ReadonlyMap<string, BlacklistEntry> =>
  new Map(entries.map((entry) => [entry.id, entry]));

/**
 * When each was tried last, monotonic ms: at the poll that found its entry new or another. The first look has to go by
 * the emperor's clock, which may be ahead of ours or behind.
 */
export function triesOf(
  blacklist: ReadonlyMap<string, BlacklistEntry>,
  before: BlacklistSight | undefined,
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
      const triedMs = isUnchanged ? (known.get(shownId(entry.id)) ?? -Infinity) : monotonicMs;
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
export const isTriedAgain = (
  { throttle_level: throttleMs = 0 }: BlacklistEntry,
  triedMs = -Infinity,
  { monotonicMs }: Moment,
): boolean => triedMs + throttleMs + lateMs >= monotonicMs;

const idLength = 200;

export const shownId = (id: string): string => displayText(id, idLength);
