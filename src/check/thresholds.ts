/** Thresholds as they are typed: `busyness=70`, several with commas between them. */
import { nearestHint } from '../format/nearest';
import { excerpt } from '../format/text';
import { fail, type Result, succeed } from '../result';
import { type Metric, metricNames, metrics } from './metrics';
import { alertsAt, parseRange, type Range, rangeShouldBe } from './range';
import type { State } from './state';

export interface Threshold {
  readonly metric: Metric;
  readonly range: Range;
}

export interface Thresholds {
  readonly warning: readonly Threshold[];
  readonly critical: readonly Threshold[];
}

export const noThresholds: Thresholds = { warning: [], critical: [] };

/** The failure is a sentence on the first one that makes no sense. */
export function parseThresholds(text: string): Result<readonly Threshold[], string> {
  const thresholds: Threshold[] = [];
  for (const part of text.split(',')) {
    const [, name = '', written = ''] = /^([^=]*)=(.*)$/s.exec(part.trim()) ?? [];
    const metric = metrics.find((one) => one.name === name);
    const range = parseRange(written);
    if (name === '') return fail(`give metric=range, such as busyness=70, not \`${excerpt(part, 40)}\`.`);
    if (metric === undefined) return fail(unknownMetric(name));
    if (range === undefined) return fail(`\`${excerpt(written, 40)}\` is no range: give ${rangeShouldBe}.`);
    thresholds.push({ metric, range });
  }
  return succeed(thresholds);
}

const unknownMetric = (name: string) =>
  `there is no \`${excerpt(name, 40)}\`${nearestHint(name, metricNames) || `; there are ${metricNames.join(', ')}.`}`;

/** Where one is given twice the last one counts. */
export const rangeOn = (metric: Metric, thresholds: readonly Threshold[]): Range | undefined =>
  thresholds.findLast((threshold) => threshold.metric === metric)?.range;

export const metricsOf = ({ warning, critical }: Thresholds): ReadonlySet<Metric> =>
  new Set([...warning, ...critical].map(({ metric }) => metric));

/** UNKNOWN where there is nothing to hold against them. */
export function stateOf(value: number | undefined, metric: Metric, { warning, critical }: Thresholds): State {
  if (value === undefined) return 'UNKNOWN';
  const alerts = (range: Range | undefined) => range !== undefined && alertsAt(range, value);
  if (alerts(rangeOn(metric, critical))) return 'CRITICAL';
  return alerts(rangeOn(metric, warning)) ? 'WARNING' : 'OK';
}
