/** What will happen first to a worker of an instance, or of a group of them. */
import type { Forecast } from '../model/forecasts/forecast';
import type { InstanceState } from '../model/instance';
import { nextOf } from './next';
import type { FleetRow } from './instance-row';

export interface NextWorker {
  readonly instance: InstanceState;
  readonly worker: number;
  readonly forecast: Forecast;
}

/** Over all workers: a kill that threatens comes before any recycling that is later. Of a group those that are up count. */
export function nextWorker(row: FleetRow): NextWorker | undefined {
  if (row.kind === 'instance') return nextIn(row.instance);
  return row.members.reduce<NextWorker | undefined>(
    (first, { phase, instance }) => (phase === 'up' ? sooner(first, nextIn(instance)) : first),
    undefined,
  );
}

/** An instance is a new object after each poll: filters and orders ask often. */
const known = new WeakMap<InstanceState, { readonly next: NextWorker | undefined }>();

function nextIn(instance: InstanceState): NextWorker | undefined {
  const before = known.get(instance);
  if (before !== undefined) return before.next;
  let next: NextWorker | undefined;
  for (const worker of instance.seen?.workers ?? []) {
    const forecast = nextOf(worker);
    if (forecast !== undefined) next = sooner(next, { instance, worker: worker.number, forecast });
  }
  known.set(instance, { next });
  return next;
}

function sooner(one: NextWorker | undefined, other: NextWorker | undefined): NextWorker | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return (other.forecast.etaSeconds ?? Infinity) < (one.forecast.etaSeconds ?? Infinity) ? other : one;
}
