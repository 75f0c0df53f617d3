/** uWSGI's `spare`, its default: more workers when none is free for a while, fewer when more than one is. */

import { isActive, isBusy, startable, type Look, type Verdict } from './worker-view';
import type { CheaperSettings } from './settings';

export interface SpareState {
  readonly kind: 'spare';
  readonly overloadCount: number;
  readonly idleCount: number;
}

export const newSpare: SpareState = { kind: 'spare', overloadCount: 0, idleCount: 0 };

export function decideSpare(
  before: SpareState,
  { workers }: Look,
  settings: CheaperSettings,
): Verdict<SpareState> {
  const active = workers.filter(isActive);
  const free = active.filter((worker) => !isBusy(worker)).length;
  const state = counted(before, free > 0);
  if (state.overloadCount > settings.cheaperOverload) {
    return { needed: startable(workers, settings.cheaperStep), state: { ...state, overloadCount: 0 } };
  }
  // One that is free is what it wants: nothing is counted.
  if (state.overloadCount > 0 || free === 1) return { needed: 0, state };
  const idleCount = state.idleCount + 1;
  const isTime = active.length > settings.cheaper && idleCount % settings.cheaperOverload === 0;
  return { needed: isTime ? -1 : 0, state: { ...state, idleCount } };
}

/** A free worker takes one look of overload back, not all of them. */
function counted(state: SpareState, hasFree: boolean): SpareState {
  if (hasFree) return { ...state, overloadCount: Math.max(0, state.overloadCount - 1) };
  return { ...state, overloadCount: state.overloadCount + 1, idleCount: 0 };
}
