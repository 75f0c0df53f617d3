/** A stats server on a real socket: one connection, one document, closed by the server, as uWSGI does it. */

import net from 'node:net';

export type ListenAddress = { readonly host: string; readonly port: number } | { readonly path: string };

export interface StatsServerOptions {
  readonly listen: ListenAddress;
  /** As `stats-http`: nothing is said before a request line has come. */
  readonly http: boolean;
  /** The document as of now. */
  readonly document: () => string;
  /** Present where the instance goes down at times: while it says false, connections are refused. */
  readonly isUp?: () => boolean;
}

export interface StatsServer {
  /** The TCP port that the system gave; undefined for a UNIX socket. */
  readonly port: number | undefined;
  stop(): Promise<void>;
}

const httpHead =
  'HTTP/1.0 200 OK\r\nConnection: close\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: application/json\r\n\r\n';
/** uWSGI's socket-timeout: a client that asks for nothing gets nothing and is closed. */
const requestTimeoutMs = 4_000;
/** A request line that is longer than this is no request line. */
const longestRequest = 8_192;
/** How often it is looked whether an instance went down or came back. */
const outageCheckMs = 250;

export async function startStatsServer(options: StatsServerOptions): Promise<StatsServer> {
  const sockets = new Set<net.Socket>();
  // Half open: a client that shuts its writing side at once still gets its answer.
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away in the middle of its answer is its own affair.
    socket.on('error', () => socket.destroy());
    if (options.http) answerRequest(socket, options.document);
    else answer(socket, options.document());
  });
  await listen(server, options.listen);
  const port = boundPort(server);
  const stopOutages = followOutages(server, withPort(options.listen, port), options.isUp);
  const stop = async (): Promise<void> => {
    await stopOutages();
    for (const socket of sockets) socket.destroy();
    await close(server);
  };
  return { port, stop };
}

/** uWSGI closes without reading, so what a client sent to a raw socket turns the close into a reset: here too. */
function answer(socket: net.Socket, text: string): void {
  socket.end(text, () => socket.destroy());
}

function answerRequest(socket: net.Socket, document: () => string): void {
  let request = '';
  const isDone = (): boolean => request.includes('\n');
  socket.setTimeout(requestTimeoutMs, () => socket.destroy());
  socket.on('end', () => {
    if (!isDone()) socket.destroy();
  });
  socket.on('data', (bytes) => {
    // What follows the request line is read and dropped, or the close would cut the answer.
    if (isDone()) return;
    request += bytes.toString('latin1');
    if (isDone()) answer(socket, httpHead + document());
    else if (request.length > longestRequest) socket.destroy();
  });
}

/** Closes and reopens the listener as the instance goes down and comes back; gives what ends the watch. */
function followOutages(
  server: net.Server,
  address: ListenAddress,
  isUp: (() => boolean) | undefined,
): () => Promise<void> {
  if (isUp === undefined) return () => Promise.resolve();
  let change = Promise.resolve();
  let isChanging = false;
  const follow = async (): Promise<void> => {
    isChanging = true;
    if (isUp() && !server.listening) await listen(server, address);
    else if (!isUp() && server.listening) await close(server);
    isChanging = false;
  };
  const watch = setInterval(() => {
    if (isChanging) return;
    // Somebody else may have taken the port in the meantime; the next look tries again.
    change = follow().catch(() => {
      isChanging = false;
    });
  }, outageCheckMs);
  return async () => {
    clearInterval(watch);
    await change;
  };
}

function listen(server: net.Server, address: ListenAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Whatever the server's state: one that is not listening counts as closed. */
function close(server: net.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function boundPort(server: net.Server): number | undefined {
  const address = server.address();
  return address === null || typeof address === 'string' ? undefined : address.port;
}

/** The same port again after an outage: targets keep their address. */
function withPort(address: ListenAddress, port: number | undefined): ListenAddress {
  return 'path' in address || port === undefined ? address : { ...address, port };
}
