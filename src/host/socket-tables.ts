/** The kernel's tables of sockets: /proc/net/tcp and tcp6 (listening ones), /proc/net/unix. Pure. */

export interface TcpListener {
  /** An IP address in its shortest form. */
  readonly host: string;
  readonly port: number;
  /** Connections that wait to be accepted. */
  readonly waiting: number;
}

export interface UnixName {
  readonly path: string;
  readonly listeners: number;
  /** Connections that wait to be accepted. */
  readonly waiting: number;
}

/** The first line after the head that is no listener: the kernel prints all listeners before all connections. */
export const firstConnection = /^ *\d+: \S+ \S+ (?!0A)\w\w /m;

/** Number, address and port, peer, state 0A (listens), bytes to send and bytes to receive. */
const tcpListener = /^ *\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) \S+ 0A [0-9A-F]{8}:([0-9A-F]{8}) /gm;

/** A listener has no bytes to receive; the kernel prints the length of its accept queue in their place. */
export function parseTcpListeners(table: string, littleEndian = true): TcpListener[] {
  return [...table.matchAll(tcpListener)].map(([, address = '', port = '', waiting = '']) => ({
    host: hostOf(address, littleEndian),
    port: Number.parseInt(port, 16),
    waiting: Number.parseInt(waiting, 16),
  }));
}

/** Addresses are printed as 32-bit words in the byte order of the machine. */
function hostOf(hex: string, littleEndian: boolean): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => {
    const printed = word.match(/../g) ?? [];
    return littleEndian ? printed.reverse() : printed;
  });
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  return shortestV6(bytes.join('').replace(/(.{4})(?=.)/g, '$1:'));
}

/** The URL parser knows the one shortest form of an IPv6 address. What is no address comes back as it is. */
export function shortestV6(text: string): string {
  const url = `http://[${text}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : text;
}

const unixListens = '00010000';
const unixConnecting = '02';

/**
 * The named sockets of /proc/net/unix. A connection that nobody has accepted yet bears the listener's name, is in state
 * 02 and belongs to no file, so its inode is 0. Abstract names begin with @, which stands for NUL; uWSGI's end in one.
 */
export function parseUnixNames(table: string): Map<string, UnixName> {
  const names = new Map<string, UnixName>();
  for (const line of table.split('\n')) {
    const [, flags, state, inode, name] = /^\S+: \S+ \S+ (\S+) \S+ (\S+) +(\d+) (.+)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const path = name.startsWith('@') ? name.replace(/@+$/, '') : name;
    const { listeners, waiting } = names.get(path) ?? { listeners: 0, waiting: 0 };
    names.set(path, {
      path,
      listeners: listeners + (flags === unixListens ? 1 : 0),
      waiting: waiting + (state === unixConnecting && inode === '0' ? 1 : 0),
    });
  }
  return names;
}
