/** Reads out of the variables of a request in flight what tells a person which request it is. */
import { maskText } from '../format/secrets';
import { displayText } from '../format/text';

export interface RequestLine {
  readonly method: string;
  /** With the values of secrets in it masked. */
  readonly uri: string;
  /** Where that is another: as the request has it. Only for who asked to see secrets. */
  readonly uriInClear?: string;
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
  const uriInClear = displayText(asked ?? '');
  const masked = maskText(uriInClear);
  return {
    method: displayText(method ?? '', 32),
    uri: masked,
    ...(masked !== uriInClear && { uriInClear }),
    ...(host !== undefined && { host: maskText(displayText(host, 255)) }),
  };
};

const valueOf = (entry: string, prefix: string): string | undefined =>
  entry.startsWith(prefix) ? entry.slice(prefix.length) : undefined;
