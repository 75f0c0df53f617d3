/** A line of the fleet table. */
import type { Alert } from '../alerts/alert';
import type { InstanceState } from '../model/instance';

export interface InstanceRow {
  readonly instance: InstanceState;
  /** That stand and are neither muted nor acknowledged: the worst first. */
  readonly alerts: readonly Alert[];
}
