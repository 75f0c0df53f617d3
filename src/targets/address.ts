/** What a user may write for a place to read stats from, and the one way in which each of them is written back. */
import { fail, succeed, type Result } from '../result';
import { isPlainPath, parseForm } from './grammar';
import { formatHost, formatHostPort } from './host-port';
import { formatSshUrl, type SshAddress } from './ssh-url';
import { excerpt, displayText } from '../format/text';

export type Address =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'abstract'; readonly name: string }
  | {
      readonly kind: 'http';
      readonly tls: boolean;
      readonly host: string;
      readonly port: number;
      readonly path: string;
    }
  | SshAddress
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' };

export interface AddressError {
  readonly code: 'address';
  /** What was written. */
  readonly text: string;
  /** One sentence: what was written, what is wrong with it, what would fit. */
  readonly message: string;
}

/** What somebody stated of one target, beside its address. */
export interface StatedOfTarget {
  readonly limits: readonly StatedOption[];
  /** A configuration file of the uWSGI that is watched there, absolute. */
  readonly uwsgiConfig?: string | undefined;
}

/** An option of uWSGI, and where it was stated. */
export interface StatedOption {
  readonly name: string;
  /** As in uWSGI's own configuration. */
  readonly value: string;
  readonly line: number;
}

/** An address with a name to show: `web=10.0.0.5:1717`, or the address alone. */
export interface Target {
  /** The place, see placeOf: one place is one target however it was written. */
  readonly id: string;
  /** The given name, or the address as it was written; free of control characters. */
  readonly name: string;
  readonly address: Address;
  /** All that was written, name and all. */
  readonly text: string;
  /** Somebody gave the name. */
  readonly isNamed?: boolean | undefined;
  /** The group of the Fleet's table that it belongs to. */
  readonly group?: string | undefined;
  /** What else a targets file says of it. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly stated?: StatedOfTarget | undefined;
  /** Nobody named it: this pattern found it, or (where it is empty) a look around, and may lose it. */
  readonly found?: string | undefined;
}

export function parseAddress(text: string): Result<Address, AddressError> {
  const parsed = parseForm(text);
  if (parsed.ok) return parsed;
  return fail({ code: 'address', text, message: `"${excerpt(text)}" ${parsed.failure}.` });
}

/** `web=10.0.0.5:1717` in its two parts. */
export function splitName(text: string): { readonly name?: string; readonly address: string } {
  const [, name, address] = named.exec(text) ?? [];
  return name === undefined || address === undefined ? { address: text } : { name, address };
}

export function parseTarget(text: string): Result<Target, AddressError> {
  const { name: givenName, address: addressText } = splitName(text);
  const parsed = parseAddress(addressText);
  if (!parsed.ok) return fail({ ...parsed.failure, text });
  const name = displayText(givenName ?? '').trim() || displayText(addressText);
  const isNamed = displayText(givenName ?? '').trim() !== '';
  return succeed({
    id: placeOf(parsed.value),
    name,
    address: parsed.value,
    text,
    ...(isNamed && { isNamed }),
  });
}

/**
 * The same for all ways in which one place can be written, so that a master is never asked twice at a time: `localhost` is
 * the loopback address, and a plain socket that is asked over HTTP the same socket.
 */
export function placeOf(address: Address): string {
  if (address.kind === 'http' && !address.tls && address.path === '/')
    return placeOf({ kind: 'tcp', host: address.host, port: address.port });
  if (address.kind === 'tcp' && address.host === 'localhost')
    return formatAddress({ ...address, host: '127.0.0.1' });
  return formatAddress(address);
}

/** The canonical text: what it parses to is the address again. */
export function formatAddress(address: Address): string {
  switch (address.kind) {
    case 'tcp':
      return formatHostPort(address);
    case 'unix':
      return isPlainPath(address.path) ? address.path : `unix:${address.path}`;
    case 'abstract':
      return `@${address.name}`;
    case 'http':
      return `${address.tls ? 'https' : 'http'}://${formatHost(address.host)}:${address.port}${address.path}`;
    case 'ssh':
      return formatSshUrl(address);
    case 'file':
      return `file:${address.path}`;
    case 'stdin':
      return '-';
  }
}

/** A name has none of the characters by which an address is known, so `http://h/?a=b` and `/run/a=b` have no name. */
const named = /^([^@[\]/:=][^/:=]*)=(.*)$/su;
