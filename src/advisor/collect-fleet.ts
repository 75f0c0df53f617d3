/** What is collected of each target, observation by observation. */
import { createFleet, type FleetState, observe, withTargets } from '../model/fleet';
import type { Observation, TargetLabel } from '../model/observation';
import { type CollectedLoad, collectLoad, nothingCollected } from './collect';
import { mostSlices } from './slices';

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

/** Of all targets together: some hundred megabytes. */
const mostOfAll = 1_000_000;
/** An hour of seconds; a fleet is not asked for so much that this would be too much. */
const leastOfEach = 3600;

const mostOfEach = (targets: number): number =>
  Math.min(mostSlices, Math.max(leastOfEach, Math.floor(mostOfAll / Math.max(1, targets))));

export function collectIn(collection: FleetCollection, observation: Observation): FleetCollection {
  const { targetId } = observation;
  const before = collection.fleet.instances.get(targetId);
  const fleet = observe(collection.fleet, observation);
  const now = fleet.instances.get(targetId);
  if (now === undefined) return collection;
  const known = collection.loads.get(targetId) ?? nothingCollected;
  return {
    fleet,
    loads: new Map(collection.loads).set(
      targetId,
      collectLoad(known, before, now, mostOfEach(fleet.instances.size)),
    ),
  };
}
