/** The simulated fleet behind `uwtop demo`: every instance on a loopback socket of its own, and one way to stop all. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Configuration } from '../limits/configuration';
import type { VassalStats } from '../model/observation';
import { vassalMembers, vassalProfiles } from './emperor-vassals';
import type { Transport } from './profile';
import { fleetMembers, type FleetMember } from './members';
import { startStatsServer, type StatsServer } from './serve';

export interface DemoFleetOptions {
  readonly seed: number;
  /** The wall clock in milliseconds: the simulation is moved on to it at each connection. */
  readonly now: () => number;
  /** Names of the instances to start; all of them when absent. */
  readonly instances?: readonly string[];
}

export interface DemoTarget {
  readonly name: string;
  /** As a user would type it: `127.0.0.1:PORT`, a path, or `http://127.0.0.1:PORT`. */
  readonly address: string;
  /** Absent where not all of the fleet was started. */
  readonly group?: string | undefined;
  /** What a master was told: nothing of a simulated one can be found on the machine. */
  readonly configuration?: Configuration | undefined;
  /** Where the stats of its vassals are, of the emperor: their configurations cannot be found either. */
  readonly vassalStats?: Readonly<Record<string, VassalStats>>;
}

export interface DemoFleet {
  readonly targets: readonly DemoTarget[];
  stop(): Promise<void>;
}

/** Every name that `instances` accepts, in the order in which they are shown. */
export const demoNames: readonly string[] = fleetMembers.map((member) => member.name);

export async function startDemoFleet(options: DemoFleetOptions): Promise<DemoFleet> {
  const shown = chooseMembers(options.instances);
  // What the emperor runs is there, whether or not it is watched from the start.
  const unshown = shown.some(({ name }) => name === 'emperor')
    ? fleetMembers.filter((member) => vassalMembers.includes(member.name) && !shown.includes(member))
    : [];
  // mkdtemp gives a directory that only this user can enter.
  const directory = await mkdtemp(path.join(tmpdir(), 'uwtop-demo-'));
  const servers: StatsServer[] = [];
  const targets: DemoTarget[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(directory, { recursive: true, force: true });
  };
  try {
    for (const member of [...unshown, ...shown]) {
      const server = await startMember(member, directory, options);
      servers.push(server);
      const { name, configuration } = member;
      const group = options.instances === undefined ? member.group : undefined;
      targets.push({ name, group, address: addressOf(member, directory, server), configuration });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const vassalStats = vassalStatsOf(targets);
  return {
    targets: targets
      .slice(unshown.length)
      .map((target) => (target.name === 'emperor' ? { ...target, vassalStats } : target)),
    stop,
  };
}

const vassalStatsOf = (targets: readonly DemoTarget[]): Readonly<Record<string, VassalStats>> =>
  Object.fromEntries(
    vassalProfiles.flatMap(({ id, member, silent }): [string, VassalStats][] => {
      const address = targets.find(({ name }) => name === member)?.address;
      if (address !== undefined) return [[id, { address }]];
      return silent === undefined ? [] : [[id, { reason: silent }]];
    }),
  );

function chooseMembers(names: readonly string[] | undefined): readonly FleetMember[] {
  if (names === undefined) return fleetMembers;
  const unknown = names.filter((name) => !demoNames.includes(name));
  if (unknown.length > 0) {
    throw new RangeError(
      `no demo instance is called ${unknown.join(', ')}; there are ${demoNames.join(', ')}`,
    );
  }
  return fleetMembers.filter((member) => names.includes(member.name));
}

function startMember(
  member: FleetMember,
  directory: string,
  options: DemoFleetOptions,
): Promise<StatsServer> {
  const story = member.begin(options.seed, options.now());
  return startStatsServer({
    listen:
      member.transport === 'unix' ? { path: socketPath(member, directory) } : { host: '127.0.0.1', port: 0 },
    http: member.transport === 'http',
    document: () => story.document(options.now()),
    ...(member.goesDown ? { isUp: () => story.isUp(options.now()) } : {}),
  });
}

function addressOf(member: FleetMember, directory: string, server: StatsServer): string {
  const address: Readonly<Record<Transport, string>> = {
    unix: socketPath(member, directory),
    tcp: `127.0.0.1:${String(server.port)}`,
    http: `http://127.0.0.1:${String(server.port)}`,
  };
  return address[member.transport];
}

function socketPath(member: FleetMember, directory: string): string {
  return path.join(directory, `${member.name}.sock`);
}
