/** `uwtop record`: observes and writes down, without screens. */
import { performance } from 'node:perf_hooks';
import { Poller } from '../poller/poller';
import { bytes as bytesText, duration, plural } from '../format/quantity';
import { sizeEstimate } from '../recording/estimate';
import type { Recorder } from '../recording/recorder';
import type { Watched } from '../targets/watched';
import { findTargets } from './find-targets';
import { labelsOf, openTarget, type CommonOptions } from './options';
import { areRecordings } from './are-recordings';
import { recordTo } from './record-to';
import { RoundCounter } from './round-counter';
import { readSettings, type Settings } from './settings';
import { UsageError } from './usage-error';
import { exitCodes } from './exit-codes';

export interface RecordOptions extends CommonOptions {
  readonly output: string;
  /** ms */
  readonly for?: number;
  /** MiB */
  readonly rotateSize?: number;
  /** ms */
  readonly rotateEvery?: number;
}

export async function recordCommand(texts: readonly string[], options: RecordOptions): Promise<number> {
  if (await areRecordings(texts)) throw new UsageError('what is recorded are targets, not recordings');
  const watched = await findTargets(texts, options);
  if (watched.targets.length === 0 && !watched.mayGrow) return exitCodes.nothingRead;
  return new Run(watched, options, await readSettings(watched, options)).end;
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
const progressGapMs = 1000;

class Run {
  readonly end: Promise<number>;
  readonly #watched: Watched;
  readonly #options: RecordOptions;
  readonly #settings: Settings;
  readonly #rounds: RoundCounter;
  readonly #startedMs = performance.now();
  #over: (exitCode: number) => void = () => undefined;
  #answers = 0;
  #isEstimated = false;
  #estimatedAt = 0;
  #first: { readonly rounds: number; readonly bytes: number } | undefined;

  constructor(watched: Watched, options: RecordOptions, settings: Settings) {
    this.#watched = watched;
    this.#rounds = new RoundCounter(watched);
    this.#options = options;
    this.#settings = settings;
    const over = new Promise<number>((resolve) => (this.#over = resolve));
    this.end = this.#record(over);
  }

  async #record(over: Promise<number>): Promise<number> {
    const recorder = await this.#open();
    const poller = this.#poll(recorder);
    const stop = (): void => {
      this.#finish();
    };
    for (const signal of endingSignals) process.once(signal, stop);
    this.#follow(recorder, poller);
    const timer = this.#options.for === undefined ? undefined : setTimeout(stop, this.#options.for);
    const progress = process.stderr.isTTY
      ? setInterval(() => this.#tell(recorder), progressGapMs)
      : undefined;
    poller.start();
    const exitCode = await over;
    clearTimeout(timer);
    clearInterval(progress);
    poller.stop();
    this.#watched.stop();
    await recorder.stop();
    this.#say(`recorded ${this.#progress(recorder)} to ${recorder.path}`);
    return recorder.isWhole ? exitCode : exitCodes.nothingRead;
  }

  #finish(): void {
    this.#over(this.#answers > 0 ? exitCodes.fine : exitCodes.nothingRead);
  }

  #open(): Promise<Recorder> {
    const { output, rotateSize, rotateEvery } = this.#options;
    return recordTo({
      path: output,
      targets: this.#watched.targets,
      intervalMs: this.#settings.intervalMs,
      rotateBytes: rotateSize === undefined ? undefined : rotateSize * 1024 * 1024,
      rotateMs: rotateEvery,
      onTrouble: (sentence) => {
        this.#say(sentence);
        this.#over(exitCodes.nothingRead);
      },
      onRotated: (path) => {
        this.#say(`goes on in ${path}`);
      },
    });
  }

  #poll(recorder: Recorder): Poller {
    const { intervalMs, knowledge } = this.#settings;
    const { iterations = Infinity } = this.#options;
    return new Poller(this.#watched.targets, {
      intervalMs,
      random: Math.random,
      open: (target) => openTarget(target, this.#options, { knowledge, patient: false }),
      onObservation: (observation) => {
        recorder.observe(observation);
        if (observation.outcome.ok) this.#answers++;
        this.#rounds.note(observation.targetId);
        void this.#estimate(recorder);
        if (this.#rounds.whole >= iterations) this.#finish();
      },
    });
  }

  #follow(recorder: Recorder, poller: Poller): void {
    this.#watched.follow(() => {
      const { targets } = this.#watched;
      poller.setTargets(targets);
      this.#settings.knowledge.keepOnly(targets);
      recorder.setTargets(labelsOf(targets));
    });
  }

  /** The first round is larger than those that follow: limits are in it, and nothing is left out yet. */
  async #estimate(recorder: Recorder): Promise<void> {
    const rounds = this.#rounds.whole;
    if (rounds < 1 || rounds === this.#estimatedAt || this.#isEstimated) return;
    this.#estimatedAt = rounds;
    await recorder.settle();
    const first = (this.#first ??= { rounds, bytes: recorder.bytes });
    if (rounds === first.rounds) return;
    this.#isEstimated = true;
    const bytesPerRound = (recorder.bytes - first.bytes) / (rounds - first.rounds);
    this.#say(sizeEstimate({ bytesPerRound, intervalMs: this.#settings.intervalMs }));
  }

  #tell(recorder: Recorder): void {
    process.stderr.write(`\r\x1b[Kuwtop: ${this.#progress(recorder)}, ^C ends it `);
  }

  #progress(recorder: Recorder): string {
    const elapsed = duration((performance.now() - this.#startedMs) / 1000);
    return `${plural(this.#rounds.whole, 'round')} in ${elapsed}, ${bytesText(recorder.bytes)}`;
  }

  #say(sentence: string): void {
    process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}uwtop: ${sentence}\n`);
  }
}
