/** The one writer of UiState: a key and a state in, a state and perhaps an effect out. */
import type { CoresMode } from '../columns/worker-row';
import type { Situation } from '../alerts/situation';
import { type Action, actionOf } from './keys';
import { stepInterval, toggleFast } from './intervals';
import { acknowledge, mute, placeOfNews } from './news';
import { activeRowKeys, activeTable } from './select';
import { chooseSort, openSortMenu, reverse, walkSort } from './sorting';
import { move } from './moving';
import { type ScreenName, screenNames, type TableView, type UiState } from './state';
import { withTable } from './with-table';

/** What only the edge can do. */
export type Effect = 'quit' | 'suspend' | 'repaint' | 'poll-now' | 'interval-changed';

export interface UpdateContext extends Situation {
  /** Rows of the active table that fit on the screen. */
  readonly pageRows: number;
  /** Lines of the active table where it is a page of text. */
  readonly textLines: number;
  readonly wallMs: number;
}

export interface Updated {
  readonly ui: UiState;
  readonly effect?: Effect;
}

export function update(ui: UiState, key: string, context: UpdateContext): Updated {
  const always = alwaysWork[key];
  if (always !== undefined) return { ui, effect: always };
  if (ui.typing) return { ui: typeFilter(ui, key) };
  if (ui.sortMenu !== undefined) return { ui: chooseSort(ui, key, context) };
  const action = actionOf(key, ui.screen);
  return action === undefined ? { ui } : act(ui, action, context);
}

/** Whatever is being typed or chosen: nobody may be held by a program that only watches. */
const alwaysWork: Readonly<Record<string, Effect>> = { 'C-c': 'quit', 'C-z': 'suspend', 'C-l': 'repaint' };

