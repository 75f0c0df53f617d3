/** A uWSGI instance under a demand: one queue, workers that take from it, and the master that looks after these. */

import type { Random } from '../../random/random';
import { newAlgorithm } from './algorithm';
import type { Demand } from './demand';
import { EndHeap } from './end-heap';
import { masterWakes, plainClock, type MasterClock, type MasterWake } from './master-wakes';
import { giveOrders, type MasterState } from './orders';
import type { Outcome } from './outcome';
import { Pool } from './pool';
import type { CheaperSettings } from './settings';
import { Tally } from './tally';
import { WaitingLine } from './waiting-line';

export interface SimulationOptions {
  /** Only for which of the free workers takes a request. */
  readonly random: Random;
  /** From the fork of a worker until it takes requests. */
  readonly startupSeconds: number;
  /** Running when it begins; as many as after a start unless said otherwise. */
  readonly running?: number | undefined;
  readonly clock?: MasterClock | undefined;
}

export function simulate(demand: Demand, settings: CheaperSettings, options: SimulationOptions): Outcome {
  return new Simulation(demand, settings, options).run();
}

class Simulation {
  private readonly pool: Pool;
  private readonly inFlight = new EndHeap();
  private readonly tally = new Tally();
  private readonly clock: MasterClock;
  /** Requests go by their number: the next to come. */
  private next = 0;
  private readonly queue = new WaitingLine();
  private readonly starting: { readonly index: number; readonly atMs: number }[] = [];
  private master: MasterState;
  private second = 1;

  constructor(
    private readonly demand: Demand,
    private readonly settings: CheaperSettings,
    private readonly options: SimulationOptions,
  ) {
    this.pool = new Pool(settings, options.random, options.running);
    this.clock = options.clock ?? plainClock;
    this.master = { algorithm: newAlgorithm(settings, 0), owed: 0 };
  }

  run(): Outcome {
    const { durationMs } = this.demand;
    for (const wake of masterWakes(this.clock, durationMs)) {
      this.runTo(wake.atMs);
      this.wakeMaster(wake);
    }
    this.runTo(durationMs);
    const waitedMs = this.queue.rest().map((request) => durationMs - this.arrivalMs(request));
    return this.tally.outcome(this.demand, waitedMs, this.inFlight.size);
  }

  /** All that happens until then; at one moment what ends comes before what arrives. */
  private runTo(limitMs: number): void {
    for (;;) {
      const endMs = this.inFlight.nextMs;
      const readyMs = this.starting[0]?.atMs ?? Infinity;
      const arrivalMs = this.arrivalMs(this.next);
      const atMs = Math.min(endMs, readyMs, arrivalMs, this.second * 1000);
      if (atMs > limitMs) break;
      this.pass(atMs);
      if (atMs === endMs) this.end(atMs);
      else if (atMs === readyMs) this.ready(atMs);
      else if (atMs === arrivalMs) this.arrive(atMs);
      else this.noteSecond();
    }
    this.pass(limitMs);
  }

  private pass(toMs: number): void {
    this.tally.pass(toMs, this.pool.active, !this.pool.hasTaker);
  }

  private arrive(nowMs: number): void {
    const request = this.next;
    this.next += 1;
    if (this.pool.hasTaker) this.take(request, nowMs);
    // Linux lets one more in than it was told.
    else if (this.queue.length > this.settings.listen) this.tally.refuse();
    else this.queue.push(request);
  }

  private end(nowMs: number): void {
    const { worker, serviceMs } = this.inFlight.pop();
    this.pool.finish(worker, serviceMs);
    this.serveQueue(nowMs);
  }

  private ready(nowMs: number): void {
    const started = this.starting.shift();
    if (started !== undefined) this.pool.ready(started.index, nowMs);
    this.serveQueue(nowMs);
  }

  private serveQueue(nowMs: number): void {
    while (this.pool.hasTaker && this.queue.length > 0) this.take(this.queue.shift(), nowMs);
  }

  private take(request: number, nowMs: number): void {
    const serviceMs = this.demand.serviceMs[request] ?? 0;
    this.tally.take(nowMs - this.arrivalMs(request));
    this.inFlight.push(nowMs + serviceMs, this.pool.take(), serviceMs);
  }

  /** It buries those that have left after its decision; whom it sends home now is still there then. */
  private wakeMaster({ atMs, decides }: MasterWake): void {
    const leavers = this.pool.leavers();
    if (decides && this.settings.cheaper > 0) this.decide(atMs);
    this.pool.bury(leavers);
  }

  private decide(atMs: number): void {
    const backlog = this.settings.queueIsSeen ? this.queue.length : 0;
    const look = { nowUs: Math.round(atMs * 1000), workers: this.pool.workers, backlog };
    const { start, park, state } = giveOrders(this.master, look, this.settings);
    if (this.master.owed > 0 && park.length === 0) this.tally.holdBack();
    this.master = state;
    for (const index of park) this.pool.park(index);
    const readyMs = atMs + this.options.startupSeconds * 1000;
    for (const index of start) {
      this.pool.start(index, Math.floor((this.clock.wallMs + atMs) / 1000), readyMs);
      this.starting.push({ index, atMs: readyMs });
    }
    if (start.length > 0) this.tally.scale({ atMs, workers: start.length });
    if (park.length > 0) this.tally.scale({ atMs, workers: -park.length });
  }

  private noteSecond(): void {
    const { algorithm } = this.master;
    const isMeasured = this.settings.cheaper > 0 && algorithm.kind === 'busyness';
    this.tally.second({
      second: this.second,
      active: this.pool.active,
      busy: this.pool.busyWorkers,
      inFlight: this.inFlight.size,
      waiting: this.queue.length,
      busynessPercent: isMeasured ? algorithm.averagePercent : undefined,
    });
    this.second += 1;
  }

  private arrivalMs(request: number): number {
    return this.demand.arrivalMs[request] ?? Infinity;
  }
}
