/** Choosing the column that orders the rows. */
import type { Situation } from '../alerts/situation';
import { actionOf } from './keys';
import { activeColumns, activeTable, type SortableColumn } from './active-table';
import type { UiState } from './state';
import { withTable } from './with-table';

export function openSortMenu(ui: UiState, situation: Situation): UiState {
  const columns = activeColumns(situation, ui);
  if (columns.length === 0) return ui;
  const current = columns.findIndex(({ id }) => id === ui.tables[activeTable(ui)].order.column);
  return { ...ui, sortMenu: Math.max(0, current) };
}

export function chooseSort(ui: UiState, key: string, situation: Situation): UiState {
  const columns = activeColumns(situation, ui);
  const index = Math.min(ui.sortMenu ?? 0, columns.length - 1);
  const action = actionOf(key, ui);
  if (key === 'enter') return sortBy({ ...ui, sortMenu: undefined }, columns[index]);
  if (action === 'up' || action === 'down') {
    const step = action === 'up' ? -1 : 1;
    return { ...ui, sortMenu: (index + step + columns.length) % columns.length };
  }
  if (action === 'first') return { ...ui, sortMenu: 0 };
  if (action === 'last') return { ...ui, sortMenu: columns.length - 1 };
  return action === 'close' || action === 'sort-menu' || action === 'quit'
    ? { ...ui, sortMenu: undefined }
    : ui;
}

function sortBy(ui: UiState, column: SortableColumn | undefined): UiState {
  if (column === undefined) return ui;
  const { order } = ui.tables[activeTable(ui)];
  if (order.column === column.id) return ui;
  return withTable(ui, { order: { column: column.id, descending: column.descendingFirst ?? false } });
}

export function walkSort(ui: UiState, step: number, situation: Situation): UiState {
  const columns = activeColumns(situation, ui);
  if (columns.length === 0) return ui;
  const current = columns.findIndex(({ id }) => id === ui.tables[activeTable(ui)].order.column);
  const next =
    current < 0 ? (step > 0 ? 0 : columns.length - 1) : (current + step + columns.length) % columns.length;
  return sortBy(ui, columns[next]);
}

export function reverse(ui: UiState): UiState {
  const { order } = ui.tables[activeTable(ui)];
  return withTable(ui, { order: { ...order, descending: !order.descending } });
}
