/** Targets of one name, each with something to tell it by. */
import { displayText } from '../format/text';
import { type Address, formatAddress } from './address';

/** What has the name of another has its address behind it, which no number would be: those change when another one goes. */
export function toldApart<Named extends { readonly name: string; readonly address: Address }>(
  all: readonly Named[],
): Named[] {
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return all.map((named) =>
    counts.get(named.name) === 1 ? named : { ...named, name: `${named.name} ${shortAddress(named.address)}` },
  );
}

const shortAddress = (address: Address): string =>
  (address.kind === 'tcp' || address.kind === 'http') && address.host === '127.0.0.1'
    ? `:${address.port}`
    : displayText(formatAddress(address));
