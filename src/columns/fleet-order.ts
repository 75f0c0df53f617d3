/** The orders of the fleet table that are no columns: the worst first, and as the targets were named. */
import { rank } from '../alerts/alert';
import type { InstancePhase } from '../model/instance';
import { minuteBusyness } from './busyness-spark';
import { type Order, sortRows } from './column';
import { instanceColumns } from './instance-columns';
import type { FleetRow, InstanceRow } from './instance-row';
import { namedOrder, worstOrder } from './tables';

/** As the menu of orders has them. */
export const fleetOrders = [
  { id: worstOrder, title: 'worst first', descendingFirst: true },
  { id: namedOrder, title: 'as named' },
  ...instanceColumns,
];

const worst = { id: worstOrder, sortValue: severityOf };

/** Among equals as they came. */
export const sortFleet = <Row extends FleetRow>(rows: readonly Row[], order: Order): Row[] =>
  sortRows<Row>(rows, [worst, ...instanceColumns], order, () => 0);

/**
 * Of a group that of its worst instance. Few steps on purpose: lines that are alike keep their places, whatever their
 * numbers do from second to second.
 */
export function severityOf(row: FleetRow): number {
  if (row.kind === 'instance') return severityOfInstance(row);
  return row.members.reduce((most, member) => Math.max(most, severityOfInstance(member)), 0);
}

const byPhase: Readonly<Record<InstancePhase, number>> = { down: 60, stale: 50, connecting: 0, up: 0 };
const alertSteps = 20;
const busynessSteps = 4;

function severityOfInstance({ phase, alerts, instance }: InstanceRow): number {
  if (byPhase[phase] > 0) return byPhase[phase];
  const [worstAlert] = alerts;
  if (worstAlert !== undefined) return alertSteps * rank(worstAlert.severity);
  const busyness = minuteBusyness(instance) ?? 0;
  return Math.min(busynessSteps - 1, Math.floor(busyness * busynessSteps));
}
