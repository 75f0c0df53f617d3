/** The filter as it is typed: every key works at once. */
import { activeTable } from './active-table';
import type { UiState } from './state';
import { withTable } from './with-table';

export function typeFilter(ui: UiState, key: string): UiState {
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
      return printable ? withTable(ui, { filter: filter + character, top: 0, row: 0 }) : ui;
    }
  }
}

const longestFilter = 60;
