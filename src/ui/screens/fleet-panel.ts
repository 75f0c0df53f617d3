/**
 * What fills the Fleet screen below a short table: the alerts that stand, notices, and the charts of the instance under the
 * cursor, or of the worst one of the group there.
 *
 *      CRITICAL legacy  31 of 100 places in the listen queue …
 *      legacy
 *      (its charts)
 */
import type { Alert } from '../../alerts/alert';
import type { FleetRow } from '../../columns/instance-row';
import { cellText } from '../cells';
import type { DrawnCharts } from '../chart';
import { chartedIn } from '../folding';
import { cutLine, fitEnd, type Line, text } from '../frame';
import { callingAlerts } from '../silence';
import type { Scene } from '../scene';
import { dimmedUnlessUp, highestCharts, lowestCharts, oneRowOfCharts } from './instance-charts';
import { nameCells } from './name-cells';

/** So many lines of alerts, and no more, are there before there are charts. */
const mostBeforeCharts = 7;
const headingLines = 2;

export interface Panel extends DrawnCharts {
  readonly height: number;
}

const noPanel: Panel = { height: 0, lines: [], plots: [] };

/** @param bottom the line below the last one that may be used; `room` lines before it are free */
export function fleetPanel(
  chosen: FleetRow | undefined,
  scene: Scene,
  { bottom, room }: { readonly bottom: number; readonly room: number },
): Panel {
  const calling = callingAlerts(scene.alerts, scene.ui);
  const { notices } = scene.ui;
  // What is wrong comes before what is drawn.
  const reserved = Math.min(calling.length + notices.length + 1, mostBeforeCharts);
  const charted = chosen && chartedIn(chosen)?.instance;
  const hasCharts =
    charted !== undefined && scene.size.columns >= 80 && room - reserved >= lowestCharts + headingLines;
  const before = hasCharts ? room - lowestCharts - headingLines : room;
  const standing = alertLines(calling, scene, before);
  const alerts = [...standing, ...noticeLines(scene, before - standing.length)];
  if (!hasCharts) return { ...noPanel, lines: alerts, height: alerts.length };
  const height = Math.min(highestCharts, room - alerts.length - headingLines);
  const charts = dimmedUnlessUp(charted, oneRowOfCharts(charted, scene, { top: bottom - height, height }));
  const name = text(` ${cellText(charted.target.name, scene.glyphs.ascii)}`, 'strong');
  const why =
    chosen?.kind === 'group'
      ? [text(`  the worst of ${cellText(chosen.name, scene.glyphs.ascii)}`, 'dim')]
      : [];
  const lines: Line[] = [...alerts, [name, ...why], ...charts.lines];
  return { lines, plots: charts.plots, height: lines.length };
}

/** The worst first; a blank line keeps them apart from what is below. */
function alertLines(calling: readonly Alert[], scene: Scene, room: number): Line[] {
  if (calling.length === 0 || room < 1) return [];
  const shown = calling.slice(0, calling.length < room ? calling.length : Math.max(1, room - 1));
  const more = calling.length - shown.length;
  const width = nameCells(scene);
  const lines = shown.map(({ severity, instance, message }) =>
    cutLine(
      [
        text(` ${severity.toUpperCase().padEnd(9)}`, severity),
        text(`${fitEnd(cellText(instance, scene.glyphs.ascii), width, scene.glyphs)}  `, 'label'),
        text(cellText(message, scene.glyphs.ascii)),
      ],
      scene.size.columns,
      scene.glyphs,
    ),
  );
  if (lines.length === room) return lines;
  return more === 0 ? [...lines, []] : [...lines, [text(` +${more} more: e`, 'label')]];
}

/** Of one alone the line above the table has told; a blank line again below them. */
function noticeLines({ ui: { notices }, size, glyphs }: Scene, room: number): Line[] {
  if (notices.length < 2 || room < 2) return [];
  const lines = notices
    .slice(0, room - 1)
    .map((notice) =>
      cutLine([text(' NOTICE    ', 'label'), text(cellText(notice, glyphs.ascii))], size.columns, glyphs),
    );
  return [...lines, []];
}
