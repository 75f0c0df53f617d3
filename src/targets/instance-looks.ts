/** The looks at all processes of this machine: one for all who need one at that time, and a rest between two. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from './instances';

/** One look reads the status of every process, and what every master has open. */
const lookGapMs = 5000;

type Found = Promise<readonly Instance[]>;

export class InstanceLooks {
  readonly #find: () => Found;
  readonly #gapMs: number;
  #beganMs = -Infinity;
  #latest: Found | undefined;
  #next: Found | undefined;

  constructor(find: () => Found, gapMs = lookGapMs) {
    this.#find = find;
    this.#gapMs = gapMs;
  }

  /** What a look found that began within the gap, without a rest before it. */
  recent(): Found {
    const isRecent = performance.now() - this.#beganMs < this.#gapMs;
    return this.#latest !== undefined && isRecent ? this.#latest : this.fresh();
  }

  /** What a look finds that begins from now on. */
  fresh(): Found {
    this.#next ??= this.#rest().then(() => this.#begin());
    return this.#next;
  }

  async #rest(): Promise<void> {
    const restMs = this.#beganMs + this.#gapMs - performance.now();
    // Nobody stays for it who has nothing else to do.
    if (restMs > 0) await sleep(restMs, undefined, { ref: false });
  }

  #begin(): Found {
    this.#beganMs = performance.now();
    this.#next = undefined;
    this.#latest = this.#find();
    return this.#latest;
  }
}
