/** The polls of one target, one after the other. */
import { performance } from 'node:perf_hooks';
import type { FailureCode } from '../model/failure';
import type { Observation } from '../model/observation';
import type { Target } from '../targets/address';
import type { Transport } from '../transport/transport';
import type { Gate, Ticket } from './gate';
import { pollOnce } from './poll-once';
import { backoffMs, nextStartMs } from './schedule';

export interface PolledTarget {
  readonly target: Target;
  readonly transport: Transport;
  /** Adds to an answer what else is known of its target; never rejects. */
  readonly enrich?: ((observation: Observation) => Promise<Observation>) | undefined;
}

/** One poll of a target, with all that is known of it. */
export async function observeTarget(
  { target, transport, enrich }: PolledTarget,
  signal: AbortSignal,
): Promise<Observation> {
  const observation = await pollOnce(target.id, transport, signal);
  return signal.aborted || enrich === undefined ? observation : enrich(observation);
}

export interface Gates {
  readonly sound: Gate;
  /** For targets whose last poll failed: they may take long. */
  readonly failing: Gate;
}

export interface LoopOptions {
  readonly onObservation: (observation: Observation) => void;
  readonly random: () => number;
}

export class TargetLoop {
  readonly #polled: PolledTarget;
  readonly #options: LoopOptions;
  readonly #gates: Gates;
  #intervalMs = 1000;
  #dueMs = 0;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer asks: monotonic. */
  #nextMs = Infinity;
  #inFlight: AbortController | undefined;
  #running = false;
  #missed = 0;
  #lastFailure: FailureCode | undefined;

  constructor(polled: PolledTarget, options: LoopOptions, gates: Gates) {
    this.#polled = polled;
    this.#options = options;
    this.#gates = gates;
  }

  get target(): Target {
    return this.#polled.target;
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

  /** Nobody is going to ask again. */
  close(): void {
    this.stop();
    this.#polled.transport.close?.();
  }

  /** @param dueMs a moment in which a poll is due: monotonic */
  setBeat(dueMs: number, intervalMs: number): void {
    this.#dueMs = dueMs;
    this.#intervalMs = intervalMs;
  }

  /** The next poll comes with the new beat, not with the old one, which may be an hour away. */
  hurry(): void {
    if (!this.#running || this.#inFlight !== undefined) return;
    const now = performance.now();
    // Who failed is asked as seldom as it would be had the beat always been this one.
    if (this.#missed > 0) this.#restUntil(Math.min(this.#nextMs, now + this.#backoffMs(0)));
    else
      this.#restUntil(
        nextStartMs({ intervalMs: this.#intervalMs, dueMs: this.#dueMs, startedMs: now, endedMs: now }),
      );
  }

  pollNow(): void {
    if (!this.#running || this.#inFlight !== undefined) return;
    clearTimeout(this.#timer);
    this.#poll();
  }

  #poll(): void {
    const inFlight = new AbortController();
    this.#inFlight = inFlight;
    const gate = this.#missed > 0 ? this.#gates.failing : this.#gates.sound;
    gate.admit((ticket) => {
      if (inFlight.signal.aborted) ticket.release();
      else void this.#ask(inFlight, ticket);
    });
  }

  async #ask(inFlight: AbortController, ticket: Ticket): Promise<void> {
    const startedMs = performance.now();
    const observation = await observeTarget(this.#polled, inFlight.signal);
    ticket.release();
    // Aborted by stop(): what came of it is not the target's fault and nobody's news.
    if (inFlight.signal.aborted) return;
    this.#inFlight = undefined;
    this.#note(observation);
    this.#options.onObservation(observation);
    if (this.#running) this.#restAfter(startedMs);
  }

  #note({ outcome }: Observation): void {
    this.#missed = outcome.ok ? 0 : this.#missed + 1;
    this.#lastFailure = outcome.ok ? undefined : outcome.failure.code;
  }

  #restAfter(startedMs: number): void {
    const endedMs = performance.now();
    const beat = { intervalMs: this.#intervalMs, dueMs: this.#dueMs, startedMs, endedMs };
    if (this.#missed === 0) this.#restUntil(nextStartMs(beat));
    else this.#restUntil(endedMs + this.#backoffMs(endedMs - startedMs));
  }

  #backoffMs(tookMs: number): number {
    return backoffMs({
      intervalMs: this.#intervalMs,
      missed: this.#missed,
      lastFailure: this.#lastFailure,
      tookMs,
      random: this.#options.random(),
    });
  }

  #restUntil(atMs: number): void {
    clearTimeout(this.#timer);
    this.#nextMs = atMs;
    this.#timer = setTimeout(
      () => {
        this.#poll();
      },
      Math.max(0, atMs - performance.now()),
    );
  }
}
