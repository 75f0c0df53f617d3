/** The kernel's tables of listening sockets (/proc/net/tcp, tcp6, unix) as addresses by inode. Pure. */
import { type Address, formatAddress } from './address';

export interface KernelTables {
  readonly tcp: string;
  readonly tcp6: string;
  readonly unix: string;
}

type Row = readonly [inode: string, listensAt: Address | undefined];

/**
 * The kernel prints a path with its newlines, so that whoever binds one can write rows of his own: an inode of which two
 * rows say different things is nobody's.
 */
export function listeningSockets({ tcp, tcp6, unix }: KernelTables): Map<string, Address> {
  const said = new Map<string, Address | undefined>();
  const doubtful = new Set<string>();
  for (const [inode, address] of [...tcpRows(tcp), ...tcpRows(tcp6), ...unixRows(unix)]) {
    if (said.has(inode) && !isSame(said.get(inode), address)) doubtful.add(inode);
    said.set(inode, address);
  }
  return new Map(
    [...said].flatMap(([inode, address]) =>
      address === undefined || doubtful.has(inode) ? [] : [[inode, address] as const],
    ),
  );
}

/** Of all abstract sockets that listen, without their @. A name in a forged row is one that anybody may bind. */
export function abstractNamesIn(unix: string): string[] {
  const names = [...unixRows(unix)].flatMap(([, address]) =>
    address?.kind === 'abstract' ? address.name : [],
  );
  return [...new Set(names)].sort();
}

const isSame = (one: Address | undefined, other: Address | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && formatAddress(one) === formatAddress(other));

const listenState = '0A';

function* tcpRows(table: string): Generator<Row> {
  for (const line of table.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [host, port] = (fields[1] ?? '').split(':');
    const inode = fields[9];
    if (host === undefined || port === undefined || inode === undefined) continue;
    const listens = fields[3] === listenState;
    yield [
      inode,
      listens
        ? { kind: 'tcp', host: reachableHost(hostOf(host)), port: Number.parseInt(port, 16) }
        : undefined,
    ];
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
function* unixRows(table: string): Generator<Row> {
  for (const line of table.split('\n').slice(1)) {
    const [, flags, inode, path = ''] = /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\d+)(?: (.+))?$/.exec(line) ?? [];
    if (inode !== undefined) yield [inode, flags === '00010000' ? placeOf(path) : undefined];
  }
}

function placeOf(path: string): Address | undefined {
  const name = /^@(.*?)@*$/.exec(path)?.[1];
  if (path === '' || name === '') return undefined;
  return name === undefined ? { kind: 'unix', path } : { kind: 'abstract', name };
}
