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
import { drawTable, positionOf } from '../table';
import { documentLines } from './documents';
import { foresightLines } from './foresight';
import { dimmedUnlessUp, instanceCharts, lowestCharts } from './instance-charts';
import { meterLines, stripLine } from './meters';
import { withMenu } from './menus';
import { padded, scrolled } from './page';
import { footerLine, titleLine, troubleLines } from './title';

export function instanceScreen(scene: Scene): Frame {
  const instance = shownInstance(scene.fleet, scene.ui);
  if (instance === undefined) return emptyFrame(scene);
  const head = [titleLine(scene, instanceTitle(instance, scene)), ...troubleLines(scene, instance)];
  const { seen } = instance;
  if (seen === undefined) return waitingFrame(scene, instance, head);
  if (seen.totals === undefined) return documentFrame(scene, seen, head);

  const isRoomy = scene.size.rows >= roomyRows || seen.workers.length <= scene.size.rows - tightLines;
  head.push(
    ...agedLines(instance, meterLines(instance, seen.totals, scene)),
    ...foresightLines(instance, scene, isRoomy),
  );
  const tableRows = rowsWanted(seen, scene.ui) + tableEdges;
  const room = Math.max(lowestCharts, scene.size.rows - head.length - tableRows);
  if (!roomForCharts(scene, head.length)) {
    return tableFrame(scene, instance, [...head, ...agedLines(instance, [stripLine(instance, scene)])], []);
  }
  const charts = dimmedUnlessUp(instance, instanceCharts(instance, scene, { top: head.length, room }));
  return tableFrame(scene, instance, [...head, ...charts.lines], charts.plots);
}

/** Of all rows, whatever the filter leaves: charts that jump about while somebody types help nobody. */
function rowsWanted({ workers }: Seen, { cores: mode }: UiState): number {
  if (mode === 'off') return workers.length;
  const used = workers.reduce((sum, worker) => sum + usedCores(worker).length, 0);
  return mode === 'merged' ? used : workers.length + used;
}

/** The header of the table, and the keys below it. */
const tableEdges = 2;

/** From so many on a line more or less is no loss; on a small screen only where all workers stay in sight. */
const roomyRows = 30;
/** Of a small screen, all but the table's rows. */
const tightLines = 9;

function tableFrame(scene: Scene, instance: InstanceState, head: Line[], charts: readonly Plotted[]): Frame {
  const { size, ui, glyphs } = scene;
  const height = Math.max(1, size.rows - head.length - 2);
  const masked = workerRows(instance, ui);
  const rows = scene.showSecrets === true ? masked.map(rowInClear) : masked;
  const table = drawTable({
    columns: workerColumns,
    rows,
    keyOf: (row) => row.key,
    view: ui.tables.workers,
    width: size.columns,
    height,
    glyphs,
    dimmed: () => instance.phase !== 'up',
    empty: emptyText(scene, instance),
  });
  const lines = [
    ...head,
    ...padded(table.lines, height + 1),
    footerLine(scene, positionOf(table, rows.length)),
  ];
  return {
    lines: withMenu(lines, scene, { top: head.length, shown: table.columns }),
    charts,
    page: {
      rows: height,
      textLines: 0,
      table: { line: head.length + 1, first: table.first },
      columns: table.columns,
    },
  };
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

/** Parts of the title, the more important first. */
export function instanceTitle({ target, seen, failure }: InstanceState, { now, ui }: Scene): string[] {
  const name = target.name === target.address ? [target.name] : [target.name, target.address];
  if (seen === undefined) return name;
  const up = seen.uptimeSeconds === undefined ? [] : [`up ${duration(seen.uptimeSeconds)}`];
  const ageMs = now.monotonicMs - seen.monotonicMs;
  // Of a saved snapshot; what was missed of a live one is said below the title.
  const saved =
    ageMs > 3 * ui.intervalMs + 3000 && ui.frozen === undefined && failure === undefined
      ? [`as of ${duration(ageMs / 1000)} ago`]
      : [];
  return [...name, ...saved, `uWSGI ${seen.version}`, ...up, `pid ${seen.pid}`];
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

function emptyFrame(scene: Scene): Frame {
  return framed(scene, [
    titleLine(scene, ['no instance']),
    [],
    [text('  no instance is chosen; 1 shows the fleet', 'dim')],
  ]);
}

function documentFrame(scene: Scene, seen: Seen, head: Line[]): Frame {
  const content = documentLines(seen, scene);
  return scrolled(scene, head, content);
}

function framed(scene: Scene, lines: readonly Line[]): Frame {
  return {
    lines: [...padded(lines, scene.size.rows - 1), footerLine(scene)],
    charts: [],
    page: { rows: scene.size.rows, textLines: 0 },
  };
}
