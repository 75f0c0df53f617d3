/** The Worker screen: one worker, its counters and its cores. */
import { workerColumns } from '../../columns/worker-columns';
import { upwards } from '../../columns/next';
import { rowInClear, type WorkerRow, workerRow } from '../../columns/worker-row';
import { duration } from '../../format/quantity';
import { window } from '../../model/series';
import type { Flight } from '../../model/flights';
import type { WorkerState } from '../../model/worker';
import { cellText } from '../cells';
import { type Frame, type Line, type Span, text } from '../frame';
import { type Glyphs, levelGlyph } from '../glyphs';
import type { Scene } from '../scene';
import { shownInstance, shownWorker, workerCoreRows } from '../select';
import { instanceTitle, scrolled } from './instance';
import { titleLine, troubleLines } from './title';
import { barSpans, forecastLines } from './worker-forecasts';

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
  const masked = workerRow(worker, instance.seen.monotonicMs);
  const row = scene.showSecrets ? rowInClear(masked) : masked;
  return scrolled(scene, head, [
    [],
    historyLine(row, scene),
    [],
    ...factLines(row, scene.size.columns),
    sourceLine(worker, scene.glyphs),
    [],
    ...forecastLines(worker, instance, scene),
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

/** Who says what the process takes of its machine, and why nobody does. */
function sourceLine({ rssSource, hostReason, pid }: WorkerState, glyphs: Glyphs): Line {
  if (pid <= 0) return [];
  const rss = {
    uwsgi: 'RSS as uWSGI measured it at the end of the last request',
    '/proc': 'RSS and CPU of /proc',
    none: 'RSS: neither memory-report nor /proc tells',
  }[rssSource ?? 'none'];
  const why = hostReason === undefined ? '' : `; ${hostReason}`;
  return [text(` ${cellText(`${rss}${why}`, glyphs.ascii)}`, 'dim')];
}

/** Every column that is not a sparkline, in as many columns of lines as fit: the same words as in the table. */
function factLines(row: WorkerRow, columns: number): Line[] {
  const facts = workerColumns
    .filter((column) => column.spark === undefined && !inFlightIds.has(column.id))
    .map((column): Line => {
      const cell = column.cell(row);
      return [
        text(` ${column.title.padEnd(9)}`, 'label'),
        text(cell.text.padEnd(factWidth - 10), cell.tone ?? 'strong'),
      ];
    });
  const height = Math.ceil(facts.length / Math.max(1, Math.floor(columns / factWidth)));
  return Array.from({ length: height }, (_, row) =>
    facts.filter((_fact, index) => index % height === row).flat(),
  );
}

const factWidth = 24;

function flightLines({ flights, worker }: WorkerRow, { glyphs }: Scene): Line[] {
  if (flights.length === 0) return [[text(' no request in flight', 'dim')]];
  return [
    [text(' in flight', 'label')],
    ...flights.map((flight): Line => [
      text(` core ${String(flight.core).padEnd(4)}`, 'label'),
      text(duration(flight.ageSeconds).padStart(7), 'strong'),
      ...untilHarakiri(worker, flight, glyphs),
      text(cellText(`  ${flight.method ?? ''} ${flight.host ?? ''}${flight.uri ?? ''}`, glyphs.ascii)),
    ]),
  ];
}

/** How far a request has come on its way to be killed. */
function untilHarakiri({ forecasts }: WorkerState, { core }: Flight, glyphs: Glyphs): Span[] {
  const forecast = forecasts.find((candidate) => candidate.limit === 'harakiri' && candidate.core === core);
  if (forecast === undefined) return [];
  const share = forecast.value / forecast.threshold;
  const tone = share >= 0.8 ? 'critical' : share >= 0.5 ? 'warning' : 'busy';
  const about = forecast.approximate === true ? '~' : '';
  return [
    text('  '),
    ...barSpans(share, glyphs, tone),
    text(`  killed in ${about}${duration(upwards(forecast.etaSeconds))}`, tone === 'busy' ? 'plain' : tone),
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
