/** The grammar of addresses: which form a text has, and what is wrong with it when it has none. */
import { fail, succeed, type Result } from '../result';
import type { Address } from './address';
import { parseHostPort } from './host-port';
import { parseHttpUrl } from './http-url';
import { parseSshUrl } from './ssh-url';
import { excerpt } from '../format/text';

/** A failure is the rest of a sentence that begins with the text. */
export type Parsed = Result<Address, string>;

export function parseForm(text: string): Parsed {
  if (text.trim() === '') return fail(`is empty: ${forms}`);
  if (text.includes('\0')) return fail(`has a NUL character in it: ${forms}`);
  if (text === '-') return succeed({ kind: 'stdin' });
  if (text.startsWith('@')) return parseAbstract(text.slice(1));
  if (plainPath.test(text)) return parsePlainPath(text);
  if (/^unix:/i.test(text)) return parseUnix(text.slice('unix:'.length));
  if (/^file:/i.test(text)) return parseFile(text.slice('file:'.length));
  if (/^https?:/i.test(text)) return parseHttpUrl(text);
  if (/^ssh:/i.test(text)) return parseSshUrl(text);
  if (/^tcp:\/\//i.test(text)) return parseTcp(text.slice('tcp://'.length));
  const foreign = scheme.exec(text)?.[1];
  return foreign === undefined ? parseTcp(text) : fail(foreignScheme(foreign.toLowerCase()));
}

/** A UNIX socket's path that needs no `unix:` in front of it. */
export const isPlainPath = (text: string): boolean => plainPath.test(text) && !glob.test(text);

const plainPath = /^(\/|\.\.?\/|~\/)/;
const glob = /[*?[\]{}]/;

const scheme = /^([a-z][a-z0-9+.-]*):\/\//i;
const forms =
  'an address is like localhost:1717, /run/stats.sock, @name, http://host:1717, ssh://host/run/stats.sock, file:dump.json or -';

function parseTcp(text: string): Parsed {
  if (text.startsWith('*:') || (glob.test(text) && !text.startsWith('['))) return fail(noHostPattern);
  const parsed = parseHostPort(text);
  return parsed.ok ? succeed({ kind: 'tcp', ...parsed.value }) : parsed;
}

function parseAbstract(name: string): Parsed {
  if (name === '') return fail('has no name after the @: an abstract socket is written like @name');
  return succeed({ kind: 'abstract', name });
}

function parsePlainPath(text: string): Parsed {
  return glob.test(text) ? fail(noPathPattern) : succeed({ kind: 'unix', path: oneSlash(text) });
}

/** After `unix:` a path is taken as it is, so that a socket named like a pattern can be written too. */
function parseUnix(rest: string): Parsed {
  const path = withoutAuthority(rest);
  if (path.startsWith('@')) return parseAbstract(path.slice(1));
  if (path === '') return fail('has no path: a UNIX socket is written like unix:/run/stats.sock');
  return succeed({ kind: 'unix', path });
}

function parseFile(rest: string): Parsed {
  const path = withoutAuthority(rest);
  if (path === '') return fail('has no path: a file is written like file:/tmp/dump.json');
  return succeed({ kind: 'file', path });
}

const withoutAuthority = (rest: string): string => oneSlash(rest.startsWith('//') ? rest.slice(2) : rest);

/** To the kernel leading slashes are one; here they would be mistaken for the `//` of a URL. */
const oneSlash = (path: string): string => path.replace(/^\/+/, '/');

const noHostPattern =
  'is a pattern of hosts, which nobody can look up: name each host, or list them in a targets file';
const noPathPattern =
  'is a pattern where one address is wanted: a socket of such a name is written like unix:/run/a{b}.sock';

function foreignScheme(name: string): string {
  if (name === 'uwsgi')
    return 'names an application socket: give the address of the stats option, like localhost:1717';
  return `has the unknown scheme ${excerpt(name, 24)}: ${forms}`;
}
