/** Ways among the screens. Each screen that is gone into is remembered, so that Esc leads out the same way. */
import { leaveComparison } from './comparing';
import { chosenInstanceId, toggledGroup } from './folding';
import { chosenKey, lookAt, numberOf } from './looking';
import { placeOfNews } from './news';
import { activeRowKeys, activeTable, withInstanceTable } from './active-table';
import { shownSituation } from './select';
import { type ScreenName, screenNames, type UiState } from './state';
import { backToEmperor, openVassal } from './passages';
import type { UpdateContext, Updated } from './update';
import { withTable } from './with-table';

export function goTo(ui: UiState, screen: ScreenName): UiState {
  if (ui.screen === screen) return ui;
  if (screen === 'fleet') return { ...ui, screen, behind: [], passages: undefined };
  const behind = ui.behind.includes(screen)
    ? ui.behind.slice(0, ui.behind.indexOf(screen))
    : [...ui.behind, ui.screen];
  return { ...ui, screen, behind };
}

export function leave(ui: UiState): UiState {
  const screen = ui.behind.at(-1);
  return screen === undefined ? ui : { ...ui, screen, behind: ui.behind.slice(0, -1) };
}

/** Esc undoes the nearest thing: the filter, the comparison, then the screen. It never quits. */
export function close(ui: UiState): UiState {
  if (ui.tables[activeTable(ui)].filter !== '') return withTable(ui, { filter: '' });
  if (ui.screen === 'fleet' && ui.comparedFrom !== undefined) return leaveComparison(ui);
  return backToEmperor(ui) ?? leave(ui);
}

const tabs: readonly ScreenName[] = screenNames;

export function cycle(ui: UiState, step: number, context: UpdateContext): UiState {
  const next = tabs[(tabs.indexOf(ui.screen) + step + tabs.length) % tabs.length];
  return next === undefined ? ui : show(ui, next, context);
}

/** Goes to a screen; further inside it shows what the cursor is on. */
export function show(ui: UiState, screen: ScreenName, context: UpdateContext): UiState {
  if (screen === 'instance' || screen === 'system' || screen === 'tune')
    return goTo(withChosen(ui, context), screen);
  if (screen !== 'worker') return goTo(ui, screen);
  // Variables push the rest out of sight: they are for the request that somebody wondered about.
  const there = ui.screen === 'worker' ? ui : { ...ui, variables: undefined };
  return goTo(withWorker(withChosen(there, context), context), screen);
}

/** Where nobody has chosen one, that under the cursor of the instance's table. */
function withWorker(ui: UiState, context: UpdateContext): UiState {
  return ui.workerNumber === undefined
    ? { ...withChosen({ ...ui, screen: 'instance' }, context), screen: ui.screen }
    : ui;
}

export function open(ui: UiState, context: UpdateContext): Updated {
  if (ui.screen === 'events') return { ui: openNews(ui, context) };
  if ((activeRowKeys(context, ui) ?? []).length === 0) return { ui };
  switch (activeTable(ui)) {
    case 'fleet':
      return { ui: toggledGroup(ui, context) ?? show(ui, 'instance', context) };
    case 'workers':
      return { ui: show(ui, 'worker', context) };
    case 'vassals':
      return openVassal(ui, context);
    default:
      return { ui };
  }
}

function openNews(ui: UiState, context: UpdateContext): UiState {
  const place = placeOfNews(ui, context);
  if (place === undefined) return ui;
  const { instanceId, worker } = place;
  const there = lookAt(ui, { instanceId, workerNumber: worker ?? ui.workerNumber });
  return { ...there, screen: worker === undefined ? 'instance' : 'worker', behind: [...ui.behind, 'events'] };
}

/** The instance or worker under the cursor becomes the one that is looked at. */
function withChosen(before: UiState, context: UpdateContext): UiState {
  const ui = withInstanceTable(before, shownSituation(context, before));
  const keys = activeRowKeys(context, ui) ?? [];
  const chosen = chosenKey(ui, keys);
  if (chosen === undefined) return ui;
  const table = activeTable(ui);
  // Whatever the order is by then: the way out leads to the same row.
  const left = withTable(ui, { cursor: chosen, row: keys.indexOf(chosen) });
  if (table === 'workers') return lookAt(left, { instanceId: ui.instanceId, workerNumber: numberOf(chosen) });
  if (table !== 'fleet') return ui;
  const instanceId = chosenInstanceId(ui, context);
  return lookAt(left, {
    instanceId,
    workerNumber: ui.instanceId === instanceId ? ui.workerNumber : undefined,
  });
}
