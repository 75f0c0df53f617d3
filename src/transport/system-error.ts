/** What the operating system and the resolver report, in the words of the monitor. */
import type { Failure, FailureCode } from '../model/failure';
import { excerpt } from '../format/text';

export type SystemError = Error & { readonly code?: string };

const codes: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: 'refused',
  ENOENT: 'no-such-file',
  ENOTDIR: 'no-such-file',
  ENOTSOCK: 'not-a-socket',
  EPROTOTYPE: 'not-a-socket',
  EACCES: 'permission',
  EPERM: 'permission',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  EAI_NONAME: 'name-not-found',
  EAI_NODATA: 'name-not-found',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'connect-timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  EMFILE: 'no-descriptors',
  ENFILE: 'no-descriptors',
};

/** These add what the sentence of their code does not say yet. */
const details: Readonly<Record<string, string>> = {
  EPROTOTYPE: 'a datagram socket',
  ENOTDIR: 'a part of the path is no directory',
  EAI_AGAIN: 'the name server does not answer',
  ENETUNREACH: 'no route to its network',
  ENFILE: 'in the whole system',
  EADDRNOTAVAIL: 'no local address reaches it',
};

export const isSystemError = (error: unknown): error is SystemError =>
  typeof error === 'object' && error !== null && 'message' in error;

export function failureOf(error: Error): Failure {
  const { code = '' } = mostTelling(error);
  const known = codes[code];
  if (known === undefined)
    return { code: 'io', detail: excerpt(error.message === '' ? code : error.message) };
  const detail = details[code];
  return detail === undefined ? { code: known } : { code: known, detail };
}

export const aborted: Failure = { code: 'io', detail: 'aborted' };

/** A host with several addresses fails once for each: that one of them can be reached but refuses says most. */
function mostTelling(error: SystemError): SystemError {
  if (!('errors' in error) || !Array.isArray(error.errors)) return error;
  const errors = error.errors.filter(isSystemError);
  const reached = errors.find(({ code = '' }) => codes[code] === 'refused');
  return reached ?? errors.find(({ code = '' }) => codes[code] !== 'unreachable') ?? errors[0] ?? error;
}
