/** A change to the table that the keys act on. */
import { activeTable } from './active-table';
import type { TableView, UiState } from './state';

export const withTable = (ui: UiState, change: Partial<TableView>): UiState => {
  const name = activeTable(ui);
  return { ...ui, tables: { ...ui.tables, [name]: { ...ui.tables[name], ...change } } };
};
