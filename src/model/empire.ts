/** Which instances of a fleet are vassals of an emperor in it, and which of them reinforce which. */
import type { FleetState } from './fleet';
import type { InstanceState } from './instance';
import type { VassalState } from './vassal';

/** An instance as its emperor sees it. */
export interface Reign {
  readonly emperor: InstanceState;
  readonly vassal: VassalState;
  /** Vassals that the emperor started beside this one when it had too much to do. */
  readonly zergs: readonly VassalState[];
}

/** undefined: no emperor of the fleet is known to run it. */
export function reignOver(fleet: FleetState, instance: InstanceState): Reign | undefined {
  if (instance.seen === undefined) return undefined;
  for (const emperor of fleet.instances.values()) {
    const vassals = emperor.seen?.vassals ?? [];
    const vassal = vassals.find((candidate) => isSame(candidate, emperor, instance));
    if (vassal === undefined) continue;
    return { emperor, vassal, zergs: vassals.filter(({ reinforces }) => reinforces === vassal.id) };
  }
  return undefined;
}

/** Of the instances in the fleet, each zerg with the instance that it reinforces, both by their targets' ids. */
export function reinforcements(fleet: FleetState): ReadonlyMap<string, string> {
  const pairs: [string, string][] = [];
  for (const emperor of fleet.instances.values()) {
    const vassals = emperor.seen?.vassals ?? [];
    if (vassals.every(({ reinforces }) => reinforces === undefined)) continue;
    const places = placesOf(vassals, emperor, fleet);
    for (const { id, reinforces } of vassals) {
      const zerg = places.get(id);
      const reinforced = places.get(reinforces ?? '');
      if (zerg !== undefined && reinforced !== undefined) pairs.push([zerg, reinforced]);
    }
  }
  return new Map(pairs);
}

/** The targets of the vassals that are in the fleet, by the vassal's id. */
function placesOf(
  vassals: readonly VassalState[],
  emperor: InstanceState,
  { instances }: FleetState,
): ReadonlyMap<string, string> {
  const byPid = new Map<number, InstanceState[]>();
  for (const instance of instances.values()) {
    const { pid } = instance.seen ?? {};
    if (pid !== undefined) byPid.set(pid, [...(byPid.get(pid) ?? []), instance]);
  }
  return new Map(
    vassals.flatMap((vassal): [string, string][] => {
      const found = byPid.get(vassal.pid)?.find((instance) => isSame(vassal, emperor, instance));
      return found === undefined ? [] : [[vassal.id, found.target.id]];
    }),
  );
}

/** Another machine has the same process ids: the address must be that of its stats, or both be of this machine. */
function isSame(
  { pid, stats }: VassalState,
  emperor: InstanceState,
  { target, seen }: InstanceState,
): boolean {
  if (pid <= 0 || seen?.pid !== pid) return false;
  if (stats?.address !== undefined) return stats.address === target.id;
  return emperor.seen?.host?.local === true && seen.host?.local === true;
}
