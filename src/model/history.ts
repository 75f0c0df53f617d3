/** What the charts of an instance are drawn from. */
import { createSeries, record, type Series } from './series';
import type { Totals } from './totals';

export interface InstanceHistory {
  readonly busyness: Series;
  readonly requestsPerSecond: Series;
  readonly active: Series;
  readonly rssBytes: Series;
}

export function emptyHistory(): InstanceHistory {
  return {
    busyness: createSeries(),
    requestsPerSecond: createSeries(),
    active: createSeries(),
    rssBytes: createSeries(),
  };
}

/** Totals hold for the interval before the poll; undefined totals leave a gap. */
export function recordHistory(
  history: InstanceHistory,
  totals: Totals | undefined,
  fromMs: number,
  toMs: number,
): InstanceHistory {
  return {
    busyness: record(history.busyness, totals?.busyness, fromMs, toMs),
    requestsPerSecond: record(history.requestsPerSecond, totals?.requestsPerSecond, fromMs, toMs),
    active: record(history.active, totals?.active, fromMs, toMs),
    rssBytes: record(history.rssBytes, totals?.rssBytes, fromMs, toMs),
  };
}
