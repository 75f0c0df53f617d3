/** The files that `uwtop serve` is given: certificate, key, users. What is wrong with one is a slip of the command line. */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { excerpt } from '../format/text';
import { Doorkeeper, parseAuthFile } from '../serve/auth';
import type { Certificate } from '../serve/listen';
import type { ServeOptions } from './serve-program';
import { UsageError } from './usage-error';

export function readCertificate({ tlsCert, tlsKey }: ServeOptions): Certificate | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new UsageError('--tls-cert and --tls-key go together: give both');
  const certificate = { cert: read('--tls-cert', tlsCert), key: read('--tls-key', tlsKey) };
  try {
    createSecureContext(certificate);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--tls-cert ${excerpt(tlsCert)} and --tls-key ${excerpt(tlsKey)} are no certificate (PEM) with its key: ${excerpt(reason)}`,
    );
  }
  return certificate;
}

export function readUsers({ authFile }: ServeOptions): Doorkeeper | undefined {
  if (authFile === undefined) return undefined;
  const users = parseAuthFile(read('--auth-file', authFile).toString('utf8'));
  if (!users.ok) throw new UsageError(`--auth-file ${excerpt(authFile)}: ${users.failure}`);
  return new Doorkeeper(users.value);
}

function read(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${flag} ${excerpt(path)} cannot be read: ${excerpt(reason)}`);
  }
}
