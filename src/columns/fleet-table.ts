/** The fleet table's lines from top to bottom: groups in order, in each of them its instances in the same order. */
import type { Order } from './column';
import { sortFleet } from './fleet-order';
import { type FleetRow, type GroupRow, groupRow, type InstanceRow } from './instance-row';
import { nested } from './nest';

export interface FleetTableOptions {
  readonly order: Order;
  /** Names of the groups of which only their own line is shown. */
  readonly folded: ReadonlySet<string>;
  /** Which instance stands below which, whatever the order is: by their targets' ids. */
  readonly reinforces: ReadonlyMap<string, string>;
}

/** @param rows as the targets were named */
export function fleetTable(rows: readonly InstanceRow[], options: FleetTableOptions): FleetRow[] {
  const { order, folded } = options;
  const parents = parentsIn(rows, options.reinforces);
  const groupOf = ({ instance, key }: InstanceRow) =>
    (parents.get(key)?.instance ?? instance).target.group ?? '';
  const groups = new Map<string, InstanceRow[]>();
  for (const row of rows) {
    const group = groupOf(row);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [row]);
    else members.push(row);
  }
  const ordered = (members: readonly InstanceRow[], depth: number) =>
    indented(sortFleet(members, order), parents, depth);
  if (groups.size === 0 || (groups.size === 1 && groups.has(''))) return ordered(rows, 0);
  const groupRows = [...groups].map(([group, members]) => groupRow(group, members, folded.has(group)));
  return sortedGroups(groupRows, order).flatMap((row) => [
    row,
    ...(row.isFolded ? [] : ordered(row.members, 1)),
  ]);
}

/** Among equals what belongs to no group comes last: who has made groups looks at these. */
function sortedGroups(rows: readonly GroupRow[], order: Order): GroupRow[] {
  const named = rows.filter(({ group }) => group !== '');
  return sortFleet([...named, ...rows.filter(({ group }) => group === '')], order);
}

type Parents = ReadonlyMap<string, InstanceRow>;

/** Of those whose instance is among the rows: the one that it reinforces in the end. */
function parentsIn(rows: readonly InstanceRow[], reinforces: ReadonlyMap<string, string>): Parents {
  if (reinforces.size === 0) return new Map();
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return new Map(
    rows.flatMap(({ key }): [string, InstanceRow][] => {
      const parent = byKey.get(reinforces.get(key) ?? '');
      // In a chain, or a circle, nobody could say what is below what.
      return parent === undefined || parent.key === key || reinforces.has(parent.key) ? [] : [[key, parent]];
    }),
  );
}

function indented(sorted: readonly InstanceRow[], parents: Parents, depth: number): InstanceRow[] {
  if (parents.size === 0) return depth === 0 ? [...sorted] : sorted.map((row) => ({ ...row, depth }));
  const rows = nested(sorted, { keyOf: ({ key }) => key, parentOf: ({ key }) => parents.get(key)?.key });
  return rows.map((row) => ({ ...row, depth: parents.has(row.key) ? depth + 1 : depth }));
}
