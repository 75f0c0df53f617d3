/** Everything the program knows: a fold of `observe` over observations. */
import { createInstance, type InstanceState, observeInstance } from './instance';
import type { Observation, TargetLabel } from './observation';

export interface FleetState {
  /** By target id, in the order in which the targets were named. */
  readonly instances: ReadonlyMap<string, InstanceState>;
}

export function createFleet(targets: readonly TargetLabel[]): FleetState {
  return { instances: new Map(targets.map((target) => [target.id, createInstance(target)])) };
}

/** The fleet of these targets, in this order: of those that are in it already all that is known stays. */
export function withTargets(fleet: FleetState, targets: readonly TargetLabel[]): FleetState {
  const instances = targets.map((target) => {
    const known = fleet.instances.get(target.id);
    return known === undefined ? createInstance(target) : { ...known, target };
  });
  return { instances: new Map(instances.map((instance) => [instance.target.id, instance])) };
}

/** The only way in which knowledge grows. An observation of a target that is not in the fleet changes nothing. */
export function observe(fleet: FleetState, observation: Observation): FleetState {
  const instance = fleet.instances.get(observation.targetId);
  if (instance === undefined) return fleet;
  const instances = new Map(fleet.instances);
  instances.set(observation.targetId, observeInstance(instance, observation));
  return { instances };
}