function act(ui: UiState, action: Action, context: UpdateContext): Updated {
  switch (action) {
    case 'quit':
      return ui.screen === 'help' ? { ui: leave(ui) } : { ui, effect: 'quit' };
    case 'suspend':
    case 'repaint':
    case 'poll-now':
      return { ui, effect: action };
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
      return { ui: open(ui, context) };
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
    case 'filter':
      return { ui: isText(ui, context) && ui.screen === 'instance' ? ui : { ...ui, typing: true } };
    case 'sort-menu':
      return { ui: isText(ui, context) || hasNoRows(ui, context) ? ui : openSortMenu(ui, context) };
    case 'sort-left':
      return { ui: walkSort(ui, -1, context) };
    case 'sort-right':
      return { ui: walkSort(ui, 1, context) };
    case 'reverse':
      return { ui: reverse(ui) };
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

/** An emperor's or a router's page, which has neither an order nor a filter. */
const isText = (ui: UiState, context: UpdateContext) => activeRowKeys(context, ui) === undefined;

/** Nothing to order, and no table that a menu could lie on. */
const hasNoRows = (ui: UiState, context: UpdateContext) => activeRowKeys(context, ui)?.length === 0;

const atInterval = (before: UiState, ui: UiState): Updated =>
  ui === before ? { ui } : { ui, effect: 'interval-changed' };

/** The cursor stays with its worker, whether that is shown as itself or as its cores. */
function changeCores(before: UiState, context: UpdateContext): UiState {
  const ui = { ...before, cores: nextCores[before.cores] };
  const { cursor } = ui.tables.workers;
  const keys = activeRowKeys(context, ui) ?? [];
  if (cursor === undefined || keys.includes(cursor)) return ui;
  const number = Number.parseInt(cursor, 10);
  return withTable(ui, { cursor: keys.find((key) => Number.parseInt(key, 10) === number) ?? cursor });
}

const nextCores: Record<CoresMode, CoresMode> = { off: 'under', under: 'merged', merged: 'off' };

function goTo(ui: UiState, screen: ScreenName): UiState {
  if (ui.screen === screen) return ui;
  if (screen === 'fleet') return { ...ui, screen, behind: [] };
  const behind = ui.behind.includes(screen)
    ? ui.behind.slice(0, ui.behind.indexOf(screen))
    : [...ui.behind, ui.screen];
  return { ...ui, screen, behind };
}

function leave(ui: UiState): UiState {
  const screen = ui.behind.at(-1);
  return screen === undefined ? ui : { ...ui, screen, behind: ui.behind.slice(0, -1) };
}

/** Esc undoes the nearest thing: the filter, then the screen. It never quits. */
function close(ui: UiState): UiState {
  if (ui.tables[activeTable(ui)].filter !== '') return withTable(ui, { filter: '' });
  return leave(ui);
}

const tabs: readonly ScreenName[] = screenNames;

function cycle(ui: UiState, step: number, context: UpdateContext): UiState {
  const next = tabs[(tabs.indexOf(ui.screen) + step + tabs.length) % tabs.length];
  return next === undefined ? ui : show(ui, next, context);
}

/** Goes to a screen; further inside it shows what the cursor is on. */
function show(ui: UiState, screen: ScreenName, context: UpdateContext): UiState {
  const inside = screen === 'instance' || screen === 'worker';
  return goTo(inside ? withChosen(ui, context) : ui, screen);
}

function open(ui: UiState, context: UpdateContext): UiState {
  if (ui.screen === 'events') return openNews(ui, context);
  if ((activeRowKeys(context, ui) ?? []).length === 0) return ui;
  if (ui.screen === 'fleet') return show(ui, 'instance', context);
  if (ui.screen === 'instance') return show(ui, 'worker', context);
  return ui;
}

function openNews(ui: UiState, context: UpdateContext): UiState {
  const place = placeOfNews(ui, context);
  if (place === undefined) return ui;
  const { instanceId, worker } = place;
  const there = { ...ui, instanceId, ...(worker !== undefined && { workerNumber: worker }) };
  return { ...there, screen: worker === undefined ? 'instance' : 'worker', behind: [...ui.behind, 'events'] };
}

/** The instance or worker under the cursor becomes the one that is looked at. */
function withChosen(ui: UiState, context: UpdateContext): UiState {
  const table = activeTable(ui);
  const keys = activeRowKeys(context, ui);
  const { cursor } = ui.tables[table];
  const chosen = cursor !== undefined && keys?.includes(cursor) === true ? cursor : keys?.[0];
  if (chosen === undefined) return ui;
  if (table === 'fleet') {
    const tables =
      ui.instanceId === chosen ? ui.tables : { ...ui.tables, workers: withoutCursor(ui.tables.workers) };
    const workerNumber = ui.instanceId === chosen ? ui.workerNumber : undefined;
    return { ...ui, instanceId: chosen, workerNumber, tables };
  }
  return table === 'workers' ? { ...ui, workerNumber: Number.parseInt(chosen, 10) } : ui;
}

const withoutCursor = (view: TableView): TableView => ({ ...view, cursor: undefined, top: 0 });

function typeFilter(ui: UiState, key: string): UiState {
  const { filter } = ui.tables[activeTable(ui)];
  switch (key) {
    case 'enter':
      return { ...ui, typing: false };
    case 'escape':
      return { ...withTable(ui, { filter: '' }), typing: false };
    case 'backspace':
      return withTable(ui, { filter: filter.slice(0, -1) });
    case 'C-u':
      return withTable(ui, { filter: '' });
    default: {
      const character = key === 'space' ? ' ' : key;
      const printable = character.length === 1 && character >= ' ' && filter.length < longestFilter;
      return printable ? withTable(ui, { filter: filter + character, top: 0 }) : ui;
    }
  }
}

const longestFilter = 60;

function freeze(ui: UiState, { fleet, alerts, past, wallMs }: UpdateContext): UiState {
  return { ...ui, frozen: ui.frozen === undefined ? { fleet, alerts, past, wallMs } : undefined };
}
