/** Asks every target again and again: one poll in flight a target, spread over the interval, stopped as one. */
import { performance } from 'node:perf_hooks';
import type { Observation } from '../model/observation';
import type { Target } from '../targets/address';
import { adaptedInterval } from './adapt';
import { Gate, usualGate } from './gate';
import { phaseMs } from './schedule';
import { type Gates, type PolledTarget, TargetLoop } from './target-loop';

export interface PollerOptions {
  readonly intervalMs: number;
  readonly open: (target: Target) => PolledTarget;
  readonly onObservation: (observation: Observation) => void;
  /** The machine cannot keep up with the interval, or can again: what is in force now, ms. */
  readonly onPace?: ((intervalMs: number) => void) | undefined;
  /** The share of the time since it was last asked in which this program was at work, 0…1. */
  readonly utilization?: (() => number) | undefined;
  /** 0…1; handed in so that a test can take the chance out. */
  readonly random: () => number;
}

/** Polls under way at a time; those that failed last wait in a line of their own. */
const gates = { sound: usualGate, failing: { places: 64, patienceMs: 2000 } };

/** So long the machine is watched before the interval is changed: some rounds. */
const paceSpanMs = 3000;

export class Poller {
  readonly #options: PollerOptions;
  readonly #loops = new Map<string, TargetLoop>();
  readonly #gates: Gates = { sound: new Gate(gates.sound), failing: new Gate(gates.failing) };
  readonly #originMs = performance.now();
  #wantedMs: number;
  #intervalMs: number;
  #running = false;
  #paceTimer: NodeJS.Timeout | undefined;
  #lastUtilization = 0;

  constructor(targets: readonly Target[], options: PollerOptions) {
    this.#options = options;
    this.#wantedMs = options.intervalMs;
    this.#intervalMs = options.intervalMs;
    this.setTargets(targets);
  }

  /** Who is new is asked at once, who is not there any more no longer; the others notice nothing. */
  setTargets(targets: readonly Target[]): void {
    const ids = new Set(targets.map(({ id }) => id));
    for (const [id, loop] of this.#loops) {
      if (ids.has(id)) continue;
      loop.close();
      this.#loops.delete(id);
    }
    for (const target of targets) {
      const known = this.#loops.get(target.id);
      if (known !== undefined && isSame(known.target, target)) continue;
      const loop = new TargetLoop(this.#options.open(target), this.#options, this.#gates);
      // After the new one is open: what both share, such as the connection to a host, need not end between them.
      known?.close();
      this.#loops.set(target.id, loop);
    }
    this.#spread();
    if (this.#running) for (const loop of this.#loops.values()) loop.start();
  }

  /** The first poll of every target goes out at once: somebody is waiting for the first picture. */
  start(): void {
    this.#running = true;
    for (const loop of this.#loops.values()) loop.start();
    this.#watchPace();
  }

  setInterval(intervalMs: number): void {
    this.#wantedMs = intervalMs;
    this.#setPace(intervalMs);
    for (const loop of this.#loops.values()) loop.hurry();
    if (this.#running) this.#watchPace();
  }

  /** Asks now all targets that are not being asked already. */
  pollNow(): void {
    for (const loop of this.#loops.values()) loop.pollNow();
  }

  /** Ends every open connection, so that no master waits for a stopped reader (a terminal's Ctrl-Z). */
  pause(): void {
    this.#running = false;
    clearTimeout(this.#paceTimer);
    for (const loop of this.#loops.values()) loop.stop();
  }

  resume(): void {
    this.start();
  }

  stop(): void {
    this.pause();
  }

  #spread(): void {
    let index = 0;
    for (const loop of this.#loops.values()) {
      loop.setBeat(this.#originMs + phaseMs(index, this.#loops.size, this.#intervalMs), this.#intervalMs);
      index++;
    }
  }

  #setPace(intervalMs: number): void {
    if (this.#intervalMs === intervalMs) return;
    this.#intervalMs = intervalMs;
    this.#spread();
    this.#options.onPace?.(intervalMs);
  }

  #watchPace(): void {
    const { utilization } = this.#options;
    clearTimeout(this.#paceTimer);
    if (utilization === undefined) return;
    const spanMs = Math.max(paceSpanMs, 2 * this.#intervalMs);
    this.#paceTimer = setTimeout(() => {
      const latest = utilization();
      this.#setPace(
        adaptedInterval({
          wantedMs: this.#wantedMs,
          currentMs: this.#intervalMs,
          utilizations: [this.#lastUtilization, latest],
        }),
      );
      this.#lastUtilization = latest;
      this.#watchPace();
    }, spanMs);
  }
}

/** Asked in another way, or with other limits stated, it is opened anew. */
const isSame = (one: Target, other: Target): boolean =>
  JSON.stringify([one.address, one.name, one.stated]) ===
  JSON.stringify([other.address, other.name, other.stated]);
