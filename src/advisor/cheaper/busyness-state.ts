/** What uWSGI's busyness plugin remembers from one look to the next, and its timer for parking. */

import type { CheaperSettings } from './settings';

export interface BusynessState {
  readonly kind: 'busyness';
  /** By worker: running_time at the last check, and at how many looks since it was seen in a request. */
  readonly lastRunningUs: readonly number[];
  readonly wasBusy: readonly number[];
  /** Of the last check; 0 before the first. */
  readonly averagePercent: number;
  readonly checkedUs: number;
  readonly lastParkedUs: number;
  /** No worker is parked before. */
  readonly nextParkUs: number;
  /** Grows by the penalty, and shrinks by one down to what is set. */
  readonly multiplier: number;
  readonly lastAction: 'none' | 'spawn' | 'park';
  /** Checks in a row between min and max. */
  readonly toleranceCounter: number;
  readonly emergencyWorkers: number;
  /** Since when something waits. */
  readonly nonzeroSinceUs?: number | undefined;
}

export function newBusyness(settings: CheaperSettings, nowUs: number): BusynessState {
  const nothing = Array.from({ length: settings.processes }, () => 0);
  return withTimer(
    {
      kind: 'busyness',
      lastRunningUs: nothing,
      wasBusy: nothing,
      averagePercent: 0,
      checkedUs: nowUs,
      lastParkedUs: -Infinity,
      nextParkUs: 0,
      multiplier: settings.multiplier,
      lastAction: 'none',
      toleranceCounter: 0,
      emergencyWorkers: 0,
    },
    settings,
    nowUs,
  );
}

/** Emergency workers go sooner than others. */
export function withTimer(state: BusynessState, settings: CheaperSettings, nowUs: number): BusynessState {
  const cycles = state.emergencyWorkers > 0 ? settings.backlogMultiplier : state.multiplier;
  return { ...state, nextParkUs: nowUs + cycles * cycleUs(settings) };
}

export const withLowerMultiplier = (state: BusynessState, settings: CheaperSettings): BusynessState =>
  state.multiplier > settings.multiplier ? { ...state, multiplier: state.multiplier - 1 } : state;

export const cycleUs = ({ cheaperOverload }: CheaperSettings): number => cheaperOverload * 1e6;
