/** What happened to the nodes of a router between two polls. */
import type { EventDetail } from './events';
import { isFailing, type NodeState, type RouterState } from './router';

/** As long as the alert of it waits before it is cleared. */
const quietMs = 15_000;

/** A node that fails again and again is one event, until it has not failed for a while. */
export function* nodeEvents(
  before: RouterState | undefined,
  now: RouterState | undefined,
  monotonicMs: number,
): Generator<EventDetail> {
  if (before === undefined || now === undefined) return;
  const known = nodesOf(before);
  for (const [key, { node, subscription }] of nodesOf(now)) {
    const previous = known.get(key);
    known.delete(key);
    const of = { node: node.name, subscription };
    if (previous === undefined) yield { kind: 'node-new', ...of };
    else if (isFailing(node) && monotonicMs - (previous.node.failedAtMs ?? -Infinity) > quietMs)
      yield { kind: 'node-fails', ...of };
  }
  for (const { node, subscription } of known.values())
    yield { kind: 'node-gone', node: node.name, subscription };
}

const nodesOf = ({ subscriptions = [] }: RouterState) =>
  new Map(
    subscriptions.flatMap(({ name, nodes }) =>
      nodes.map((node): [string, { node: NodeState; subscription: string }] => [
        node.key,
        { node, subscription: name },
      ]),
    ),
  );
