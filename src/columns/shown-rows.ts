/** Which rows a table shows, in which order. */
import { type Column, sortRows } from './column';
import type { TableStart } from './tables';

/** Those in whose cells all words of the filter are somewhere. */
export function matching<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filter: string,
): readonly Row[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const content = columns
      .map((column) => column.cell(row).text)
      .join(' ')
      .toLowerCase();
    return words.every((word) => content.includes(word));
  });
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
