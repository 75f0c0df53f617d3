/** Ways among the screens. Each screen that is gone into is remembered, so that Esc leads out the same way. */
import { placeOfNews } from './news';
import { activeRowKeys, activeTable } from './select';
import { type ScreenName, screenNames, type TableView, type UiState } from './state';
import type { UpdateContext } from './update';
import { withTable } from './with-table';

export function goTo(ui: UiState, screen: ScreenName): UiState {
  if (ui.screen === screen) return ui;
  if (screen === 'fleet') return { ...ui, screen, behind: [] };
  const behind = ui.behind.includes(screen)
    ? ui.behind.slice(0, ui.behind.indexOf(screen))
    : [...ui.behind, ui.screen];
  return { ...ui, screen, behind };
}

export function leave(ui: UiState): UiState {
  const screen = ui.behind.at(-1);
  return screen === undefined ? ui : { ...ui, screen, behind: ui.behind.slice(0, -1) };
}

/** Esc undoes the nearest thing: the filter, then the screen. It never quits. */
export function close(ui: UiState): UiState {
  if (ui.tables[activeTable(ui)].filter !== '') return withTable(ui, { filter: '' });
  return leave(ui);
}

const tabs: readonly ScreenName[] = screenNames;

export function cycle(ui: UiState, step: number, context: UpdateContext): UiState {
  const next = tabs[(tabs.indexOf(ui.screen) + step + tabs.length) % tabs.length];
  return next === undefined ? ui : show(ui, next, context);
}

/** Goes to a screen; further inside it shows what the cursor is on. */
export function show(ui: UiState, screen: ScreenName, context: UpdateContext): UiState {
  const inside = screen === 'instance' || screen === 'worker' || screen === 'system';
  return goTo(inside ? withChosen(ui, context) : ui, screen);
}

export function open(ui: UiState, context: UpdateContext): UiState {
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
