/** The targets of a command: those that were typed or listed in files, else the uWSGI masters of this machine. */
import { resolve } from 'node:path';
import { describeProblem } from '../config/problems';
import { displayText } from '../format/text';
import { type AddressError, formatAddress, placeOf, type Target } from '../targets/address';
import { lookAround, type Sources } from '../targets/roster';
import { parseSpec } from '../targets/spec';
import { Watched } from '../targets/watched';
import { type Around, LocalWorld } from '../targets/world';
import { commandHint } from './command-names';
import { UsageError } from './usage-error';

export interface TargetOptions {
  /** Files with lists of targets. */
  readonly targets?: readonly string[];
  /** Only these groups. */
  readonly group?: readonly string[];
  /** The label that makes the group. */
  readonly groupBy?: string;
}

/**
 * Where there is nothing to watch, and nothing that may yet come, that has been said on stderr, unless `quiet` and no uWSGI
 * runs here at all.
 */
export async function findTargets(
  texts: readonly string[],
  options: TargetOptions = {},
  { quiet = false }: { readonly quiet?: boolean } = {},
): Promise<Watched> {
  const sources = sourcesOf(texts, options);
  const world = new LocalWorld({ discover });
  const watched = await Watched.open(sources, world);
  refuseBroken(sources, world);
  refuseEmptyGroups(sources, watched);
  const isNothing = watched.targets.length + watched.notices.length === 0;
  const said = isNothing && sources.discovers && !quiet ? [nothingFound] : watched.notices;
  for (const line of said) process.stderr.write(`uwtop: ${displayText(line)}\n`);
  return watched;
}

export function sourcesOf(texts: readonly string[], options: TargetOptions): Sources {
  const parsed = texts.map(parseSpec);
  const failures = parsed.flatMap((result) => (result.ok ? [] : [whatIsWrong(result.failure)]));
  if (failures.length > 0) throw new UsageError(failures.join('\n'));
  const files = (options.targets ?? []).map((file) => resolve(file));
  return {
    specs: parsed.flatMap((result) => (result.ok ? [result.value] : [])),
    files,
    discovers: texts.length === 0 && files.length === 0,
    groups: options.group ?? [],
    groupBy: options.groupBy,
  };
}

const whatIsWrong = ({ message, text }: AddressError) => {
  const hint = commandHint(text);
  return hint === '' ? message : message.replace(/\.$/, hint);
};

/** A file of which nothing can be understood is a slip of the command line; one bad entry of many is not. */
function refuseBroken({ files }: Sources, world: LocalWorld): void {
  const broken = files.map(world.fileOf).filter(({ isBroken }) => isBroken);
  if (broken.length > 0)
    throw new UsageError(broken.flatMap(({ problems }) => problems.map(describeProblem)).join('\n'));
}

function refuseEmptyGroups({ groups }: Sources, watched: Watched): void {
  const known = watched.groupsThere;
  if (groups.length === 0 || groups.some((group) => known.includes(group))) return;
  const there = known.length === 0 ? 'no target has a group' : `the groups are ${known.join(', ')}`;
  throw new UsageError(displayText(`--group: no target is in ${groups.join(', ')}; ${there}`));
}

const nothingFound =
  'no uWSGI was found on this machine: give an address (uwtop --help), or look around with uwtop demo';

async function discover(): Promise<Around> {
  const { discoverLocal } = await import('../targets/discover');
  const { found, remarks } = await discoverLocal();
  const targets = found.map(({ address, name, group }): Target => {
    return { id: placeOf(address), name, address, text: formatAddress(address), group, found: lookAround };
  });
  return { targets, remarks };
}
