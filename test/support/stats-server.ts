/** A server that does with a connection whatever a test wants: answer, wait, hold, change its mind, go and come back. */
import { readFileSync } from 'node:fs';
import { createServer, type ListenOptions, type Socket } from 'node:net';
import { resolve } from 'node:path';

export type Manner = (socket: Socket) => void;

export interface ScriptedServer {
  readonly port: number;
  /** For the command line. */
  readonly address: string;
  /** Connections that are open now. */
  open(): number;
  /** Connections that were ever accepted. */
  accepted(): number;
  behave(manner: Manner): void;
  /** Closes the port and every connection; may be called twice. */
  stop(): Promise<void>;
}

export interface ServerPlace {
  /** Any free port unless said otherwise. */
  readonly port?: number;
  readonly path?: string;
}

type StartServer = (manner: Manner, place?: ServerPlace) => Promise<ScriptedServer>;

/** Gives the tests of a file their servers; whatever a test has left running ends with it. */
export function serversOfEachTest(): StartServer {
  const started: ScriptedServer[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((server) => server.stop()));
  });
  return async (...request) => {
    const server = await startServer(...request);
    started.push(server);
    return server;
  };
}

function startServer(manner: Manner, { port = 0, path }: ServerPlace = {}): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  let current = manner;
  const server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    // Whether the other side has gone is known only while somebody reads.
    socket.resume();
    current(socket);
  });
  const place: ListenOptions = path === undefined ? { host: '127.0.0.1', port } : { path };
  return new Promise((done, reject) => {
    server.on('error', reject);
    server.listen(place, () => {
      const bound = server.address();
      const boundPort = typeof bound === 'object' && bound !== null ? bound.port : 0;
      done({
        port: boundPort,
        address: path ?? `127.0.0.1:${boundPort}`,
        open: () => sockets.size,
        accepted: () => accepted,
        behave: (next) => (current = next),
        stop: () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            for (const socket of sockets) socket.destroy();
          }),
      });
    });
  });
}

/** As uWSGI does: the document, and the end. */
export const answering =
  (document: string | Buffer): Manner =>
  (socket) =>
    void socket.end(document);

/** Accepts and says nothing. */
export const silent: Manner = () => undefined;

export const captures = resolve(__dirname, '../fixtures/captures');

/** What a real uWSGI has printed. */
export const capture = (name: string): Buffer => readFileSync(resolve(captures, name));
