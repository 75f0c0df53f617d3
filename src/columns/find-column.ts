/** Columns by the names that users know: the title that they see, or the id; in any case, words joined in any way. */
import { nearestName } from '../format/nearest';
import { fail, succeed, type Result } from '../result';
import type { Order } from './column';
import { instanceColumns } from './instance-columns';
import { type ColumnTable, namedOrder, worstOrder } from './tables';
import { workerColumns } from './worker-columns';

export interface NamedColumn {
  readonly id: string;
  readonly title: string;
  readonly descendingFirst?: boolean;
  readonly spark?: unknown;
  readonly help: string;
}

export const namedColumns: Readonly<Record<ColumnTable, readonly NamedColumn[]>> = {
  fleet: instanceColumns,
  workers: workerColumns,
};

/** Asks for as many columns as fit, where others have been asked for before. */
export const autoColumns = 'auto';

/** What was written, and what was perhaps meant. */
export interface UnknownColumn {
  readonly written: string;
  readonly nearest: string | undefined;
}

export function findColumn(
  columns: readonly NamedColumn[],
  written: string,
): Result<NamedColumn, UnknownColumn> {
  const wanted = plain(written);
  const found = columns.find(({ id, title }) => plain(id) === wanted || plain(title) === wanted);
  if (found !== undefined) return succeed(found);
  const names = columns.flatMap(({ id, title }) => [title.toLowerCase(), id]);
  return fail({ written, nearest: nearestName(written, names) });
}

/** `in flight`, `IN-FLIGHT` and `inFlight` are one; `req/s` and `reqs` are two. */
const plain = (name: string) => name.toLowerCase().replaceAll(/[ _-]/g, '');

/** Ids of the columns of a list, undefined for as many as fit; the first name that means nothing is the failure. */
export function parseColumns(
  columns: readonly NamedColumn[],
  names: readonly string[],
): Result<readonly string[] | undefined, UnknownColumn> {
  const [only = '', ...more] = names;
  if (more.length === 0 && only.trim().toLowerCase() === autoColumns) return succeed(undefined);
  const found = names.map((name) => findColumn(columns, name));
  const unknown = found.find((result) => !result.ok);
  return unknown ?? succeed(found.flatMap((result) => (result.ok ? [result.value.id] : [])));
}

const worstFirst = { id: worstOrder, descendingFirst: true };

/** `rss` as its column begins; `-rss` and `rss:desc` from the largest on, `+rss` and `rss:asc` from the smallest. */
export function parseOrder(table: ColumnTable, text: string): Result<Order, UnknownColumn> {
  const [, sign = '', name = '', direction] =
    /^([-+]?)(.*?)(?:\s*:\s*(asc|desc))?$/is.exec(text.trim()) ?? [];
  if (table === 'fleet' && text.trim().toLowerCase() === namedOrder)
    return succeed({ column: namedOrder, descending: false });
  const isWorst = table === 'fleet' && name.toLowerCase() === worstOrder;
  const found = isWorst ? succeed(worstFirst) : findColumn(namedColumns[table], name);
  if (!found.ok) return found;
  const { id, descendingFirst = false } = found.value;
  const signed = sign === '' ? descendingFirst : sign === '-';
  return succeed({
    column: id,
    descending: direction === undefined ? signed : direction.toLowerCase() === 'desc',
  });
}

/** The text that parseOrder reads as this order. */
export function orderText(table: ColumnTable, { column, descending }: Order): string {
  if (column === worstOrder) return descending ? column : `${column}:asc`;
  const first = namedColumns[table].find(({ id }) => id === column)?.descendingFirst ?? false;
  if (descending) return `-${column}`;
  return first ? `${column}:asc` : column;
}
