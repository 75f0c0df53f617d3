/** The whole picture: what is known of the fleet, and which alerts stand. A fold over observations, as the fleet is. */
import { createFleet, type FleetState, observe } from '../model/fleet';
import type { Observation, TargetLabel } from '../model/observation';
import type { AlertChange } from './alert';
import { type AlertBook, emptyBook, judge } from './book';
import { type AllSettings, settingsWith } from './rule-table';

export interface Situation {
  readonly fleet: FleetState;
  readonly alerts: AlertBook;
}

export const createSituation = (targets: readonly TargetLabel[]): Situation => ({
  fleet: createFleet(targets),
  alerts: emptyBook,
});

/** The settings of each target's rules. */
export type SettingsOf = (targetId: string) => AllSettings;

const defaults = settingsWith();
export const defaultSettings: SettingsOf = () => defaults;

export interface Noted {
  readonly situation: Situation;
  readonly changes: readonly AlertChange[];
}

export function note({ fleet, alerts }: Situation, observation: Observation, settingsOf: SettingsOf): Noted {
  const observed = observe(fleet, observation);
  const instance = observed.instances.get(observation.targetId);
  if (instance === undefined) return { situation: { fleet: observed, alerts }, changes: [] };
  const { book, changes } = judge(alerts, instance, settingsOf(observation.targetId), observation);
  return { situation: { fleet: observed, alerts: book }, changes };
}
