/** The targets of a command: those that were typed, else the uWSGI masters of this machine. */
import type { Target } from '../targets/address';
import { plural } from '../format/quantity';
import { parseTargets } from './options';

/** Empty when none was typed and none was found; then it has been said on stderr, unless `quiet` and there is none. */
export async function findTargets(
  texts: readonly string[],
  { quiet = false }: { readonly quiet?: boolean } = {},
): Promise<Target[]> {
  if (texts.length > 0) return parseTargets(texts);
  const { discoverLocal } = await import('../targets/discover');
  const { addresses, unreadablePids, silentPids } = await discoverLocal();
  const said = remarks(unreadablePids, silentPids);
  const nothing = addresses.length + said.length === 0 && !quiet;
  for (const line of nothing ? [nothingFound] : said) process.stderr.write(`uwtop: ${line}\n`);
  return parseTargets(addresses);
}

const nothingFound =
  'no uWSGI was found on this machine: give an address (uwtop --help), or look around with uwtop demo';

function remarks(unreadable: readonly number[], silent: readonly number[]): string[] {
  const pids = (list: readonly number[]) => `${plural(list.length, 'uWSGI master')} (pid ${list.join(', ')})`;
  return [
    ...(unreadable.length > 0
      ? [`${pids(unreadable)} may not be looked at: run as the same user or as root, or give the address`]
      : []),
    ...(silent.length > 0
      ? [`${pids(silent)} without a stats socket: add stats = 127.0.0.1:1717 to its configuration`]
      : []),
  ];
}
