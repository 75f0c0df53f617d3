/** The targets of a command: those that were typed, else the uWSGI masters of this machine. */
import { formatAddress, type Target } from '../targets/address';
import type { Discovered } from '../targets/discover';
import { parseTargets } from './options';

/** Empty when none was typed and none was found; then it has been said on stderr, unless `quiet` and there is none. */
export async function findTargets(
  texts: readonly string[],
  { quiet = false }: { readonly quiet?: boolean } = {},
): Promise<Target[]> {
  if (texts.length > 0) return parseTargets(texts);
  const { discoverLocal } = await import('../targets/discover');
  const { found, remarks } = await discoverLocal();
  const nothing = found.length + remarks.length === 0 && !quiet;
  for (const line of nothing ? [nothingFound] : remarks) process.stderr.write(`uwtop: ${line}\n`);
  return found.map(discoveredTarget);
}

const nothingFound =
  'no uWSGI was found on this machine: give an address (uwtop --help), or look around with uwtop demo';

function discoveredTarget({ address, name, group }: Discovered): Target {
  const text = formatAddress(address);
  return { id: text, name, address, text, group };
}
