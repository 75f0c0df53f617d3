/** `ssh://[user@]host[:port]/…`: a stats socket of another machine, reached through a login there. */
import { fail, succeed, type Result } from '../result';
import { excerpt } from '../format/text';
import { canonicalV6, formatHost, formatHostPort, hostName, parseHostPort } from './host-port';

/** What ssh is told of the other machine; the rest is in its own configuration. */
export interface SshLogin {
  readonly user?: string;
  /** As it was written, for it may be an alias of ~/.ssh/config; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port?: number;
}

/** The stats socket as it is called over there. */
export type SshRemote =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

export interface SshAddress extends SshLogin {
  readonly kind: 'ssh';
  readonly remote: SshRemote;
}

/** The failure is the rest of a sentence that begins with the text. */
export function parseSshUrl(text: string): Result<SshAddress, string> {
  const [, authority, rest = ''] = /^ssh:\/\/([^/]*)(.*)$/is.exec(text) ?? [];
  if (authority === undefined || authority === '') return fail(`has no host: ${fitting}`);
  const login = parseLogin(authority);
  if (!login.ok) return login;
  const remote = parseRemote(rest.slice(1));
  return remote.ok ? succeed({ kind: 'ssh', ...login.value, remote: remote.value }) : remote;
}

/** A second slash for paths that would be something else without: `/name:1717` a port, `/@name` an abstract socket. */
export function formatSshUrl({ remote, ...login }: SshAddress): string {
  const needsSlash = remote.kind === 'tcp' || remote.path.startsWith('/@') || !remote.path.includes('/', 1);
  return `ssh://${formatLogin(login)}${needsSlash ? '/' : ''}${formatRemote(remote)}`;
}

export const formatLogin = ({ user, host, port }: SshLogin): string =>
  `${user === undefined ? '' : `${user}@`}${formatHost(host)}${port === undefined ? '' : `:${port}`}`;

export const formatRemote = (remote: SshRemote): string =>
  remote.kind === 'tcp' ? formatHostPort(remote) : remote.path;

const fitting = 'an address through ssh is like ssh://user@host/run/stats.sock or ssh://host/127.0.0.1:1717';

/** No more than what user names are made of: ssh puts them into commands of its configuration. */
const userName = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.@+-]*$/u;

function parseLogin(authority: string): Result<SshLogin, string> {
  const at = authority.lastIndexOf('@');
  if (at < 0) return parseMachine(authority);
  const user = authority.slice(0, at);
  if (user.includes(':'))
    return fail(
      'has a password in it, which ssh takes from nobody: set up a key, and leave the password out',
    );
  if (!userName.test(user)) return fail(`has no valid user before the @: ${fitting}`);
  const machine = parseMachine(authority.slice(at + 1));
  return machine.ok ? succeed({ user, ...machine.value }) : machine;
}

function parseMachine(text: string): Result<SshLogin, string> {
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(.*))?$/s.exec(text) ?? [];
  const host = bracketed === undefined ? plain : canonicalV6(bracketed);
  const isValid = host !== undefined && (bracketed !== undefined || hostName.test(host));
  // ssh would take it for an option.
  if (!isValid || host.startsWith('-')) return fail(`has no valid host: ${fitting}`);
  if (port === undefined) return succeed({ host });
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535)
    return fail(`has the port "${excerpt(port, 24)}" for ssh: a port is a number from 1 to 65535`);
  return succeed({ host, port: Number(port) });
}

function parseRemote(rest: string): Result<SshRemote, string> {
  if (rest === '') return fail(`has nothing behind the host: ${fitting}`);
  if (rest.startsWith('@'))
    return fail(
      'asks for an abstract socket, which OpenSSH cannot reach: give uWSGI a path or a port in stats',
    );
  // Behind a port a slash is a slip of the pen and no path.
  if (rest.slice(0, -1).includes('/') || rest.startsWith('/')) return parsePath(`/${rest}`);
  if (!rest.includes(':')) return fail(`has neither a port nor a whole path behind the host: ${fitting}`);
  const parsed = parseHostPort(rest);
  return parsed.ok ? succeed({ kind: 'tcp', ...parsed.value }) : parsed;
}

function parsePath(text: string): Result<SshRemote, string> {
  const path = text.replace(/^\/+/, '/');
  if (path === '/') return fail(`has no path: ${fitting}`);
  if (path.endsWith('/')) return fail(`ends with a slash, which no socket does: ${fitting}`);
  if (path.startsWith('/~'))
    return fail('has a ~ in its path, which nobody expands over there: write the whole path');
  if (/[*?[\]{}]/.test(path))
    return fail('is a pattern, and uwtop does not look into folders of other machines: name each socket');
  if (/[%$\p{Cc}]/u.test(path))
    return fail('has a character in its path that ssh does not take as it is (%, $, a control character)');
  return succeed({ kind: 'unix', path });
}
