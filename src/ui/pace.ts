/** When a frame is due: soon after an answer, and every second for ages and the clock where no answer comes. */

interface PaceOptions {
  /** Monotonic, ms. */
  readonly now: () => number;
  readonly paint: () => void;
}

/** Observations of many targets arrive in flocks: they share a frame. */
const frameGapMs = 40;
/** From so many on they are asked all through the interval, not together. */
const manyTargets = 16;
const largeFleetGapMs = 500;
/** While the first answers come in, somebody waits for each. */
const firstPictureMs = 1500;
const tickMs = 1000;
/** An answer that is expected so near to a tick, ms, brings the clock along: no frame of its own just before it. */
const nearMs = 100;

export class Pace {
  readonly #options: PaceOptions;
  readonly #ticker: NodeJS.Timeout;
  #pending: NodeJS.Timeout | undefined;
  readonly #startedMs: number;
  #paintedMs = -Infinity;
  #expectedMs = -Infinity;
  #isAnswered = false;
  #stopped = false;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#startedMs = options.now();
    this.#ticker = setInterval(() => {
      this.#tick();
    }, tickMs);
  }

  /**
   * @param intervalMs when the next answer is expected
   * @param targets of so many: where answers come all the time, a frame shows those of half an interval
   */
  answered(intervalMs: number, targets = 1): void {
    this.#expectedMs = this.#options.now() + intervalMs;
    const now = this.#options.now();
    if (!this.#isAnswered) {
      // What was painted before said no more than that nothing had come.
      this.#isAnswered = true;
      this.#in(0);
      return;
    }
    const isSettled = targets >= manyTargets && now - this.#startedMs > firstPictureMs;
    const gapMs = isSettled ? Math.min(intervalMs / 2, largeFleetGapMs) : 0;
    this.#in(Math.max(0, this.#paintedMs + Math.max(gapMs, frameGapMs) - now));
  }

  soon(): void {
    this.#in(Math.max(0, this.#paintedMs + frameGapMs - this.#options.now()));
  }

  /** Whoever reads is behind. */
  later(): void {
    this.#in(frameGapMs);
  }

  /** A frame is painted now, asked for or not. */
  painted(): void {
    this.#paintedMs = this.#options.now();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#ticker);
    clearTimeout(this.#pending);
  }

  #in(waitMs: number): void {
    if (this.#pending !== undefined || this.#stopped) return;
    this.#pending = setTimeout(() => {
      this.#pending = undefined;
      this.#options.paint();
    }, waitMs);
  }

  #tick(): void {
    const now = this.#options.now();
    const isExpected = Math.abs(this.#expectedMs - now) < nearMs;
    if (!isExpected && now - this.#paintedMs >= tickMs - frameGapMs) this.#options.paint();
  }
}
