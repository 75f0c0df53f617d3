/** The Fleet screen: a line an instance. */
import { instanceColumns } from '../../columns/instance-columns';
import { plural, rate } from '../../format/quantity';
import type { InstanceState } from '../../model/instance';
import { type Frame, type Line, text } from '../frame';
import type { Scene } from '../scene';
import { fleetRows } from '../select';
import { tableLines } from '../table';
import { padded } from './instance';
import { footerLine, titleLine, withSortMenu } from './title';

export function fleetScreen(scene: Scene): Frame {
  const { fleet, ui, size, glyphs } = scene;
  const head = [
    titleLine(scene, [plural(fleet.instances.size, 'instance')]),
    summaryLine([...fleet.instances.values()]),
  ];
  const height = Math.max(1, size.rows - head.length - 2);
  const table = tableLines({
    columns: instanceColumns,
    rows: fleetRows(fleet, ui),
    keyOf: ({ target }) => target.id,
    view: ui.tables.fleet,
    width: size.columns,
    height,
    glyphs,
    dimmed: ({ phase }) => phase === 'down' || phase === 'stale',
    empty: 'no instance matches the filter; Esc clears it',
  });
  const lines = withSortMenu([...head, ...padded(table, height + 1), footerLine(scene)], scene, head.length);
  return { lines, charts: [], page: { rows: height, textLines: 0 } };
}

function summaryLine(instances: readonly InstanceState[]): Line {
  const amount = (phase: InstanceState['phase']) =>
    instances.filter((instance) => instance.phase === phase).length;
  const rates = instances.flatMap(({ phase, seen }) =>
    phase === 'up' ? (seen?.totals?.requestsPerSecond ?? []) : [],
  );
  const sum = rates.length === 0 ? undefined : rates.reduce((total, value) => total + value, 0);
  return [
    text(` ${amount('up')} up  `, 'busy'),
    text(`${amount('stale')} stale  `, amount('stale') > 0 ? 'warning' : 'dim'),
    text(`${amount('down')} down  `, amount('down') > 0 ? 'critical' : 'dim'),
    text(`${amount('connecting')} connecting   `, 'dim'),
    text('req/s ', 'label'),
    text(rate(sum), 'strong'),
  ];
}
