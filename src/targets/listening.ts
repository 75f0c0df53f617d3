/** The kernel's tables of listening sockets (/proc/net/tcp, tcp6, unix) as addresses by inode. Pure. */

export interface KernelTables {
  readonly tcp: string;
  readonly tcp6: string;
  readonly unix: string;
}

type FormatHostPort = (address: { host: string; port: number }) => string;

export function listeningSockets(
  { tcp, tcp6, unix }: KernelTables,
  format: FormatHostPort,
): Map<string, string> {
  return new Map([...tcpSockets(tcp, format), ...tcpSockets(tcp6, format), ...unixSockets(unix)]);
}

const listenState = '0A';

function* tcpSockets(table: string, format: FormatHostPort): Generator<[string, string]> {
  for (const line of table.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [host, port] = (fields[1] ?? '').split(':');
    const inode = fields[9];
    if (fields[3] !== listenState || host === undefined || port === undefined || inode === undefined)
      continue;
    yield [inode, format({ host: reachable(hostOf(host)), port: Number.parseInt(port, 16) })];
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
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

/** Who listens on all addresses is reached on the loopback one. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '0:0:0:0:0:0:0:0' || host === '0:0:0:0:0:0:0:1' ? '::1' : host;
}

/** Flag 00010000: the socket listens. Abstract names come with @ for NUL; uWSGI's end with one as well. */
function* unixSockets(table: string): Generator<[string, string]> {
  for (const line of table.split('\n').slice(1)) {
    const [, flags, inode, path] = /^\S+ \S+ \S+ (\S+) \S+ \S+ +(\d+) (.+)$/.exec(line) ?? [];
    if (flags !== '00010000' || inode === undefined || path === undefined) continue;
    yield [inode, path.startsWith('@') ? path.replace(/@+$/, '') : path];
  }
}
