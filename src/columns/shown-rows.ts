/** Which rows a table shows, in which order. */
import { type Column, sortRows } from './column';
import { type Filter, readFilter, type Search } from './filter';
import type { TableStart } from './tables';

/** Whether all the words of a filter are somewhere in a text, in any case: the filter is read once for many texts. */
export const wordsIn = (filter: string): ((text: string) => boolean) =>
  readFilter(filter, { texts: [(text: string) => text] }).fits;

/** Those that the filter leaves. */
export function matching<Row>(
  rows: readonly Row[],
  search: Search<Row>,
  filter: string,
  { typing = false }: { readonly typing?: boolean } = {},
): readonly Row[] {
  return filter.trim() === '' ? rows : filtered(rows, readFilter(filter, search), typing);
}

/** Nobody who is about to type `busyness>70` wants to see the table go away at `busyn`. */
export function filtered<Row>(
  rows: readonly Row[],
  { fits, unfinished }: Filter<Row>,
  typing: boolean,
): readonly Row[] {
  const kept = rows.filter(fits);
  return kept.length === 0 && typing && unfinished !== undefined ? rows.filter(unfinished) : kept;
}

/** Those that the filter leaves, in order; without one, and among equals, as they came. */
export function shownRows<Row>(
  rows: readonly Row[],
  { columns, search }: { readonly columns: readonly Column<Row>[]; readonly search: Search<Row> },
  { filter = '', order }: TableStart = {},
): readonly Row[] {
  const kept = matching(rows, search, filter);
  return order === undefined ? kept : sortRows(kept, columns, order, () => 0);
}
