/** Every key of the program. The dispatcher, the footer, the help screen and the README read this one table. */

import { replayBindings } from './replay-keys';
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
  | 'play-pause'
  | 'step'
  | 'step-back'
  | 'speed-up'
  | 'speed-down'
  | 'seek-forward'
  | 'seek-back'
  | 'leap-forward'
  | 'leap-back'
  | 'next-event'
  | 'previous-event'
  | 'seek'
  | 'suspend';

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

export const keyBindings: readonly KeyBinding[] = [
  { action: 'help', keys: ['?', 'h', 'f1', '7'], shown: '? h F1 7', label: 'Help', help: 'this help' },
  {
    action: 'quit',
    keys: ['q', 'C-c', 'f10'],
    shown: 'q ^C F10',
    label: 'Quit',
    help: 'quit; on this page q goes back',
  },
  ...replayBindings,
  {
    action: 'open',
    on: ['fleet', 'instance', 'events'],
    tables: ['fleet', 'workers', 'vassals', 'events'],
    keys: ['enter'],
    shown: 'Enter',
    label: 'Open',
    help: 'go into the selected instance, worker or vassal, to where an alert or event is from; fold or open a group',
  },
  {
    action: 'filter',
    on: ['fleet', 'instance', 'events', 'system'],
    keys: ['/', 'f4'],
    shown: '/',
    label: 'Filter',
    help: 'filter rows while you type; Enter keeps it, Esc clears it',
  },
  {
    action: 'screen-events',
    keys: ['e', '4'],
    shown: 'e 4',
    label: 'Events',
    help: 'Events: which alerts stand, and what happened',
  },
  {
    action: 'sort-menu',
    on: ['fleet', 'instance'],
    keys: ['s', 'f6'],
    shown: 's F6',
    label: 'Sort',
    help: 'choose the column to sort by',
  },
  {
    action: 'compare',
    on: ['fleet'],
    keys: ['c'],
    shown: 'c',
    label: 'Compare',
    help: 'compare the instances by the column that they are sorted by, and back; < and > go on to others',
  },
  {
    action: 'fold-all',
    on: ['fleet'],
    keys: ['F'],
    shown: 'F',
    label: 'Fold',
    help: 'fold all groups, or unfold them',
  },
  {
    action: 'freeze',
    during: 'watch',
    keys: ['space', 'p'],
    shown: 'Space',
    label: 'Freeze',
    help: 'freeze the picture; sort, filter and scroll go on',
  },
  {
    action: 'cores',
    on: ['instance'],
    tables: ['workers'],
    keys: ['a'],
    shown: 'a',
    label: 'Cores',
    help: 'cores: off, under their worker, merged',
  },
  {
    action: 'close',
    keys: ['escape'],
    shown: 'Esc',
    label: 'Back',
    help: 'out again, clear the filter; never quits',
  },
  {
    action: 'acknowledge',
    on: ['events', 'instance', 'fleet'],
    keys: ['x'],
    shown: 'x',
    label: 'Ack',
    help: 'acknowledge the alert (on Fleet and Instance: the first one), or call for it again',
  },
  {
    action: 'mute',
    on: ['events', 'instance', 'fleet'],
    keys: ['X'],
    shown: 'X',
    label: 'Mute',
    help: "mute the alert's rule for its instance, or listen to it again",
  },
  {
    action: 'screen-system',
    keys: ['5'],
    shown: '5',
    label: 'System',
    help: 'System: sockets, applications, caches, spoolers, crons, daemons, legions, locks, limits, metrics',
  },
  {
    action: 'zoom',
    on: ['instance', 'worker'],
    tables: ['workers', 'cores'],
    keys: ['z'],
    shown: 'z',
    label: 'Zoom',
    help: 'charts of the last 1 min, 5 min, 15 min, 1 h in turn',
  },
  {
    action: 'zoom-back',
    on: ['instance', 'worker'],
    tables: ['workers', 'cores'],
    keys: ['Z'],
    shown: 'Z',
    help: 'the same in the other direction',
  },
  {
    action: 'variables',
    on: ['worker'],
    keys: ['v'],
    shown: 'v',
    label: 'Variables',
    help: 'variables of the requests in flight (secrets are masked)',
  },
  {
    action: 'next-worker',
    on: ['worker'],
    keys: ['right', ']'],
    shown: '→',
    label: 'Next',
    help: 'the next worker of the table',
  },
  {
    action: 'previous-worker',
    on: ['worker'],
    keys: ['left', '['],
    shown: '←',
    help: 'the worker before it',
  },
  {
    action: 'columns',
    on: ['fleet', 'instance'],
    keys: ['o', 'f2'],
    shown: 'o F2',
    label: 'Columns',
    help: 'choose the columns: Space shows or hides one, d goes back to as many as fit, Esc closes',
  },
  {
    action: 'copy',
    on: ['fleet', 'instance', 'worker', 'events'],
    keys: ['y'],
    shown: 'y',
    help: "copy the row to the clipboard of your terminal (OSC 52; tmux needs 'set-clipboard on')",
  },
  {
    action: 'mouse',
    keys: ['m'],
    shown: 'm',
    help: 'mouse on or off: the wheel moves, a click chooses a row; while it is off the terminal selects text',
  },
  {
    action: 'fast',
    during: 'watch',
    keys: ['f'],
    shown: 'f',
    label: 'Fast',
    help: 'fast refresh (0.2 s) and back',
  },
  {
    action: 'record',
    during: 'watch',
    keys: ['w'],
    shown: 'w',
    help: 'record to a file in the current folder, or stop that; uwtop replay shows it again',
  },
  {
    action: 'reverse',
    on: ['fleet', 'instance'],
    keys: ['r', 'I'],
    shown: 'r',
    label: 'Reverse',
    help: 'reverse the order',
  },
  {
    action: 'fold',
    on: ['fleet'],
    keys: ['left'],
    shown: '←',
    help: 'fold the group',
  },
  {
    action: 'unfold',
    on: ['fleet'],
    keys: ['right'],
    shown: '→',
    help: 'unfold the group',
  },
  { action: 'up', keys: ['up', 'k'], shown: '↑ k', help: 'up' },
  { action: 'down', keys: ['down', 'j'], shown: '↓ j', help: 'down' },
  { action: 'page-up', keys: ['pageup', 'C-b'], shown: 'PgUp', help: 'a page up' },
  { action: 'page-down', keys: ['pagedown', 'C-f'], shown: 'PgDn', help: 'a page down' },
  { action: 'first', keys: ['home', 'g'], shown: 'Home g', help: 'first row' },
  { action: 'last', keys: ['end', 'G'], shown: 'End G', help: 'last row' },
  {
    action: 'sort-left',
    on: ['fleet', 'instance'],
    keys: ['<', ','],
    shown: '<',
    help: 'sort by the column to the left',
  },
  {
    action: 'sort-right',
    on: ['fleet', 'instance'],
    keys: ['>', '.'],
    shown: '>',
    help: 'sort by the column to the right',
  },
  { action: 'faster', during: 'watch', keys: ['-'], shown: '-', help: 'shorter interval' },
  { action: 'slower', during: 'watch', keys: ['+', '='], shown: '+', help: 'longer interval' },
  { action: 'poll-now', during: 'watch', keys: ['R'], shown: 'R', help: 'poll now' },
  { action: 'screen-fleet', keys: ['1'], shown: '1', help: 'Fleet: a line an instance' },
  { action: 'screen-instance', keys: ['2'], shown: '2', help: 'Instance: meters, charts, workers' },
  { action: 'screen-worker', keys: ['3'], shown: '3', help: 'Worker: one worker and its cores' },
  { action: 'next-screen', keys: ['tab'], shown: 'Tab', help: 'next screen' },
  { action: 'previous-screen', keys: ['S-tab'], shown: 'Shift-Tab', help: 'previous screen' },
  { action: 'repaint', keys: ['C-l'], shown: '^L', help: 'paint the screen anew' },
  { action: 'suspend', keys: ['C-z'], shown: '^Z', help: 'suspend; fg comes back' },
];

