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

/** The same for these targets: the alerts of those that are watched no longer go with them. */
export function retarget({ fleet, alerts, past }: Situation, targets: readonly TargetLabel[]): Situation {
  const ids = new Set(targets.map(({ id }) => id));
  return {
    fleet: withTargets(fleet, targets),
    alerts: new Map([...alerts].filter(([targetId]) => ids.has(targetId))),
    past,
  };
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
  const gone = changes
    .filter(({ change }) => change === 'cleared')
    .map(({ alert, atMs }): PastAlert => ({ alert, endedMs: atMs }));
  const past = gone.length === 0 ? before.past : [...before.past, ...gone].slice(-mostPast);
  return { situation: { fleet: { instances }, alerts, past }, changes };
}
