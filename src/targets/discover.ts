/**
 * The uWSGI masters, emperors and routers of this machine with a stats socket, read from /proc without connecting to
 * anything: what is dialled by mistake is an application, and a uwsgi socket that is asked for stats keeps a worker
 * waiting.
 */
import type { Address } from './address';
import { formatAddress } from './address';
import { configFiles } from './config-files';
import { discoveryRemarks, type Unserved } from './discovery-remarks';
import { toldApart } from './told-apart';
import { createInstanceFinder, type Instance } from './instances';
import { statsPlaces, type StatsPlace } from './stats-places';
import { reach } from './whereabouts';

export interface Discovery {
  /** Emperors before their vassals. */
  readonly found: readonly Discovered[];
  /** Sentences for the operator: what was seen and cannot be watched, and what to do about it. */
  readonly remarks: readonly string[];
}

export interface Discovered {
  readonly address: Address;
  readonly name: string;
  /** The name of the emperor: its vassals and itself. */
  readonly group?: string;
  /** Who holds the socket. */
  readonly pid: number;
}

/** Looks whenever it is asked. An unreadable /proc finds nothing. */
export function createDiscovery(procRoot = '/proc'): () => Promise<Discovery> {
  const findInstances = createInstanceFinder(procRoot);
  return async () => discoveryOf(await findInstances(), procRoot);
}

const ofThisMachine = createDiscovery();

export const discoverLocal = (procRoot?: string): Promise<Discovery> =>
  procRoot === undefined ? ofThisMachine() : createDiscovery(procRoot)();

/** A place that can be dialled from here, with the instance that it is of. */
interface Place extends StatsPlace {
  readonly instance: Instance;
  readonly name: string;
}

function discoveryOf(instances: readonly Instance[], procRoot: string): Discovery {
  const places: Place[] = [];
  const unserved: Unserved[] = [];
  for (const instance of instances) {
    const { places: served, idle } = statsPlaces(instance, procRoot);
    const reached = served.flatMap((place) => reachedPlace(place, instance, served));
    places.push(...reached);
    if (reached.length === 0) unserved.push({ instance, isElsewhere: served.length > 0, idle });
  }
  const named = toldApart(firstOfEach(places));
  const emperors = new Set(named.map(({ instance: { emperor } }) => emperor));
  return {
    found: named.map(({ instance, address, name, pid }) => {
      // Beside the emperor there may be workers of the same master.
      const isRuler = emperors.has(instance) && name === groupName(instance, named);
      const emperor = instance.emperor ?? (isRuler ? instance : undefined);
      return { address, name, pid, ...(emperor !== undefined && { group: groupName(emperor, named) }) };
    }),
    remarks: discoveryRemarks(unserved, (path) => configFiles.kindOf(path) === 'missing'),
  };
}

function reachedPlace(place: StatsPlace, instance: Instance, all: readonly StatsPlace[]): Place[] {
  const address = reach(place.address, instance.whereabouts);
  return address === undefined ? [] : [{ ...place, address, instance, name: nameOf(place, instance, all) }];
}

/** As the emperor itself is called, where it can be watched. */
function groupName(emperor: Instance, named: readonly Place[]): string {
  const own = named.filter(({ instance }) => instance === emperor);
  const place = own.find(({ kind }) => kind === 'emperor-stats') ?? own[0];
  return place?.name ?? emperor.name ?? 'emperor';
}

/** `shop`, `shop emperor` beside workers of its own, `shop http`; without any name the address. */
function nameOf(
  { kind, address }: StatsPlace,
  { name, isEmperor }: Instance,
  all: readonly StatsPlace[],
): string {
  const part = kind.replace(/-?stats$/, '');
  if (part === '') return name ?? (isEmperor ? 'emperor' : formatAddress(address));
  if (part === 'emperor' && !all.some((other) => other.kind === 'stats')) return name ?? part;
  return name === undefined ? part : `${name} ${part}`;
}

function firstOfEach(places: readonly Place[]): Place[] {
  const known = new Map<string, Place>();
  for (const place of places) {
    const id = formatAddress(place.address);
    if (!known.has(id)) known.set(id, place);
  }
  return [...known.values()];
}
