/** uWSGI's busyness plugin: workers come and go by how much of each cycle of cheaper-overload seconds they were busy. */

import { measured, withGlimpse } from './busyness-measure';
import { cycleUs, withLowerMultiplier, withTimer, type BusynessState } from './busyness-state';
import { emergency, isAlarming, watchQueue } from './busyness-backlog';
import type { CheaperSettings } from './settings';
import { countActive, startable, type Look, type Verdict } from './worker-view';

type BusynessVerdict = Verdict<BusynessState>;

/** At every look the workers are glanced at; only when a cycle is over they are measured. */
export function decideBusyness(
  before: BusynessState,
  look: Look,
  settings: CheaperSettings,
): BusynessVerdict {
  const state = withGlimpse(before, look);
  if (look.nowUs - state.checkedUs < cycleUs(settings)) return watchQueue(state, look, settings);
  return check(measured(state, look, settings), look, settings);
}

function check(state: BusynessState, look: Look, settings: CheaperSettings): BusynessVerdict {
  if (state.averagePercent > settings.busynessMax) return grow(state, look, settings);
  if (isAlarming(look, settings)) return emergency(state, look, settings);
  const active = countActive(look.workers);
  if (active === 1) return { needed: 0, state };
  if (state.averagePercent < settings.busynessMin) {
    return shrink({ ...state, toleranceCounter: 0 }, look, settings);
  }
  return { needed: 0, state: tolerate(state, look, settings) };
}

function grow(before: BusynessState, { workers, nowUs }: Look, settings: CheaperSettings): BusynessVerdict {
  const state: BusynessState = { ...before, toleranceCounter: 0 };
  const needed = startable(workers, settings.cheaperStep);
  if (needed === 0) return { needed, state };
  const cyclesSinceParked = Math.floor((nowUs - state.lastParkedUs) / cycleUs(settings));
  const punished =
    cyclesSinceParked <= state.multiplier
      ? { ...state, multiplier: state.multiplier + settings.penalty }
      : withLowerMultiplier(state, settings);
  return { needed, state: withTimer({ ...punished, lastAction: 'spawn' }, settings, nowUs) };
}

function shrink(state: BusynessState, { workers, nowUs }: Look, settings: CheaperSettings): BusynessVerdict {
  if (countActive(workers) <= settings.cheaper || nowUs < state.nextParkUs) return { needed: 0, state };
  const eased = state.lastAction === 'park' ? withLowerMultiplier(state, settings) : state;
  // The timer is set before the emergency worker is counted off.
  const timed = withTimer(eased, settings, nowUs);
  return {
    needed: -1,
    state: {
      ...timed,
      lastParkedUs: nowUs,
      lastAction: 'park',
      emergencyWorkers: Math.max(0, timed.emergencyWorkers - 1),
    },
  };
}

/** Two checks in a row only do not count as quiet; from the third on the time of quiet begins anew. */
function tolerate(before: BusynessState, { nowUs }: Look, settings: CheaperSettings): BusynessState {
  const state: BusynessState = {
    ...before,
    emergencyWorkers: Math.max(0, before.emergencyWorkers - 1),
    toleranceCounter: before.toleranceCounter + 1,
  };
  if (state.toleranceCounter >= 3) return withTimer(state, settings, nowUs);
  return { ...state, nextParkUs: state.nextParkUs + cycleUs(settings) };
}
