/**
 * The Instance screen.
 *
 *     uwtop  shop 127.0.0.1:1717  uWSGI 2.0.21  pid 4711  up 3d04            every 1s  14:03:22
 *     busyness ▕████████░░░░▏ 62%    12 busy  4 idle  of 16 workers
 *     slots    ▕██████░░░░░░▏ 50%    req/s 123   time 12ms   tx/s 1.2M
 *     queue    ▕█░░░░░░░░░░░▏ 3/100  rss 1.2G   exceptions 3   kills 0
 *     next     worker 7 requests 2m10 (1m58-2m24)
 *     (charts where there is room, else a strip of sparklines)
 *     (the worker table)
 *     keys
 */
import { workerColumns } from '../../columns/worker-columns';
import { rowInClear, usedCores } from '../../columns/worker-row';
import { duration } from '../../format/quantity';
import type { InstanceState } from '../../model/instance';
import type { Seen } from '../../model/seen';
import { cellText } from '../cells';
import { type Frame, type Line, type Plotted, text } from '../frame';
import type { Scene } from '../scene';
import { shownInstance, workerRows } from '../select';
import type { UiState } from '../state';
import { emperorFrame, reignLines } from './emperor';
import { foresightLines } from './foresight';
import { dimmedUnlessUp, instanceCharts, lowestCharts } from './instance-charts';
import { meterLines, stripLine } from './meters';
import { padded } from './page';
import { routerFrame } from './router';
import { tableEdges, tableFrame } from './table-frame';
import { footerLine, titleLine, troubleLines } from './title';

export function instanceScreen(scene: Scene): Frame {
  const instance = shownInstance(scene.fleet, scene.ui);
  if (instance === undefined) return absentFrame(scene);
  const head = [
    titleLine(scene, instanceTitle(instance, scene)),
    ...troubleLines(scene, instance, instance.seen === undefined),
    ...reignLines(scene, instance),
  ];
  const { seen } = instance;
  if (seen === undefined) return waitingFrame(scene, instance, head);
  if (seen.router !== undefined) return routerFrame(scene, instance, { head, router: seen.router });
  if (seen.totals === undefined) return emperorFrame(scene, instance, { head, seen });

  const isRoomy = scene.size.rows >= roomyRows || seen.workers.length <= scene.size.rows - tightLines;
  head.push(
    ...agedLines(instance, meterLines(instance, seen.totals, scene)),
    ...foresightLines(instance, scene, isRoomy),
  );
  // Where there is no row, a line says so.
  const tableRows = Math.max(1, rowsWanted(seen, scene.ui)) + tableEdges;
  const room = Math.max(lowestCharts, scene.size.rows - head.length - tableRows);
  if (!roomForCharts(scene, head.length)) {
    return workersFrame(scene, instance, [...head, ...agedLines(instance, [stripLine(instance, scene)])], []);
  }
  const charts = dimmedUnlessUp(instance, instanceCharts(instance, scene, { top: head.length, room }));
  return workersFrame(scene, instance, [...head, ...charts.lines], charts.plots);
}

/** Of all rows, whatever the filter leaves: charts that jump about while somebody types help nobody. */
function rowsWanted({ workers }: Seen, { cores: mode }: UiState): number {
  if (mode === 'off') return workers.length;
  const used = workers.reduce((sum, worker) => sum + usedCores(worker).length, 0);
  return mode === 'merged' ? used : workers.length + used;
}

/** From so many on a line more or less is no loss; on a small screen only where all workers stay in sight. */
const roomyRows = 30;
/** Of a small screen, all but the table's rows. */
const tightLines = 9;

function workersFrame(
  scene: Scene,
  instance: InstanceState,
  head: Line[],
  charts: readonly Plotted[],
): Frame {
  const masked = workerRows(instance, scene.ui);
  return tableFrame(scene, {
    head,
    charts,
    columns: workerColumns,
    rows: scene.showSecrets === true ? masked.map(rowInClear) : masked,
    view: scene.ui.tables.workers,
    aged: instance.phase !== 'up',
    empty: emptyText(scene, instance),
  });
}

function emptyText({ ui }: Scene, { seen }: InstanceState): string {
  if (ui.tables.workers.filter !== '') return 'no worker matches the filter; Esc clears it';
  if (seen?.workers.length === 0) return 'this instance has no workers';
  return 'no core has served a request yet; a shows the workers';
}

/** Numbers of an instance that does not answer look as old as they are. */
function agedLines({ phase }: InstanceState, lines: readonly Line[]): Line[] {
  if (phase === 'up') return [...lines];
  return lines.map((line) => line.map((span) => ({ ...span, tone: 'dim' as const })));
}

/** Charts are worth their room only while the table keeps a dozen rows beside them. */
const roomForCharts = ({ size }: Scene, headLines: number) =>
  size.columns >= 80 && size.rows - headLines >= lowestCharts + 14;

/** A poll may take so long before anybody asks how old the numbers are. */
const overdueMs = 1000;

/** Parts of the title, the more important first. */
export function instanceTitle({ target, seen, failure }: InstanceState, scene: Scene): string[] {
  const { now, ui, paceMs = ui.intervalMs } = scene;
  const name = target.name === target.address ? [target.name] : [target.name, target.address];
  if (seen === undefined) return name;
  const up = seen.uptimeSeconds === undefined ? [] : [`up ${duration(seen.uptimeSeconds)}`];
  const ageMs = now.monotonicMs - seen.monotonicMs;
  // Of a saved snapshot, or while an answer is waited for; what was missed is said below the title.
  const old =
    ageMs > 2 * paceMs + overdueMs && ui.frozen === undefined && failure === undefined
      ? [`as of ${duration(ageMs / 1000)} ago`]
      : [];
  return [...name, ...old, `uWSGI ${seen.version}`, ...up, `pid ${seen.pid}`];
}

/** A vassal that was opened a moment ago is about to be watched. */
function absentFrame(scene: Scene): Frame {
  const { ui, glyphs } = scene;
  const into = ui.passages?.at(-1)?.into;
  if (into === undefined || into.address !== ui.instanceId) {
    const said = text('  no instance is chosen; 1 shows the fleet', 'dim');
    return framed(scene, [titleLine(scene, ['no instance']), [], [said]]);
  }
  const said =
    ui.frozen === undefined
      ? `connecting to ${cellText(into.address, glyphs.ascii)}`
      : 'not in the frozen picture; Space lets it go on';
  return framed(scene, [titleLine(scene, [into.name, into.address]), [], [text(`  ${said}`, 'dim')]]);
}

function waitingFrame(scene: Scene, { failure, target }: InstanceState, head: Line[]): Frame {
  const said =
    failure === undefined
      ? [text(`  connecting to ${cellText(target.address, scene.glyphs.ascii)}${waited(scene)}`, 'dim')]
      : [];
  return framed(scene, [...head, [], said]);
}

/** A master that is busy with another client may take seconds. */
function waited({ now, startedMs = now.monotonicMs }: Scene): string {
  const seconds = Math.floor((now.monotonicMs - startedMs) / 1000);
  return seconds < 1 ? '' : `: no answer for ${duration(seconds)} so far`;
}

function framed(scene: Scene, lines: readonly Line[]): Frame {
  return {
    lines: [...padded(lines, scene.size.rows - 1), footerLine(scene)],
    charts: [],
    page: { rows: scene.size.rows, textLines: 0 },
  };
}
