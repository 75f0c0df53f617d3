/** The tables whose columns somebody can choose, order and name, and what can be chosen of them. */
import type { Order } from './column';

export const columnTables = ['fleet', 'workers'] as const;

export type ColumnTable = (typeof columnTables)[number];

/** How a table starts, where it does not start as usual. */
export interface TableStart {
  readonly order?: Order;
  readonly filter?: string;
  /** Ids of the columns that are wanted, in the table's own order; absent: as many as fit. */
  readonly columns?: readonly string[] | undefined;
}

/** No column, but what rows have without one: the order in which the targets were named. */
export const namedOrder = 'named';

/** Nor is this one: down, stale, critical, warning, then how busy they are. */
export const worstOrder = 'worst';

export const usualOrders: Readonly<Record<ColumnTable, Order>> = {
  fleet: { column: worstOrder, descending: true },
  workers: { column: 'worker', descending: false },
};
