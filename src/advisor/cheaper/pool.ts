/** The workers of a simulated instance: who takes requests, who comes and who goes. */

import type { Random } from '../../demo/random';
import { initialWorkers, type CheaperSettings } from './settings';
import { isActive, type WorkerView } from './worker-view';

interface PoolWorker extends WorkerView {
  cheaped: boolean;
  hasProcess: boolean;
  busySlots: number;
  runningUs: number;
  spawnedSecond: number;
  /** When its application is loaded, ms. */
  readyMs: number;
  /** Its place among those that can take a request; -1 for none. */
  place: number;
}

export class Pool {
  readonly workers: readonly PoolWorker[];
  active = 0;
  busyWorkers = 0;
  /** Workers with a slot to spare, in no order. */
  private readonly takers: number[] = [];

  constructor(
    private readonly settings: CheaperSettings,
    private readonly random: Random,
    running = initialWorkers(settings),
  ) {
    this.workers = Array.from({ length: settings.processes }, (_, index) => newWorker(index < running));
    this.workers.forEach((worker, index) => {
      if (!worker.cheaped) this.join(index);
    });
    this.active = this.workers.filter(isActive).length;
  }

  get hasTaker(): boolean {
    return this.takers.length > 0;
  }

  /** Any of those that can: which one wins the race for a connection, nobody can tell. There must be one. */
  take(): number {
    const index = this.takers[Math.floor(this.random.uniform() * this.takers.length)] ?? 0;
    const worker = this.at(index);
    worker.busySlots += 1;
    if (worker.busySlots === 1) this.busyWorkers += 1;
    if (worker.busySlots === this.settings.threads) this.leave(index);
    return index;
  }

  /** running_time grows when a request is over, by all that it took. */
  finish(index: number, serviceMs: number): void {
    const worker = this.at(index);
    worker.busySlots -= 1;
    worker.runningUs += Math.round(serviceMs * 1000);
    if (worker.busySlots === 0) this.busyWorkers -= 1;
    if (worker.place < 0 && !worker.cheaped) this.join(index);
  }

  start(index: number, second: number, readyMs: number): void {
    const worker = this.at(index);
    worker.cheaped = false;
    worker.hasProcess = true;
    worker.readyMs = readyMs;
    worker.spawnedSecond = second;
    this.active += 1;
  }

  /** Nothing, when it was sent home before its application was loaded. */
  ready(index: number, nowMs: number): void {
    const worker = this.at(index);
    if (isActive(worker) && worker.readyMs === nowMs) this.join(index);
  }

  /** It takes no more, and finishes what it has. */
  park(index: number): void {
    const worker = this.at(index);
    worker.cheaped = true;
    this.active -= 1;
    if (worker.place >= 0) this.leave(index);
  }

  /** Those that have left by now can be started again. */
  bury(): void {
    for (const worker of this.workers) {
      if (worker.cheaped && worker.hasProcess && worker.busySlots === 0) worker.hasProcess = false;
    }
  }

  private join(index: number): void {
    this.at(index).place = this.takers.push(index) - 1;
  }

  /** The last of them takes its place. */
  private leave(index: number): void {
    const worker = this.at(index);
    const last = this.takers.pop() ?? index;
    if (last !== index) {
      this.takers[worker.place] = last;
      this.at(last).place = worker.place;
    }
    worker.place = -1;
  }

  private at(index: number): PoolWorker {
    const worker = this.workers[index];
    if (worker === undefined) throw new RangeError(`no worker ${index}`);
    return worker;
  }
}

const newWorker = (runs: boolean): PoolWorker => ({
  cheaped: !runs,
  hasProcess: runs,
  busySlots: 0,
  runningUs: 0,
  spawnedSecond: 0,
  readyMs: 0,
  place: -1,
});
