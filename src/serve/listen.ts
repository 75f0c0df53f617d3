/** Opens the port, plain or with TLS. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { formatHostPort, type HostPort } from '../targets/host-port';
import { reachOfHost } from '../targets/reach';
import { fail, type Result, succeed } from '../result';

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Prometheus and a person: more than this at a time is no monitoring. */
const mostConnections = 256;

const limits = {
  requestTimeout: 10_000,
  headersTimeout: 10_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16_384,
};

/** @throws where the certificate or its key is none, or they do not belong together */
export function createExporterServer(
  certificate: Certificate | undefined,
  listener: RequestListener,
): Server {
  const server =
    certificate === undefined
      ? createServer(limits, listener)
      : createTlsServer({ ...limits, ...certificate, minVersion: 'TLSv1.2' }, listener);
  server.maxConnections = mostConnections;
  return server;
}

/** A failure is one sentence. */
export function listen(server: Server, { host, port }: HostPort): Promise<Result<undefined, string>> {
  return new Promise((resolve) => {
    const refused = (error: NodeJS.ErrnoException) => {
      resolve(fail(explain(error, { host, port })));
    };
    server.once('error', refused);
    server.listen({ host, port }, () => {
      server.off('error', refused);
      resolve(succeed(undefined));
    });
  });
}

function explain({ code, message }: NodeJS.ErrnoException, place: HostPort): string {
  const text = formatHostPort(place);
  switch (code) {
    case 'EADDRINUSE':
      return `${text} is taken: another exporter may run there already; --bind gives another address`;
    case 'EACCES':
      return `${text} must not be opened by this user: give a port from 1024 on with --bind`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${text} is no address of this machine: give one with --bind`;
    default:
      return `${text} cannot be opened: ${message}`;
  }
}

export const isLoopback = ({ host }: HostPort): boolean =>
  host === 'localhost' || reachOfHost(host) === 'local';
