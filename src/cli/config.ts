/** `uwtop config`: what is in force, and where each setting is from. */
import { printConfig } from '../config/print';
import { byFlag } from '../config/source';
import { sourcesOf } from './find-targets';
import { findInForce } from './in-force';
import { statedLimits } from './limit-flags';
import type { SettingsOptions } from './settings';
import { checkTableFlags, firstTable } from './table-flags';
import { write } from './write';
import { exitCodes } from './exit-codes';

export async function configCommand(texts: readonly string[], options: SettingsOptions): Promise<number> {
  checkTableFlags(options);
  const table = firstTable(manyOrFew(texts), options.screen);
  const found = await findInForce(options, { table });
  const typedLimits = new Map(
    (statedLimits(options)?.options ?? []).map(({ name, value = '' }) => [name, byFlag(`--${name}`, value)]),
  );
  await write(process.stdout, printConfig({ ...found, typedLimits }));
  return exitCodes.fine;
}

/** A pattern stands for as many as there are. */
const manyOrFew = (texts: readonly string[]): number =>
  sourcesOf(texts, {}).specs.reduce(
    (sum, spec) => sum + (spec.kind === 'targets' ? spec.targets.length : 2),
    0,
  );
