/**
 * The Worker screen: what one worker is doing, what lies ahead of it and behind it.
 *
 *     uwtop  worker 3  shop 127.0.0.1:1717                                  every 1s  14:03:22
 *     (charts where there is room, else a strip)
 *      in flight
 *      core 0       49s  ▆▆▆▆▆▆▆▆▆▆▁▁  killed in 11s  GET shop.example.com/slow
 *      (variables of these requests, with v)
 *      max-requests         ▆▆▆▆▁▁▁▁  812 of 1.5k           in 2m10 (1m58-2m24)
 *      (every column of the table, its earlier lives, its cores)
 */
import { rowInClear, type WorkerRow, workerRow } from '../../columns/worker-row';
import type { InstanceState } from '../../model/instance';
import { window } from '../../model/series';
import type { WorkerState } from '../../model/worker';
import { cellText } from '../cells';
import { type Frame, type Line, type Plotted, text } from '../frame';
import { levelGlyph } from '../../format/glyphs';
import { callingAlerts } from '../silence';
import type { Scene } from '../scene';
import { shownInstance, shownWorker, workerCoreRows } from '../select';
import { alertLines } from './foresight';
import { instanceTitle } from './instance';
import { scrolled } from './page';
import { titleLine, troubleLines } from './title';
import { workerCharts, workerChartHeight } from './worker-charts';
import { factLines, sourceLine } from './worker-facts';
import { flightLines } from './worker-flights';
import { forecastLines } from './worker-forecasts';
import { coreLines, liveLines } from './worker-tables';

export function workerScreen(scene: Scene): Frame {
  const instance = shownInstance(scene.fleet, scene.ui);
  const worker = shownWorker(instance, scene.ui);
  if (instance?.seen === undefined || worker === undefined) return goneFrame(scene, instance);
  const head = [
    titleLine(scene, [`worker ${worker.number}`, ...instanceTitle(instance, scene)]),
    ...troubleLines(scene, instance),
    ...ownAlert(instance, worker, scene),
  ];
  const masked = workerRow(worker, instance.seen.monotonicMs);
  const row = scene.showSecrets === true ? rowInClear(masked) : masked;
  const { lines, plots } = pastOf({ instance, worker, row }, head.length, scene);
  const frame = scrolled(scene, [...head, ...lines], contentOf(instance, row, scene));
  return { ...frame, charts: plots };
}

function goneFrame(scene: Scene, instance: InstanceState | undefined): Frame {
  const { workerNumber } = scene.ui;
  const isWaiting = workerNumber !== undefined && instance !== undefined && instance.seen === undefined;
  const gone = workerNumber === undefined ? 'no worker is chosen' : `worker ${workerNumber} is gone`;
  const what = isWaiting
    ? `no answer yet from ${cellText(instance.target.address, scene.glyphs.ascii)}`
    : `${gone}; 2 shows the instance`;
  const parts = instance === undefined ? [] : instanceTitle(instance, scene);
  const trouble = instance === undefined ? [] : troubleLines(scene, instance);
  return scrolled(
    scene,
    [titleLine(scene, ['worker', ...parts]), ...trouble],
    [[], [text(`  ${what}`, 'dim')]],
  );
}

function ownAlert({ target }: InstanceState, worker: WorkerState, scene: Scene): Line[] {
  const own = callingAlerts(scene.alerts, scene.ui, target.id).filter(
    ({ subject }) => subject === `worker ${worker.number}`,
  );
  return alertLines(own, scene);
}

interface Shown {
  readonly instance: InstanceState;
  readonly worker: WorkerState;
  readonly row: WorkerRow;
}

/** Charts are worth their room only where the text keeps as much. */
function pastOf(
  { instance, worker, row }: Shown,
  top: number,
  scene: Scene,
): { readonly lines: readonly Line[]; readonly plots: readonly Plotted[] } {
  const hasRoom = scene.size.columns >= 80 && scene.size.rows - top >= workerChartHeight(scene) + 16;
  return hasRoom
    ? workerCharts(instance, worker, scene, top)
    : { lines: [historyLine(row, scene)], plots: [] };
}

function historyLine(row: WorkerRow, { glyphs, size }: Scene): Line {
  const cells = Math.min(60, size.columns - 24);
  const values = window(row.worker.history.busyness, { count: cells, bucketMs: 1000, nowMs: row.seenMs });
  return [
    text(' busyness, last minute '.padEnd(23), 'label'),
    text(values.map((value) => levelGlyph(glyphs, value)).join(''), 'busy'),
  ];
}

function contentOf(instance: InstanceState, row: WorkerRow, scene: Scene): Line[] {
  const { worker } = row;
  return [
    [],
    ...flightLines(row, scene),
    [],
    ...forecastLines(worker, instance, scene),
    [],
    ...factLines(row, scene),
    ...sourceLine(worker, scene.glyphs),
    [],
    ...liveLines(worker, scene),
    [],
    ...coreLines(workerCoreRows(instance, worker)),
  ];
}
