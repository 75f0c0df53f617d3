/** The comparison of today's settings with a proposal as lines of text: a table, and the workers over time. */

import { bytes, count, duration, milliseconds, percent, unknown } from '../../format/quantity';
import type { Comparison, Figures } from './compare';
import { chartLines, type ChartStyle } from './comparison-chart';

interface Row {
  readonly title: string;
  readonly value: (figures: Figures) => number | undefined;
  readonly write: (value: number | undefined) => string;
}

const oneDigit = (value: number | undefined): string => (value === undefined ? unknown : value.toFixed(1));
const hours = (value: number | undefined): string => (value === undefined ? unknown : value.toFixed(2));

const rows: readonly Row[] = [
  { title: 'workers, mean', value: ({ meanWorkers }) => meanWorkers, write: oneDigit },
  { title: 'workers, most', value: ({ peakWorkers }) => peakWorkers, write: count },
  { title: 'worker-hours', value: ({ workerHours }) => workerHours, write: hours },
  { title: 'memory, mean', value: ({ meanBytes }) => meanBytes, write: bytes },
  { title: 'memory, most', value: ({ peakBytes }) => peakBytes, write: bytes },
  { title: 'no worker free', value: ({ saturatedSeconds }) => saturatedSeconds, write: duration },
  { title: 'requests that waited', value: ({ waiting }) => waiting, write: count },
  { title: 'of all requests', value: ({ waitingShare }) => waitingShare, write: percent },
  { title: 'wait, mean', value: ({ meanWaitMs }) => meanWaitMs, write: wait },
  { title: 'wait, p95', value: ({ p95WaitMs }) => p95WaitMs, write: wait },
  { title: 'wait, longest', value: ({ maxWaitMs }) => maxWaitMs, write: wait },
  { title: 'refused, queue full', value: ({ refused }) => refused, write: count },
  { title: 'starts held back', value: ({ heldBackSeconds }) => heldBackSeconds, write: duration },
  { title: 'scale-ups', value: ({ scaleUps }) => scaleUps, write: count },
  { title: 'scale-downs', value: ({ scaleDowns }) => scaleDowns, write: count },
  { title: 'flips within 60 s', value: ({ flips }) => flips, write: count },
];

const titleWidth = Math.max(...rows.map(({ title }) => title.length));
const columnWidth = 11;

/** The table keeps its width of 53 columns in a narrower place, too. */
export function comparisonLines(comparison: Comparison, style: ChartStyle): string[] {
  const chart = chartLines(comparison, style);
  const table = [line('', 'today', 'proposal', 'change'), ...rows.map((row) => rowLine(row, comparison))];
  return chart.length === 0 ? table : [...table, '', ...chart];
}

function rowLine({ title, value, write }: Row, { today, proposal }: Comparison): string {
  const before = value(today);
  const after = value(proposal);
  return line(title, write(before), write(after), change(before, after));
}

const line = (title: string, ...cells: readonly string[]): string =>
  title.padEnd(titleWidth) + cells.map((cell) => cell.padStart(columnWidth)).join('');

/** In percent of today's, and of much more in times; from nothing there are neither. */
function change(before: number | undefined, after: number | undefined): string {
  if (before === undefined || after === undefined) return unknown;
  if (before === 0) return after > 0 ? 'more' : 'same';
  const percents = Math.round(((after - before) / before) * 100);
  if (percents === 0) return 'same';
  if (percents > 999) return `${count(after / before)} times`;
  return `${percents > 0 ? '+' : ''}${percents}%`;
}

/** No wait is none at all. */
function wait(ms: number | undefined): string {
  return ms === 0 ? '0' : milliseconds(ms);
}
