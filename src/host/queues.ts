/** The kernel's listen queues by uWSGI's names of its sockets. Pure. */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { QueueFacts } from '../model/host-facts';
import { shortestV6, type TcpListener, type UnixName } from './socket-tables';

export interface SocketTables {
  readonly tcp: readonly TcpListener[];
  readonly tcp6: readonly TcpListener[];
  readonly unix: ReadonlyMap<string, UnixName>;
}

/** `127.0.0.1:8000`, `:8000`, `[::]:8000`; everything else that uWSGI names a socket is a path or an abstract name. */
const hostAndPort = /^(?:\[([^\]]*)\]|([^/@[\]:]*)):(\d{1,5})$/;

export const isTcpName = (socket: string): boolean => hostAndPort.test(socket);

/**
 * @param folder the master's working directory, where it may be known: uWSGI names a relative socket as it was given,
 *   and so does the kernel, but the two need not be the same spelling
 */
export function queueOf(socket: string, tables: SocketTables, folder: string | undefined): QueueFacts {
  const [, v6, name = '', port] = hostAndPort.exec(socket) ?? [];
  return port === undefined
    ? unixQueue(socket, tables, folder)
    : tcpQueue(socket, tables, { host: v6 === undefined ? name : shortestV6(v6), port: Number(port) });
}

function tcpQueue(
  socket: string,
  { tcp, tcp6 }: SocketTables,
  { host, port }: { readonly host: string; readonly port: number },
): QueueFacts {
  const address = host === '' ? '0.0.0.0' : host;
  // uWSGI resolves the name of a host but goes on to show the name: then the port has to do.
  const isHere = (listener: TcpListener) =>
    listener.port === port && (isIP(address) === 0 || listener.host === address);
  const here = [
    ...tcp.filter(isHere).map((listener) => ({ listener, source: '/proc/net/tcp' as const })),
    ...tcp6.filter(isHere).map((listener) => ({ listener, source: '/proc/net/tcp6' as const })),
  ];
  const [only] = here;
  if (only === undefined) return { socket, reason: 'the kernel lists no such listening socket' };
  // With reuse-port each instance has a queue of its own under the one address.
  if (here.length > 1) return { socket, reason: `${here.length} sockets listen at this address` };
  return { socket, length: only.listener.waiting, source: only.source };
}

function unixQueue(socket: string, { unix }: SocketTables, folder: string | undefined): QueueFacts {
  const found = unix.get(socket) ?? namedFromFolder(socket, unix, folder);
  if (found === undefined || found.listeners === 0)
    return { socket, reason: 'the kernel lists no such listening socket' };
  // A relative path is not told from the same one in another folder, nor a path from one in another container.
  if (found.listeners > 1) return { socket, reason: `${found.listeners} sockets listen under this name` };
  return { socket, length: found.waiting, source: '/proc/net/unix' };
}

/** The same file in another spelling: one of the two is relative to the folder, or goes through `..`. */
function namedFromFolder(
  socket: string,
  unix: ReadonlyMap<string, UnixName>,
  folder: string | undefined,
): UnixName | undefined {
  if (folder === undefined || socket.startsWith('@')) return undefined;
  const path = resolve(folder, socket);
  return (
    unix.get(path) ??
    [...unix.values()].find((name) => !name.path.startsWith('@') && resolve(folder, name.path) === path)
  );
}
