/**
 * A chart as text around a curve, on a fixed scale with its numbers at the axis, the newest at the right.
 *
 *     title                latest
 *     100% ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
 *      50% ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
 *        0 ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
 *      -5m ──r───R────────now
 */
import type { Tone } from '../columns/column';
import { duration } from '../format/quantity';
import type { Mark } from '../model/marks';
import { type Series, window } from '../model/series';
import { fit, type Line, type Plotted, type Rectangle, spread, type Span, text } from './frame';
import type { Glyphs } from '../format/glyphs';

export const narrowestChart = 29;
const axisWidth = 6;

export interface Chart {
  readonly title: string;
  readonly tone: Tone;
  readonly series: Series;
  readonly latest: number | undefined;
  readonly format: (value: number | undefined) => string;
  /** Top of the scale, from the largest value in sight. */
  readonly scale: (largest: number) => number;
  /** Limits that are drawn in. */
  readonly levels?: readonly Level[];
  /** Change per second up to now, and since when it is known to hold. */
  readonly trend?: { readonly perSecond: number; readonly seconds: number } | undefined;
}

export interface Level {
  /** In a word or two: `reload at 220M`; empty where another level's name tells. */
  readonly name: string;
  readonly value: number;
}

export interface ChartTime {
  /** Of the newest sample: monotonic, ms. */
  readonly nowMs: number;
  readonly spanSeconds: number;
  /** What stands at the right edge: `now`, or how old the newest sample is. */
  readonly edge: string;
  readonly marks: readonly Mark[];
}

export interface DrawnCharts {
  readonly lines: readonly Line[];
  readonly plots: readonly Plotted[];
}

/** Side by side in one row as many as fit, the first ones. */
export function chartRow(
  charts: readonly Chart[],
  { left, top, width, height }: Rectangle,
  time: ChartTime,
  glyphs: Glyphs,
): DrawnCharts {
  const shown = charts.slice(0, Math.max(1, Math.floor(width / narrowestChart)));
  const drawn = shown.map((chart, index) => {
    const from = Math.floor((index * width) / shown.length);
    const to = Math.floor(((index + 1) * width) / shown.length);
    return drawChart(chart, { left: left + from, top, width: to - from, height }, time, glyphs);
  });
  return {
    lines: Array.from({ length: height }, (_, row) => drawn.flatMap(({ lines }) => lines[row] ?? [])),
    plots: drawn.map(({ plot }) => plot),
  };
}

function drawChart(chart: Chart, place: Rectangle, time: ChartTime, glyphs: Glyphs) {
  const plotPlace = {
    left: place.left + axisWidth,
    top: place.top + 1,
    width: place.width - axisWidth - 1,
    height: place.height - 2,
  };
  const values = course(chart.series, time, plotPlace.width * 2);
  const most = chart.scale(Math.max(0, ...values.map((value) => value ?? 0)));
  const label = (value: number) =>
    text(`${fit(chart.format(value), axisWidth - 1, 'right', glyphs)} `, 'dim');
  const blank = text(' '.repeat(axisWidth));
  const body = text(' '.repeat(plotPlace.width + 1));
  const middle = Math.floor((plotPlace.height - 1) / 2);
  const rows = Array.from({ length: plotPlace.height }, (_, row): Line => {
    if (row === 0) return [label(most), body];
    if (row === plotPlace.height - 1) return [text(`${'0'.padStart(axisWidth - 1)} `, 'dim'), body];
    return row === middle ? [label(most / 2), body] : [blank, body];
  });
  const levels = (chart.levels ?? []).map(({ value }) => value);
  const plot: Plotted = {
    place: plotPlace,
    tone: chart.tone,
    values,
    most,
    levels,
    trend: trendOf(chart, time, plotPlace.width),
  };
  return { lines: [titleLine(chart, place.width), ...rows, timeAxis(time, plotPlace.width, glyphs)], plot };
}

function titleLine({ title, levels = [], format, latest }: Chart, width: number): Line {
  const value = text(`${format(latest)} `, 'strong');
  const names: Span[] = levels.flatMap(({ name }) => (name === '' ? [] : text(`  ${name}`, 'dim')));
  const room = width - value.text.length - title.length - 2;
  const shown = names.reduce((sum, { text: name }) => sum + name.length, 0) <= room ? names : [];
  return spread([text(` ${title}`, 'label'), ...shown], [value], width);
}

