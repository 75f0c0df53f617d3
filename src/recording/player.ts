/** Plays a tape: its own time goes on while it plays, as fast as somebody wants it. */
import { howToWriteMoments, momentOf } from './moments';
import { distances, type PlayerAction, type PlayerOptions, type PlayerState, speeds } from './playing';
import type { Tape } from './tape';

const tickMs = 50;
/** So much of a tick goes to folding at the most: keys must be heard. */
const foldMs = 30;
/** Nobody recorded for longer than this: nobody watches that. */
const longestPauseMs = 10_000;

export class Player {
  readonly #options: PlayerOptions;
  readonly #tape: Tape;
  #speed: number;
  #isPaused: boolean;
  #isSeeking = false;
  /** The time of the recording: monotonic. */
  #atMs: number;
  #startMs: number | undefined;
  #startWallMs = 0;
  #endWallMs: number | undefined;
  #realMs: number;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  /** Counts what was asked for: what is asked for later ends what takes long. */
  #asked = 0;
  #isStopped = false;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#tape = options.tape;
    this.#speed = options.speed;
    this.#isPaused = options.isPaused;
    this.#atMs = options.tape.nextMs ?? 0;
    this.#realMs = options.now();
    void options.end.then((endMs) => {
      this.#endWallMs = endMs;
      options.onChange();
    });
  }

  /** @param at a moment to begin at, as it was typed */
  start(at?: string): Promise<void> {
    return this.#queue(() => this.#begin(at));
  }

  async #begin(at: string | undefined): Promise<void> {
    await this.#tape.forward();
    const { atMs, wallMs } = this.#tape.moment;
    this.#startMs = this.#atMs = atMs ?? 0;
    this.#startWallMs = wallMs;
    if (at !== undefined) {
      await this.#options.end;
      await this.#seekTyped(at);
    }
    this.#isSeeking = false;
    this.#show();
    this.#realMs = this.#options.now();
    this.#next();
  }

  stop(): void {
    this.#isStopped = true;
    this.#asked++;
    clearTimeout(this.#timer);
    void this.#work.then(() => this.#tape.close());
  }

  get state(): PlayerState {
    const elapsedMs = this.#atMs - (this.#startMs ?? this.#atMs);
    const totalMs = this.#endWallMs === undefined ? undefined : this.#endWallMs - this.#startWallMs;
    const [isPaused, isSeeking, speed] = [this.#isPaused, this.#isSeeking, this.#speed];
    return { elapsedMs, totalMs: totalMs && Math.max(totalMs, elapsedMs), speed, isPaused, isSeeking };
  }

  get clock(): { readonly wallMs: number; readonly monotonicMs: number } {
    const { wallMs, atMs = this.#atMs } = this.#tape.moment;
    return { wallMs: wallMs + this.#atMs - atMs, monotonicMs: this.#atMs };
  }

  perform(action: PlayerAction): void {
    switch (action) {
      case 'play-pause':
        this.#isPaused = !this.#isPaused;
        break;
      case 'speed-up':
        this.#speed = speeds.find((speed) => speed > this.#speed) ?? this.#speed;
        break;
      case 'speed-down':
        this.#speed = speeds.findLast((speed) => speed < this.#speed) ?? this.#speed;
        break;
      default:
        this.#do(() => this.#go(action));
    }
    this.#options.onChange();
  }

  /** Goes to a moment as somebody typed it. */
  seek(written: string): void {
    this.#do(() => this.#seekTyped(written));
  }

  async #go(action: PlayerAction): Promise<void> {
    switch (action) {
      case 'step':
        this.#isPaused = true;
        if ((await this.#tape.forward()) === undefined) this.#options.say(atEnd);
        this.#atMs = this.#tape.moment.atMs ?? this.#atMs;
        return;
      case 'step-back':
        this.#isPaused = true;
        return this.#seekTo((this.#tape.moment.atMs ?? 0) - 1);
      case 'next-event':
        return this.#toNextEvent();
      case 'previous-event':
        return this.#toPreviousEvent();
      default:
        return this.#seekTo(this.#atMs + (distances[action] ?? 0));
    }
  }

  async #seekTyped(written: string): Promise<void> {
    const { elapsedMs, totalMs = elapsedMs } = this.state;
    const startMs = this.#startWallMs;
    const timeline = { startMs, endMs: startMs + totalMs, nowMs: this.clock.wallMs };
    const wallMs = momentOf(written, timeline);
    if (wallMs === undefined) this.#options.say(`no such time: ${howToWriteMoments}`);
    else await this.#seekTo((this.#startMs ?? 0) + wallMs - startMs);
  }

  /** To the round before that time; before the first there is nothing to see. */
  async #seekTo(wantedMs: number): Promise<void> {
    const atMs = Math.max(wantedMs, this.#startMs ?? wantedMs);
    const asked = this.#asked;
    await this.#tape.seek(atMs, this.#patiently(asked));
    const lastMs = this.#tape.moment.atMs ?? atMs;
    const isThere = this.#tape.nextMs !== undefined && asked === this.#asked;
    this.#atMs = isThere && !this.#isPaused ? atMs : lastMs;
  }

  async #toNextEvent(): Promise<void> {
    const goesOn = this.#patiently(this.#asked);
    for (;;) {
      const step = await this.#tape.forward();
      this.#atMs = this.#tape.moment.atMs ?? this.#atMs;
      if (step === undefined) this.#options.say('no event or alert until the end');
      if (step === undefined || step.isNews || !(await goesOn())) break;
    }
    this.#isPaused = true;
  }

  async #toPreviousEvent(): Promise<void> {
    const newsMs = this.#tape.newsBefore(this.#tape.moment.atMs ?? 0);
    this.#isPaused = true;
    if (newsMs === undefined) this.#options.say('no event or alert before');
    else await this.#seekTo(newsMs);
  }

  /** One after the other: there is one tape. */
  #do(work: () => Promise<void>): void {
    const asked = ++this.#asked;
    clearTimeout(this.#timer);
    void this.#queue(async () => {
      await work();
      if (asked !== this.#asked) return;
      this.#isSeeking = false;
      this.#realMs = this.#options.now();
      this.#show();
      this.#next();
    });
  }

  /** A file that can no longer be read ends the playing, not the program. */
  #queue(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work
      .then(() => (this.#isStopped ? undefined : work()))
      .catch((error: unknown) => {
        this.#isPaused = true;
        this.#isSeeking = false;
        this.#options.say(`the recording cannot be read: ${(error as Error).message}`);
      });
    return this.#work;
  }

  /** Lets keys be heard on the way, and says whether to go on. */
  #patiently(asked: number): () => Promise<boolean> {
    let pausedMs = this.#options.now();
    return async () => {
      const now = this.#options.now();
      if (now - pausedMs < foldMs) return true;
      await new Promise((resolve) => setImmediate(resolve));
      pausedMs = now;
      this.#isSeeking = true;
      this.#atMs = this.#tape.moment.atMs ?? this.#atMs;
      this.#options.onChange();
      return asked === this.#asked;
    };
  }

  #next(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.tick();
    }, tickMs);
  }

  /** Goes on by the time that has passed. */
  tick(): Promise<void> {
    return this.#queue(() => this.#goOn());
  }

  /** When all that was asked for is done. */
  settled(): Promise<void> {
    return this.#work;
  }

  async #goOn(): Promise<void> {
    const now = this.#options.now();
    const elapsedMs = now - this.#realMs;
    this.#realMs = now;
    if (!this.#isPaused && !this.#isStopped) await this.#play(this.#atMs + elapsedMs * this.#speed);
    this.#next();
  }

  async #play(untilMs: number): Promise<void> {
    const startedMs = this.#options.now();
    let isNew = false;
    this.#atMs = untilMs;
    while (this.#tape.nextMs !== undefined && this.#tape.nextMs <= this.#atMs) {
      await this.#tape.forward();
      isNew = true;
      // Where the machine cannot keep up, the time of the recording waits for it.
      if (this.#options.now() - startedMs > foldMs) this.#atMs = this.#tape.moment.atMs ?? this.#atMs;
    }
    if (this.#tape.nextMs === undefined) this.#end();
    else this.#skipPause(this.#tape.nextMs);
    if (isNew) this.#show();
    else this.#options.onChange();
  }

  #end(): void {
    this.#isPaused = true;
    this.#atMs = this.#tape.moment.atMs ?? this.#atMs;
    this.#options.say(atEnd);
  }

  #skipPause(nextMs: number): void {
    const pauseMs = nextMs - (this.#tape.moment.atMs ?? nextMs);
    if (pauseMs > Math.max(longestPauseMs, 5 * this.#tape.moment.intervalMs)) this.#atMs = nextMs;
  }

  #show(): void {
    this.#options.onShow(this.#tape.moment.situation);
  }
}

const atEnd = 'this is the end of the recording';
