/** Which rows a table shows, in which order. */
import { type Column, sortRows } from './column';
import type { TableStart } from './tables';

/** A row matches when the words of the filter are all somewhere in its cells. */
export function matches<Row>(row: Row, columns: readonly Column<Row>[], filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const content = columns
    .map((column) => column.cell(row).text)
    .join(' ')
    .toLowerCase();
  return words.every((word) => content.includes(word));
}

/** Those that the filter leaves, in order; without one, and among equals, as they came. */
export function shownRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { filter = '', order }: TableStart = {},
): readonly Row[] {
  const kept = rows.filter((row) => matches(row, columns, filter));
  return order === undefined ? kept : sortRows(kept, columns, order, () => 0);
}
