/** The table of a router's subscriptions and nodes: every column with its width, order and meaning. */
import { bytes, count, duration, rate } from '../format/quantity';
import { isFailing, type NodeState } from '../model/router';
import { sumOf } from '../model/sum';
import { blank, type Cell, type Column, type SortValue, type Tone } from './column';
import type { NodeRow } from './node-row';

/** Of a node its own, of a subscription the sum of its nodes'. */
const ofNodes =
  (value: (node: NodeState) => number | undefined) =>
  ({ node, subscription }: NodeRow): number | undefined =>
    node === undefined ? sumOf(subscription.nodes, value) : value(node);

const inFlight = ofNodes((node) => node.inFlight);
const failures = ofNodes((node) => node.failures);
const cores = ofNodes((node) => node.cores);
const tx = ofNodes((node) => node.txBytesPerSecond);
const rx = ofNodes((node) => node.rxBytesPerSecond);
const requests = ({ node, subscription }: NodeRow) =>
  node === undefined ? subscription.hits : node.requests;
const requestsPerSecond = ({ node, subscription }: NodeRow) =>
  node === undefined ? subscription.hitsPerSecond : node.requestsPerSecond;

export const nodeColumns: readonly Column<NodeRow>[] = [
  {
    id: 'subscription',
    title: 'KEY',
    width: 18,
    wants: { width: 32, priority: 11.5 },
    align: 'left',
    priority: 2,
    cell: ({ node, subscription: { name } }) => ({ text: name, tone: node === undefined ? 'strong' : 'dim' }),
    sortValue: ({ subscription }) => subscription.name,
    help: 'what requests ask for; a line of its own sums up the nodes below it (source: subscriptions[].key)',
  },
  {
    id: 'node',
    title: 'NODE',
    width: 18,
    wants: { width: 24, priority: 11.2 },
    grows: true,
    align: 'left',
    priority: 1,
    cell: ({ node }) => (node === undefined ? blank : { text: node.name, tone: nodeTone(node) }),
    sortValue: ({ node }) => node?.name,
    help: 'where the router sends them (source: nodes[].name)',
  },
  {
    id: 'mark',
    title: 'MARK',
    width: 5,
    align: 'left',
    priority: 6,
    serves: ({ node }) => node !== undefined && isFailing(node),
    cell: ({ node }) => (node === undefined ? blank : markCell(node)),
    sortValue: ({ node }) =>
      node === undefined ? undefined : Number(node.isDying) * 2 + Number(isFailing(node)),
    descendingFirst: true,
    help: 'dead: the router is about to drop the node; fails: more failures since the last poll (source: death_mark, failcnt)',
  },
  {
    id: 'requestsPerSecond',
    title: 'REQ/S',
    width: 6,
    align: 'right',
    priority: 3,
    cell: (row) => ({ text: rate(requestsPerSecond(row)) }),
    sortValue: requestsPerSecond,
    measure: { unit: 'rate' },
    descendingFirst: true,
    help: 'requests per second over the last interval; of a key its hits (source: requests, hits)',
  },
  {
    id: 'requests',
    title: 'REQS',
    width: 6,
    align: 'right',
    priority: 7,
    cell: (row) => ({ text: count(requests(row)) }),
    sortValue: requests,
    measure: { unit: 'count' },
    descendingFirst: true,
    help: 'requests since the node announced itself first; of a key its hits since the router started (source: requests, hits)',
  },
  {
    id: 'inFlight',
    title: 'FLIGHT',
    width: 6,
    align: 'right',
    priority: 4,
    cell: (row) => ({ text: count(inFlight(row)) }),
    sortValue: inFlight,
    measure: { unit: 'count' },
    descendingFirst: true,
    help: 'requests that are at the node now (source: ref)',
  },
  {
    id: 'failures',
    title: 'FAILS',
    width: 5,
    align: 'right',
    priority: 5,
    cell: (row) => failuresCell(row),
    sortValue: failures,
    measure: { unit: 'count' },
    descendingFirst: true,
    help: 'requests that the node did not take; yellow while they rise (source: failcnt)',
  },
  column('load', 'LOAD', {
    priority: 8,
    value: ({ node }) => node?.load,
    help: 'what the node says of its load (source: load)',
  }),
  column('weight', 'WEIGHT', {
    priority: 9,
    value: ({ node }) => node?.weight,
    help: 'its share of the requests against the other nodes of its key (source: weight)',
  }),
  column('cores', 'CORES', {
    priority: 10,
    value: cores,
    help: 'requests that it can serve at a time (source: cores)',
  }),
  {
    id: 'announced',
    title: 'LAST',
    width: 5,
    align: 'right',
    priority: 11,
    cell: ({ node }) => (node === undefined ? blank : { text: duration(node.announcedSeconds) }),
    sortValue: ({ node }) => node?.announcedSeconds,
    measure: { unit: 'seconds' },
    descendingFirst: true,
    help: 'since the node announced itself last; the router drops one that is silent for too long (source: last_check)',
  },
  {
    id: 'tx',
    title: 'TX/S',
    width: 5,
    align: 'right',
    priority: 12,
    cell: (row) => ({ text: bytes(tx(row)) }),
    sortValue: tx,
    measure: { unit: 'bytes' },
    descendingFirst: true,
    help: 'bytes that the node sent per second over the last interval (source: tx)',
  },
  {
    id: 'rx',
    title: 'RX/S',
    width: 5,
    align: 'right',
    priority: 13,
    cell: (row) => ({ text: bytes(rx(row)) }),
    sortValue: rx,
    measure: { unit: 'bytes' },
    descendingFirst: true,
    help: 'bytes that it received per second over the last interval (source: rx)',
  },
];

interface Plain {
  readonly priority: number;
  readonly value: (row: NodeRow) => number | undefined;
  readonly help: string;
}

/** A number that says nothing in the row of a key unless it can be summed up. */
function column(id: string, title: string, { priority, value, help }: Plain): Column<NodeRow> {
  const sortValue = (row: NodeRow): SortValue => value(row);
  return {
    id,
    title,
    width: 6,
    align: 'right',
    priority,
    cell: (row) => (row.node === undefined && value(row) === undefined ? blank : { text: count(value(row)) }),
    sortValue,
    measure: { unit: 'count' },
    descendingFirst: true,
    help,
  };
}

function nodeTone({ isDying, failuresRise }: NodeState): Tone {
  if (isDying) return 'critical';
  return failuresRise ? 'warning' : 'plain';
}

function markCell(node: NodeState): Cell {
  if (node.isDying) return { text: 'dead', tone: 'critical' };
  return node.failuresRise ? { text: 'fails', tone: 'warning' } : blank;
}

function failuresCell(row: NodeRow): Cell {
  const nodes = row.node === undefined ? row.subscription.nodes : [row.node];
  const tone = nodes.some(({ failuresRise }) => failuresRise) ? 'warning' : 'plain';
  return { text: count(failures(row)), tone };
}
