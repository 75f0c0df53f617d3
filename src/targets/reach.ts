/** From how far away an address that uWSGI binds can be reached. Pure. */

export type Reach = 'local' | 'private' | 'public';

/** As uWSGI writes addresses. undefined: a name that only the machine can look up, a socket that was handed over. */
export function reachOf(text: string): Reach | undefined {
  // `https` takes a certificate and a key after the address.
  const address = (text.split(',')[0] ?? '').trim();
  if (address === '' || address.startsWith('=')) return undefined;
  if (!address.includes(':')) return 'local';
  const host = /^([^/]*):\d+$/.exec(address)?.[1];
  if (host === undefined) return undefined;
  if (host === '') return 'public';
  if (host === 'localhost') return 'local';
  return reachOfHost(host);
}

/** A host as a number; undefined for a name. IPv6 with its brackets or without. */
export function reachOfHost(host: string): Reach | undefined {
  const bare = host.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  if (bare.includes(':')) return reachOfV6(bare);
  const octets = octetsOf(bare);
  return octets && reachOfV4(octets);
}

/** The URL parser knows the ways in which the C library reads numbers: 127.1 is 127.0.0.1, and 0 is every address. */
function octetsOf(host: string): readonly number[] | undefined {
  if (!/^[\da-fx.]+$/i.test(host) || !URL.canParse(`http://${host}/`)) return undefined;
  const octets = new URL(`http://${host}/`).hostname.split('.').map(Number);
  return octets.length === 4 && octets.every(Number.isInteger) ? octets : undefined;
}

function reachOfV4([first = 0, second = 0]: readonly number[]): Reach {
  if (first === 127) return 'local';
  const isPrivate =
    first === 10 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 169 && second === 254) ||
    // What providers put between their customers and the internet.
    (first === 100 && second >= 64 && second < 128);
  return isPrivate ? 'private' : 'public';
}

function reachOfV6(host: string): Reach | undefined {
  if (!URL.canParse(`http://[${host}]/`)) return undefined;
  const canonical = new URL(`http://[${host}]/`).hostname.slice(1, -1);
  if (canonical === '::1') return 'local';
  const mapped = /^::ffff:([\da-f]+):[\da-f]+$/.exec(canonical)?.[1];
  if (mapped !== undefined) {
    const word = Number.parseInt(mapped, 16);
    return reachOfV4([word >> 8, word & 0xff]);
  }
  return /^f[cd]|^fe[89ab]/.test(canonical) ? 'private' : 'public';
}

/** 'every address of the machine' for one that names none. */
export function placeInWords(text: string): string {
  const host = text.slice(0, text.lastIndexOf(':'));
  return ['', '0.0.0.0', '[::]'].includes(host) ? 'every address of the machine' : 'a public address';
}

/** The same port, for this machine only. */
export const onLoopback = (text: string): string => `127.0.0.1:${text.slice(text.lastIndexOf(':') + 1)}`;
