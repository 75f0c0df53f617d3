/** Several instances counted together. Unknown counts in nothing, and of old numbers nothing is summed up. */
import type { InstancePhase, InstanceState } from './instance';
import { fullestQueue } from './queues';
import { sumOf } from './sum';
import type { Totals } from './totals';

/** What a line of the fleet tells, be it of one instance or of a group of them. */
export interface Figures extends Pick<
  Totals,
  | 'active'
  | 'busyness'
  | 'busyRatio'
  | 'requestsPerSecond'
  | 'serviceTimeMs'
  | 'listenQueue'
  | 'listenQueueMax'
  | 'rssBytes'
  | 'exceptions'
  | 'exceptionsPerSecond'
  | 'harakiriCount'
> {
  readonly byActivity: Pick<Totals['byActivity'], 'busy'>;
}

/** Of those that are up; undefined where none of them has workers. */
export function figuresOf(instances: readonly InstanceState[]): Figures | undefined {
  const all = instances.flatMap(({ phase, seen }) => (phase === 'up' ? (seen?.totals ?? []) : []));
  if (all.length === 0) return undefined;
  const busy = sumOf(all, ({ byActivity }) => byActivity.busy) ?? 0;
  const active = sumOf(all, (totals) => totals.active) ?? 0;
  const queue = fullestQueue(
    all.map(({ listenQueue: length, listenQueueMax: max }) => ({ socket: '', length, max })),
  );
  return {
    byActivity: { busy },
    active,
    busyRatio: active === 0 ? undefined : busy / active,
    busyness: meanOf(
      all,
      (totals) => totals.busyness,
      (totals) => totals.active,
    ),
    requestsPerSecond: sumOf(all, (totals) => totals.requestsPerSecond),
    serviceTimeMs: meanOf(
      all,
      (totals) => totals.serviceTimeMs,
      (totals) => totals.requestsPerSecond,
    ),
    listenQueue: queue?.length,
    listenQueueMax: queue?.max,
    rssBytes: sumOf(all, (totals) => totals.rssBytes),
    exceptions: sumOf(all, (totals) => totals.exceptions),
    exceptionsPerSecond: sumOf(all, (totals) => totals.exceptionsPerSecond),
    harakiriCount: sumOf(all, (totals) => totals.harakiriCount),
  };
}

const phasesByBadness: readonly InstancePhase[] = ['down', 'stale', 'connecting', 'up'];

export const worstPhase = (instances: readonly Pick<InstanceState, 'phase'>[]): InstancePhase =>
  phasesByBadness.find((worst) => instances.some(({ phase }) => phase === worst)) ?? 'up';

type Amount = (totals: Totals) => number | undefined;

/** Each counts as much as it weighs. */
function meanOf(all: readonly Totals[], amount: Amount, weight: Amount): number | undefined {
  let sum = 0;
  let weights = 0;
  for (const totals of all) {
    const value = amount(totals);
    const weighs = weight(totals) ?? 0;
    if (value === undefined || weighs <= 0) continue;
    sum += value * weighs;
    weights += weighs;
  }
  return weights === 0 ? undefined : sum / weights;
}
