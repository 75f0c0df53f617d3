/** Where an instance serves its stats: as it was told, and as the kernel says. Nothing is connected to. */
import { parseFlag } from '../limits/numbers';
import type { Address } from './address';
import { type FoundConfiguration, isComplete, optionOf, textOf } from './found-configuration';
import type { Instance } from './instances';
import { socketInodes } from './processes';
import { isSamePlace, uwsgiAddress } from './uwsgi-address';
import { statsSocket } from './whose-sockets';

/** What serves stats within an instance: its master, an emperor, or one of its routers. */
export type StatsKind = 'stats' | 'emperor-stats' | (typeof routerKinds)[number];

const routerKinds = [
  'http-stats',
  'fastrouter-stats',
  'rawrouter-stats',
  'sslrouter-stats',
  'forkptyrouter-stats',
] as const;
const kinds: readonly StatsKind[] = ['stats', 'emperor-stats', ...routerKinds];

export interface StatsPlace {
  readonly kind: StatsKind;
  /** As the process itself would dial it. */
  readonly address: Address;
  /** Who holds the socket. */
  readonly pid: number;
}

export interface StatsPlaces {
  readonly places: readonly StatsPlace[];
  /** Options that name an address at which nothing listens. */
  readonly idle: readonly Told[];
}

export function statsPlaces(instance: Instance, procRoot: string): StatsPlaces {
  const told = toldPlaces(instance);
  const holders = holdersOf(instance, procRoot);
  const all = told.map((place) => ({ ...place, ...heldPlace(place, instance, holders) }));
  const places = all.flatMap(({ kind, address, pid }) => (pid === undefined ? [] : [{ kind, address, pid }]));
  const idle = all.filter(({ pid }) => pid === undefined);
  const isTold = instance.found !== undefined && isComplete(instance.found.configuration);
  if (isTold || places.some(({ kind }) => kind === 'stats' || kind === 'emperor-stats'))
    return { places, idle };
  return { places: [...places, ...guessedPlace(instance, holders)], idle };
}

export interface Told {
  readonly kind: StatsKind;
  /** As it was written. */
  readonly text: string;
  readonly address: Address;
}

function toldPlaces({ found, whereabouts }: Instance): Told[] {
  if (found === undefined) return [];
  return toldStats(found, whereabouts.folder === '' ? found.startDirectory : whereabouts.folder);
}

/** The workers' first. */
export function toldStats(found: FoundConfiguration, folder: string): Told[] {
  return kinds.flatMap((kind) => {
    const text = textOf(found.configuration, kind);
    const address = text === undefined ? undefined : uwsgiAddress(text, folder);
    return text === undefined || address === undefined ? [] : [{ kind, text, address }];
  });
}

/** The sockets of a process, read when they are asked for: most instances hold their stats socket themselves. */
interface Holder {
  readonly pid: number;
  readonly sockets: () => readonly string[] | undefined;
}

function holdersOf({ process, sockets, forks, started }: Instance, procRoot: string) {
  const holder = ({ pid }: { readonly pid: number }): Holder => {
    let known: { readonly inodes: readonly string[] | undefined } | undefined;
    return { pid, sockets: () => (known ??= { inodes: socketInodes(procRoot, pid) }).inodes };
  };
  const master: Holder = { pid: process.pid, sockets: () => sockets };
  return { master, forks: forks.map(holder), started: started.map(holder) };
}

type Holders = ReturnType<typeof holdersOf>;

function heldPlace(
  { kind, address }: Told,
  { found, whereabouts, sockets, process }: Instance,
  { master, forks }: Holders,
): { readonly address: Address; readonly pid?: number } {
  const { listening, folder } = whereabouts;
  const isIt = (inode: string) => {
    const other = listening.get(inode);
    return other !== undefined && isSamePlace(address, other, folder);
  };
  const http = found === undefined ? undefined : optionOf(found.configuration, 'stats-http');
  const speaksHttp = http !== undefined && http.unknown === undefined && parseFlag(http.value ?? '1');
  const served = (place: Address): Address =>
    speaksHttp && kind === 'stats' && place.kind === 'tcp'
      ? { kind: 'http', tls: false, host: place.host, port: place.port, path: '/' }
      : place;
  for (const holder of [master, ...forks]) {
    const inode = holder.sockets()?.find(isIt);
    const place = inode === undefined ? undefined : listening.get(inode);
    if (place !== undefined) return { address: served(place), pid: holder.pid };
  }
  // Where nobody may look who holds it, it has to do that somebody listens there.
  const isListening = sockets === undefined && [...listening.keys()].some(isIt);
  return isListening ? { address: served(address), pid: process.pid } : { address };
}

/** By the place of its descriptor, among those sockets that are not known to be something else. */
function guessedPlace(
  { found, whereabouts: { listening, folder } }: Instance,
  { master, forks, started }: Holders,
): StatsPlace[] {
  const others = (found?.configuration.options ?? [])
    .filter(({ name }) => !kinds.some((kind) => kind === name))
    .flatMap(({ value }) => uwsgiAddress(value ?? '', folder) ?? []);
  const own = master.sockets();
  const children = [...forks, ...started];
  if (own === undefined || children.length === 0) return [];
  const inode = statsSocket({
    own,
    byChildren: children.map(({ sockets }) => sockets()),
    isListening: (inode) => listening.has(inode),
  });
  const address = inode === undefined ? undefined : listening.get(inode);
  if (address === undefined || others.some((other) => isSamePlace(other, address, folder))) return [];
  return [{ kind: 'stats', address, pid: master.pid }];
}
