/** How busy uWSGI's busyness plugin takes the workers for: by the requests that ended, with all that this leaves out. */

import type { CheaperSettings } from './settings';
import { cycleUs, type BusynessState } from './busyness-state';
import { isActive, isBusy, type Look, type WorkerView } from './worker-view';

/** At every look: a worker that never ends a request is known by being seen in one. */
export function withGlimpse(state: BusynessState, { workers }: Look): BusynessState {
  const wasBusy = workers.map((worker, index) => {
    if (!isActive(worker)) return 0;
    return (state.wasBusy[index] ?? 0) + (isBusy(worker) ? 1 : 0);
  });
  return { ...state, wasBusy };
}

/** Whole percents throughout, cut off rather than rounded, as its integers are. */
export function measured(state: BusynessState, look: Look, settings: CheaperSettings): BusynessState {
  let sum = 0;
  let active = 0;
  look.workers.forEach((worker, index) => {
    if (!isActive(worker)) return;
    active += 1;
    sum += percentOf(worker, index, state, settings);
  });
  return {
    ...state,
    checkedUs: look.nowUs,
    averagePercent: active === 0 ? 0 : Math.floor(sum / active),
    lastRunningUs: look.workers.map(({ runningUs }) => runningUs),
    wasBusy: state.wasBusy.map(() => 0),
  };
}

/** The time since the last check may be longer than a cycle, but it is a cycle that it is divided by. */
function percentOf(
  worker: WorkerView,
  index: number,
  state: BusynessState,
  settings: CheaperSettings,
): number {
  const grownUs = worker.runningUs - (state.lastRunningUs[index] ?? 0);
  if (grownUs === 0) return (state.wasBusy[index] ?? 0) > 0 ? 100 : 0;
  return Math.min(100, Math.floor((grownUs * 100) / cycleUs(settings)));
}
