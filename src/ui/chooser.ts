/** Choosing which columns a table shows. */
import { actionOf } from './keys';
import { activeTable, choosableColumns } from './active-table';
import type { UiState } from './state';
import { withTable } from './with-table';

export const openChooser = (ui: UiState): UiState =>
  choosableColumns(ui).length === 0 ? ui : { ...ui, chooser: 0 };

/** @param shown ids of the columns that are in sight: what a choice starts from */
export function chooseColumns(ui: UiState, key: string, shown: readonly string[]): UiState {
  const columns = choosableColumns(ui);
  const index = Math.min(ui.chooser ?? 0, columns.length - 1);
  const action = actionOf(key, ui);
  const id = columns[index]?.id;
  if (key === 'd') return withTable(ui, { columns: undefined });
  if ((key === 'enter' || key === 'space') && id !== undefined) return toggled(ui, id, shown);
  if (action === 'up' || action === 'down') {
    const step = action === 'up' ? -1 : 1;
    return { ...ui, chooser: (index + step + columns.length) % columns.length };
  }
  if (action === 'first') return { ...ui, chooser: 0 };
  if (action === 'last') return { ...ui, chooser: columns.length - 1 };
  return action === 'close' || action === 'columns' || action === 'quit' ? { ...ui, chooser: undefined } : ui;
}

/** The last one stays: a table without columns would be none. */
function toggled(ui: UiState, id: string, shown: readonly string[]): UiState {
  const wanted = ui.tables[activeTable(ui)].columns ?? shown;
  const without = wanted.filter((other) => other !== id);
  if (without.length === wanted.length) return withTable(ui, { columns: [...wanted, id] });
  return without.length === 0 ? ui : withTable(ui, { columns: without });
}
