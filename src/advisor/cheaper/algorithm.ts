/** One of uWSGI's cheaper algorithms with what it remembers. */

import { decideBacklog } from './backlog';
import { decideBusyness } from './busyness';
import { newBusyness, type BusynessState } from './busyness-state';
import type { CheaperSettings } from './settings';
import { decideSpare, newSpare, type SpareState } from './spare';
import type { Look, Verdict } from './worker-view';

export type AlgorithmState =
  SpareState | BusynessState | { readonly kind: 'backlog' } | { readonly kind: 'manual' };

export function newAlgorithm(settings: CheaperSettings, nowUs: number): AlgorithmState {
  switch (settings.algorithm) {
    case 'spare':
      return newSpare;
    case 'busyness':
      return newBusyness(settings, nowUs);
    case 'backlog':
    case 'manual':
      return { kind: settings.algorithm };
  }
}

export function decide(
  state: AlgorithmState,
  look: Look,
  settings: CheaperSettings,
): Verdict<AlgorithmState> {
  switch (state.kind) {
    case 'spare':
      return decideSpare(state, look, settings);
    case 'busyness':
      return decideBusyness(state, look, settings);
    case 'backlog':
      return { needed: decideBacklog(look, settings), state };
    case 'manual':
      return { needed: 0, state };
  }
}
