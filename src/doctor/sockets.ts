/** Where a configuration has its application listen, as far as rules care: on paths, or on ports. */
import type { OptionValue } from '../limits/configuration';
import type { ConfigFacts } from './config-facts';

/** Every option that opens a socket for requests, without those of uWSGI's own routers. */
const socketOptions = [
  'socket',
  'http-socket',
  'http11-socket',
  'https-socket',
  'suwsgi-socket',
  'ssl-socket',
  'fastcgi-socket',
  'fastcgi-nph-socket',
  'scgi-socket',
  'scgi-nph-socket',
  'puwsgi-socket',
  'raw-socket',
  'upload-socket',
  'shared-socket',
] as const;

export interface AppSocket {
  readonly option: OptionValue;
  /** A path, or an abstract name. */
  readonly isUnix: boolean;
}

export const socketsOf = (facts: ConfigFacts): readonly AppSocket[] =>
  facts.all(...socketOptions).map((option) => ({ option, isUnix: isUnixAddress(option.value ?? '') }));

/**
 * There are sockets, and their queue can never be read. With sockets that cannot be known, or that `http` and its like bring
 * along (they are ports of the loopback), nobody knows.
 */
export function listensOnUnixOnly(facts: ConfigFacts): boolean {
  const sockets = socketsOf(facts);
  const isAllKnown = facts.countOf(...socketOptions) === sockets.length;
  const others = ['http', 'https', 'fastrouter', 'zerg', 'fd-socket', 'emperor'];
  return sockets.length > 0 && isAllKnown && sockets.every(({ isUnix }) => isUnix) && facts.lacks(...others);
}

/** uWSGI takes what has a colon in it for a host and a port; `fd://0` may be either. */
const isUnixAddress = (address: string): boolean => !address.includes(':') && !/^=?\d+$/.test(address);
