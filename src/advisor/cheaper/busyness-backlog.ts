/** The emergency workers of uWSGI's busyness plugin: what it does when requests wait in the listen queue. */

import { withTimer, type BusynessState } from './busyness-state';
import type { CheaperSettings } from './settings';
import { countActive, startable, type Look, type Verdict } from './worker-view';

export const isAlarming = ({ workers, backlog }: Look, settings: CheaperSettings): boolean =>
  backlog > settings.backlogAlert && countActive(workers) < settings.processes;

/** Also where no worker could be started, the penalties are forgotten and the timer begins anew. */
export function emergency(
  before: BusynessState,
  { workers, nowUs }: Look,
  settings: CheaperSettings,
): Verdict<BusynessState> {
  const state: BusynessState = { ...before, multiplier: settings.multiplier, lastAction: 'spawn' };
  const needed = startable(workers, settings.backlogStep);
  // The timer is set before the new ones are counted.
  const timed = withTimer(state, settings, nowUs);
  return { needed, state: { ...timed, emergencyWorkers: timed.emergencyWorkers + needed } };
}

/** At the looks between two checks. */
export function watchQueue(
  state: BusynessState,
  look: Look,
  settings: CheaperSettings,
): Verdict<BusynessState> {
  if (isAlarming(look, settings)) return emergency(state, look, settings);
  const { backlog, nowUs } = look;
  if (backlog === 0) return { needed: 0, state: { ...state, nonzeroSinceUs: undefined } };
  if (state.nonzeroSinceUs === undefined) return { needed: 0, state: { ...state, nonzeroSinceUs: nowUs } };
  const waitedSeconds = Math.floor((nowUs - state.nonzeroSinceUs) / 1e6);
  if (waitedSeconds < settings.backlogNonzeroSeconds) return { needed: 0, state };
  return emergency({ ...state, nonzeroSinceUs: nowUs }, look, settings);
}
