/** The Fleet screen: a line an instance. */
import { instanceColumns } from '../../columns/instance-columns';
import { duration, plural, rate } from '../../format/quantity';
import { explainFailure } from '../../model/failure';
import type { InstanceState } from '../../model/instance';
import { cellText } from '../cells';
import { fit, type Frame, type Line, text } from '../frame';
import type { Scene } from '../scene';
import { fleetRows } from '../select';
import { drawTable, positionOf } from '../table';
import { fleetPanel } from './fleet-panel';
import { padded } from './page';
import { hasMenu, withMenu } from './menus';
import { footerLine, titleLine } from './title';

export function fleetScreen(scene: Scene): Frame {
  const { fleet, ui, size, glyphs } = scene;
  const rows = fleetRows(scene, ui);
  const head = [
    titleLine(scene, [plural(fleet.instances.size, 'instance')]),
    summaryLine([...fleet.instances.values()]),
    ...troubleLine(
      scene,
      rows.map(({ instance }) => instance),
    ),
  ];
  const { cursor } = ui.tables.fleet;
  const chosen = rows.find(({ instance }) => instance.target.id === cursor) ?? rows[0];
  const room = size.rows - head.length - tableEdges;
  const panel = fleetPanel(chosen, scene, {
    bottom: size.rows - 1,
    // A menu takes all of it: no curve may be drawn over its entries.
    room: hasMenu(ui) ? 0 : room - Math.max(rows.length, 2) - 1,
  });
  const height = Math.max(1, room - panel.height);
  const table = drawTable({
    columns: instanceColumns,
    rows,
    keyOf: ({ instance: { target } }) => target.id,
    view: ui.tables.fleet,
    width: size.columns,
    height,
    glyphs,
    dimmed: ({ instance: { phase } }) => phase === 'down' || phase === 'stale',
    empty: 'no instance matches the filter; Esc clears it',
  });
  const lines = [
    ...head,
    ...padded(table.lines, height + 1),
    ...panel.lines,
    footerLine(scene, positionOf(table, rows.length)),
  ];
  return {
    lines: withMenu(lines, scene, { top: head.length, shown: table.columns }),
    charts: panel.plots,
    page: {
      rows: height,
      textLines: 0,
      table: { line: head.length + 1, first: table.first },
      columns: table.columns,
    },
  };
}

/** The header of the table, and the keys below it. */
const tableEdges = 2;

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

/** Why the instance under the cursor does not answer, or else the first one that does not. */
function troubleLine({ ui, glyphs, size, now }: Scene, rows: readonly InstanceState[]): Line[] {
  const failing = rows.filter(({ failure }) => failure !== undefined);
  const chosen = failing.find(({ target }) => target.id === ui.tables.fleet.cursor) ?? failing[0];
  if (chosen?.failure === undefined) return [];
  const age =
    chosen.seen && `, numbers are ${duration((now.monotonicMs - chosen.seen.monotonicMs) / 1000)} old`;
  const { cause, advice } = explainFailure(chosen.failure);
  const said = cellText(`${chosen.target.name}: ${cause}${age ?? ''}; ${advice}`, glyphs.ascii);
  return [
    [text(fit(` ${said}`, size.columns, 'left', glyphs), chosen.phase === 'stale' ? 'warning' : 'critical')],
  ];
}
