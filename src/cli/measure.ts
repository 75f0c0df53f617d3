/** Polls the targets of a check until enough is known of each, or until the time is up. */
import { performance } from 'node:perf_hooks';
import { type Check, createCheck, noteInCheck, type Orders } from '../check/judge';
import type { Observation } from '../model/observation';
import { Poller } from '../poller/poller';
import type { Target } from '../targets/address';
import type { Times } from './check-orders';
import type { CheckOptions } from './check-program';
import { labelsOf, openTarget } from './options';
import type { Settings } from './settings';

export interface Measured {
  readonly check: Check;
  /** Targets that did not answer to the end. */
  readonly late: readonly string[];
}

interface Request {
  readonly options: CheckOptions;
  readonly settings: Settings;
  readonly orders: Orders;
  readonly times: Times;
  /** Of the run: monotonic, ms. */
  readonly startedMs: number;
}

/** Left for the line to be written. */
const reserve = 0.05;

export function measure(
  targets: readonly Target[],
  { options, settings, orders, times, startedMs }: Request,
): Promise<Measured> {
  const { timeoutMs, intervalMs } = times;
  const usableMs = startedMs + timeoutMs * (1 - reserve) - performance.now();
  const reading = {
    timeout: Math.max(100, Math.min(5000, (usableMs - intervalMs) / 2)),
    maxSize: options.maxSize,
  };
  const informed = { knowledge: settings.knowledge, patient: true };
  const waiting = new Map(targets.map((target) => [target.id, new Progress(target, times)]));
  return new Promise((resolve) => {
    let check = createCheck(labelsOf(targets));
    const poller = new Poller(targets, {
      intervalMs,
      random: Math.random,
      open: (target) => openTarget(target, reading, informed),
      onObservation: (observation) => {
        check = noteInCheck(check, observation, orders);
        if (waiting.get(observation.targetId)?.isEnough(observation)) waiting.delete(observation.targetId);
        if (waiting.size === 0) end();
      },
    });
    const end = () => {
      clearTimeout(timer);
      poller.stop();
      resolve({ check, late: [...waiting.keys()] });
    };
    const timer = setTimeout(end, Math.max(0, usableMs));
    poller.start();
  });
}

/** How far a target is on its way to being known. */
class Progress {
  readonly #isStill: boolean;
  readonly #times: Times;
  #polls = 0;
  #firstMs = 0;

  constructor({ address: { kind } }: Target, times: Times) {
    // A saved snapshot does not move: a second reading would tell nothing.
    this.#isStill = kind === 'file' || kind === 'stdin';
    this.#times = times;
  }

  isEnough({ monotonicMs }: Observation): boolean {
    if (this.#polls === 0) this.#firstMs = monotonicMs;
    this.#polls++;
    const { forMs, intervalMs } = this.#times;
    const isLongEnough = monotonicMs - this.#firstMs >= forMs - intervalMs / 4;
    return this.#isStill || (this.#polls >= 2 && isLongEnough);
  }
}
