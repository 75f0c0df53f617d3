/** Targets that a test makes ill and well again, each in a way of its own, and what is to be said of them meanwhile. */
import { chmodSync } from 'node:fs';
import type { Socket } from 'node:net';
import { wishIn } from './fault-wishes';
import { core, worker, workerDocument } from './documents';
import { answering, type Manner, type ScriptedServer, type ServerPlace } from './stats-server';

export interface FaultyTarget {
  /** As a row of the fleet. */
  readonly name: string;
  readonly fault: string;
  readonly says: RegExp;
  readonly address: string;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
}

export type StartServer = (manner: Manner, place?: ServerPlace) => Promise<ScriptedServer>;

/** Above what Linux gives: none of them is a process of this machine. */
const pidFloor = 4_800_000;

/** Whole seconds since the epoch in which the first of its workers was started. */
const bornSeconds = 1_800_000_000;

/** What the target of this number answers while it is well. */
export function wellDocument(number: number): string {
  const pid = pidFloor + 10 * number;
  const workers = [1, 2].map((id) =>
    worker({ id, pid: pid + id, requests: 7, last_spawn: bornSeconds, cores: [core({ requests: 7 })] }),
  );
  return JSON.stringify(workerDocument(workers, { pid }));
}

/** A server that goes on listening while it is ill: it answers wrongly, or holds what it has accepted. */
interface Illness {
  readonly name: string;
  readonly fault: string;
  readonly says: RegExp;
  /** Of the document that it answers while it is well. */
  readonly manner: (document: string) => Manner;
  /** What becomes of connections that it holds when it is well again; closed, as by the end of the process that held them. */
  readonly release?: (socket: Socket, document: string) => void;
}

const wrongShapes = [
  '{"hello":["world"]}',
  '[]',
  '42',
  'null',
  '"stats"',
  '{"workers":"many"}',
  '[{"id":1}]',
];

const illnesses: readonly Illness[] = [
  {
    name: 'half-open',
    fault: 'half-open: all is sent, never closed',
    says: /the answer did not end in time.*the master may be overloaded/,
    manner: (document) => (socket) => void socket.write(document),
  },
  {
    name: 'silent',
    fault: 'silent',
    says: /connected, but not a byte came.*may be stopped or stuck/,
    manner: () => () => undefined,
    release: (socket, document) => void socket.end(document),
  },
  {
    name: 'drip',
    fault: 'byte by byte',
    says: /the answer did not end in time/,
    manner: (document) => (socket) => dripInto(socket, document),
  },
  {
    name: 'endless',
    fault: 'endless',
    says: /the answer did not end in time/,
    manner: () => (socket) => dripInto(socket, '{"workers":['.padEnd(1_000_000), 1000),
  },
  {
    name: 'cut',
    fault: 'truncated',
    says: /the answer was cut off.*uwtop asks again/,
    manner: (document) => answering(document.slice(0, document.length / 2)),
  },
  {
    name: 'reset',
    fault: 'reset',
    says: /the connection broke off.*uwtop asks again/,
    manner: () => (socket) => void socket.resetAndDestroy(),
  },
  {
    name: 'empty',
    fault: 'closed without a byte',
    says: /the connection was closed without a byte.*uWSGI may be starting or failing/,
    manner: () => (socket) => void socket.end(),
  },
  {
    name: 'shape',
    fault: 'valid JSON of the wrong shape',
    says: /the answer is (?:JSON, but no uWSGI stats|not JSON).*give the address of the stats option/,
    manner: () => {
      let turn = 0;
      return (socket) => void socket.end(wrongShapes[turn++ % wrongShapes.length] ?? '');
    },
  },
];

/** Pieces of a text every 10 ms, until the other side has gone. */
function dripInto(socket: Socket, text: string, size = 1): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(text.slice(at, at + size));
    at += size;
  }, 10);
  socket.on('close', () => clearInterval(timer));
}

async function illTarget(start: StartServer, illness: Illness, document: string): Promise<FaultyTarget> {
  const { name, fault, says, manner, release = (socket: Socket) => void socket.destroy() } = illness;
  const server = await start(answering(document));
  const held = new Set<Socket>();
  return {
    ...{ name, fault, says, address: server.address },
    begin: () => {
      const act = manner(document);
      server.behave((socket) => {
        held.add(socket);
        socket.on('close', () => held.delete(socket));
        act(socket);
      });
    },
    end: () => {
      server.behave(answering(document));
      for (const socket of held) release(socket, document);
    },
  };
}

export const illTargets = (start: StartServer): Promise<FaultyTarget[]> =>
  Promise.all(illnesses.map((illness, index) => illTarget(start, illness, wellDocument(index))));

/** A server that ends, and is started again in the same place. */
async function goneTarget(
  start: StartServer,
  target: Pick<FaultyTarget, 'name' | 'fault' | 'says'>,
  { path, number }: { readonly path?: string; readonly number: number },
): Promise<FaultyTarget> {
  const manner = answering(wellDocument(number));
  let server = await start(manner, path === undefined ? {} : { path });
  const place = path === undefined ? { port: server.port } : { path };
  return {
    ...target,
    address: server.address,
    begin: () => server.stop(),
    end: async () => {
      server = await start(manner, place);
    },
  };
}

/** @param folder of this test's own: for sockets, and for the file that fault-hooks.cjs reads */
export async function placedTargets(start: StartServer, folder: string): Promise<FaultyTarget[]> {
  const missing = { name: 'missing', fault: 'socket missing', says: /no such file.*check the path/ };
  const refused = { name: 'refused', fault: 'refused', says: /connection refused.*is uWSGI running/ };
  return [
    await goneTarget(start, missing, { path: `${folder}/missing.sock`, number: 101 }),
    await goneTarget(start, refused, { number: 102 }),
    await forbiddenTarget(start, `${folder}/forbidden.sock`),
    await namedTarget(start, folder),
  ];
}

async function forbiddenTarget(start: StartServer, path: string): Promise<FaultyTarget> {
  await start(answering(wellDocument(103)), { path });
  return {
    ...{ name: 'forbidden', fault: 'no permission', address: path },
    says: /permission denied.*run as the user of uWSGI, or set chmod-socket/,
    begin: () => chmodSync(path, 0o000),
    end: () => chmodSync(path, 0o700),
  };
}

async function namedTarget(start: StartServer, folder: string): Promise<FaultyTarget> {
  const { port } = await start(answering(wellDocument(104)));
  const host = 'shop.faults.invalid';
  const known = { [host]: '127.0.0.1' };
  wishIn(folder, known);
  return {
    ...{ name: 'named', fault: 'DNS that fails, then works', address: `${host}:${port}` },
    says: /the host name is not known.*check its spelling/,
    begin: () => wishIn(folder, {}),
    end: () => wishIn(folder, known),
  };
}
