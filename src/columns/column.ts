/**
 * The contract between data and table. From one list of columns come the header, the cells, the order, what hides first
 * on a narrow screen, the help page and the plain table of `uwtop once`.
 */

import type { Measure } from './measure';

/** What a value means; the theme gives it a colour, and a letter or word says the same beside it. */
export type Tone =
  'plain' | 'strong' | 'dim' | 'label' | 'busy' | 'warning' | 'critical' | 'cheap' | 'paused' | 'signal';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  /** What stands below it in the table is shown, or folded away. */
  readonly fold?: 'open' | 'folded';
  /** How far it is indented below what it belongs to. */
  readonly depth?: number;
  /** 0…1: drawn as a bar before the text, where there is room for one. */
  readonly share?: number | undefined;
}

export const blank: Cell = { text: '' };

/** A column that a sparkline is painted in: values 0…1, oldest first, undefined for gaps. */
export interface Spark {
  readonly values: readonly (number | undefined)[];
  readonly tone?: Tone;
}

export type SortValue = number | string | undefined;

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  /** Takes the room that is left over. */
  readonly grows?: boolean;
  /** A width that it would like to have before columns of a lower rank get any. */
  readonly wants?: { readonly width: number; readonly priority: number };
  /** Says itself that the rest of the row is old: it stays as it is where the rest is dimmed. */
  readonly staysBright?: boolean;
  /** What is cut is the beginning: of paths the end tells them apart. */
  readonly keepsEnd?: boolean;
  /** Nothing but a bar, all over its width. */
  readonly isBar?: boolean;
  readonly align: 'left' | 'right';
  /** Left out of a table in which no row has anything to say in it. */
  readonly serves?: (row: Row) => boolean;
  /** 1 stays longest; the highest number is hidden first when the screen is narrow. */
  readonly priority: number;
  readonly cell: (row: Row) => Cell;
  readonly spark?: (row: Row, count: number) => Spark;
  /** What rows are ordered by. Unknown comes last in either direction. */
  readonly sortValue: (row: Row) => SortValue;
  /** What a script gets, where that is something else. */
  readonly raw?: (row: Row) => SortValue;
  /** Of a column of numbers: what filters and comparisons take it for. */
  readonly measure?: Measure<Row>;
  /** Largest first when chosen: what an operator looks for in numbers. */
  readonly descendingFirst?: boolean;
  /** What it is, its unit and where it comes from. */
  readonly help: string;
}

export interface Order {
  readonly column: string;
  readonly descending: boolean;
}

/** Rows in order; ties keep the tie-breaker's ascending order whatever the direction, so rows never dance. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Pick<Column<Row>, 'id' | 'sortValue'>[],
  order: Order,
  tieBreaker: (a: Row, b: Row) => number,
): Row[] {
  const column = columns.find((candidate) => candidate.id === order.column);
  if (column === undefined) return [...rows].sort(tieBreaker);
  const keyed = rows.map((row) => ({ row, key: column.sortValue(row) }));
  keyed.sort((a, b) => compareKnown(a.key, b.key, order.descending) || tieBreaker(a.row, b.row));
  return keyed.map(({ row }) => row);
}

function compareKnown(a: SortValue, b: SortValue, descending: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const ascending =
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : Number(a !== b);
  return descending ? -ascending : ascending;
}

/** A sparkline is drawn on screens only. */
export const isPrinted = ({ spark }: { readonly spark?: unknown }): boolean => spark === undefined;

export interface PlacedColumn<Row> {
  readonly column: Column<Row>;
  readonly width: number;
}

/** The columns that some row has something to say in. */
export function servingColumns<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Column<Row>[] {
  return columns.filter(({ serves }) => serves === undefined || rows.some(serves));
}

/** The columns that fit into `width` cells with one cell between them; the least important go first. */
export function fitColumns<Row>(columns: readonly Column<Row>[], width: number): PlacedColumn<Row>[] {
  const widths = new Map<Column<Row>, number>();
  let used = 0;
  for (const { column, cells } of byRank(columns)) {
    const before = widths.get(column);
    const gap = before === undefined && widths.size > 0 ? 1 : 0;
    const needed = cells - (before ?? 0) + gap;
    if (used + needed > width && widths.size > 0) break;
    widths.set(column, cells);
    used += needed;
  }
  const spare = Math.max(0, width - used);
  return columns.flatMap((column) => {
    const cells = widths.get(column);
    if (cells === undefined) return [];
    return [{ column, width: column.grows === true ? cells + spare : cells }];
  });
}

/** Every column at its own rank, and once more at the rank of the width that it wants. */
function byRank<Row>(columns: readonly Column<Row>[]): { column: Column<Row>; cells: number }[] {
  return columns
    .flatMap((column) => [
      { column, cells: column.width, rank: column.priority },
      ...(column.wants === undefined
        ? []
        : [{ column, cells: column.wants.width, rank: column.wants.priority }]),
    ])
    .sort((a, b) => a.rank - b.rank);
}
