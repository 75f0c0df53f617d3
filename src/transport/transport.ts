/** One small door to every place that stats can come from. */
import type { Failure } from '../model/failure';
import type { Result } from '../result';
import { formatAddress, type Address } from '../targets/address';
import { formatHost } from '../targets/host-port';
import type { SshAddress } from '../targets/ssh-url';
import { dialTcp, dialUnix, type Dial } from './dial';
import { dialAbstract } from './dial-abstract';
import { dialTls } from './dial-tls';
import { FileTransport } from './file-transport';
import { SocketTransport } from './socket-transport';
import { StdinTransport } from './stdin-transport';

export interface Reading {
  /** The document as it came, without an HTTP head. */
  readonly bytes: Uint8Array;
  readonly via: 'raw' | 'http' | 'file';
  /** One sentence to the user on how this address is better written. */
  readonly hint?: string;
  /** performance.now() at the first byte: uWSGI collects all figures just before it. */
  readonly answeredAtMs: number;
  /** From dialling to the first byte. */
  readonly latencyMs: number;
}

export interface Transport {
  /** Never rejects; nothing stays open after it but what is shared with other targets. */
  read(signal: AbortSignal): Promise<Result<Reading, Failure>>;
  /** Once, when nobody is going to read again: what is shared may end. */
  close?(): void;
}

export interface TransportOptions {
  readonly connectTimeoutMs: number;
  /** For the whole read, connecting included. */
  readonly readTimeoutMs: number;
  readonly maxBytes: number;
  /** How long a connection may stay without a byte before a GET is sent. */
  readonly silenceMs: number;
  /** Whether a certificate that nobody vouches for is refused. */
  readonly rejectUnauthorized: boolean;
}

export const defaultTransportOptions: TransportOptions = {
  connectTimeoutMs: 3000,
  readTimeoutMs: 5000,
  maxBytes: 64 * 1024 * 1024,
  silenceMs: 300,
  rejectUnauthorized: true,
};

export function openTransport(address: Address, options: Partial<TransportOptions> = {}): Transport {
  const settings = { ...defaultTransportOptions, ...options };
  switch (address.kind) {
    case 'tcp':
      return listening(
        dialTcp(address.host, address.port),
        `write http://${formatAddress(address)}`,
        settings,
      );
    case 'unix':
      return listening(dialUnix(address.path), overUnix, settings);
    case 'abstract':
      return listening(dialAbstract(address.name), overUnix, settings);
    case 'http':
      return asking(address, settings);
    case 'ssh':
      return throughSsh(address, settings);
    case 'file':
      return new FileTransport(address.path, settings);
    case 'stdin':
      return new StdinTransport(process.stdin, settings);
  }
}

const overUnix = 'without it uwtop need not hold up the master to find out';

function listening(dial: Dial, advice: string, options: TransportOptions): Transport {
  const request = 'GET / HTTP/1.0\r\n\r\n';
  const hint = `This socket has stats-http set: ${advice}.`;
  return new SocketTransport({ dial, request, expects: 'raw', hint }, options);
}

/** Another machine may be far away: it gets longer to speak before it is asked. */
const farSilenceMs = 1000;

/** What ssh needs is loaded by the first poll of somebody who uses it. */
function throughSsh(address: SshAddress, options: TransportOptions): Transport {
  const settings = { ...options, silenceMs: Math.max(options.silenceMs, farSilenceMs) };
  const openSocket = (dial: Dial): Transport => listening(dial, overUnix, settings);
  let loading: Promise<Required<Transport>> | undefined;
  const load = async (): Promise<Required<Transport>> => {
    const { SshTransport } = await import('./ssh-transport');
    return new SshTransport(address, openSocket);
  };
  return {
    read: async (signal) => (await (loading ??= load())).read(signal),
    close: () => void loading?.then((transport) => transport.close()),
  };
}

function asking(address: Address & { readonly kind: 'http' }, options: TransportOptions): Transport {
  const { tls, host, port, path } = address;
  const dial = tls ? dialTls(host, port, options.rejectUnauthorized) : dialTcp(host, port);
  const authority = `${formatHost(host)}:${port}`;
  const request = `GET ${path} HTTP/1.0\r\nHost: ${authority}\r\nAccept: application/json\r\nConnection: close\r\n\r\n`;
  const hint = `This is a plain stats socket: write ${authority} without http://.`;
  return new SocketTransport({ dial, request, expects: 'http', hint }, options);
}
