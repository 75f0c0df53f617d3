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
  const instances = new Map(fleet.instances);
  return observeIn(instances, observation) === undefined ? fleet : { instances };
}

/** The same in a map of one's own, for many observations at once; undefined where the target is not in it. */
export function observeIn(
  instances: Map<string, InstanceState>,
  observation: Observation,
): InstanceState | undefined {
  const known = instances.get(observation.targetId);
  if (known === undefined) return undefined;
  const instance = observeInstance(known, observation);
  instances.set(observation.targetId, instance);
  return instance;
}
