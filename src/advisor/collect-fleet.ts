/** What is collected of each target, observation by observation. */
import { createFleet, type FleetState, observeIn, withTargets } from '../model/fleet';
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

export const collectIn = (collection: FleetCollection, observation: Observation): FleetCollection =>
  collectAllIn(collection, [observation]);

/** Those of a round together: each step copies what is known of the whole fleet. */
export function collectAllIn(
  collection: FleetCollection,
  observations: readonly Observation[],
): FleetCollection {
  const instances = new Map(collection.fleet.instances);
  const loads = new Map(collection.loads);
  const most = mostOfEach(instances.size);
  for (const observation of observations) {
    const { targetId } = observation;
    const before = instances.get(targetId);
    const now = observeIn(instances, observation);
    if (now !== undefined)
      loads.set(targetId, collectLoad(loads.get(targetId) ?? nothingCollected, before, now, most));
  }
  return { fleet: { instances }, loads };
}
