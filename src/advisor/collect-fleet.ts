/** What is collected of each target, observation by observation. */
import { createFleet, type FleetState, observe, withTargets } from '../model/fleet';
import type { Observation, TargetLabel } from '../model/observation';
import { type CollectedLoad, collectLoad, nothingCollected } from './collect';

export interface FleetCollection {
  readonly fleet: FleetState;
  /** By target id; of targets that are watched no longer as well. */
  readonly loads: ReadonlyMap<string, CollectedLoad>;
}

export const createCollection = (targets: readonly TargetLabel[]): FleetCollection => ({
  fleet: createFleet(targets),
  loads: new Map(),
});

export const retargeted = (
  collection: FleetCollection,
  targets: readonly TargetLabel[],
): FleetCollection => ({ ...collection, fleet: withTargets(collection.fleet, targets) });

export function collectIn(collection: FleetCollection, observation: Observation): FleetCollection {
  const { targetId } = observation;
  const before = collection.fleet.instances.get(targetId);
  const fleet = observe(collection.fleet, observation);
  const now = fleet.instances.get(targetId);
  if (now === undefined) return collection;
  const known = collection.loads.get(targetId) ?? nothingCollected;
  return { fleet, loads: new Map(collection.loads).set(targetId, collectLoad(known, before, now)) };
}
