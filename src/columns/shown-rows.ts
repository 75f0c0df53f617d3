/** Which rows a table shows, in which order. */
import { type Column, sortRows } from './column';
import type { TableStart } from './tables';

/** Whether all the words of a filter are somewhere in a text, in any case: the filter is read once for many texts. */
export function wordsIn(filter: string): (text: string) => boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    const content = text.toLowerCase();
    return words.every((word) => content.includes(word));
  };
}

/** Those in whose cells all words of the filter are somewhere. */
export function matching<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filter: string,
): readonly Row[] {
  if (filter.trim() === '') return rows;
  const fits = wordsIn(filter);
  return rows.filter((row) => fits(columns.map((column) => column.cell(row).text).join(' ')));
}

/** Those that the filter leaves, in order; without one, and among equals, as they came. */
export function shownRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { filter = '', order }: TableStart = {},
): readonly Row[] {
  const kept = matching(rows, columns, filter);
  return order === undefined ? kept : sortRows(kept, columns, order, () => 0);
}
