/** The Worker screen: one worker, its counters and its cores. */
import { workerColumns } from '../../columns/worker-columns';
import { type WorkerRow, workerRow } from '../../columns/worker-row';
import { duration } from '../../format/quantity';
import { window } from '../../model/series';
import { cellText } from '../cells';
import { type Frame, type Line, text } from '../frame';
import { levelGlyph } from '../glyphs';
import type { Scene } from '../scene';
import { shownInstance, shownWorker, workerCoreRows } from '../select';
import { instanceTitle, scrolled } from './instance';
import { titleLine, troubleLines } from './title';

export function workerScreen(scene: Scene): Frame {
  const instance = shownInstance(scene.fleet, scene.ui);
  const worker = shownWorker(instance, scene.ui);
  if (instance?.seen === undefined || worker === undefined) {
    const gone =
      scene.ui.workerNumber === undefined ? 'no worker is chosen' : `worker ${scene.ui.workerNumber} is gone`;
    return scrolled(
      scene,
      [titleLine(scene, [gone])],
      [[], [text(`  ${gone}; 2 shows the instance`, 'dim')]],
    );
  }
  const head = [
    titleLine(scene, [`worker ${worker.number}`, ...instanceTitle(instance, scene)]),
    ...troubleLines(scene, instance),
  ];
  const row = workerRow(worker, instance.seen.monotonicMs);
  return scrolled(scene, head, [
    [],
    historyLine(row, scene),
    [],
    ...factLines(row),
    [],
    ...flightLines(row, scene),
    [],
    ...coreLines(workerCoreRows(instance, worker)),
  ]);
}

function historyLine(row: WorkerRow, { glyphs, size }: Scene): Line {
  const cells = Math.min(60, size.columns - 24);
  const values = window(row.worker.busynessHistory, { count: cells, bucketMs: 1000, nowMs: row.seenMs });
  return [
    text(' busyness, last minute '.padEnd(23), 'label'),
    text(values.map((value) => levelGlyph(glyphs, value)).join(''), 'busy'),
  ];
}

/** Told in full below the facts. */
const inFlightIds: ReadonlySet<string> = new Set(['inFlight', 'requestAge']);

/** Every column that is not a sparkline, in two columns of lines: the same words as in the table. */
function factLines(row: WorkerRow): Line[] {
  const facts = workerColumns
    .filter((column) => column.spark === undefined && !inFlightIds.has(column.id))
    .map((column): Line => {
      const cell = column.cell(row);
      return [text(` ${column.title.padEnd(9)}`, 'label'), text(cell.text.padEnd(12), cell.tone ?? 'strong')];
    });
  const half = Math.ceil(facts.length / 2);
  return Array.from({ length: half }, (_, index) => [
    ...(facts[index] ?? []),
    ...(facts[index + half] ?? []),
  ]);
}

function flightLines({ flights }: WorkerRow, { glyphs }: Scene): Line[] {
  if (flights.length === 0) return [[text(' no request in flight', 'dim')]];
  return [
    [text(' in flight', 'label')],
    ...flights.map((flight): Line => [
      text(` core ${String(flight.core).padEnd(4)}`, 'label'),
      text(duration(flight.ageSeconds).padStart(7), 'strong'),
      text(cellText(`  ${flight.method ?? ''} ${flight.host ?? ''}${flight.uri ?? ''}`, glyphs.ascii)),
    ]),
  ];
}

function coreLines(rows: readonly WorkerRow[]): Line[] {
  if (rows.length === 0) return [[text(' no core has served a request yet', 'dim')]];
  return [
    [text(' core     state       requests    req/s', 'label')],
    ...rows.map((row): Line => {
      const [state, requests, rate] = ['state', 'requests', 'requestsPerSecond'].map(
        (id) => workerColumns.find((column) => column.id === id)?.cell(row).text ?? '',
      );
      return [
        text(
          ` ${String(row.core?.id ?? '').padEnd(9)}${(state ?? '').padEnd(8)}${(requests ?? '').padStart(12)}${(rate ?? '').padStart(9)}`,
        ),
      ];
    }),
  ];
}
