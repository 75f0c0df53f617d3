/** Moving among the rows of a table, or scrolling a page of text. */
import type { Situation } from '../alerts/situation';
import { cursorIndex } from './cursor';
import type { Action } from './key-binding';
import { keyOfWorker, lookAt } from './looking';
import { activeRowKeys, activeTable } from './active-table';
import { firstRowShown, shownInstance, shownSituation, workerRows } from './select';
import type { UiState } from './state';
import type { UpdateContext } from './update';
import { withTable } from './with-table';

export function move(ui: UiState, action: Action, context: UpdateContext): UiState {
  const { rows: pageRows, textLines } = context.page;
  const view = ui.tables[activeTable(ui)];
  const keys = activeRowKeys(context, ui);
  const count = keys?.length ?? Math.max(1, textLines - pageRows + 1);
  const from = keys === undefined ? view.top : cursorIndex(view, keys);
  const index = Math.min(Math.max(from + distance(action, pageRows, count), 0), Math.max(0, count - 1));
  if (keys === undefined) return withTable(ui, { top: index });
  const top = firstRowShown({ top: view.top, cursorIndex: index, rows: count, height: pageRows });
  return keys.length === 0 ? ui : withTable(ui, { cursor: keys[index], row: index, top });
}

/** The worker behind (1) or before (-1) the one that is looked at, in the order of the table, and the cursor with it. */
export function walkWorkers(ui: UiState, step: 1 | -1, situation: Situation): UiState {
  const instance = shownInstance(shownSituation(situation, ui).fleet, ui);
  if (instance === undefined) return ui;
  const numbers = workerRows(instance, { ...ui, cores: 'off' }).map(({ worker }) => worker.number);
  const here = numbers.indexOf(ui.workerNumber ?? 0);
  // From one that is gone or filtered away it goes on at an end.
  const from = here < 0 && step < 0 ? 0 : here;
  const number = numbers[(from + step + numbers.length) % Math.max(1, numbers.length)];
  if (number === undefined) return ui;
  const there = lookAt(ui, { instanceId: ui.instanceId, workerNumber: number });
  const keys = workerRows(instance, ui).map(({ key }) => key);
  const cursor = keyOfWorker(keys, number) ?? String(number);
  return { ...there, tables: { ...there.tables, workers: { ...there.tables.workers, cursor } } };
}

function distance(action: Action, pageRows: number, count: number): number {
  switch (action) {
    case 'up':
      return -1;
    case 'down':
      return 1;
    case 'page-up':
      return -Math.max(1, pageRows - 1);
    case 'page-down':
      return Math.max(1, pageRows - 1);
    case 'first':
      return -count;
    default:
      return count;
  }
}
