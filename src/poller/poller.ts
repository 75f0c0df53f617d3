/** Asks every target again and again: one poll in flight a target, stopped as one. */
import { performance } from 'node:perf_hooks';
import type { Target } from '../targets/address';
import type { FailureCode } from '../model/failure';
import type { Observation } from '../model/observation';
import type { Transport } from '../transport/transport';
import { pollOnce } from './poll-once';
import { restMs } from './schedule';

export interface PolledTarget {
  readonly target: Target;
  readonly transport: Transport;
  /** Adds to an answer what else is known of its target; never rejects. */
  readonly enrich?: ((observation: Observation) => Promise<Observation>) | undefined;
}

export interface PollerOptions {
  readonly intervalMs: number;
  readonly onObservation: (observation: Observation) => void;
  /** 0…1; handed in so that a test can take the chance out. */
  readonly random: () => number;
}

export class Poller {
  readonly #loops: TargetLoop[];

  constructor(targets: readonly PolledTarget[], options: PollerOptions) {
    this.#loops = targets.map((polled) => new TargetLoop(polled, options));
  }

  /** The first poll of every target goes out at once: somebody is waiting for the first picture. */
  start(): void {
    for (const loop of this.#loops) loop.start();
  }

  setInterval(intervalMs: number): void {
    for (const loop of this.#loops) loop.setInterval(intervalMs);
  }

  /** Asks now all targets that are not being asked already. */
  pollNow(): void {
    for (const loop of this.#loops) loop.pollNow();
  }

  /** Ends every open connection, so that no master waits for a stopped reader (a terminal's Ctrl-Z). */
  pause(): void {
    for (const loop of this.#loops) loop.stop();
  }

  resume(): void {
    this.start();
  }

  stop(): void {
    this.pause();
  }
}

/** One poll of a target, with all that is known of it. */
export async function observeTarget(
  { target, transport, enrich }: PolledTarget,
  signal: AbortSignal,
): Promise<Observation> {
  const observation = await pollOnce(target.id, transport, signal);
  return signal.aborted || enrich === undefined ? observation : enrich(observation);
}

class TargetLoop {
  readonly #polled: PolledTarget;
  readonly #options: PollerOptions;
  #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #inFlight: AbortController | undefined;
  #running = false;
  #missed = 0;
  #lastFailure: FailureCode | undefined;

  constructor(polled: PolledTarget, options: PollerOptions) {
    this.#polled = polled;
    this.#options = options;
    this.#intervalMs = options.intervalMs;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#poll();
  }

  stop(): void {
    this.#running = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#inFlight?.abort();
    this.#inFlight = undefined;
  }

  setInterval(intervalMs: number): void {
    this.#intervalMs = intervalMs;
    if (this.#running && this.#inFlight === undefined) this.#rest(0);
  }

  pollNow(): void {
    if (!this.#running || this.#inFlight !== undefined) return;
    clearTimeout(this.#timer);
    this.#poll();
  }

  #poll(): void {
    const inFlight = new AbortController();
    this.#inFlight = inFlight;
    const startedMs = performance.now();
    void observeTarget(this.#polled, inFlight.signal).then((observation) => {
      // Aborted by stop(): what came of it is not the target's fault and nobody's news.
      if (inFlight.signal.aborted) return;
      this.#inFlight = undefined;
      this.#note(observation);
      this.#options.onObservation(observation);
      this.#rest(performance.now() - startedMs);
    });
  }

  #note({ outcome }: Observation): void {
    this.#missed = outcome.ok ? 0 : this.#missed + 1;
    this.#lastFailure = outcome.ok ? undefined : outcome.failure.code;
  }

  #rest(tookMs: number): void {
    if (!this.#running) return;
    clearTimeout(this.#timer);
    const wait = restMs({
      intervalMs: this.#intervalMs,
      missed: this.#missed,
      lastFailure: this.#lastFailure,
      tookMs,
      random: this.#options.random(),
    });
    this.#timer = setTimeout(() => {
      this.#poll();
    }, wait);
  }
}
