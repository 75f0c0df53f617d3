/** The targets of a command: those that were typed, else the uWSGI masters of this machine. */
import type { Target } from '../targets/address';
import { plural } from '../format/quantity';
import { parseTargets } from './options';

/** Empty when none was typed and none was found; then it has been said on stderr, unless `quiet`. */
export async function findTargets(
  texts: readonly string[],
  { quiet = false }: { readonly quiet?: boolean } = {},
): Promise<Target[]> {
  if (texts.length > 0) return parseTargets(texts);
  const { discoverLocal } = await import('../targets/discover');
  const { addresses, unreadablePids, silentPids } = await discoverLocal();
  if (!quiet || addresses.length > 0) {
    for (const line of remarks(addresses.length, unreadablePids, silentPids))
      process.stderr.write(`uwtop: ${line}\n`);
  }
  return parseTargets(addresses);
}

function remarks(found: number, unreadable: readonly number[], silent: readonly number[]): string[] {
  const pids = (list: readonly number[]) => `${plural(list.length, 'uWSGI master')} (pid ${list.join(', ')})`;
  return [
    ...(unreadable.length > 0
      ? [`${pids(unreadable)} may not be looked at: run as the same user or as root, or give the address`]
      : []),
    ...(silent.length > 0
      ? [`${pids(silent)} without a stats socket: add stats = 127.0.0.1:1717 to its configuration`]
      : []),
    ...(found === 0 && unreadable.length + silent.length === 0
      ? ['no uWSGI was found on this machine: give an address (uwtop --help), or look around with uwtop demo']
      : []),
  ];
}
