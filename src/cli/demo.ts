/** `uwtop demo`: the simulated fleet, watched through real sockets like any other. */
import type { VassalStats } from '../model/observation';
import { parseTarget } from '../targets/address';
import { Watched } from '../targets/watched';
import type { WatchOptions } from './program';
import { checkTableFlags } from './table-flags';
import { watchTargets } from './watch';
import { UsageError } from './usage-error';

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
    const toldOf = (name: string) => fleet.targets.find((target) => target.name === name);
    const targets = fleet.targets.flatMap(({ name, address, group }) => {
      const parsed = parseTarget(`${name}=${address}`);
      return parsed.ok ? [{ ...parsed.value, group }] : [];
    });
    const known = new Map(
      targets.flatMap(({ id, name }) => {
        const told = toldOf(name)?.configuration;
        return told === undefined ? [] : [[id, told] as const];
      }),
    );
    const vassalStats = new Map(
      targets.flatMap(({ id, name }) => {
        const told = toldOf(name)?.vassalStats;
        return told === undefined ? [] : [[id, withTargetIds(told)] as const];
      }),
    );
    return await watchTargets(Watched.of(targets), { ...options, known, vassalStats, label: 'SIMULATED' });
  } finally {
    await fleet.stop();
  }
}

/** A vassal is found in the fleet by the canonical address. */
const withTargetIds = (all: Readonly<Record<string, VassalStats>>): Readonly<Record<string, VassalStats>> =>
  Object.fromEntries(
    Object.entries(all).map(([id, stats]) => {
      const parsed = stats.address === undefined ? undefined : parseTarget(stats.address);
      return [id, parsed?.ok === true ? { address: parsed.value.id } : stats];
    }),
  );
