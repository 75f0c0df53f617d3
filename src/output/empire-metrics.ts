/** What is told of emperors and routers. */
import { isFailing } from '../model/router';
import type { Seen } from '../model/seen';
import { vassalStates } from '../model/vassal';
import { type SeenMetric, single } from './metric';

export const empireMetrics: readonly SeenMetric[] = [
  {
    name: 'uwtop_vassals',
    type: 'gauge',
    help: "An emperor's vassals by state.",
    points: ({ sighting: { snapshot }, vassals }) =>
      snapshot.kind !== 'emperor'
        ? []
        : vassalStates.map((state) => [{ state }, vassals.filter((vassal) => vassal.state === state).length]),
  },
  {
    name: 'uwtop_router_sessions',
    type: 'gauge',
    help: 'Connections that a router serves.',
    points: ({ router }) => single(router?.activeSessions),
  },
  ...nodeMetrics(),
];

function nodeMetrics(): SeenMetric[] {
  const nodesOf = ({ router }: Seen) => router?.subscriptions?.flatMap(({ nodes }) => nodes);
  return [
    {
      name: 'uwtop_nodes',
      type: 'gauge',
      help: 'Nodes that a router can send requests to.',
      points: (seen) => single(nodesOf(seen)?.length),
    },
    {
      name: 'uwtop_failing_nodes',
      type: 'gauge',
      help: 'Nodes of a router that do not take the requests that they are given.',
      points: (seen) => single(nodesOf(seen)?.filter(isFailing).length),
    },
  ];
}
