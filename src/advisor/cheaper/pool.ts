/** The workers of a simulated instance: who takes requests, who comes and who goes. */

import type { Random } from '../../random/random';
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
  /** The lower, the longer it runs. */
  turn: number;
  /** Its place among those that can take a request; -1 for none. */
  place: number;
}

/** With three, the simulated workers were nearest to the real ones of four runs of 2.0.21 on Linux 6.18. */
const contenders = 3;

export class Pool {
  readonly workers: readonly PoolWorker[];
  active = 0;
  busyWorkers = 0;
  /** Workers with a slot to spare, in no order. */
  private readonly takers: number[] = [];
  private nextTurn: number;

  constructor(
    private readonly settings: CheaperSettings,
    private readonly random: Random,
    running = initialWorkers(settings),
  ) {
    this.workers = Array.from({ length: settings.processes }, (_, index) =>
      newWorker(index, index < running),
    );
    this.nextTurn = settings.processes;
    this.workers.forEach((worker, index) => {
      if (!worker.cheaped) this.join(index);
    });
    this.active = this.workers.filter(isActive).length;
  }

  get hasTaker(): boolean {
    return this.takers.length > 0;
  }

  /**
   * All that can are woken for a connection, and one wins. On Linux the older ones win more often, but not always: it
   * is the oldest of a few that chance picks. There must be one that can.
   */
  take(): number {
    let index = this.anyTaker();
    for (let other = 1; other < contenders; other += 1) {
      const rival = this.anyTaker();
      if (this.at(rival).turn < this.at(index).turn) index = rival;
    }
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
    worker.turn = this.nextTurn;
    this.nextTurn += 1;
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

  /** Those that were sent home and have left. */
  leavers(): readonly number[] {
    return this.workers.flatMap(({ cheaped, hasProcess, busySlots }, index) =>
      cheaped && hasProcess && busySlots === 0 ? [index] : [],
    );
  }

  /** From now on they can be started again. */
  bury(leavers: readonly number[]): void {
    for (const index of leavers) this.at(index).hasProcess = false;
  }

  private anyTaker(): number {
    return this.takers[Math.floor(this.random.uniform() * this.takers.length)] ?? 0;
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

const newWorker = (index: number, runs: boolean): PoolWorker => ({
  cheaped: !runs,
  hasProcess: runs,
  busySlots: 0,
  runningUs: 0,
  spawnedSecond: 0,
  readyMs: 0,
  turn: index,
  place: -1,
});
