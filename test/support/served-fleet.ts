/** Stats servers of many simulated masters in this process: as busy as a test says, ended and started again by it. */
import { startStatsServer, type StatsServer } from '../../src/demo/serve';
import { core, worker, workerDocument } from './documents';

export interface Member {
  readonly name: string;
  /** Of each of its workers, 0…1. */
  readonly busyness: number;
  /** Connections that wait, of a hundred places. */
  readonly queue?: number;
}

export interface ServedFleet {
  /** By the names of the members: as a user types it. */
  readonly addresses: Readonly<Record<string, string>>;
  kill(...names: readonly string[]): Promise<void>;
  /** On the same port, as another master. */
  revive(...names: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** Above what Linux gives: none of them is a process of this machine. */
const pidFloor = 4_900_000;
const requestMs = 50;

export async function serveFleet(members: readonly Member[]): Promise<ServedFleet> {
  const servers = new Map<string, StatsServer>();
  const ports = new Map<string, number>();
  let masters = 0;
  const start = async (name: string): Promise<void> => {
    const member = members.find((candidate) => candidate.name === name);
    if (member === undefined) throw new Error(`nobody is called ${name}`);
    const [originMs, pid] = [Date.now(), pidFloor + 10 * (masters += 1)];
    const document = () => JSON.stringify(documentOf(member, pid, originMs));
    const listen = { host: '127.0.0.1', port: ports.get(name) ?? 0 };
    const server = await startStatsServer({ listen, http: false, document });
    servers.set(name, server);
    ports.set(name, server.port ?? 0);
  };
  const kill = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) {
      await servers.get(name)?.stop();
      servers.delete(name);
    }
  };
  for (const { name } of members) await start(name);
  return {
    addresses: Object.fromEntries([...ports].map(([name, port]) => [name, `127.0.0.1:${port}`])),
    kill,
    revive: async (...names) => {
      await Promise.all(names.map(start));
    },
    stop: () => kill(...servers.keys()),
  };
}

function documentOf({ busyness, queue = 0 }: Member, pid: number, originMs: number) {
  const busyMs = (Date.now() - originMs) * busyness;
  const requests = Math.floor(busyMs / requestMs);
  const workers = [1, 2].map((id) =>
    worker({
      ...{ id, pid: pid + id, requests, delta_requests: requests, running_time: Math.floor(busyMs * 1000) },
      ...{ rss: 40 * 1024 * 1024, last_spawn: Math.floor(originMs / 1000), cores: [core({ requests })] },
    }),
  );
  const socket = { name: '127.0.0.1:80', proto: 'http', queue, max_queue: 100 };
  return workerDocument(workers, { pid, listen_queue: queue, sockets: [socket] });
}
