/** `uwtop targets`: what was found where, with which limits, and from where they are known. */
import { createFleet, observe } from '../model/fleet';
import { targetsReport, targetsText } from '../output/targets';
import { pollOnce } from '../poller/poll-once';
import type { PolledTarget } from '../poller/poller';
import { type Inspection, Inspector } from '../targets/inspect';
import { findTargets } from './find-targets';
import { labelOf, openTargets } from './options';
import { exitCodes, type TargetsOptions } from './program';
import { pipeColumns, write } from './write';

export async function targetsCommand(texts: readonly string[], options: TargetsOptions): Promise<number> {
  const targets = await findTargets(texts);
  if (targets.length === 0) return exitCodes.nothingRead;
  const inspector = new Inspector({ uwsgiConfig: options.uwsgiConfig, directory: process.cwd() });
  const inspected = await Promise.all(
    openTargets(targets, options).map((polled) => inspectTarget(polled, inspector)),
  );
  const content = options.json
    ? `${escapeC1(JSON.stringify(targetsReport(inspected), null, 2))}\n`
    : targetsText(inspected, process.stdout.isTTY ? process.stdout.columns : pipeColumns);
  await write(process.stdout, content);
  return inspected.some(({ instance }) => instance.seen !== undefined)
    ? exitCodes.fine
    : exitCodes.nothingRead;
}

/** JSON lets these stand as they are; a terminal may take them for commands. */
const escapeC1 = (json: string) =>
  json.replace(/[\x7f-\x9f]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

async function inspectTarget({ target, transport }: PolledTarget, inspector: Inspector): Promise<Inspection> {
  const label = labelOf(target);
  const observation = await pollOnce(target.id, transport, new AbortController().signal);
  const fleet = observe(createFleet([label]), observation);
  const instance = fleet.instances.get(target.id);
  if (instance === undefined) throw new Error(`${target.id} fell out of its fleet`);
  return inspector.inspect(instance, target.address);
}
