/** The lines of the fleet table: instances, and groups of them. */
import { type Alert, rank } from '../alerts/alert';
import { type Figures, figuresOf, worstPhase } from '../model/group-figures';
import type { InstancePhase, InstanceState } from '../model/instance';

interface RowFacts {
  /** Stable over polls, orders and folds: the id of the target, or that of the group's line. */
  readonly key: string;
  readonly name: string;
  /** Of a group the worst of its instances. */
  readonly phase: InstancePhase;
  /** An instance that is not up keeps its last ones; of a group the sums and means of those that are up. */
  readonly figures?: Figures | undefined;
  /** That stand and are neither muted nor acknowledged: the worst first. */
  readonly alerts: readonly Alert[];
  /** How far it is indented below what it belongs to. */
  readonly depth: number;
}

export interface InstanceRow extends RowFacts {
  readonly kind: 'instance';
  readonly instance: InstanceState;
}

export interface GroupRow extends RowFacts {
  readonly kind: 'group';
  /** '' for the instances that nobody has put into a group. */
  readonly group: string;
  readonly isFolded: boolean;
  readonly members: readonly InstanceRow[];
}

export type FleetRow = InstanceRow | GroupRow;

export const instanceRow = (instance: InstanceState, alerts: readonly Alert[]): InstanceRow => ({
  kind: 'instance',
  key: instance.target.id,
  name: instance.target.name,
  phase: instance.phase,
  figures: instance.seen?.totals,
  alerts,
  depth: 0,
  instance,
});

/** No address begins with a word and a blank. */
export const groupKey = (group: string) => `group ${group}`;

export function groupRow(group: string, members: readonly InstanceRow[], isFolded: boolean): GroupRow {
  const instances = members.map(({ instance }) => instance);
  const alerts = members.flatMap((member) => member.alerts);
  return {
    kind: 'group',
    key: groupKey(group),
    name: group === '' ? 'no group' : group,
    group,
    isFolded,
    members,
    phase: worstPhase(instances),
    figures: figuresOf(instances),
    alerts: alerts.sort((a, b) => rank(b.severity) - rank(a.severity)),
    depth: 0,
  };
}

/** Each instance once, whether it has a line of its own or is folded away. */
export const instancesIn = (rows: readonly FleetRow[]): readonly InstanceRow[] =>
  rows[0]?.kind === 'group'
    ? rows.flatMap((row) => (row.kind === 'group' ? row.members : []))
    : rows.flatMap((row) => (row.kind === 'group' ? [] : row));
