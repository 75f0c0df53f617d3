/**
 * The Instance screen of a router.
 *
 *     uwtop  router 127.0.0.1:4711  uWSGI 2.0.30  pid 4711               every 1s  14:03:22
 *     sessions 12   req/s 240   3 keys   5 nodes  1 failing
 *     listens on 0.0.0.0:8080
 *     (the keys, with their nodes below them)
 *     keys of the keyboard
 */
import { nodeColumns } from '../../columns/node-columns';
import { count, plural, rate } from '../../format/quantity';
import type { InstanceState } from '../../model/instance';
import { isFailing, type RouterState } from '../../model/router';
import { cellText } from '../cells';
import { type Frame, type Line, type Span, text } from '../frame';
import type { Scene } from '../scene';
import { shownNodes } from '../select';
import { tableFrame } from './table-frame';

export function routerFrame(
  scene: Scene,
  instance: InstanceState,
  { head, router }: { readonly head: readonly Line[]; readonly router: RouterState },
): Frame {
  const { ui } = scene;
  return tableFrame(scene, {
    head: [...head, ...routerLines(router, scene)],
    columns: nodeColumns,
    rows: shownNodes(instance, ui),
    view: ui.tables.nodes,
    aged: instance.phase !== 'up',
    empty: ui.tables.nodes.filter === '' ? withoutNodes(router) : 'no node matches the filter; Esc clears it',
  });
}

export const withoutNodes = ({ subscriptions }: RouterState): string =>
  subscriptions === undefined
    ? 'this router has no subscription server: it does not tell where its requests go'
    : 'no instance has announced itself to this router yet';

export function routerLines(
  { activeSessions, addresses, hitsPerSecond, subscriptions }: RouterState,
  { glyphs }: Scene,
): Line[] {
  const listening = cellText(addresses.join('  '), glyphs.ascii);
  return [
    [
      ...figure('sessions', count(activeSessions)),
      ...(subscriptions === undefined ? [] : nodeSpans(subscriptions, hitsPerSecond)),
    ],
    [text(' listens on ', 'label'), text(listening === '' ? '-' : listening)],
  ];
}

function nodeSpans(
  subscriptions: NonNullable<RouterState['subscriptions']>,
  hitsPerSecond: number | undefined,
): Span[] {
  const nodes = subscriptions.flatMap((subscription) => subscription.nodes);
  const failing = nodes.filter(isFailing).length;
  return [
    ...figure('req/s', rate(hitsPerSecond)),
    text(` ${plural(subscriptions.length, 'key')}  ${plural(nodes.length, 'node')}  `),
    ...(failing > 0 ? [text(`${failing} failing`, 'warning')] : []),
  ];
}

const figure = (name: string, value: string): Span[] => [
  text(` ${name} `, 'label'),
  text(`${value}  `, 'strong'),
];
