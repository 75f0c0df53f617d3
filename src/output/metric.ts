/** What a metric is: a row of the tables that the exporter, its help and the README are made of. */
import type { Alert } from '../alerts/alert';
import { displayText } from '../format/text';
import type { CoreState } from '../model/cores';
import type { InstanceState } from '../model/instance';
import type { Seen } from '../model/seen';
import type { WorkerState } from '../model/worker';

export type Labels = Readonly<Record<string, string>>;

export interface MetricInfo {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
}

/** One series: what it has beside the labels of its target, and its value where that is known. */
export type Point = readonly [labels: Labels, value: number | undefined];

/** An instance, whether it answers or not. */
export interface InstanceView {
  readonly instance: InstanceState;
  readonly alerts: readonly Alert[];
  /** Monotonic, ms. */
  readonly nowMs: number;
}

/** One of a target whether it answers or not. */
export interface TargetMetric extends MetricInfo {
  readonly points: (view: InstanceView) => readonly Point[];
}

/** One of a target that answered when it was asked last: what an older answer said is not passed off as now. */
export interface SeenMetric extends MetricInfo {
  readonly points: (seen: Seen) => readonly Point[];
}

export interface WorkerMetric extends MetricInfo {
  readonly value: (worker: WorkerState) => number | undefined;
}

/** One with more labels than that of its worker. */
export interface WorkerPointsMetric extends MetricInfo {
  readonly points: (worker: WorkerState) => readonly Point[];
}

export interface CoreMetric extends MetricInfo {
  readonly value: (core: CoreState) => number | undefined;
}

export const noLabels: Labels = {};

/** Just one, where it is known. */
export const single = (value: number | undefined): readonly Point[] => [[noLabels, value]];

export const flag = (value: boolean | undefined): number | undefined =>
  value === undefined ? undefined : value ? 1 : 0;

export const secondsOf = (ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : ms / 1000;

/** Label values are stored for every series: what is longer helps nobody. */
export const labelText = (foreign: string): string => displayText(foreign, 200);

/** Prometheus refuses a whole scrape for two series alike; the first is taken. */
export function uniquePoints(points: readonly Point[]): readonly Point[] {
  if (points.length < 2) return points;
  const known = new Set<string>();
  return points.filter(([labels]) => {
    const key = JSON.stringify(labels);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}
