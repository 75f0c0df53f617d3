/** Addresses as uWSGI writes them in its options, which are not those of a user: `:1717` listens everywhere. Pure. */
import { resolve } from 'node:path';
import type { Address } from './address';
import { reachableHost } from './listening';

/** Where the socket of an option such as `stats` listens; undefined for what is no such address. */
export function uwsgiAddress(text: string, folder: string): Address | undefined {
  const value = text.trim();
  if (value === '' || value.includes('\0') || /^[a-z]+:\/\//.test(value)) return undefined;
  if (value.startsWith('@')) return value === '@' ? undefined : { kind: 'abstract', name: value.slice(1) };
  const [, host, port] = /^([^/]*):(\d{1,5})$/.exec(value) ?? [];
  if (host === undefined) return { kind: 'unix', path: resolve(folder, value) };
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return {
    kind: 'tcp',
    host: reachableHost(bare === '' || bare === '*' ? '0.0.0.0' : bare),
    port: Number(port),
  };
}

/** Whether what is configured may be what listens: a name is as good as any number that it may stand for. */
export function isSamePlace(configured: Address, listening: Address, folder: string): boolean {
  if (configured.kind === 'tcp' && listening.kind === 'tcp') {
    const isName = !/^[\d.]+$|:/.test(configured.host);
    return configured.port === listening.port && (isName || configured.host === listening.host);
  }
  if (configured.kind === 'unix' && listening.kind === 'unix')
    return configured.path === resolve(folder, listening.path);
  return (
    configured.kind === 'abstract' && listening.kind === 'abstract' && configured.name === listening.name
  );
}
