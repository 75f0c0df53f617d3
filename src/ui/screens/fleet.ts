/** The Fleet screen: a line an instance, and a line a group where somebody has made groups. */
import { type Comparison, comparisonOf } from '../../columns/comparison';
import { instanceColumns } from '../../columns/instance-columns';
import { type FleetRow, instancesIn } from '../../columns/instance-row';
import { plural } from '../../format/quantity';
import { underCursor } from '../cursor';
import type { Frame } from '../frame';
import type { Scene } from '../scene';
import { fleetRows } from '../select';
import { drawTable, positionOf } from '../table';
import { comparisonLine, noticeLine, summaryLine, troubleLine } from './fleet-head';
import { fleetPanel } from './fleet-panel';
import { hasMenu, withMenu } from './menus';
import { padded } from './page';
import { footerLine, titleLine } from './title';

export function fleetScreen(scene: Scene): Frame {
  const { ui, size } = scene;
  const rows = fleetRows(scene, ui);
  const { order } = ui.tables.fleet;
  const chosen = underCursor(ui.tables.fleet, rows);
  const comparison = ui.comparedFrom && comparisonOf(rows, order.column);
  const head = [
    titleLine(scene, titleOf(scene, rows)),
    comparison === undefined ? summaryLine(scene) : comparisonLine(comparison, scene),
    ...noticeLine(scene),
    ...troubleLine(scene, rows, chosen),
  ];
  const room = size.rows - head.length - tableEdges;
  const panel = fleetPanel(chosen, scene, {
    bottom: size.rows - 1,
    // A menu takes all of it: no curve may be drawn over its entries.
    room: hasMenu(ui) ? 0 : room - Math.max(rows.length, 2) - 1,
  });
  const height = Math.max(1, room - panel.height);
  const table = drawn(scene, rows, { comparison, height });
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

function titleOf({ fleet, ui }: Scene, rows: readonly FleetRow[]): string[] {
  const all = plural(fleet.instances.size, 'instance');
  const groups = rows.filter(({ kind }) => kind === 'group').length;
  const isFiltered = ui.tables.fleet.filter !== '';
  return [
    isFiltered ? `${instancesIn(rows).length} of ${all}` : all,
    ...(groups > 0 ? [plural(groups, 'group')] : []),
  ];
}

function drawn(
  { fleet, ui, size, glyphs }: Scene,
  rows: readonly FleetRow[],
  { comparison, height }: { readonly comparison: Comparison | undefined; readonly height: number },
) {
  const { fleet: view } = ui.tables;
  return drawTable<FleetRow>({
    columns: comparison?.columns ?? instanceColumns,
    rows,
    keyOf: ({ key }) => key,
    view: comparison === undefined ? view : { ...view, columns: undefined },
    width: size.columns,
    height,
    glyphs,
    dimmed: ({ kind, phase }) => kind === 'instance' && (phase === 'down' || phase === 'stale'),
    empty: fleet.instances.size === 0 ? 'no instance yet' : 'no instance matches the filter; Esc clears it',
  });
}
