/** The lines of a file, plain or packed, from any of them on. */
import { Buffer } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { isGzip, memberBytes, nextMember, unpack } from './blocks';
import { beginningOf, mostLineBytes, splitLines, unpacked } from './unpacked';

export interface Place {
  /** Where in the file a line or a packed block of lines begins, bytes. */
  readonly offset: number;
  /** Lines of it that were read already. */
  readonly skip: number;
  /** How many lines of the file were read already. */
  readonly line: number;
}

export const beginning: Place = { offset: 0, skip: 0, line: 0 };

export interface Line {
  /** undefined: a block that could not be unpacked. */
  readonly text: string | undefined;
  /** The file ended before the line did. */
  readonly isCut: boolean;
  /** Where the next one is. */
  readonly next: Place;
}

export async function* linesOf(path: string, from: Place = beginning): AsyncGenerator<Line> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(20);
    await file.read(head, 0, head.length, 0);
    if (!isGzip(head)) yield* plainLines(file, from);
    else if (memberBytes(head) === undefined) yield* streamedLines(path, from);
    else yield* packedLines(file, from);
  } finally {
    await file.close();
  }
}

const chunkBytes = 256 * 1024;
const newline = 0x0a;

async function* plainLines(file: FileHandle, from: Place): AsyncGenerator<Line> {
  const window = new Window(file, from.offset);
  let { line } = from;
  for (;;) {
    const end = await window.find(endOrTooLong);
    if (window.length === 0) return;
    line++;
    const bytes = window.take(end > 0 ? end : window.length);
    const text = end < 0 ? beginningOf(bytes) : bytes.toString('utf8', 0, end > 0 ? end - 1 : bytes.length);
    if (end < 0) await skipLine(window);
    yield { text, isCut: end === 0, next: { offset: window.offset, skip: 0, line } };
  }
}

/** 0: not enough of it is there; -1: it is longer than any of ours. */
const endOrTooLong = (bytes: Buffer): number =>
  bytes.indexOf(newline) + 1 || (bytes.length > mostLineBytes ? -1 : 0);

async function skipLine(window: Window): Promise<void> {
  for (;;) {
    const end = await window.find((bytes) => bytes.indexOf(newline) + 1 || -bytes.length);
    window.take(end > 0 ? end : window.length);
    if (end >= 0) return;
  }
}

async function* packedLines(file: FileHandle, from: Place): AsyncGenerator<Line> {
  const window = new Window(file, from.offset);
  let { line, skip } = from;
  for (;;) {
    const { offset } = window;
    const end = await window.find((bytes) => wholeMember(bytes));
    if (window.length === 0) return;
    const text = end > 0 ? unpack(window.peek(end)) : undefined;
    if (text === undefined) {
      // What was cut off tells the length that it would have: others may begin within it.
      window.take(1);
      const next = await window.find((bytes) => nextMember(bytes, 0) + 1);
      window.take(next > 0 ? next - 1 : window.length);
      yield { text: undefined, isCut: next <= 0, next: { offset: window.offset, skip: 0, line } };
      continue;
    }
    window.take(end);
    const lines = text.split('\n');
    const isWhole = lines.at(-1) === '';
    if (isWhole) lines.pop();
    for (let index = skip; index < lines.length; index++) {
      line++;
      const isLast = index === lines.length - 1;
      const next = isLast ? { offset: window.offset, skip: 0, line } : { offset, skip: index + 1, line };
      yield { text: lines[index] ?? '', isCut: isLast && !isWhole, next };
    }
    skip = 0;
  }
}

/** 0: not enough of it is there; -1: none begins here. */
function wholeMember(bytes: Buffer): number {
  const length = memberBytes(bytes);
  if (length === undefined) return bytes.length < 20 ? 0 : -1;
  return bytes.length < length ? 0 : length;
}

/** Packed by another program: in one piece, that can only be read from its beginning. */
async function* streamedLines(path: string, from: Place): AsyncGenerator<Line> {
  let line = 0;
  const lineOf = (text: string | undefined, isCut: boolean): Line => ({
    text,
    isCut,
    next: { offset: 0, skip: line, line },
  });
  try {
    for await (const { text, isCut } of splitLines(unpacked(path))) {
      line++;
      if (line > from.skip) yield lineOf(text, isCut);
    }
  } catch {
    yield lineOf(undefined, true);
  }
}

/** A file that is read from one place on. */
class Window {
  readonly #file: FileHandle;
  #bytes = Buffer.alloc(0);
  #offset: number;
  #isAtEnd = false;

  constructor(file: FileHandle, offset: number) {
    this.#file = file;
    this.#offset = offset;
  }

  /** Where in the file what was not taken yet begins. */
  get offset(): number {
    return this.#offset;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Reads on until `search` finds something: not 0; 0 at the end of the file. */
  async find(search: (bytes: Buffer) => number): Promise<number> {
    for (;;) {
      const found = search(this.#bytes);
      if (found !== 0 || this.#isAtEnd) return found;
      await this.#read();
    }
  }

  peek(length: number): Buffer {
    return this.#bytes.subarray(0, length);
  }

  take(length: number): Buffer {
    const taken = this.peek(length);
    this.#bytes = this.#bytes.subarray(length);
    this.#offset += length;
    return taken;
  }

  async #read(): Promise<void> {
    // Twice as much each time: what is searched again and again stays cheap however long a line is.
    const chunk = Buffer.allocUnsafe(Math.max(chunkBytes, this.#bytes.length));
    const at = this.#offset + this.#bytes.length;
    const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, at);
    if (bytesRead === 0) this.#isAtEnd = true;
    this.#bytes = Buffer.concat([this.#bytes, chunk.subarray(0, bytesRead)]);
  }
}
