/** What a key may do, and how that is told. */
import type { PlayerAction } from '../recording/playing';
import type { ScreenName, TableName } from './state';

export type Action =
  | 'quit'
  | 'help'
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'open'
  | 'close'
  | 'next-screen'
  | 'previous-screen'
  | 'screen-fleet'
  | 'screen-instance'
  | 'screen-worker'
  | 'screen-events'
  | 'screen-system'
  | 'screen-tune'
  | 'zoom'
  | 'zoom-back'
  | 'variables'
  | 'columns'
  | 'copy'
  | 'mouse'
  | 'next-worker'
  | 'previous-worker'
  | 'filter'
  | 'sort-menu'
  | 'sort-left'
  | 'sort-right'
  | 'reverse'
  | 'freeze'
  | 'slower'
  | 'faster'
  | 'poll-now'
  | 'repaint'
  | 'cores'
  | 'fold'
  | 'unfold'
  | 'fold-all'
  | 'compare'
  | 'acknowledge'
  | 'mute'
  | 'fast'
  | 'record'
  | 'seek'
  | 'suspend'
  | PlayerAction;

export interface KeyBinding {
  readonly action: Action;
  /** Names as the terminal wrapper gives them: a character, or up, enter, pageup, f1, C-c … */
  readonly keys: readonly string[];
  /** As shown in help and README. */
  readonly shown: string;
  /** One or two words for the footer; bindings without one are not shown there. */
  readonly label?: string;
  /** The screens on which it means something; all, where this is left out. */
  readonly on?: readonly ScreenName[];
  /** The tables on which it means something; all, where this is left out. */
  readonly tables?: readonly TableName[];
  /** While targets are watched, or while a recording is replayed; both, where this is left out. */
  readonly during?: 'watch' | 'replay';
  readonly help: string;
}
