/** What a check comes to: a state for each instance and its reasons, the worst first. */
import type { Alert } from '../alerts/alert';
import { alertsIn } from '../alerts/book';
import type { RuleName } from '../alerts/rule-table';
import { plural } from '../format/quantity';
import { explainFailure, type Failure } from '../model/failure';
import type { InstanceState } from '../model/instance';
import { type Check, type Orders, valueOf } from './judge';
import { rangeText } from './range';
import { rankOf, type State, worstOf } from './state';
import { metricsOf, rangeOn } from './thresholds';

export interface Reason {
  readonly state: State;
  readonly text: string;
}

export interface InstanceVerdict {
  readonly instance: InstanceState;
  readonly state: State;
  /** The worst first; none where all is well. */
  readonly reasons: readonly Reason[];
}

export interface Verdict {
  readonly state: State;
  /** In the order of the targets. */
  readonly instances: readonly InstanceVerdict[];
}

/** @param late why targets that did not answer to the end are not known: the time was up */
export function verdictOf(
  check: Check,
  orders: Orders,
  late: ReadonlyMap<string, string> = new Map(),
): Verdict {
  const all = [...check.situation.fleet.instances.values()];
  const anyWorkers = all.some(({ seen }) => seen?.totals !== undefined);
  const instances = all.map((instance): InstanceVerdict => {
    const { id } = instance.target;
    const alerts = alertsIn(check.situation.alerts, id);
    const reasons = [
      ...absence(instance, alerts, late.get(id)),
      ...alerts.filter(({ rule }) => !ofAbsence.has(rule)).map(alertReason),
      ...thresholdReasons(instance, check, orders, anyWorkers),
    ].sort((one, other) => rankOf(other.state) - rankOf(one.state));
    return { instance, reasons, state: worstOf(reasons.map(({ state }) => state)) };
  });
  const state = instances.length === 0 ? 'UNKNOWN' : worstOf(instances.map((one) => one.state));
  return { state, instances };
}

/** What they say of an instance that does not answer is said of it in any case. */
const ofAbsence: ReadonlySet<RuleName> = new Set<RuleName>(['stale', 'down']);

/** The system itself says that nobody is there; of all else the cause may lie on the way. */
const definite: ReadonlySet<Failure['code']> = new Set(['refused', 'no-such-file']);

function absence(
  { phase, failure }: InstanceState,
  alerts: readonly Alert[],
  late: string | undefined,
): Reason[] {
  if (phase === 'up') return late === undefined ? [] : [{ state: 'UNKNOWN', text: late }];
  if (failure === undefined) return [{ state: 'UNKNOWN', text: late ?? 'it was not asked' }];
  const { cause, advice } = explainFailure(failure);
  const isGone = definite.has(failure.code) || alerts.some(({ rule }) => rule === 'down');
  return [{ state: isGone ? 'CRITICAL' : 'UNKNOWN', text: `${cause}; ${advice}` }];
}

const alertReason = ({ severity, message }: Alert): Reason => ({
  state: severity === 'critical' ? 'CRITICAL' : 'WARNING',
  text: message,
});

/** Emperors and routers have no totals: beside others they are none the worse for that. */
function thresholdReasons(
  instance: InstanceState,
  check: Check,
  orders: Orders,
  anyWorkers: boolean,
): Reason[] {
  if (instance.phase !== 'up' || (instance.seen?.totals === undefined && anyWorkers)) return [];
  const held = check.held.get(instance.target.id);
  return [...metricsOf(orders.thresholds)].flatMap((metric): Reason[] => {
    const state = held?.get(metric) ?? 'UNKNOWN';
    if (state === 'OK') return [];
    const value = valueOf(metric, instance);
    if (state === 'UNKNOWN' || value === undefined)
      return [{ state: 'UNKNOWN', text: `${metric.name} is not known` }];
    const { warning, critical } = orders.thresholds;
    const range = rangeOn(metric, state === 'CRITICAL' ? critical : warning);
    const over = orders.forMs > 0 ? ` for ${plural(orders.forMs / 1000, 'second')}` : '';
    const limit = range === undefined ? '' : ` (${state.toLowerCase()} range ${rangeText(range)})`;
    return [{ state, text: `${metric.name} ${metric.text(value)}${limit}${over}` }];
  });
}
