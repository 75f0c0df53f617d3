/** `uwtop targets`: what was found where, with which limits, and from where they are known. */
import type { UwtopConfig } from '../config/config';
import { unusedHeadings } from '../config/target-settings';
import { excerpt } from '../format/text';
import { createFleet, observe } from '../model/fleet';
import { targetsReport, targetsText } from '../output/targets';
import { jsonText } from '../format/json-text';
import { observeRound } from '../poller/round';
import type { Target } from '../targets/address';
import { findTargets } from './find-targets';
import { labelsOf, openTarget } from './options';
import type { TargetsOptions } from './program';
import { readSettings } from './settings';
import { outputColumns, write } from './write';
import { exitCodes } from './exit-codes';

export async function targetsCommand(texts: readonly string[], options: TargetsOptions): Promise<number> {
  const watched = await findTargets(texts, options);
  const { targets } = watched;
  if (targets.length === 0) return exitCodes.nothingRead;
  const settings = await readSettings(watched, options);
  complainOfHeadings(settings.config, targets);
  const informed = { knowledge: settings.knowledge, patient: true };
  const observations = await observeRound(targets.map((target) => openTarget(target, options, informed)));
  const fleet = observations.reduce(observe, createFleet(labelsOf(targets)));
  const instances = [...fleet.instances.values()];
  const content = options.json
    ? `${jsonText(targetsReport(instances), 2)}\n`
    : targetsText(instances, outputColumns());
  await write(process.stdout, content);
  return instances.some(({ seen }) => seen !== undefined) ? exitCodes.fine : exitCodes.nothingRead;
}

/** A section of uwtop's configuration that no target answers to is often a slip of the pen. */
function complainOfHeadings(config: UwtopConfig | undefined, targets: readonly Target[]): void {
  if (config === undefined) return;
  for (const heading of unusedHeadings(config, targets)) {
    process.stderr.write(`uwtop: ${config.file}: no target here is called ${excerpt(heading)}\n`);
  }
}
