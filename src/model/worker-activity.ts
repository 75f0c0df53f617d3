/** What a worker is doing, told from uWSGI's status, pid and accepting, which no single one of them tells. */
import type { RawWorker } from '../stats/schema';

export type WorkerActivity =
  'idle' | 'busy' | 'cheap' | 'draining' | 'paused' | 'signal' | 'starting' | 'exited';

/**
 * - `cheap` with a pid is still finishing its work: draining. Without one it is parked.
 * - pid 0 without cheap: it has exited and the master is about to reload.
 * - accepting 0 while nothing is in flight: the application is still loading. (The old request that shows for a moment
 *   after a kill does not count as in flight, see flights.ts.)
 */
export function activityOf(worker: RawWorker, requestsInFlight: number): WorkerActivity {
  if (worker.status === 'cheap') return worker.pid > 0 ? 'draining' : 'cheap';
  if (worker.pid <= 0) return 'exited';
  if (worker.status === 'pause') return 'paused';
  if (worker.status.startsWith('sig')) return 'signal';
  if (requestsInFlight > 0) return 'busy';
  if (worker.accepting === 0) return 'starting';
  // stats-no-cores: the status is all there is.
  return worker.status === 'busy' ? 'busy' : 'idle';
}

/** The number of the uWSGI signal that a worker handles, from a status like `sig17`. */
export function signalOf(status: string): number | undefined {
  const digits = /^sig(\d+)$/.exec(status)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Active: a live process that takes requests or would; not parked, not on its way out. */
export function isActive(activity: WorkerActivity): boolean {
  return activity !== 'cheap' && activity !== 'draining' && activity !== 'exited';
}
