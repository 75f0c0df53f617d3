/** `uwtop [targets…]`: the screens. */
import type { Configuration } from '../limits/configuration';
import type { Watched } from '../targets/watched';
import { areRecordings } from './are-recordings';
import { mayShowSecrets } from './ask-for-secrets';
import { findTargets } from './find-targets';
import { printRounds } from './once';
import type { WatchOptions } from './program';
import { readSettings } from './settings';
import { checkTableFlags } from './table-flags';
import { unfitTerminal } from './unfit-terminal';
import { UsageError } from './usage-error';
import { exitCodes } from './exit-codes';

export async function watchCommand(texts: readonly string[], options: WatchOptions): Promise<number> {
  checkTableFlags(options);
  if (await areRecordings(texts))
    throw new UsageError(`recordings are watched with uwtop replay ${texts.join(' ')}`);
  const watched = await findTargets(texts, options, { quiet: options.orDemo === true });
  // Whoever named a pattern or a list waits for what comes; a machine without uWSGI is told so at once.
  const isAwaited = watched.mayGrow && (texts.length > 0 || options.targets !== undefined);
  if (watched.targets.length > 0 || isAwaited) return watchTargets(watched, options);
  if (!options.orDemo) return exitCodes.nothingRead;
  process.stderr.write('uwtop: no stats server was found on this machine; this is the simulated fleet\n');
  const { demoCommand } = await import('./demo');
  return demoCommand([], { ...options, seed: 1 });
}

export interface Staged extends WatchOptions {
  /** A word for the title where the fleet is not real. */
  readonly label?: string;
  /** Limits that are known without looking for them, by target. */
  readonly known?: ReadonlyMap<string, Configuration>;
}

export async function watchTargets(watched: Watched, asked: Staged): Promise<number> {
  const settings = await readSettings(watched, asked, asked.known);
  const unfit = unfitTerminal();
  const showSecrets = await mayShowSecrets(
    asked,
    unfit === undefined ? 'on this screen' : 'in what is printed',
  );
  const options = { ...asked, showSecrets };
  if (unfit !== undefined) {
    process.stderr.write(`uwtop: ${unfit}: printing one round, as uwtop once does\n`);
    if (options.onAlert !== undefined)
      process.stderr.write('uwtop: --on-alert is for the screens; nobody is told of alerts now\n');
    const plain = { ...options, json: false, ndjson: false, jsonSchema: false, rates: true };
    return printRounds(watched.targets, plain, settings);
  }
  if (options.record !== undefined) {
    const { checkRecordable } = await import('./record-to');
    await checkRecordable(options.record);
  }
  const { runScreens } = await import('./screens');
  return runScreens(watched, options, settings);
}
