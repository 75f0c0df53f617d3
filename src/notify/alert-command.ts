/** Tells the user's own command of alerts: one run at a time, not too often, and never in the way. */
import { maskCommand } from '../format/command-secrets';
import { excerpt } from '../format/text';
import { run, type Run, type RunTimes } from './run';
import { waitBeforeStart, withStart } from './start-window';
import { emptyLine, lineUp, takeFirst } from './waiting-line';

export interface AlertCommandOptions extends Partial<RunTimes> {
  /** Told in one sentence, at most once a minute. */
  readonly onTrouble: (sentence: string) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly clock?: () => number;
  readonly startsPerMinute?: number;
  readonly longestLine?: number;
}

const defaults = {
  clock: () => performance.now(),
  startsPerMinute: 10,
  longestLine: 20,
  longestMs: 30_000,
  graceMs: 2000,
};

const troubleIntervalMs = 60_000;

export class AlertCommand {
  readonly #command: string;
  readonly #options: Required<AlertCommandOptions>;
  #line = emptyLine;
  #startsMs: readonly number[] = [];
  #running: Run | undefined;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #troubleMs = -Infinity;

  /** @param command for /bin/sh, exactly as the user wrote it */
  constructor(command: string, options: AlertCommandOptions) {
    this.#command = command;
    this.#options = { ...defaults, ...options };
  }

  /** Gives the notice to a run of the command, as one line of JSON on its standard input; returns at once. */
  send(notice: object): void {
    if (this.#isStopped) return;
    this.#line = lineUp(this.#line, notice, this.#options.longestLine);
    this.#advance();
  }

  /** Starts nothing more and says nothing more. A run that is under way may finish; nobody waits for it. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#running?.letGo();
  }

  readonly #advance = (): void => {
    clearTimeout(this.#timer);
    if (this.#running !== undefined || this.#isStopped) return;
    const next = takeFirst(this.#line);
    if (next === undefined) return;
    const { clock, startsPerMinute } = this.#options;
    const nowMs = clock();
    const waitMs = waitBeforeStart(this.#startsMs, nowMs, startsPerMinute);
    if (waitMs > 0) {
      this.#timer = setTimeout(this.#advance, waitMs).unref();
      return;
    }
    this.#line = next.rest;
    this.#startsMs = withStart(this.#startsMs, nowMs, startsPerMinute);
    void this.#run(next.document);
  };

  async #run(document: string): Promise<void> {
    this.#running = run(this.#command, document, this.#options);
    const trouble = await this.#running.trouble;
    this.#running = undefined;
    if (trouble !== undefined) this.#complain(trouble);
    this.#advance();
  }

  #complain(trouble: string): void {
    const nowMs = this.#options.clock();
    if (this.#isStopped || nowMs < this.#troubleMs + troubleIntervalMs) return;
    this.#troubleMs = nowMs;
    this.#options.onTrouble(`The alert command \`${excerpt(maskCommand(this.#command))}\` ${trouble}`);
  }
}
