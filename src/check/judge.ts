/** A check as a fold over observations, live or recorded: what holds, and what that makes of each instance. */
import type { AllSettings } from '../alerts/rule-table';
import { createSituation, noteAll, type SettingsOf, type Situation } from '../alerts/situation';
import type { InstanceState } from '../model/instance';
import type { Observation, TargetLabel } from '../model/observation';
import type { Metric } from './metrics';
import { type RunOptions, settingsInRun } from './rules-in-run';
import { rankOf, type State } from './state';
import { metricsOf, stateOf } from './thresholds';

/** What each metric with a threshold has been at least, by target. */
type Held = ReadonlyMap<Metric, State>;

export interface Check {
  readonly situation: Situation;
  readonly held: ReadonlyMap<string, Held>;
}

export interface Orders extends RunOptions {
  readonly settingsOf: SettingsOf;
}

export const createCheck = (targets: readonly TargetLabel[]): Check => ({
  situation: createSituation(targets),
  held: new Map(),
});

export function noteInCheck(check: Check, observation: Observation, orders: Orders): Check {
  const { situation } = noteAll(check.situation, [observation], orders.settingsOf);
  const instance = situation.fleet.instances.get(observation.targetId);
  if (instance?.seen?.totals === undefined) return { ...check, situation };
  const held = heldNow(instance, check.held.get(observation.targetId), orders);
  return { situation, held: new Map(check.held).set(observation.targetId, held) };
}

/** Over a length of time a threshold counts as far as it was passed at every poll. */
function heldNow(instance: InstanceState, before: Held | undefined, { thresholds, forMs }: Orders): Held {
  const entries = [...metricsOf(thresholds)].map((metric): [Metric, State] => {
    const now = stateOf(valueOf(metric, instance), metric, thresholds);
    const earlier = forMs > 0 ? (before?.get(metric) ?? 'UNKNOWN') : 'UNKNOWN';
    if (earlier === 'UNKNOWN' || now === 'UNKNOWN') return [metric, now === 'UNKNOWN' ? earlier : now];
    return [metric, rankOf(earlier) < rankOf(now) ? earlier : now];
  });
  return new Map(entries);
}

export const valueOf = (metric: Metric, { seen }: InstanceState): number | undefined =>
  seen?.totals && metric.value(seen.totals, seen);

/** The rules of each target as they count in this run. */
export function settingsForRun(settingsOf: SettingsOf, options: RunOptions): SettingsOf {
  const known = new Map<AllSettings, AllSettings>();
  return (targetId) => {
    const settings = settingsOf(targetId);
    const inRun = known.get(settings) ?? settingsInRun(settings, options);
    known.set(settings, inRun);
    return inRun;
  };
}