/** Widths of a point that people can reckon with, s. */
const pointSeconds = [1, 2, 5, 10, 20, 30, 60];

/** `count` values over exactly the span: as many points as the series has to tell, each as wide as it takes. */
export function course(
  series: Series,
  { nowMs, spanSeconds }: Pick<ChartTime, 'nowMs' | 'spanSeconds'>,
  count: number,
): readonly (number | undefined)[] {
  const grain = grainSeconds(series, spanSeconds);
  const width =
    pointSeconds.find((seconds) => seconds >= grain && spanSeconds / seconds <= count) ??
    Math.ceil(spanSeconds / count / grain) * grain;
  const points = window(series, {
    count: Math.ceil(spanSeconds / width),
    bucketMs: width * 1000,
    nowMs,
  });
  return Array.from({ length: count }, (_, index) => points[Math.floor((index * points.length) / count)]);
}

/** What the finest tier that reaches so far back tells apart, s. */
function grainSeconds({ ledger: { tiers } }: Series, spanSeconds: number): number {
  const tier =
    tiers.find(({ bucketMs, buckets }) => bucketMs * buckets >= spanSeconds * 1000) ?? tiers.at(-1);
  return (tier?.bucketMs ?? 1000) / 1000;
}

function trendOf({ trend, latest }: Chart, { spanSeconds }: ChartTime, width: number): Plotted['trend'] {
  if (trend === undefined || latest === undefined) return undefined;
  const seconds = Math.min(trend.seconds, spanSeconds);
  const cells = Math.round((seconds / spanSeconds) * width);
  if (cells < 2) return undefined;
  return { cells, from: latest - trend.perSecond * seconds, to: latest };
}

/** The most important last: it is what is seen where several fall into one cell. */
const markKinds = ['scale', 'respawn', 'reload', 'kill', 'lost'] as const;
const markSigns: Record<Mark['kind'], Span> = {
  scale: text('s', 'cheap'),
  respawn: text('r', 'label'),
  reload: text('R', 'warning'),
  kill: text('K', 'critical'),
  lost: text('x', 'critical'),
};

function timeAxis({ nowMs, spanSeconds, edge, marks }: ChartTime, width: number, glyphs: Glyphs): Line {
  const cells: Span[] = Array.from({ length: width }, () => text(glyphs.axis, 'dim'));
  const inSight = [...marks]
    .filter(({ atMs }) => nowMs - atMs < spanSeconds * 1000 && atMs <= nowMs)
    .sort((a, b) => markKinds.indexOf(a.kind) - markKinds.indexOf(b.kind));
  for (const { atMs, kind } of inSight) {
    const cell = width - 1 - Math.floor(((nowMs - atMs) / 1000 / spanSeconds) * width);
    cells[cell] = markSigns[kind];
  }
  const label = ` ${edge}`;
  // What happened just now says more than the word for it.
  if (cells.slice(-label.length).every((cell) => cell.text === glyphs.axis)) {
    cells.splice(width - label.length, label.length, text(label, 'dim'));
  }
  return [text(`${spanText(spanSeconds).padStart(axisWidth - 1)} `, 'dim'), ...joined(cells), text(' ')];
}

/** `-5m`, `-1h`: spans are round. */
const spanText = (seconds: number): string => `-${duration(seconds).replace(/(?<=[mh])00$/, '')}`;

/** Neighbours of one tone as one span. */
function joined(cells: readonly Span[]): Line {
  const spans: Span[] = [];
  for (const cell of cells) {
    const last = spans.at(-1);
    if (last !== undefined && last.tone === cell.tone)
      spans[spans.length - 1] = { ...last, text: last.text + cell.text };
    else spans.push(cell);
  }
  return spans;
}

/** The next of 1, 2, 5 (or 1 in binary scales) times a power: a scale that stands still while values wander. */
export function niceCeiling(value: number, base: 2 | 10): number {
  if (base === 2) return 2 ** Math.ceil(Math.log2(value));
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}
