/** `host:port`, `:port` and `[v6]:port`, and the many ways in which people get them wrong. */
import { fail, succeed, type Result } from '../result';
import { excerpt } from '../format/text';

export interface HostPort {
  /** Lower case; an IPv6 address without its brackets and in its shortest form. */
  readonly host: string;
  readonly port: number;
}

export const hostName = /^[\p{L}\p{N}\p{M}._-]+$/u;
const bareV6 = /^[0-9a-f]*:[0-9a-f.]*:[0-9a-f:.]*(%\w+)?$/i;
const portRange = /^\d+-\d+$/;

/** The failure is the rest of a sentence that begins with the text: "… has no port, …". */
export function parseHostPort(text: string): Result<HostPort, string> {
  if (/^\d+$/.test(text)) return fail(`is a bare number: for a port of this machine write :${text}`);
  if (text.startsWith('[')) return parseBracketed(text);
  if (bareV6.test(text)) return fail('is an IPv6 address without brackets: write it like [::1]:1717');
  const colon = text.indexOf(':');
  if (colon < 0)
    return fail(`has no port: write host:port like ${exampleHost(text)}:1717, or a path like ./stats.sock`);
  const host = text.slice(0, colon);
  if (host !== '' && !hostName.test(host)) return fail(`has no valid host name before the port: ${fitting}`);
  return withPort(host === '' ? '127.0.0.1' : host.toLowerCase(), text.slice(colon + 1));
}

export const formatHostPort = ({ host, port }: HostPort): string => `${formatHost(host)}:${port}`;

/** A host as it stands before a port: IPv6 goes into brackets. */
export const formatHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);

const fitting = 'an address is like localhost:1717 or [::1]:1717';

function parseBracketed(text: string): Result<HostPort, string> {
  const end = text.indexOf(']');
  if (end < 0) return fail('has a [ without its ]: an IPv6 address is written like [::1]:1717');
  const host = canonicalV6(text.slice(1, end));
  if (host === undefined)
    return fail('has no IPv6 address between its brackets: one is written like [::1]:1717');
  const rest = text.slice(end + 1);
  if (rest === '') return fail(`has no port: write it like [${host}]:1717`);
  if (!rest.startsWith(':'))
    return fail('has something other than a port after its bracket: write it like [::1]:1717');
  return withPort(host, rest.slice(1));
}

/** The URL parser knows the grammar of IPv6 and its canonical form, but not zones (`fe80::1%eth0`). */
export function canonicalV6(text: string): string | undefined {
  const [address = '', zone, ...more] = text.split('%');
  if (more.length > 0 || (zone !== undefined && !/^[\w.-]+$/.test(zone))) return undefined;
  if (!/^[0-9a-f:.]+$/i.test(address) || !URL.canParse(`http://[${address}]/`)) return undefined;
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  return zone === undefined ? canonical : `${canonical}%${zone}`;
}

function withPort(host: string, port: string): Result<HostPort, string> {
  if (port === '') return fail(`has no port after the colon: write it like ${formatHost(host)}:1717`);
  if (portRange.test(port))
    return fail('is a range of ports where one address is wanted: write one port, like :9000');
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) {
    return fail(
      `has the port ${excerpt(port, 24)}: a port is a number from 1 to 65535, like ${formatHost(host)}:1717`,
    );
  }
  return succeed({ host, port: Number(port) });
}

const exampleHost = (text: string): string => (hostName.test(text) && text.length <= 40 ? text : 'localhost');
