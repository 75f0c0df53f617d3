/** The charts of the Instance screen: one row of them, or two where the table leaves room for more. */
import { bytes, duration, milliseconds, percent, rate } from '../../format/quantity';
import type { InstanceState } from '../../model/instance';
import { marksOf } from '../../model/marks';
import { type Chart, chartRow, type ChartTime, type DrawnCharts, type Level, niceCeiling } from '../chart';
import type { Scene } from '../scene';
import { spanOf } from '../zoom';

export const lowestCharts = 12;
export const highestCharts = 18;

/** Below `top`, in as many of the `room` lines as are good for them. */
export function instanceCharts(
  instance: InstanceState,
  { glyphs, ui, size, now }: Scene,
  { top, room }: { readonly top: number; readonly room: number },
): DrawnCharts {
  const time = chartTime(instance, spanOf(ui, instance), now.monotonicMs);
  const [load, resources] = [loadCharts(instance), resourceCharts(instance)];
  const both = room >= 2 * lowestCharts;
  const height = Math.min(highestCharts, Math.max(lowestCharts, both ? Math.floor(room / 2) : room));
  const draw = (charts: readonly Chart[], row: number) =>
    chartRow(
      charts,
      { left: 0, top: top + row * height, width: size.columns, height },
      { ...time, marks: row === 0 || both ? time.marks : [] },
      glyphs,
    );
  if (!both) return draw(mostTelling(load, resources), 0);
  const rows = [draw(load, 0), draw(resources, 1)];
  return { lines: rows.flatMap(({ lines }) => lines), plots: rows.flatMap(({ plots }) => plots) };
}

const mostTelling = (load: readonly Chart[], resources: readonly Chart[]) => [
  ...load.slice(0, 2),
  ...resources.slice(0, 2),
];

export function oneRowOfCharts(
  instance: InstanceState,
  { glyphs, ui, size, now }: Scene,
  { top, height }: { readonly top: number; readonly height: number },
): DrawnCharts {
  return chartRow(
    mostTelling(loadCharts(instance), resourceCharts(instance)),
    { left: 0, top, width: size.columns, height },
    chartTime(instance, spanOf(ui, instance), now.monotonicMs),
    glyphs,
  );
}

/** What is drawn of an instance that does not answer looks as old as it is. */
export function dimmedUnlessUp<Drawn extends DrawnCharts>({ phase }: InstanceState, drawn: Drawn): Drawn {
  if (phase === 'up') return drawn;
  return {
    ...drawn,
    lines: drawn.lines.map((line) => line.map((span) => ({ ...span, tone: 'dim' as const }))),
    plots: drawn.plots.map((plot) => ({ ...plot, tone: 'dim' as const })),
  };
}

export function chartTime(
  { seen, phase, events }: InstanceState,
  spanSeconds: number,
  nowMs: number,
): ChartTime {
  const seenMs = seen?.monotonicMs ?? 0;
  const edge = phase === 'up' ? 'now' : `${duration((nowMs - seenMs) / 1000)} ago`;
  return { nowMs: seenMs, spanSeconds, edge, marks: marksOf(events) };
}

function loadCharts({ history, seen, limits }: InstanceState): Chart[] {
  const totals = seen?.totals;
  return [
    {
      title: 'busyness',
      tone: 'busy',
      series: history.busyness,
      latest: totals?.busyness,
      format: percent,
      scale: () => 1,
      levels: cheaperLevels(limits),
    },
    {
      title: 'requests/s',
      tone: 'label',
      series: history.requestsPerSecond,
      latest: totals?.requestsPerSecond,
      format: rate,
      scale: (largest) => niceCeiling(Math.max(1, largest), 10),
    },
    {
      title: 'service time',
      tone: 'paused',
      series: history.serviceTimeMs,
      latest: totals?.serviceTimeMs,
      format: milliseconds,
      scale: (largest) => niceCeiling(Math.max(10, largest), 10),
    },
  ];
}

function resourceCharts({ history, seen, limits }: InstanceState): Chart[] {
  const totals = seen?.totals;
  const workers = Math.max(1, seen?.workers.length ?? 1);
  const cheaper = limits?.limits.cheaper.value;
  const places = totals?.listenQueueMax;
  return [
    {
      title: 'active workers',
      tone: 'plain',
      series: history.active,
      latest: totals?.active,
      format: whole,
      // Even, so that the middle of the axis is a whole worker.
      scale: () => workers + (workers % 2),
      levels: cheaper === undefined ? [] : [{ name: `cheaper ${cheaper}`, value: cheaper }],
    },
    {
      title: 'rss of all workers',
      tone: 'signal',
      series: history.rssBytes,
      latest: totals?.rssBytes,
      format: bytes,
      scale: (largest) => niceCeiling(Math.max(1024 * 1024, largest), 2),
    },
    {
      title: 'listen queue',
      tone: 'warning',
      series: history.listenQueue,
      latest: totals?.listenQueue,
      format: whole,
      scale: (largest) => Math.max(places ?? 0, niceCeiling(Math.max(10, largest), 10)),
      levels: places === undefined ? [] : [{ name: `full at ${places}`, value: places }],
    },
  ];
}

/** Where the busyness plugin of cheaper adds and takes away workers. */
function cheaperLevels(known: InstanceState['limits']): Level[] {
  const { cheaperBusynessMinPercent: min, cheaperBusynessMaxPercent: max } = known?.limits ?? {};
  const percents = [min?.value, max?.value].filter((value) => value !== undefined);
  return percents.map((value, index) => ({
    name: index === 0 ? `cheaper ${percents.join('-')}%` : '',
    value: value / 100,
  }));
}

const whole = (value: number | undefined) => (value === undefined ? '-' : String(Math.round(value)));
