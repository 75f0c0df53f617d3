/** Reading a stream to its end as fast as it comes: uWSGI's master waits for whoever reads its stats. */
import { performance } from 'node:perf_hooks';
import type { Readable } from 'node:stream';

export interface Received {
  readonly bytes: Uint8Array;
  /** performance.now() */
  readonly firstByteAtMs: number | undefined;
  readonly ending: 'end' | 'aborted' | 'too-large' | Error;
}

export interface ReceiveOptions {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
  readonly onFirstByte?: () => void;
}

/** The stream is destroyed whatever happens. */
export function receive(stream: Readable, options: ReceiveOptions): Promise<Received> {
  const { signal, maxBytes } = options;
  const chunks: Buffer[] = [];
  let size = 0;
  let firstByteAtMs: number | undefined;
  return new Promise((resolve) => {
    const finish = (ending: Received['ending']): void => {
      signal.removeEventListener('abort', onAbort);
      stream.removeListener('data', onData).removeListener('end', onEnd).removeListener('close', onClose);
      stream.removeListener('error', finish).on('error', ignore).destroy();
      resolve({ bytes: Buffer.concat(chunks), firstByteAtMs, ending });
    };
    const onData = (chunk: Buffer): void => {
      if (firstByteAtMs === undefined) {
        firstByteAtMs = performance.now();
        options.onFirstByte?.();
      }
      size += chunk.length;
      if (size > maxBytes) finish('too-large');
      else chunks.push(chunk);
    };
    const onEnd = (): void => finish('end');
    const onClose = (): void => finish(brokenOff());
    const onAbort = (): void => finish('aborted');
    signal.addEventListener('abort', onAbort);
    stream.on('data', onData).on('end', onEnd).on('close', onClose).on('error', finish);
    if (signal.aborted) finish('aborted');
    else if (stream.destroyed) finish(stream.errored ?? brokenOff());
  });
}

/** Errors may still come out of a stream that is done with. */
export const ignore = (): void => undefined;

const brokenOff = (): Error => Object.assign(new Error('closed before its end'), { code: 'ECONNRESET' });
