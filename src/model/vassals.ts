/** The vassals of an emperor over time: which of them serve, and which the emperor has given up on for now. */
import { displayText } from '../format/text';
import type { EmperorDocument, RawVassal } from '../stats/schema';
import { type BlacklistEntry, byId, isTriedAgain, shownId, triesOf } from './blacklist';
import type { Observation, VassalStats } from './observation';
import { uniqueNames } from './unique-names';
import { isInTrouble, type VassalState } from './vassal';
import { retryOf, timesOf } from './vassal-times';

/** What the emperor told before. */
export interface EmperorSight {
  readonly vassals: readonly VassalState[];
  readonly blacklist: readonly BlacklistEntry[];
}

interface Moment extends Pick<Observation, 'monotonicMs' | 'wallMs' | 'vassalStats'> {
  /** To add to a monotonic time for that of the emperor's clock, ms. */
  readonly clockOffsetMs: number;
}

export function vassalsOf(
  document: EmperorDocument,
  before: EmperorSight | undefined,
  moment: Moment,
): VassalState[] {
  const blacklist = byId(document.blacklist ?? []);
  const lastTries = triesOf(blacklist, before, moment);
  const listed = new Set(document.vassals.map(({ id }) => id));
  const waiting = [...blacklist.values()].filter(
    (entry) => !listed.has(entry.id) && isTriedAgain(entry, lastTries.get(entry.id), moment),
  );
  const all: RawVassal[] = [...document.vassals, ...waiting.map(({ id }) => ({ id, pid: 0 }))];
  // The emperor adds to its list at the end.
  const names = uniqueNames(all.map(({ id }) => shownId(id)));
  const known = new Map((before?.vassals ?? []).map((vassal) => [vassal.id, vassal]));
  const pidsBefore = new Set((before?.vassals ?? []).map(({ pid }) => pid));
  return all.map((raw, index): VassalState => {
    const id = names[index] ?? '';
    const entry = blacklist.get(raw.id);
    const state = stateOf(raw, entry !== undefined);
    const triedMs = lastTries.get(raw.id);
    const now = {
      id,
      pid: raw.pid,
      state,
      hasServed: raw.loyal === undefined ? undefined : raw.loyal > 0,
      reinforces: reinforcedBy(raw, listed),
      attempts: entry?.attempt,
      throttleMs: entry?.throttle_level,
      triedMs,
      retrySeconds: retryOf(raw, state, { entry, triedMs, nowMs: moment.monotonicMs }),
      ...timesOf(raw, (moment.monotonicMs + moment.clockOffsetMs) / 1000),
      onDemand: raw.on_demand === undefined || raw.on_demand === '' ? undefined : displayText(raw.on_demand),
      uid: raw.uid,
      gid: raw.gid,
      stats: statsOf(raw.id, moment.vassalStats),
    };
    const previous = known.get(id);
    return { ...now, ...lastingOf(now, previous, pidsBefore), sinceMs: sinceOf(now, previous, moment) };
  });
}

/** The blacklist forgets a vassal with its first request only, so one that is up is healthy though it is still there. */
function stateOf(raw: RawVassal, blacklisted: boolean): VassalState['state'] {
  if (raw.pid <= 0 && (raw.on_demand ?? '') !== '') return 'on demand';
  const isCursed = (raw.cursed ?? 0) > 0;
  if (!isCursed && (raw.accepting ?? 0) > 0) return 'accepting';
  if (!isCursed && (raw.ready ?? 0) > 0) return 'ready';
  if (blacklisted) return 'blacklisted';
  if (isCursed) return 'cursed';
  return raw.pid <= 0 ? 'suspended' : 'starting';
}

/** The emperor takes whatever has a colon in its name for a zerg; those that it made itself end in this. */
const zergEnd = ':zerg';

function reinforcedBy({ id, zerg = 0 }: RawVassal, listed: ReadonlySet<string>): string | undefined {
  if (zerg <= 0 || !id.endsWith(zergEnd)) return undefined;
  const reinforced = id.slice(0, -zergEnd.length);
  return listed.has(reinforced) ? shownId(reinforced) : undefined;
}

/** Which id is asked for is up to a file's name. */
const statsOf = (id: string, all: Observation['vassalStats']): VassalStats | undefined =>
  all !== undefined && Object.hasOwn(all, id) ? all[id] : undefined;

/** Of zergs that share a name each takes the place of one that went: its process is none that was replaced. */
function lastingOf(
  { pid }: Pick<VassalState, 'pid'>,
  previous: VassalState | undefined,
  pidsBefore: ReadonlySet<number>,
): Pick<VassalState, 'respawns' | 'lastPid'> {
  const { respawns = 0, lastPid } = previous ?? {};
  if (pid <= 0) return { respawns, lastPid };
  const isAnother = lastPid !== undefined && lastPid !== pid && !pidsBefore.has(pid);
  return { respawns: respawns + (isAnother ? 1 : 0), lastPid: pid };
}

function sinceOf(
  now: Pick<VassalState, 'state'>,
  previous: VassalState | undefined,
  { monotonicMs }: Moment,
): number {
  if (previous === undefined) return monotonicMs;
  const isSame = previous.state === now.state || (isInTrouble(previous) && isInTrouble(now));
  return isSame ? previous.sinceMs : monotonicMs;
}
