/** The one writer of UiState: a key and a state in, a state and perhaps an effect out. */
import type { CoresMode } from '../columns/worker-row';
import type { Advice } from '../advisor/advice';
import type { Situation } from '../alerts/situation';
import type { PlayerAction } from '../recording/playing';
import { chooseColumns, openChooser } from './chooser';
import { click, clickedLine } from './click';
import { adviceText, rowText } from './copy';
import { leaveComparison, toggleComparison } from './comparing';
import { fold, foldAll, unfold } from './folding';
import type { Attachment } from './engine';
import type { Page } from './frame';
import type { Action } from './key-binding';
import { actionOf } from './keys';
import { stepInterval, toggleFast } from './intervals';
import { keyOfWorker, numberOf } from './looking';
import { close, cycle, goTo, leave, open, show } from './navigation';
import { acknowledge, mute } from './silencing';
import { activeRowKeys, activeTable, withInstanceTable } from './active-table';
import { shownInstance, shownSituation } from './select';
import { chooseSort, openSortMenu, reverse, walkSort } from './sorting';
import { move, walkWorkers } from './moving';
import { isPlayerAction, typeTime } from './replaying';
import type { UiState } from './state';
import { typeFilter } from './typing';
import { withTable } from './with-table';
import { zoom } from './zoom';

/** What only the edge can do. */
export type Effect =
  | 'quit'
  | 'suspend'
  | 'repaint'
  | 'poll-now'
  | 'interval-changed'
  | 'mouse'
  | 'attach'
  | 'record'
  | 'seek'
  | PlayerAction;

export interface UpdateContext extends Situation {
  readonly page: Page;
  readonly wallMs: number;
  /** What the Tune screen shows. */
  readonly advice?: Advice | undefined;
}

export interface Updated {
  readonly ui: UiState;
  readonly effect?: Effect;
  /** What the clipboard gets. */
  readonly copied?: string;
  /** What is to be watched as well. */
  readonly attached?: Attachment;
  /** The time to go to, as it was typed. */
  readonly sought?: string;
}

export function update(before: UiState, key: string, context: UpdateContext): Updated {
  const shown = shownSituation(context, before);
  const ui = withoutLostMenu(withInstanceTable(before, shown), context);
  const always = alwaysWork[key];
  if (always !== undefined) return { ui, effect: always };
  if (ui.typing) return { ui: typeFilter(ui, key) };
  if (ui.time !== undefined) return typeTime(ui, key);
  if (ui.sortMenu !== undefined) return { ui: chooseSort(ui, key, context) };
  if (ui.chooser !== undefined) return { ui: chooseColumns(ui, key, context.page.columns ?? []) };
  const clicked = clickedLine(key);
  if (clicked !== undefined) return click(ui, clicked, context);
  const action = actionOf(key, ui, activeTable(ui));
  if (action === undefined) return { ui };
  return isPlayerAction(action) ? { ui, effect: action } : act(ui, action, context);
}

/** Whatever is being typed or chosen: nobody may be held by a program that only watches. */
const alwaysWork: Readonly<Record<string, Effect>> = { 'C-c': 'quit', 'C-z': 'suspend', 'C-l': 'repaint' };

