/** The whole picture: what is known of the fleet, and which alerts stand. A fold over observations, as the fleet is. */
import { createFleet, type FleetState, observe, withTargets } from '../model/fleet';
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

export function note(before: Situation, observation: Observation, settingsOf: SettingsOf): Noted {
  const { alerts, past } = before;
  const observed = observe(before.fleet, observation);
  const instance = observed.instances.get(observation.targetId);
  if (instance === undefined) return { situation: { fleet: observed, alerts, past }, changes: [] };
  const { book, changes } = judge(alerts, instance, settingsOf(observation.targetId), observation);
  const gone = changes
    .filter(({ change }) => change === 'cleared')
    .map(({ alert, atMs }): PastAlert => ({ alert, endedMs: atMs }));
  return {
    situation: {
      fleet: observed,
      alerts: book,
      past: gone.length === 0 ? past : [...past, ...gone].slice(-mostPast),
    },
    changes,
  };
}
