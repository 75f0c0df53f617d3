/** The situation as series of numbers, for Prometheus: pure, and within a bound on how many there are. */
import { alertsIn } from '../alerts/book';
import type { Situation } from '../alerts/situation';
import type { InstanceState } from '../model/instance';
import type { TargetLabel } from '../model/observation';
import { uniqueNames } from '../model/unique-names';
import { coreMetrics } from './core-metrics';
import { empireMetrics } from './empire-metrics';
import { instanceMetrics } from './instance-metrics';
import { type Labels, labelText, type MetricInfo, noLabels, type Point } from './metric';
import { sharedMetrics, sharedTargetMetrics } from './shared-metrics';
import { type Put, type Sample, Shelf } from './shelf';
import { targetMetrics } from './target-metrics';
import { workerMetrics, workerPointsMetrics } from './worker-metrics';

export interface MetricsOptions {
  /** Monotonic, ms. */
  readonly nowMs: number;
  readonly version: string;
  readonly perWorker: boolean;
  readonly perCore: boolean;
  readonly maxSeries: number;
}

export interface Family extends MetricInfo {
  readonly samples: readonly Sample[];
}

export interface Exposition {
  readonly families: readonly Family[];
  readonly series: number;
  /** Series that there was no room for. */
  readonly leftOut: number;
}

const always = [...sharedTargetMetrics, ...targetMetrics];
const whenSeen = [...sharedMetrics, ...instanceMetrics, ...empireMetrics];
const ofWorkers = [...workerMetrics, ...workerPointsMetrics];

const ofExporter: readonly MetricInfo[] = [
  { name: 'uwtop_build_info', type: 'gauge', help: 'Always 1; the version of uwtop stands in the label.' },
  { name: 'uwtop_targets', type: 'gauge', help: 'Targets that are watched.' },
  {
    name: 'uwtop_series_left_out',
    type: 'gauge',
    help: 'Series that there was no room for within --max-series: of some targets workers or cores are missing.',
  },
];

/** Every metric that can be served, in the order in which they are. */
export const allMetrics: readonly (MetricInfo & { readonly of: 'uwtop' | 'instance' | 'worker' | 'core' })[] =
  [
    ...ofExporter.map((metric) => ({ ...metric, of: 'uwtop' as const })),
    ...[...always, ...whenSeen].map((metric) => ({ ...metric, of: 'instance' as const })),
    ...ofWorkers.map((metric) => ({ ...metric, of: 'worker' as const })),
    ...coreMetrics.map((metric) => ({ ...metric, of: 'core' as const })),
  ];

interface View {
  readonly instance: InstanceState;
  readonly labels: Labels;
}

export function metricsOf({ fleet, alerts }: Situation, options: MetricsOptions): Exposition {
  const instances = [...fleet.instances.values()];
  const uris = uniqueNames(instances.map(({ target }) => statsUri(target.address)));
  const views = instances.map((instance, index) => ({
    instance,
    labels: targetLabels(instance.target, uris[index] ?? ''),
  }));
  const shelf = new Shelf(options.maxSeries);
  // Whether each instance is up comes first and is never left out; then the whole of every instance, so that a bound cuts
  // into the details: of a target all of them or none.
  for (const { instance, labels } of views) {
    const view = { instance, alerts: alertsIn(alerts, instance.target.id), nowMs: options.nowMs };
    shelf.addAlways(labels, (put) => {
      for (const { name, points } of always) putAll(put, name, points(view));
    });
  }
  for (const { instance, labels } of views) shelf.add(labels, (put) => putSeen(put, instance));
  if (options.perWorker) for (const view of views) addWorkers(shelf, view);
  if (options.perCore) for (const view of views) addCores(shelf, view);
  shelf.addOwn('uwtop_build_info', { version: options.version }, 1);
  shelf.addOwn('uwtop_targets', noLabels, views.length);
  shelf.addOwn('uwtop_series_left_out', noLabels, shelf.leftOut);
  return {
    families: allMetrics.flatMap((metric) => {
      const samples = shelf.samplesOf(metric.name);
      return samples.length === 0 ? [] : [{ ...metric, samples }];
    }),
    series: shelf.series,
    leftOut: shelf.leftOut,
  };
}

function putSeen(put: Put, { seen, phase }: InstanceState): void {
  if (seen === undefined || phase !== 'up') return;
  for (const { name, points } of whenSeen) putAll(put, name, points(seen));
}

function putAll(put: Put, name: string, points: readonly Point[]): void {
  for (const [labels, value] of points) put(name, labels, value);
}

/** uWSGI lists places for workers that were never spawned: nothing is known of those. */
const spawned = ({ instance: { seen, phase } }: View) =>
  phase === 'up' ? (seen?.workers.filter(({ told }) => told.id !== 0) ?? []) : [];

function addWorkers(shelf: Shelf, view: View): void {
  shelf.add(view.labels, (put) => {
    for (const worker of spawned(view)) {
      const labels = { worker_id: String(worker.number) };
      for (const { name, value } of workerMetrics) put(name, labels, value(worker));
      for (const { name, points } of workerPointsMetrics)
        for (const [more, value] of points(worker)) put(name, { ...labels, ...more }, value);
    }
  });
}

function addCores(shelf: Shelf, view: View): void {
  shelf.add(view.labels, (put) => {
    for (const { number, cores } of spawned(view)) {
      const ids = coreIds(cores);
      for (const [place, core] of cores.entries()) {
        const labels = { worker_id: String(number), core_id: String(ids[place]) };
        for (const { name, value } of coreMetrics) put(name, labels, value(core));
      }
    }
  });
}

/** Where uWSGI would say one number twice, the second has a number that no core has. */
function coreIds(cores: readonly { readonly id: number }[]): readonly number[] {
  const said = new Set(cores.map(({ id }) => id));
  const given = new Set<number>();
  let free = 0;
  return cores.map(({ id }) => {
    if (given.has(id)) while (said.has(free)) free += 1;
    const own = given.has(id) ? free++ : id;
    given.add(own);
    return own;
  });
}

const targetLabels = ({ name, group }: TargetLabel, uri: string): Labels => ({
  stats_uri: uri,
  target: labelText(name),
  ...(group !== undefined && { group: labelText(group) }),
});

/** As uwsgi_exporter would have been told of it. */
function statsUri(address: string): string {
  const text = labelText(address);
  if (text.includes('://')) return text;
  if (text.startsWith('/')) return `unix://${text}`;
  if (text.startsWith('unix:')) return `unix://${text.slice('unix:'.length)}`;
  if (text.startsWith('file:')) return `file://${text.slice('file:'.length)}`;
  if (text === '-' || text.startsWith('@')) return text;
  return `tcp://${text}`;
}
