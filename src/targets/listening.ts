/** The kernel's tables of listening sockets (/proc/net/tcp, tcp6, unix) as addresses by inode. Pure. */
import type { Address } from './address';

export interface KernelTables {
  readonly tcp: string;
  readonly tcp6: string;
  readonly unix: string;
}

export function listeningSockets({ tcp, tcp6, unix }: KernelTables): Map<string, Address> {
  return new Map([...tcpSockets(tcp), ...tcpSockets(tcp6), ...unixSockets(unix)]);
}

const listenState = '0A';

function* tcpSockets(table: string): Generator<[string, Address]> {
  for (const line of table.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [host, port] = (fields[1] ?? '').split(':');
    const inode = fields[9];
    if (fields[3] !== listenState || host === undefined || port === undefined || inode === undefined)
      continue;
    yield [inode, { kind: 'tcp', host: reachableHost(hostOf(host)), port: Number.parseInt(port, 16) }];
  }
}

/** The kernel prints addresses as 32-bit words in its own byte order: little-endian on all that uWSGI commonly runs on. */
function hostOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const groups = Array.from(
    { length: 8 },
    (_, index) => `${bytes[2 * index] ?? ''}${bytes[2 * index + 1] ?? ''}`,
  );
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/** Who listens on all addresses is reached on the loopback one. */
export function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

/** Flag 00010000: the socket listens. Abstract names come with @ for NUL; uWSGI's end with one as well. */
function* unixSockets(table: string): Generator<[string, Address]> {
  for (const line of table.split('\n').slice(1)) {
    const [, flags, inode, path] = /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\d+) (.+)$/.exec(line) ?? [];
    if (flags !== '00010000' || inode === undefined || path === undefined) continue;
    const abstractName = /^@(.*?)@*$/.exec(path)?.[1];
    if (abstractName === '') continue;
    yield [
      inode,
      abstractName === undefined ? { kind: 'unix', path } : { kind: 'abstract', name: abstractName },
    ];
  }
}
