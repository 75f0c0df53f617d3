/** A snapshot that somebody saved. */
import { createReadStream, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { Failure } from '../model/failure';
import { fail, succeed, type Result } from '../result';
import { tooLarge } from './converse';
import { startDeadline } from './deadline';
import { receive, type Received } from './receive';
import { aborted, failureOf, isSystemError } from './system-error';
import type { Reading, Transport, TransportOptions } from './transport';

export class FileTransport implements Transport {
  readonly #path: string;
  readonly #options: TransportOptions;

  constructor(path: string, options: TransportOptions) {
    this.#path = path;
    this.#options = options;
  }

  async read(signal: AbortSignal): Promise<Result<Reading, Failure>> {
    const startedAtMs = performance.now();
    const file = await this.#look();
    if (!file.ok) return file;
    const deadline = startDeadline(signal, this.#options.readTimeoutMs);
    const { maxBytes } = this.#options;
    const received = await receive(createReadStream(this.#path), { signal: deadline.signal, maxBytes });
    deadline.stop();
    return this.#digest(received, { savedMs: file.value.mtimeMs, startedAtMs, signal });
  }

  /** Opening a pipe that nobody writes to would block a thread of node for good. */
  async #look(): Promise<Result<Stats, Failure>> {
    try {
      const file = await stat(this.#path);
      if (file.isFile()) return succeed(file);
      if (file.isSocket()) return fail({ code: 'io', detail: 'a socket: write its path without file:' });
      return fail({
        code: 'io',
        detail: file.isDirectory() ? 'a directory' : 'not a regular file: give a pipe with -',
      });
    } catch (error) {
      return fail(isSystemError(error) ? failureOf(error) : { code: 'io' });
    }
  }

  #digest(
    { bytes, ending }: Received,
    { savedMs, startedAtMs, signal }: { savedMs: number; startedAtMs: number; signal: AbortSignal },
  ): Result<Reading, Failure> {
    if (ending === 'aborted') return fail(signal.aborted ? aborted : { code: 'read-timeout' });
    if (ending === 'too-large') return fail(tooLarge(this.#options.maxBytes));
    if (ending !== 'end') return fail(failureOf(ending));
    if (bytes.length === 0) return fail({ code: 'empty', detail: 'an empty file' });
    return succeed({
      bytes,
      via: 'file',
      // It shows the moment in which it was saved: ages in it are reckoned from there, and reading it twice tells no rate.
      answeredAtMs: performance.now() - (Date.now() - savedMs),
      latencyMs: performance.now() - startedAtMs,
    });
  }
}
