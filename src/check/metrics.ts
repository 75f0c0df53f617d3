/** What `uwtop check` measures of an instance: the names of thresholds and of performance data. */
import type { RuleName } from '../alerts/rule-table';
import { bytes, count, milliseconds, rate } from '../format/quantity';
import { oldestOf } from '../model/flights';
import type { Seen } from '../model/seen';
import type { Totals } from '../model/totals';

/** Units of performance data: percent, seconds, bytes, a running count, or a number of things. */
export type Unit = '%' | 's' | 'B' | 'c' | '';

export interface Metric {
  readonly name: string;
  readonly unit: Unit;
  /** In the unit; undefined where it is not known. */
  readonly value: (totals: Totals, seen: Seen) => number | undefined;
  readonly max?: (totals: Totals) => number | undefined;
  /** As people read it. */
  readonly text: (value: number) => string;
  /** The rule on the same quantity: a threshold that is given takes its place. */
  readonly rule?: RuleName;
  readonly help: string;
}

const percentOf = (fraction: number | undefined) => (fraction === undefined ? undefined : fraction * 100);
const secondsOf = (ms: number | undefined) => (ms === undefined ? undefined : ms / 1000);
const percentText = (value: number) => `${Number(value.toFixed(1))}%`;
const secondsText = (value: number) => milliseconds(value * 1000);

export const metrics: readonly Metric[] = [
  {
    name: 'busyness',
    unit: '%',
    value: ({ busyness }) => percentOf(busyness),
    text: percentText,
    rule: 'busyness',
    help: 'share of the interval that the active workers spent in requests',
  },
  {
    name: 'busy-ratio',
    unit: '%',
    value: ({ busyRatio }) => percentOf(busyRatio),
    text: percentText,
    rule: 'busy-ratio',
    help: 'busy workers of the active ones, at the moment of the poll',
  },
  {
    name: 'slot-use',
    unit: '%',
    value: ({ slotUse }) => percentOf(slotUse),
    text: percentText,
    help: 'cores in a request of those of the active workers',
  },
  {
    name: 'busy',
    unit: '',
    value: ({ byActivity }) => byActivity.busy,
    max: ({ active }) => active,
    text: count,
    help: 'busy workers',
  },
  {
    name: 'active',
    unit: '',
    value: ({ active }) => active,
    max: ({ workers }) => workers,
    text: count,
    help: 'workers that take requests',
  },
  {
    name: 'queue',
    unit: '',
    value: ({ listenQueue }) => listenQueue,
    max: ({ listenQueueMax }) => listenQueueMax,
    text: count,
    help: 'connections that wait in the fullest listen queue',
  },
  {
    name: 'queue-fill',
    unit: '%',
    value: ({ listenQueue, listenQueueMax = 0 }) =>
      listenQueue === undefined || listenQueueMax < 1 ? undefined : (100 * listenQueue) / listenQueueMax,
    text: percentText,
    rule: 'listen-queue',
    help: 'its places that are taken',
  },
  {
    name: 'requests-per-second',
    unit: '',
    value: ({ requestsPerSecond }) => requestsPerSecond,
    text: rate,
    help: 'requests that ended in the interval',
  },
  {
    name: 'service-time',
    unit: 's',
    value: ({ serviceTimeMs }) => secondsOf(serviceTimeMs),
    text: secondsText,
    help: 'their mean service time',
  },
  {
    name: 'oldest-request',
    unit: 's',
    value: (_, { workers }) => oldestOf(workers.flatMap(({ flights }) => flights))?.ageSeconds ?? 0,
    text: secondsText,
    help: 'age of the oldest request in flight, 0 without one',
  },
  {
    name: 'rss',
    unit: 'B',
    value: ({ rssBytes }) => rssBytes,
    text: bytes,
    help: 'sum of the resident memory of the workers',
  },
  {
    name: 'exceptions-per-second',
    unit: '',
    value: ({ exceptionsPerSecond }) => exceptionsPerSecond,
    text: rate,
    help: 'exceptions that the application let through in the interval',
  },
  {
    name: 'requests',
    unit: 'c',
    value: ({ requests }) => requests,
    text: count,
    help: "requests since the master's start or reload",
  },
  {
    name: 'exceptions',
    unit: 'c',
    value: ({ exceptions }) => exceptions,
    text: count,
    help: 'exceptions since then',
  },
  {
    name: 'kills',
    unit: 'c',
    value: ({ harakiriCount }) => harakiriCount,
    text: count,
    help: 'kills by harakiri since then',
  },
];

export const metricNames: readonly string[] = metrics.map(({ name }) => name);
