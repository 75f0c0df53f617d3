/** `uwtop demo`: the simulated fleet, watched through real sockets like any other. */
import type { VassalStats } from '../model/observation';
import { parseTargets, UsageError } from './options';
import type { WatchOptions } from './program';
import { checkTableFlags } from './table-flags';
import { watchTargets } from './watch';

export async function demoCommand(
  names: readonly string[],
  options: WatchOptions & { readonly seed: number },
): Promise<number> {
  checkTableFlags(options);
  const { startDemoFleet, demoNames } = await import('../demo/fleet');
  const strange = names.filter((name) => !demoNames.includes(name));
  if (strange.length > 0) {
    throw new UsageError(`the simulated fleet has no ${strange.join(', ')}; it has ${demoNames.join(', ')}`);
  }
  const fleet = await startDemoFleet({
    seed: options.seed,
    now: Date.now,
    ...(names.length > 0 ? { instances: names } : {}),
  });
  try {
    const targets = parseTargets(fleet.targets.map(({ name, address }) => `${name}=${address}`));
    const known = new Map(
      targets.flatMap(({ id, name }) => {
        const told = fleet.targets.find((target) => target.name === name)?.configuration;
        return told === undefined ? [] : [[id, told] as const];
      }),
    );
    const vassalStats = new Map(
      targets.flatMap(({ id, name }) => {
        const told = fleet.targets.find((target) => target.name === name)?.vassalStats;
        return told === undefined ? [] : [[id, withTargetIds(told)] as const];
      }),
    );
    return await watchTargets(targets, { ...options, known, vassalStats, label: 'SIMULATED' });
  } finally {
    await fleet.stop();
  }
}

/** A vassal is found in the fleet by the canonical address. */
const withTargetIds = (all: Readonly<Record<string, VassalStats>>): Readonly<Record<string, VassalStats>> =>
  Object.fromEntries(
    Object.entries(all).map(([id, stats]) => {
      const [target] = stats.address === undefined ? [] : parseTargets([stats.address]);
      return [id, target === undefined ? stats : { address: target.id }];
    }),
  );
