/** What other programs packed, as a stream of text: as much of it as is asked for, and lines of a bounded length. */
import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { constants, createGunzip } from 'node:zlib';

/** More no line has: what goes on without an end is none of ours. */
export const mostLineBytes = 64 * 1024 * 1024;

const newline = 0x0a;

/** What is left of a line that is too long: enough to be told from a good one. */
export const beginningOf = (bytes: Buffer): string => bytes.toString('utf8', 0, 200);

/** Throws where it cannot be read or unpacked; whoever stops early leaves nothing open. */
export async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const source = createReadStream(path);
  // What was cut off is read as far as it goes.
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Buffer;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

/** Of a line that is too long only the beginning comes. */
export async function* splitLines(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly text: string; readonly isCut: boolean }> {
  const line = new OpenLine();
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      line.add(chunk.subarray(start, end));
      yield { text: line.take(), isCut: false };
      start = end + 1;
    }
    line.add(chunk.subarray(start));
  }
  if (line.length > 0) yield { text: line.take(), isCut: true };
}

class OpenLine {
  #parts: Buffer[] = [];
  length = 0;

  add(part: Buffer): void {
    if (part.length === 0) return;
    this.length += part.length;
    if (this.length <= mostLineBytes) this.#parts.push(part);
    else this.#parts = this.#parts.slice(0, 1);
  }

  take(): string {
    const bytes = Buffer.concat(this.#parts);
    const text = this.length > mostLineBytes ? beginningOf(bytes) : bytes.toString();
    this.#parts = [];
    this.length = 0;
    return text;
  }
}
