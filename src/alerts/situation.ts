/** The whole picture: what is known of the fleet, and which alerts stand. A fold over observations, as the fleet is. */
import { createFleet, type FleetState, observeIn, withTargets } from '../model/fleet';
import type { Observation, TargetLabel } from '../model/observation';
import type { AlertChange, PastAlert } from './alert';
import { type AlertBook, emptyBook, judge } from './book';
import { type AllSettings, settingsWith } from './rule-table';

export interface Situation {
  readonly fleet: FleetState;
  readonly alerts: AlertBook;
  /** Alerts that have gone, the newest last; old ones are dropped. */
  readonly past: readonly PastAlert[];
}

const mostPast = 200;

export const createSituation = (targets: readonly TargetLabel[]): Situation => ({
  fleet: createFleet(targets),
  alerts: emptyBook,
  past: [],
});

/**
 * The same for these targets. The alerts of those that are watched no longer are over: whoever was told that they began is
 * told that.
 *
 * @param atMs wall clock
 */
export function retarget(before: Situation, targets: readonly TargetLabel[], atMs: number): Noted {
  const ids = new Set(targets.map(({ id }) => id));
  const gone = [...before.alerts].filter(([targetId]) => !ids.has(targetId));
  const changes = gone.flatMap(([, tracks]) =>
    [...tracks.values()].flatMap(({ alert }): AlertChange[] =>
      alert === undefined ? [] : [{ change: 'cleared', alert, atMs }],
    ),
  );
  const situation = {
    fleet: withTargets(before.fleet, targets),
    alerts: new Map([...before.alerts].filter(([targetId]) => ids.has(targetId))),
    past: pastWith(before.past, changes),
  };
  return { situation, changes };
}

function pastWith(past: readonly PastAlert[], changes: readonly AlertChange[]): readonly PastAlert[] {
  const gone = changes
    .filter(({ change }) => change === 'cleared')
    .map(({ alert, atMs }): PastAlert => ({ alert, endedMs: atMs }));
  return gone.length === 0 ? past : [...past, ...gone].slice(-mostPast);
}

/** The settings of each target's rules. */
export type SettingsOf = (targetId: string) => AllSettings;

const defaults = settingsWith();
export const defaultSettings: SettingsOf = () => defaults;

export interface Noted {
  readonly situation: Situation;
  readonly changes: readonly AlertChange[];
}

export const note = (before: Situation, observation: Observation, settingsOf: SettingsOf): Noted =>
  noteAll(before, [observation], settingsOf);

/** The same as one after the other, in one step: of a thousand instances each step copies the list. */
export function noteAll(
  before: Situation,
  observations: readonly Observation[],
  settingsOf: SettingsOf,
): Noted {
  const instances = new Map(before.fleet.instances);
  const alerts = new Map(before.alerts);
  const changes: AlertChange[] = [];
  for (const observation of observations) {
    const instance = observeIn(instances, observation);
    if (instance === undefined) continue;
    const { targetId } = observation;
    const judged = judge(alerts.get(targetId), instance, settingsOf(targetId), observation);
    if (judged.tracks === undefined) alerts.delete(targetId);
    else alerts.set(targetId, judged.tracks);
    changes.push(...judged.changes);
  }
  return { situation: { fleet: { instances }, alerts, past: pastWith(before.past, changes) }, changes };
}
