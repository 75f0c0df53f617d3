/** A line of a router's table: a subscription, or a node below it. */
import type { NodeState, RouterState, SubscriptionState } from '../model/router';
import { sortRows } from './column';
import { nested } from './nest';
import { nodeColumns } from './node-columns';
import { columnSearch } from './search';
import { matching } from './shown-rows';
import type { TableStart } from './tables';

export interface NodeRow {
  readonly key: string;
  readonly subscription: SubscriptionState;
  /** Absent in the row of the subscription itself. */
  readonly node?: NodeState | undefined;
}

export const nodeSearch = columnSearch(nodeColumns);
export const usualNodeOrder = { column: 'subscription', descending: false };

/** Each node below its subscription; a subscription stays while one of its nodes matches. */
export function nodeRows(
  { subscriptions = [] }: RouterState,
  { filter = '', order = usualNodeOrder }: TableStart = {},
  typing: { readonly typing?: boolean } = {},
): readonly NodeRow[] {
  const rows = subscriptions.flatMap((subscription): NodeRow[] => [
    { key: subscription.key, subscription },
    ...subscription.nodes.map((node) => ({ key: node.key, subscription, node })),
  ]);
  const matched = new Set(matching(rows, nodeSearch, filter, typing));
  const wanted = new Set([...matched].map(({ subscription }) => subscription));
  const kept = rows.filter(
    (row) => matched.has(row) || (row.node === undefined && wanted.has(row.subscription)),
  );
  return nested(
    sortRows(kept, nodeColumns, order, () => 0),
    {
      keyOf: ({ key }) => key,
      parentOf: ({ node, subscription }) => node && subscription.key,
    },
  );
}
