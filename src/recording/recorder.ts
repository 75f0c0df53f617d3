/** Writes down what is observed, as it comes: nobody who watches waits for the disk. */
import type { Observation, TargetLabel } from '../model/observation';
import { whyNotWritten } from '../format/not-written';
import { displayText } from '../format/text';
import { AppendedFile, CannotRecord } from './append';
import { Encoder } from './encode';
import type { RecordingHeader } from './format';
import { nextName } from './rotation';

export interface RecorderOptions {
  readonly path: string;
  readonly header: RecordingHeader;
  /** A file that is larger, or older, is followed by another. */
  readonly rotateBytes?: number | undefined;
  readonly rotateMs?: number | undefined;
  /** It must not be there yet. */
  readonly fresh?: boolean | undefined;
  /** Monotonic, ms. */
  readonly now: () => number;
  /** A sentence: nothing is written any more. */
  readonly onTrouble: (sentence: string) => void;
  /** Another file is being written from now on. */
  readonly onRotated?: ((path: string) => void) | undefined;
}

interface Note {
  readonly line: (encoder: Encoder) => string;
  readonly bytes: number;
}

/** What waits for a disk that is slower than the targets: then it is said, and given up. */
const mostWaitingBytes = 64 * 1024 * 1024;

/** What a note takes at least: failures, lists of targets and ends of rounds are not free. */
const leastNoteBytes = 500;

/** Of one write, about: as a packed block it can be read back, and what is lost with it stays small. */
const sliceBytes = 4 * 1024 * 1024;

/** A disk that hangs is not waited for. */
const longestWaitMs = 3000;

export class Recorder {
  readonly #options: RecorderOptions;
  #path: string;
  #header: RecordingHeader;
  #file: AppendedFile;
  #encoder = new Encoder();
  #openedMs: number;
  #waiting: Note[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;
  /** Of other files, or of those who wrote before. */
  #earlierBytes: number;
  #isOver = false;
  #isWhole = true;

  private constructor(options: RecorderOptions, file: AppendedFile) {
    this.#options = options;
    this.#path = options.path;
    this.#header = options.header;
    this.#file = file;
    this.#openedMs = options.now();
    this.#earlierBytes = -file.bytes;
  }

  /** Rejects with a sentence when nothing can be written there. */
  static async open(options: RecorderOptions): Promise<Recorder> {
    let file: AppendedFile | undefined;
    try {
      file = await AppendedFile.open(options.path, { fresh: options.fresh === true });
      const recorder = new Recorder(options, file);
      await file.append(recorder.#encoder.header(options.header));
      return recorder;
    } catch (error) {
      await file?.close();
      throw new CannotRecord(options.path, error);
    }
  }

  get path(): string {
    return this.#path;
  }

  /** How much was written. */
  get bytes(): number {
    return this.#earlierBytes + this.#file.bytes;
  }

  /** Nothing of what was observed is missing, as far as is known. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  observe(observation: Observation): void {
    const { outcome } = observation;
    this.#note((encoder) => encoder.observation(observation), outcome.ok ? outcome.value.bytes : 0);
  }

  setTargets(targets: readonly TargetLabel[]): void {
    this.#header = { ...this.#header, targets };
    this.#note((encoder) => encoder.targets(targets), targets.length * leastNoteBytes);
  }

  /** Ends a round that was printed; of a baseline nothing was. */
  endRound(wallMs: number, { isBaseline = false } = {}): void {
    this.#note((encoder) => encoder.round(wallMs, isBaseline));
  }

  /** When it resolves, all that was observed is in the file, or it was said that it is not. */
  async stop(): Promise<void> {
    if (!(await isDone(this.#writing))) this.#giveUp('the disk does not answer');
    if (this.#isOver) return;
    this.#isOver = true;
    try {
      await isDone(this.#file.close());
    } catch (error) {
      // A disk of another machine tells only now that it was full.
      this.#complain(whyNotWritten(error));
    }
  }

  /** Waits until what was observed so far is written. */
  async settle(): Promise<void> {
    await this.#writing;
  }

  #note(line: Note['line'], answeredBytes = 0): void {
    if (this.#isOver) return;
    const bytes = Math.max(answeredBytes, leastNoteBytes);
    this.#waiting.push({ line, bytes });
    this.#waitingBytes += bytes;
    if (this.#waitingBytes > mostWaitingBytes) this.#giveUp('the disk is too slow for it');
    else this.#writing ??= this.#write();
  }

  async #write(): Promise<void> {
    try {
      while (this.#waiting.length > 0 && !this.#isOver) {
        if (this.#isFull()) await this.#rotate();
        const { notes, bytes } = this.#nextSlice();
        await this.#file.append(notes.map(({ line }) => line(this.#encoder)).join(''));
        this.#waitingBytes -= bytes;
      }
    } catch (error) {
      this.#giveUp(whyNotWritten(error));
    }
    this.#writing = undefined;
  }

  #nextSlice(): { readonly notes: readonly Note[]; readonly bytes: number } {
    let count = 0;
    let bytes = 0;
    while (count < this.#waiting.length && bytes < sliceBytes) bytes += this.#waiting[count++]?.bytes ?? 0;
    return { notes: this.#waiting.splice(0, count), bytes };
  }

  #isFull(): boolean {
    const { rotateBytes = Infinity, rotateMs = Infinity, now } = this.#options;
    return this.#file.bytes >= rotateBytes || now() - this.#openedMs >= rotateMs;
  }

  /** The new file begins with all that the old one had said. */
  async #rotate(): Promise<void> {
    const { path, now, onRotated } = this.#options;
    const { file, path: next } = await nextName(path, this.#path, (name) =>
      AppendedFile.open(name, { fresh: true }),
    );
    await this.#file.close();
    this.#earlierBytes += this.#file.bytes;
    this.#file = file;
    this.#path = next;
    this.#openedMs = now();
    this.#encoder = new Encoder();
    await file.append(this.#encoder.header(this.#header));
    onRotated?.(next);
  }

  /** It is said first: closing waits for the write that hangs. */
  #giveUp(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#waiting = [];
    this.#complain(reason);
    void this.#file.close().catch(() => undefined);
  }

  #complain(reason: string): void {
    this.#isWhole = false;
    this.#options.onTrouble(`RECORDING STOPPED: ${reason}; what ${displayText(this.#path)} has can be read`);
  }
}

/** Whether it is before a wait becomes a nuisance. */
async function isDone(work: Promise<void> | undefined): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), longestWaitMs);
  });
  const done = Promise.resolve(work).then(() => true);
  return Promise.race([done, tooLate]).finally(() => clearTimeout(timer));
}
