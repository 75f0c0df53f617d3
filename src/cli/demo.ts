/** `uwtop demo`: the simulated fleet, watched through real sockets like any other. */
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
    const toldOf = (name: string) => fleet.targets.find((target) => target.name === name);
    const targets = parseTargets(fleet.targets.map(({ name, address }) => `${name}=${address}`)).map(
      (target) => ({ ...target, group: toldOf(target.name)?.group }),
    );
    const known = new Map(
      targets.flatMap(({ id, name }) => {
        const told = toldOf(name)?.configuration;
        return told === undefined ? [] : [[id, told] as const];
      }),
    );
    return await watchTargets(targets, { ...options, known, label: 'SIMULATED' });
  } finally {
    await fleet.stop();
  }
}
