/** `http://` and `https://` addresses, by the URL parser of the platform and a little less lenient than it. */
import { fail, succeed, type Result } from '../result';
import type { Address } from './address';

/** The failure is the rest of a sentence that begins with the text. */
export function parseHttpUrl(text: string): Result<Address, string> {
  const authority = /^https?:\/\/([^/?#\\]*)/i.exec(text)?.[1];
  if (authority === undefined || authority === '') return fail(`has no host: ${fitting}`);
  if (/[\s\p{Cc}]/u.test(text)) return fail(`has white space in it: ${fitting}`);
  // The platform would read the number as an IPv4 address.
  if (/^\d+$/.test(authority))
    return fail(`has a number for a host: write it like http://127.0.0.1:${authority}`);
  if (authority.includes('@')) return fail(`has a user in it, which is not supported: ${fitting}`);
  if (/:\d+-\d+$/.test(authority))
    return fail('is a range of ports where one address is wanted: write one port');
  if (!URL.canParse(text)) return fail(`has no valid host and port: ${fitting}`);
  const url = new URL(text);
  const tls = url.protocol === 'https:';
  const port = url.port === '' ? (tls ? 443 : 80) : Number(url.port);
  if (port === 0) return fail(`has the port 0: ${fitting}`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return succeed({ kind: 'http', tls, host, port, path: `${url.pathname}${url.search}` });
}

const fitting = 'an HTTP address is like http://127.0.0.1:1717/';
