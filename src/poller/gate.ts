/** How many polls may be under way at a time, so that a fleet that is asked all at once is no stampede. */
import { performance } from 'node:perf_hooks';

/** For polls of which nobody knows that they hang. */
export const usualGate = { places: 64, patienceMs: 500 };

export interface GateOptions {
  readonly places: number;
  /**
   * A poll that takes longer gives its place away, though it goes on: those that hang never hold up the others. ms.
   */
  readonly patienceMs: number;
}

/** Given back when the poll is over. */
export interface Ticket {
  release(): void;
}

interface Holder extends Ticket {
  readonly sinceMs: number;
}

type Begin = (ticket: Ticket) => void;

export class Gate {
  readonly #options: GateOptions;
  /** The longest under way first. */
  readonly #holders = new Set<Holder>();
  readonly #waiting: Begin[] = [];
  #isOpen = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Begins at once where there is a place, else as soon as there is one, in the order of asking. */
  admit(begin: Begin): void {
    if (this.#holders.size < this.#options.places) this.#begin(begin);
    else {
      this.#waiting.push(begin);
      this.#watchOldest();
    }
  }

  #begin(begin: Begin): void {
    const holder: Holder = {
      sinceMs: performance.now(),
      release: () => {
        if (this.#holders.delete(holder)) this.#next();
      },
    };
    this.#holders.add(holder);
    begin(holder);
  }

  /** Whoever begins may be over at once, and thousands may wait: the first to come here lets in all the others. */
  #next(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    while (this.#holders.size < this.#options.places) {
      const begin = this.#waiting.shift();
      if (begin === undefined) break;
      this.#begin(begin);
    }
    this.#isOpen = false;
    this.#watchOldest();
  }

  #watchOldest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const [oldest] = this.#holders;
    if (this.#waiting.length === 0 || oldest === undefined) return;
    const leftMs = oldest.sinceMs + this.#options.patienceMs - performance.now();
    this.#timer = setTimeout(
      () => {
        oldest.release();
      },
      Math.max(0, leftMs),
    );
  }
}
