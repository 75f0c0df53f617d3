/** Which rows a table shows, in which order. */
import { type Column, sortRows } from './column';
import type { TableStart } from './tables';

/** All the words of the filter are somewhere in the text, in any case. */
export function hasWords(text: string, filter: string): boolean {
  const content = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => content.includes(word));
}

/** A row matches when the words of the filter are all somewhere in its cells. */
export const matches = <Row>(row: Row, columns: readonly Column<Row>[], filter: string): boolean =>
  filter.trim() === '' || hasWords(columns.map((column) => column.cell(row).text).join(' '), filter);

/** Those that the filter leaves, in order; without one, and among equals, as they came. */
export function shownRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { filter = '', order }: TableStart = {},
): readonly Row[] {
  const kept = rows.filter((row) => matches(row, columns, filter));
  return order === undefined ? kept : sortRows(kept, columns, order, () => 0);
}
