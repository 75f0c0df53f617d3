/** The charts of the Instance screen: text around them, curves on fixed scales, the newest at the right. */
import type { Tone } from '../../columns/column';
import { bytes, duration, percent, rate } from '../../format/quantity';
import type { InstanceState } from '../../model/instance';
import { type Series, window } from '../../model/series';
import { fit, type Line, type Plotted, type Rectangle, spread, text } from '../frame';
import type { Glyphs } from '../glyphs';

export const chartHeight = 12;
const narrowestChart = 29;
const axisWidth = 6;
/** What the charts should reach back at least. */
const wantedSeconds = 300;

interface Chart {
  readonly title: string;
  readonly tone: Tone;
  readonly series: Series;
  readonly latest: number | undefined;
  readonly format: (value: number | undefined) => string;
  /** Top of the scale, from the largest value in sight. */
  readonly scale: (largest: number) => number;
}

export interface DrawnCharts {
  readonly lines: readonly Line[];
  readonly plots: readonly Plotted[];
}

/** As many charts as fit side by side, in one row below `top`. */
export function instanceCharts(
  instance: InstanceState,
  { top, columns, glyphs, nowMs }: { top: number; columns: number; glyphs: Glyphs; nowMs: number },
): DrawnCharts {
  const seenMs = instance.seen?.monotonicMs ?? 0;
  const edge = instance.phase === 'up' ? 'now' : `${duration((nowMs - seenMs) / 1000)} ago`;
  const charts = chartsOf(instance);
  const shown = charts.slice(0, Math.min(charts.length, Math.floor(columns / narrowestChart)));
  const drawn = shown.map((chart, index) => {
    const left = Math.floor((index * columns) / shown.length);
    const right = Math.floor(((index + 1) * columns) / shown.length);
    return drawChart(
      chart,
      { left, top, width: right - left, height: chartHeight },
      { nowMs: seenMs, glyphs, edge },
    );
  });
  return {
    lines: Array.from({ length: chartHeight }, (_, row) => drawn.flatMap(({ lines }) => lines[row] ?? [])),
    plots: drawn.map(({ plot }) => plot),
  };
}

function chartsOf({ history, seen }: InstanceState): Chart[] {
  const totals = seen?.totals;
  const workers = Math.max(1, seen?.workers.length ?? 1);
  return [
    {
      title: 'busyness',
      tone: 'busy',
      series: history.busyness,
      latest: totals?.busyness,
      format: percent,
      scale: () => 1,
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
      title: 'active workers',
      tone: 'warning',
      series: history.active,
      latest: totals?.active,
      format: (value) => (value === undefined ? '-' : String(Math.round(value))),
      // Even, so that the middle of the axis is a whole worker.
      scale: () => workers + (workers % 2),
    },
    {
      title: 'rss of all workers',
      tone: 'signal',
      series: history.rssBytes,
      latest: totals?.rssBytes,
      format: bytes,
      scale: (largest) => niceCeiling(Math.max(1024 * 1024, largest), 2),
    },
  ];
}

/**
 *     title            latest
 *     100% ⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
 *      50%
 *       0%
 *          -5m00          now
 */
function drawChart(
  chart: Chart,
  place: Rectangle,
  { nowMs, glyphs, edge }: { nowMs: number; glyphs: Glyphs; edge: string },
) {
  const plotPlace = {
    left: place.left + axisWidth,
    top: place.top + 1,
    width: place.width - axisWidth - 1,
    height: place.height - 2,
  };
  const count = plotPlace.width * 2;
  const bucketMs = Math.ceil(wantedSeconds / count) * 1000;
  const values = window(chart.series, { count, bucketMs, nowMs });
  const most = chart.scale(Math.max(0, ...values.map((value) => value ?? 0)));
  const label = (value: number) =>
    text(`${fit(chart.format(value), axisWidth - 1, 'right', glyphs)} `, 'dim');
  const blank = text(' '.repeat(axisWidth));
  const body = text(' '.repeat(plotPlace.width + 1));
  const middle = Math.floor((plotPlace.height - 1) / 2);
  const axis = Array.from({ length: plotPlace.height }, (_, row): Line => {
    if (row === 0) return [label(most), body];
    if (row === plotPlace.height - 1) return [label(0), body];
    return row === middle ? [label(most / 2), body] : [blank, body];
  });
  const reach = duration((count * bucketMs) / 1000);
  const lines: Line[] = [
    spread(
      [text(` ${chart.title}`, 'label')],
      [text(`${chart.format(chart.latest)}  `, 'strong')],
      place.width,
    ),
    ...axis,
    spread([blank, text(`-${reach}`, 'dim')], [text(`${edge} `, 'dim')], place.width),
  ];
  return { lines, plot: { place: plotPlace, tone: chart.tone, values, most } };
}

/** The next of 1, 2, 5 (or 1 in binary scales) times a power: a scale that stands still while values wander. */
export function niceCeiling(value: number, base: 2 | 10): number {
  if (base === 2) return 2 ** Math.ceil(Math.log2(value));
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}
