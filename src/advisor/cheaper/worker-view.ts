/** The workers as uWSGI's master sees them when it decides, once a second. */

export interface WorkerView {
  /** Parked, or asked to leave. */
  readonly cheaped: boolean;
  /** The master has not yet buried it: uWSGI's pid > 0. */
  readonly hasProcess: boolean;
  /** Requests in flight. */
  readonly busySlots: number;
  /** uWSGI's running_time, µs: the whole duration of each request, from its end on. */
  readonly runningUs: number;
  /** uWSGI's last_spawn: whole seconds. */
  readonly spawnedSecond: number;
}

/** One look of the master. */
export interface Look {
  readonly nowUs: number;
  readonly workers: readonly WorkerView[];
  /** Requests in the listen queue, as far as uWSGI sees it. */
  readonly backlog: number;
}

/** How many workers to start; below zero: to park. */
export interface Verdict<State> {
  readonly needed: number;
  readonly state: State;
}

export const isActive = (worker: WorkerView): boolean => !worker.cheaped && worker.hasProcess;

/** One that has been asked to leave can be started again only when the master has buried it. */
export const isParked = (worker: WorkerView): boolean => worker.cheaped && !worker.hasProcess;

/** One thread of many is enough. */
export const isBusy = (worker: WorkerView): boolean => worker.busySlots > 0;

export const countActive = (workers: readonly WorkerView[]): number => count(workers, isActive);

/** As many as there are, a step of 0 still brings one. */
export const startable = (workers: readonly WorkerView[], step: number): number =>
  Math.min(count(workers, isParked), Math.max(1, step));

function count(workers: readonly WorkerView[], fits: (worker: WorkerView) => boolean): number {
  let sum = 0;
  for (const worker of workers) if (fits(worker)) sum += 1;
  return sum;
}
