/** What uWSGI's master makes of the verdict of its algorithm: which workers start and which one goes. */

import { decide, type AlgorithmState } from './algorithm';
import type { CheaperSettings } from './settings';
import { isActive, isBusy, isParked, type Look, type WorkerView } from './worker-view';

export interface MasterState {
  readonly algorithm: AlgorithmState;
  /** Workers that were to be parked while all were busy: the next look parks them, without asking the algorithm. */
  readonly owed: number;
}

/** Positions in the list of workers. */
export interface Orders {
  readonly start: readonly number[];
  readonly park: readonly number[];
  readonly state: MasterState;
}

export function giveOrders(before: MasterState, look: Look, settings: CheaperSettings): Orders {
  const { needed, state: algorithm } =
    before.owed > 0
      ? { needed: -before.owed, state: before.algorithm }
      : decide(before.algorithm, look, settings);
  if (needed >= 0) {
    const parked = positions(look.workers, isParked);
    return { start: parked.slice(0, needed), park: [], state: { algorithm, owed: 0 } };
  }
  const park = oldestIdle(look.workers).slice(0, -needed);
  return { start: [], park, state: { algorithm, owed: -needed - park.length } };
}

/** It never asks a busy worker to go. Of those that started in the same second, the one with the lowest number. */
function oldestIdle(workers: readonly WorkerView[]): number[] {
  const age = (position: number): number => workers[position]?.spawnedSecond ?? 0;
  const idle = positions(workers, (worker) => isActive(worker) && !isBusy(worker));
  return idle.sort((one, other) => age(one) - age(other) || one - other);
}

function positions(workers: readonly WorkerView[], fits: (worker: WorkerView) => boolean): number[] {
  return workers.flatMap((worker, position) => (fits(worker) ? [position] : []));
}
