/** `uwtop [targets…]`: the screens. */
import type { Target } from '../targets/address';
import { findTargets } from './find-targets';
import { printRounds } from './once';
import { openTargets } from './options';
import { exitCodes, type WatchOptions } from './program';

export async function watchCommand(texts: readonly string[], options: WatchOptions): Promise<number> {
  const targets = await findTargets(texts, { quiet: options.orDemo === true });
  if (targets.length > 0) return watchTargets(targets, options);
  if (!options.orDemo) return exitCodes.nothingRead;
  process.stderr.write('uwtop: no stats server was found on this machine; this is the simulated fleet\n');
  const { demoCommand } = await import('./demo');
  return demoCommand([], { ...options, seed: 1 });
}

export async function watchTargets(
  targets: readonly Target[],
  options: WatchOptions & { readonly label?: string },
): Promise<number> {
  const polled = openTargets(targets, options);
  const unfit = unfitTerminal();
  if (unfit !== undefined) {
    process.stderr.write(`uwtop: ${unfit}: printing one round, as uwtop once does\n`);
    return printRounds(polled, { ...options, json: false, ndjson: false, jsonSchema: false, rates: true });
  }
  const { runScreens } = await import('./screens');
  return runScreens(polled, options);
}

/** Why the screens cannot be shown here; nothing when they can. */
function unfitTerminal(): string | undefined {
  if (!process.stdout.isTTY) return 'stdout is not a terminal';
  if (!process.stdin.isTTY) return 'stdin is not a terminal';
  if (process.env['TERM'] === 'dumb') return 'this terminal cannot move its cursor (TERM=dumb)';
  return undefined;
}
