/** A server that does what a test says on each connection, and keeps what it was sent. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Script = (socket: Socket, connection: number) => void;

export interface ScriptedServer {
  readonly port: number;
  /** What each connection sent so far. */
  readonly received: readonly string[];
  /** Resolves when no connection is open any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export const document = '{"version":"2.0.21","pid":17,"workers":[{"id":1}]}';

const loopback: ListenOptions = { host: '127.0.0.1', port: 0 };

const opened: ScriptedServer[] = [];
const folders: string[] = [];

/** Scripts may be one for each connection, in their order; the last goes on. */
export async function serve(
  scripts: Script | readonly Script[],
  where: ListenOptions = loopback,
): Promise<ScriptedServer> {
  const list = typeof scripts === 'function' ? [scripts] : scripts;
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const connection = received.push('') - 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      received[connection] = `${received[connection] ?? ''}${chunk.toString('latin1')}`;
    });
    socket.on('end', () => socket.end());
    list[Math.min(connection, list.length - 1)]?.(socket, connection);
  });
  await new Promise<void>((resolve) => server.listen(where, resolve));
  const scripted: ScriptedServer = {
    port: portOf(server),
    received,
    idle: () => until(() => sockets.size === 0),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  opened.push(scripted);
  return scripted;
}

/** Ends all servers of the test; the connections must have ended by themselves before. */
export async function endServers(): Promise<void> {
  const servers = opened.splice(0);
  await Promise.all(servers.map((server) => server.idle()));
  await Promise.all(servers.map((server) => server.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'uwtop-'));
  folders.push(folder);
  return folder;
}

export const says =
  (...parts: readonly string[]): Script =>
  (socket) => {
    for (const part of parts) socket.write(part);
    socket.end();
  };

/** Speaks only when it is asked, as uWSGI does with stats-http. */
export const answers =
  (...parts: readonly string[]): Script =>
  (socket, connection) => {
    socket.once('data', () => says(...parts)(socket, connection));
  };

export const httpAnswer = (body: string): string => `HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n${body}`;

export const mute: Script = () => undefined;

export const resets: Script = (socket) => socket.resetAndDestroy();

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
