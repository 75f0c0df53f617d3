/** A snapshot that is piped in: read once, and given out again whenever it is asked for. */
import { performance } from 'node:perf_hooks';
import type { Readable } from 'node:stream';
import type { Failure } from '../model/failure';
import { fail, succeed, type Result } from '../result';
import { tooLarge } from './converse';
import { startDeadline } from './deadline';
import { aborted, failureOf } from './system-error';
import type { Reading, Transport, TransportOptions } from './transport';

export class StdinTransport implements Transport {
  readonly #input: Readable & { readonly isTTY?: boolean };
  readonly #options: TransportOptions;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  /** How reading ended, once it did. */
  #outcome: Result<Uint8Array, Failure> | undefined;
  /** performance.now() when all of it was there: the same moment for every read, because nothing new is told. */
  #readAtMs = 0;

  constructor(input: Readable & { readonly isTTY?: boolean }, options: TransportOptions) {
    this.#input = input;
    this.#options = options;
  }

  async read(signal: AbortSignal): Promise<Result<Reading, Failure>> {
    const startedAtMs = performance.now();
    if (this.#input.isTTY === true)
      return fail({ code: 'io', detail: 'standard input is a terminal: pipe into it' });
    const deadline = startDeadline(signal, this.#options.readTimeoutMs);
    await this.#gather(deadline.signal);
    deadline.stop();
    if (this.#outcome === undefined) return fail(signal.aborted ? aborted : this.#late());
    if (!this.#outcome.ok) return this.#outcome;
    return succeed({
      bytes: this.#outcome.value,
      via: 'file',
      answeredAtMs: this.#readAtMs,
      latencyMs: performance.now() - startedAtMs,
    });
  }

  /** Until the end of the input or of the time; what came stays, so that the next read goes on from there. */
  #gather(signal: AbortSignal): Promise<void> {
    const input = this.#input;
    return new Promise((resolve) => {
      const stop = (): void => {
        signal.removeEventListener('abort', stop);
        input.removeListener('data', onData).removeListener('end', onEnd).removeListener('error', onError);
        input.pause();
        resolve();
      };
      const settle = (outcome: Result<Uint8Array, Failure>): void => {
        if (this.#outcome === undefined) this.#readAtMs = performance.now();
        this.#outcome ??= outcome;
        stop();
      };
      const onData = (chunk: Buffer): void => {
        this.#size += chunk.length;
        if (this.#size > this.#options.maxBytes) settle(fail(tooLarge(this.#options.maxBytes)));
        else this.#chunks.push(chunk);
      };
      const onEnd = (): void => settle(this.#whole());
      const onError = (error: Error): void => settle(fail(failureOf(error)));
      signal.addEventListener('abort', stop);
      input.on('data', onData).on('end', onEnd).on('error', onError);
      if (this.#outcome !== undefined || signal.aborted) stop();
      else input.resume();
    });
  }

  #whole(): Result<Uint8Array, Failure> {
    if (this.#size === 0) return fail({ code: 'empty', detail: 'nothing on standard input' });
    return succeed(Buffer.concat(this.#chunks));
  }

  #late(): Failure {
    return { code: this.#size === 0 ? 'silent' : 'read-timeout', detail: 'standard input' };
  }
}