function act(ui: UiState, action: Exclude<Action, PlayerAction>, context: UpdateContext): Updated {
  switch (action) {
    case 'quit':
      return ui.screen === 'help' ? { ui: leave(ui) } : { ui, effect: 'quit' };
    case 'suspend':
    case 'repaint':
    case 'poll-now':
    case 'record':
      return { ui, effect: action };
    case 'seek':
      return { ui: { ...ui, time: '' } };
    case 'help':
      return { ui: ui.screen === 'help' ? leave(ui) : goTo(ui, 'help') };
    case 'up':
    case 'down':
    case 'page-up':
    case 'page-down':
    case 'first':
    case 'last':
      return { ui: move(ui, action, context) };
    case 'open':
      return open(ui, context);
    case 'close':
      return { ui: close(ui) };
    case 'next-screen':
      return { ui: cycle(ui, 1, context) };
    case 'previous-screen':
      return { ui: cycle(ui, -1, context) };
    case 'screen-fleet':
      return { ui: show(ui, 'fleet', context) };
    case 'screen-instance':
      return { ui: show(ui, 'instance', context) };
    case 'screen-worker':
      return { ui: show(ui, 'worker', context) };
    case 'screen-events':
      return { ui: show(ui, 'events', context) };
    case 'screen-system':
      return { ui: show(ui, 'system', context) };
    case 'screen-tune':
      return { ui: show(ui, 'tune', context) };
    case 'zoom':
    case 'zoom-back':
      return { ui: zoom(ui, action === 'zoom' ? 1 : -1, instanceShown(ui, context)) };
    case 'columns':
      return { ui: hasNoTable(ui, context) ? ui : openChooser(leaveComparison(ui)) };
    case 'copy':
      return copy(ui, context);
    case 'mouse':
      return { ui: takeMouse(ui), effect: 'mouse' };
    case 'variables':
      return { ui: { ...ui, variables: ui.variables !== true } };
    case 'next-worker':
      return { ui: walkWorkers(ui, 1, context) };
    case 'previous-worker':
      return { ui: walkWorkers(ui, -1, context) };
    case 'filter':
      return { ui: hasFilter(ui, context) ? { ...ui, typing: true } : ui };
    case 'sort-menu':
      return { ui: hasNoTable(ui, context) ? ui : openSortMenu(ui, context) };
    case 'sort-left':
      return { ui: walkSort(ui, -1, context) };
    case 'sort-right':
      return { ui: walkSort(ui, 1, context) };
    case 'reverse':
      return { ui: reverse(ui) };
    case 'fold':
      return { ui: fold(ui, context) };
    case 'unfold':
      return { ui: unfold(ui, context) };
    case 'fold-all':
      return { ui: foldAll(ui, context) };
    case 'compare':
      return { ui: toggleComparison(ui) };
    case 'freeze':
      return { ui: freeze(ui, context) };
    case 'acknowledge':
      return { ui: acknowledge(ui, context) };
    case 'mute':
      return { ui: mute(ui, context) };
    case 'cores':
      return { ui: changeCores(ui, context) };
    case 'faster':
      return atInterval(ui, stepInterval(ui, -1));
    case 'slower':
      return atInterval(ui, stepInterval(ui, 1));
    case 'fast':
      return atInterval(ui, toggleFast(ui));
  }
}

/** What an emperor or a router has beside its table is a page of text. */
function hasFilter(ui: UiState, context: UpdateContext): boolean {
  if (ui.screen !== 'system') return true;
  return instanceShown(ui, context)?.seen?.sighting.snapshot.kind === 'worker';
}

const instanceShown = (ui: UiState, context: UpdateContext) =>
  shownInstance(shownSituation(context, ui).fleet, ui);

/** Nothing to order, and nothing that a menu could lie on. */
const hasNoTable = (ui: UiState, context: UpdateContext) => (activeRowKeys(context, ui) ?? []).length === 0;

/** The table may go away below a menu: nobody may be held by what cannot be seen. */
const withoutLostMenu = (ui: UiState, context: UpdateContext): UiState =>
  (ui.sortMenu ?? ui.chooser) !== undefined && hasNoTable(ui, context)
    ? { ...ui, sortMenu: undefined, chooser: undefined }
    : ui;

function takeMouse(ui: UiState): UiState {
  const mouse = ui.mouse !== true;
  const said = mouse
    ? 'the mouse is ours: m gives it back to the terminal'
    : "the mouse is the terminal's again";
  return { ...ui, mouse, said };
}

function copy(ui: UiState, context: UpdateContext): Updated {
  const copied = ui.screen === 'tune' ? adviceText(context.advice) : rowText(context, ui);
  if (copied === undefined) return { ui };
  const said = 'copied, where your terminal lets programs write to its clipboard (OSC 52)';
  return { ui: { ...ui, said }, copied };
}

const atInterval = (before: UiState, ui: UiState): Updated =>
  ui === before ? { ui } : { ui, effect: 'interval-changed' };

/** The cursor stays with its worker, whether that is shown as itself or as its cores. */
function changeCores(before: UiState, context: UpdateContext): UiState {
  const ui = { ...before, cores: nextCores[before.cores] };
  const { cursor } = ui.tables.workers;
  const keys = activeRowKeys(context, ui) ?? [];
  if (cursor === undefined || keys.includes(cursor)) return ui;
  return withTable(ui, { cursor: keyOfWorker(keys, numberOf(cursor)) ?? cursor });
}

const nextCores: Record<CoresMode, CoresMode> = { off: 'under', under: 'merged', merged: 'off' };

function freeze(ui: UiState, { fleet, alerts, past, wallMs }: UpdateContext): UiState {
  return { ...ui, frozen: ui.frozen === undefined ? { fleet, alerts, past, wallMs } : undefined };
}
