/** uWSGI's cheaper_busyness algorithm, which spawns and parks workers by how busy they were in the last cycle. */

import type { CheaperProfile } from './profile';
import { isActive, isBusy, type Instance, type Worker } from './simulation-state';
import { sendHome, spawnWorker } from './simulation-workers';

/** One look of the master; it acts when a cycle of `overload` has passed. */
export function runCheaper(instance: Instance): void {
  const { cheaper } = instance.profile;
  if (cheaper === undefined || instance.nowMs < instance.cheaper.nextCycleMs) return;
  instance.cheaper.nextCycleMs = instance.nowMs + cheaper.overloadMs;
  measureBusyness(instance, cheaper);
  const percent = instance.cheaper.averagePercent;
  if (percent > cheaper.busynessMax) {
    instance.cheaper.quietCycles = 0;
    instance.cheaper.overloadedCycles += 1;
    spawnMore(instance, cheaper);
  } else if (percent < cheaper.busynessMin) {
    instance.cheaper.quietCycles += 1;
    if (instance.cheaper.quietCycles >= cheaper.multiplier) parkOne(instance, cheaper);
  } else instance.cheaper.quietCycles = 0;
}

/** As crude as the original: requests in flight do not count, unless nothing ended at all. */
function measureBusyness(instance: Instance, cheaper: CheaperProfile): void {
  let sum = 0;
  let active = 0;
  for (const worker of instance.workers) {
    const measured = instance.cheaper.perWorker[worker.index];
    if (measured === undefined) continue;
    const grownUs = worker.runningUs - measured.lastRunningUs;
    measured.lastRunningUs = worker.runningUs;
    measured.percent = isActive(worker) ? busynessPercent(worker, grownUs, cheaper) : 0;
    if (!isActive(worker)) continue;
    active += 1;
    sum += measured.percent;
  }
  instance.cheaper.averagePercent = active === 0 ? 0 : Math.floor(sum / active);
}

function busynessPercent(worker: Worker, grownUs: number, cheaper: CheaperProfile): number {
  if (grownUs === 0 && isBusy(worker)) return 100;
  return Math.min(100, Math.floor(grownUs / (cheaper.overloadMs * 10)));
}

function spawnMore(instance: Instance, cheaper: CheaperProfile): void {
  const parked = instance.workers.filter((worker) => worker.cheap && worker.pid === 0);
  for (const worker of parked.slice(0, cheaper.step)) spawnWorker(instance, worker);
}

function parkOne(instance: Instance, cheaper: CheaperProfile): void {
  instance.cheaper.quietCycles = 0;
  const active = instance.workers.filter(isActive);
  if (active.length <= cheaper.minimum) return;
  const idle = active.filter((worker) => worker.accepting && !isBusy(worker));
  const oldest = idle.reduce<Worker | undefined>(
    (found, worker) => (found === undefined || worker.lastSpawnMs < found.lastSpawnMs ? worker : found),
    undefined,
  );
  if (oldest !== undefined) sendHome(instance, oldest);
}
