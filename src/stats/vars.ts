/** Reads out of the variables of a request in flight what tells a person which request it is. */
import { displayText } from '../format/text';

export interface RequestLine {
  readonly method: string;
  /** With the values of secrets in its query masked. */
  readonly uri: string;
  readonly host?: string;
}

/**
 * @param vars the `KEY=value` texts of one core, as far as they are texts
 * @returns undefined where neither a method nor a path is among them
 */
export const requestOf = (vars: readonly unknown[] | undefined): RequestLine | undefined => {
  if (vars === undefined) return undefined;
  let method: string | undefined;
  let uri: string | undefined;
  let path: string | undefined;
  let host: string | undefined;
  for (const entry of vars) {
    if (typeof entry !== 'string') continue;
    // Most variables are told apart by their first letter; there are tens of thousands in a busy snapshot.
    const initial = entry[0];
    if (initial === 'H') host ??= valueOf(entry, 'HTTP_HOST=');
    else if (initial === 'P') path ??= valueOf(entry, 'PATH_INFO=');
    else if (initial === 'R') {
      method ??= valueOf(entry, 'REQUEST_METHOD=');
      uri ??= valueOf(entry, 'REQUEST_URI=');
    }
    if (method !== undefined && uri !== undefined && host !== undefined) break;
  }
  const asked = uri ?? path;
  if (method === undefined && asked === undefined) return undefined;
  const line = { method: displayText(method ?? '', 32), uri: maskSecrets(displayText(asked ?? '')) };
  return host === undefined ? line : { ...line, host: displayText(host, 255) };
};

const valueOf = (entry: string, prefix: string): string | undefined =>
  entry.startsWith(prefix) ? entry.slice(prefix.length) : undefined;

const secretKey = /token|secret|password|passwd|pwd|auth|key|session|sig|signature|credential/i;

/** Parameter by parameter and not with one pattern: a request chooses the text, and must not choose the cost. */
const maskSecrets = (uri: string): string => {
  const query = uri.indexOf('?');
  if (query === -1) return uri;
  return (
    uri.slice(0, query + 1) +
    uri
      .slice(query + 1)
      .split(separator)
      .map(maskParameter)
      .join('')
  );
};

/** Kept in the split, because the uri is put together again. */
const separator = /([&;])/;

const maskParameter = (parameter: string): string => {
  const equals = parameter.indexOf('=');
  return equals !== -1 && secretKey.test(parameter.slice(0, equals))
    ? `${parameter.slice(0, equals)}=***`
    : parameter;
};
