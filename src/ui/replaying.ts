/** What the keys ask of a recording that is played, and how its state is said. */
import { duration } from '../format/quantity';
import { type PlayerAction, playerActions, type PlayerState } from '../recording/playing';
import type { Action } from './key-binding';
import type { UiState } from './state';

const allPlayerActions: ReadonlySet<string> = new Set(playerActions);

export const isPlayerAction = (action: Action): action is PlayerAction => allPlayerActions.has(action);

const longestTime = 30;

/** A time of the recording, as it is typed; what is asked for when it is done. */
export function typeTime(
  ui: UiState,
  key: string,
): { readonly ui: UiState; readonly effect?: 'seek'; readonly sought?: string } {
  const typed = ui.time ?? '';
  const closed = { ...ui, time: undefined };
  switch (key) {
    case 'enter':
      return typed.trim() === '' ? { ui: closed } : { ui: closed, effect: 'seek', sought: typed };
    case 'escape':
      return { ui: closed };
    case 'backspace':
      return { ui: typed === '' ? closed : { ...ui, time: typed.slice(0, -1) } };
    case 'C-u':
      return { ui: { ...ui, time: '' } };
    default: {
      const character = key === 'space' ? ' ' : key;
      const isPrintable = character.length === 1 && character >= ' ' && typed.length < longestTime;
      return { ui: isPrintable ? { ...ui, time: typed + character } : ui };
    }
  }
}

/** `REPLAY 12m03/1h00 10x PAUSED` */
export function replayText({ elapsedMs, totalMs, speed, isPaused, isSeeking }: PlayerState): string {
  const total = totalMs === undefined ? '' : `/${duration(totalMs / 1000)}`;
  const state = isSeeking ? ' ...' : isPaused ? ' PAUSED' : '';
  return `REPLAY ${duration(elapsedMs / 1000)}${total} ${speed}x${state}`;
}
