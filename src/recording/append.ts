/** A file that only grows, by whole lines, plain or packed. What is not ours is never touched. */
import { type FileHandle, open } from 'node:fs/promises';
import { Buffer } from 'node:buffer';
import { whyNotWritten } from '../format/not-written';
import { displayText } from '../format/text';
import { mostMemberBytes, pack, wholeBytes } from './blocks';
import { isRecording, RecordingError } from './open';

export class AppendedFile {
  readonly #file: FileHandle;
  readonly #isPacked: boolean;
  readonly #isRegular: boolean;
  #bytes: number;

  private constructor(file: FileHandle, facts: { isPacked: boolean; isRegular: boolean; bytes: number }) {
    this.#file = file;
    this.#isPacked = facts.isPacked;
    this.#isRegular = facts.isRegular;
    this.#bytes = facts.bytes;
  }

  /** @param fresh: it must not be there yet */
  static async open(path: string, { fresh = false } = {}): Promise<AppendedFile> {
    const file = await open(path, fresh ? 'ax+' : 'a+', ownerOnly);
    const isPacked = path.endsWith('.gz');
    try {
      const facts = await file.stat();
      const isRegular = facts.isFile();
      const appended = new AppendedFile(file, { isPacked, isRegular, bytes: isRegular ? facts.size : 0 });
      if (isRegular && facts.size > 0) await appended.#goOn(path);
      return appended;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Rejects with a sentence where nothing could be recorded. */
  static async check(path: string): Promise<void> {
    const file = await AppendedFile.open(path);
    await file.close();
  }

  /** Of the file, in all. */
  get bytes(): number {
    return this.#bytes;
  }

  /** All of it or nothing, as far as the disk lets us. */
  async append(lines: string): Promise<void> {
    const content = this.#isPacked ? await pack(lines) : Buffer.from(lines);
    let written = 0;
    try {
      while (written < content.length) {
        const { bytesWritten } = await this.#file.write(content, written);
        written += bytesWritten;
      }
    } catch (error) {
      if (this.#isRegular && written > 0) await this.#file.truncate(this.#bytes).catch(() => undefined);
      throw error;
    }
    this.#bytes += written;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** The line of whoever was ended in the middle of it stays a line of its own. */
  async #goOn(path: string): Promise<void> {
    if (!(await isRecording(path)))
      throw new RecordingError(
        `${displayText(path)} is there already and is no recording: give another name`,
      );
    if (this.#isPacked) return this.#cutBrokenTail();
    const { buffer } = await this.#file.read(Buffer.alloc(1), 0, 1, this.#bytes - 1);
    if (buffer.toString() !== '\n') await this.append('\n');
  }

  /** A block that lacks its end would claim the bytes of those that come. */
  async #cutBrokenTail(): Promise<void> {
    const start = Math.max(0, this.#bytes - mostMemberBytes);
    const tail = Buffer.alloc(this.#bytes - start);
    const { bytesRead } = await this.#file.read(tail, 0, tail.length, start);
    const end = start + wholeBytes(tail.subarray(0, bytesRead));
    if (bytesRead < tail.length || end === this.#bytes) return;
    await this.#file.truncate(end);
    this.#bytes = end;
  }
}

/** Addresses, paths and names of users stand in it. */
const ownerOnly = 0o600;

/** A sentence for who wanted to record; what it was told with the command line is wrong. */
export class CannotRecord extends Error {
  override readonly name = 'UsageError';

  constructor(path: string, cause: unknown) {
    const isSentence = cause instanceof Error && cause.name === 'UsageError';
    super(
      isSentence ? cause.message : `nothing can be recorded to ${displayText(path)}: ${whyNotWritten(cause)}`,
      { cause },
    );
  }
}
