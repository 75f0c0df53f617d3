/**
 * What fills the Fleet screen below a short table: the alerts that stand, and the charts of the instance under the cursor.
 *
 *      CRITICAL legacy  31 of 100 places in the listen queue …
 *      legacy
 *      (its charts)
 */
import type { InstanceRow } from '../../columns/instance-row';
import { cellText } from '../cells';
import type { DrawnCharts } from '../chart';
import { cutLine, fit, type Line, text } from '../frame';
import { callingAlerts } from '../news';
import type { Scene } from '../scene';
import { dimmedUnlessUp, lowestCharts, oneRowOfCharts } from './instance-charts';

/** Below this many lines it would only crowd the table. */
const leastAlerts = 2;
const headingLines = 2;
const widestName = 16;

export interface Panel extends DrawnCharts {
  readonly height: number;
}

const noPanel: Panel = { height: 0, lines: [], plots: [] };

/** @param bottom the line below the last one that may be used; `room` lines before it are free */
export function fleetPanel(
  chosen: InstanceRow | undefined,
  scene: Scene,
  { bottom, room }: { readonly bottom: number; readonly room: number },
): Panel {
  const hasCharts =
    chosen?.instance.seen?.totals !== undefined &&
    scene.size.columns >= 80 &&
    room >= lowestCharts + headingLines;
  const chartLines = hasCharts ? lowestCharts + 1 : 0;
  const alerts = alertLines(scene, room - chartLines - 1);
  if (!hasCharts) return alerts.length === 0 ? noPanel : { ...noPanel, lines: alerts, height: alerts.length };
  const charts = oneRowOfCharts(chosen.instance, scene, { top: bottom - lowestCharts, height: lowestCharts });
  const name = cellText(chosen.instance.target.name, scene.glyphs.ascii);
  const lines: Line[] = [...alerts, [text(` ${name}`, 'strong')], ...charts.lines];
  return dimmedUnlessUp(chosen.instance, { lines, plots: charts.plots, height: lines.length });
}

/** The worst first; a blank line keeps them apart from the table. */
function alertLines(scene: Scene, room: number): Line[] {
  const calling = callingAlerts(scene.alerts, scene.ui);
  if (calling.length === 0 || room < leastAlerts + 1) return [];
  const shown = calling.slice(0, room - 2);
  const more = calling.length - shown.length;
  const names = shown.map(({ instance }) => cellText(instance, scene.glyphs.ascii));
  const nameWidth = Math.min(widestName, Math.max(...names.map((name) => name.length)));
  const lines = shown.map(({ severity, message }, index) =>
    cutLine(
      [
        text(` ${severity.toUpperCase().padEnd(9)}`, severity),
        text(`${fit(names[index] ?? '', nameWidth, 'left', scene.glyphs)}  `, 'label'),
        text(cellText(message, scene.glyphs.ascii)),
      ],
      scene.size.columns,
      scene.glyphs,
    ),
  );
  return more === 0 ? [...lines, []] : [...lines, [text(` +${more} more: e`, 'label')]];
}
