/** A connection that another program holds for us: its output is what the peer says, its input what we say. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Duplex, type Readable } from 'node:stream';
import { ignore } from './receive';

export class ProgramStream extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #output: Readable;

  /** `errorAtEnd` tells what broke the connection off, or undefined for an orderly end. */
  constructor(
    child: ChildProcessWithoutNullStreams,
    output: Readable,
    errorAtEnd: (exitCode: number | null) => Error | undefined,
  ) {
    super();
    this.#child = child;
    this.#output = output;
    child.stdin.on('error', ignore);
    // Listening from the start: what nobody listens to when the program ends would be thrown away by node.
    output.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) output.pause();
    });
    child.on('close', (exitCode) => {
      const error = errorAtEnd(exitCode);
      if (error === undefined) this.push(null);
      else this.destroy(error);
    });
  }

  override _read(): void {
    this.#output.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#child.stdin.write(chunk, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#child.kill('SIGKILL');
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream.destroy();
    done(error);
  }
}
