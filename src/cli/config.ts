/** `uwtop config`: what is in force, and where each setting is from. */
import { printConfig } from '../config/print';
import { byFlag } from '../config/source';
import { findInForce } from './in-force';
import { statedLimits } from './limit-flags';
import { parseTargets } from './options';
import { exitCodes } from './program';
import type { SettingsOptions } from './settings';
import { checkTableFlags, firstTable } from './table-flags';
import { write } from './write';

export async function configCommand(texts: readonly string[], options: SettingsOptions): Promise<number> {
  checkTableFlags(options);
  const table = firstTable(parseTargets(texts).length, options.screen);
  const found = await findInForce(options, { table });
  const typedLimits = new Map(
    (statedLimits(options)?.options ?? []).map(({ name, value = '' }) => [name, byFlag(`--${name}`, value)]),
  );
  await write(process.stdout, printConfig({ ...found, typedLimits }));
  return exitCodes.fine;
}
