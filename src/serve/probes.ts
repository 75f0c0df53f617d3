/**
 * Targets that are asked when somebody asks for them. What was known at the last scrape is kept for a while, so that rates,
 * respawns and alerts are those since then; of a target that is new two answers a moment apart tell the first rates.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSituation, note, type SettingsOf, type Situation } from '../alerts/situation';
import type { TargetLabel } from '../model/observation';
import { observeTarget, type PolledTarget } from '../poller/target-loop';
import type { Target } from '../targets/address';

export interface ProbesOptions {
  readonly open: (target: Target, timeoutMs: number) => PolledTarget;
  readonly labelOf: (target: Target) => TargetLabel;
  readonly settingsOf: SettingsOf;
  /** Some of the targets below are known no longer. */
  readonly onForget: () => void;
}

interface Known {
  readonly target: Target;
  readonly situation: Situation;
  /** Monotonic, ms. */
  readonly askedMs: number;
}

const mostKnown = 1000;
const keptMs = 10 * 60_000;
const mostInFlight = 64;

/** Between the two answers of a target that is new; less where the scrape has not that much time. */
const gapMs = 1000;

/** Below this an answer cannot be waited for. */
const leastMs = 100;

export class Probes {
  readonly #options: ProbesOptions;
  readonly #known = new Map<string, Known>();
  readonly #inFlight = new Map<string, Promise<Situation>>();
  readonly #ended = new AbortController();

  constructor(options: ProbesOptions) {
    this.#options = options;
  }

  /** undefined: too many are asked for at a time. Two that ask for the same at once share the answer. */
  probe(target: Target, budgetMs: number): Promise<Situation> | undefined {
    const underWay = this.#inFlight.get(target.id);
    if (underWay !== undefined) return underWay;
    if (this.#inFlight.size >= mostInFlight) return undefined;
    const probing = this.#ask(target, performance.now() + budgetMs).finally(() => {
      this.#inFlight.delete(target.id);
    });
    this.#inFlight.set(target.id, probing);
    return probing;
  }

  get targets(): readonly Target[] {
    return [...this.#known.values()].map(({ target }) => target);
  }

  stop(): void {
    this.#ended.abort();
  }

  async #ask(target: Target, untilMs: number): Promise<Situation> {
    this.#forgetOld();
    const known = this.#known.get(target.id);
    const label = this.#options.labelOf(target);
    let situation = await this.#poll(known?.situation ?? createSituation([label]), target, untilMs);
    const left = untilMs - performance.now();
    const pauseMs = Math.min(gapMs, left / 2);
    if (known === undefined && phaseOf(situation, target) === 'up' && pauseMs >= leastMs) {
      await sleep(pauseMs, undefined, { signal: this.#ended.signal }).catch(() => undefined);
      situation = await this.#poll(situation, target, untilMs);
    }
    // The newest comes last: what is in the way goes first.
    this.#known.delete(target.id);
    this.#known.set(target.id, { target, situation, askedMs: performance.now() });
    return situation;
  }

  async #poll(before: Situation, target: Target, untilMs: number): Promise<Situation> {
    const timeoutMs = Math.max(leastMs, untilMs - performance.now());
    const polled = this.#options.open(target, timeoutMs);
    const observation = await observeTarget(polled, this.#ended.signal);
    return note(before, observation, this.#options.settingsOf).situation;
  }

  #forgetOld(): void {
    const before = this.#known.size;
    const nowMs = performance.now();
    for (const [id, { askedMs }] of this.#known) {
      if (nowMs - askedMs <= keptMs && this.#known.size < mostKnown) break;
      this.#known.delete(id);
    }
    if (this.#known.size < before) this.#options.onForget();
  }
}

const phaseOf = ({ fleet }: Situation, { id }: Target) => fleet.instances.get(id)?.phase;