/** A key may mean different things on different screens. */
const bindingsOf: ReadonlyMap<string, readonly KeyBinding[]> = new Map(
  keyBindings
    .flatMap(({ keys }) => keys)
    .map((key) => [key, keyBindings.filter(({ keys }) => keys.includes(key))]),
);

export interface KeyPlace {
  readonly screen: ScreenName;
  readonly replaying?: boolean | undefined;
}

/** @param table where that matters: the one that is shown */
export const actionOf = (key: string, place: KeyPlace, table?: TableName): Action | undefined =>
  bindingsOf.get(key)?.find((binding) => isOn(binding, place, table))?.action;

export function isOn(
  { on, tables, during }: KeyBinding,
  { screen, replaying = false }: KeyPlace,
  table?: TableName,
): boolean {
  if (during !== undefined && (during === 'replay') !== replaying) return false;
  const isOfTable = tables === undefined || table === undefined || tables.includes(table);
  return isOfTable && (on === undefined || on.includes(screen));
}

const arrowNames: Readonly<Record<string, string>> = { '↑': 'Up', '↓': 'Down', '←': 'Left', '→': 'Right' };

/** The keys of a binding as they are shown, where there may be nothing but ASCII. */
export const shownKeys = ({ shown }: KeyBinding, ascii: boolean): string =>
  ascii ? shown.replace(/[↑↓←→]/g, (arrow) => arrowNames[arrow] ?? arrow) : shown;
