/** The row that counts as chosen: the one under the cursor, or what took its place where that is gone. */
import type { TableView } from './state';

/** 0 of a table without rows. */
export function cursorIndex({ cursor, row = 0 }: TableView, keys: readonly string[]): number {
  if (cursor === undefined) return 0;
  const index = keys.indexOf(cursor);
  return index < 0 ? Math.max(0, Math.min(row, keys.length - 1)) : index;
}

/** The row under the cursor, of rows that have keys. */
export const underCursor = <Row extends { readonly key: string }>(
  view: TableView,
  rows: readonly Row[],
): Row | undefined =>
  rows[
    cursorIndex(
      view,
      rows.map(({ key }) => key),
    )
  ];
