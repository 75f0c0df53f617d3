/** Graceful reloads, where the master keeps its pid, and outages, after which another master answers. */

import type { RestartProfile } from './profile';
import { isDueWithin, lastDueMs } from './schedule';
import type { Instance } from './simulation-state';
import { bootMaster, leaveIfIdle, takePid, workersAtBoot } from './simulation-workers';

/** Called at each tick of the master: begins a restart that is due and ends one that is complete. */
export function runRestart(instance: Instance, tickMs: number): void {
  const { restart } = instance.profile;
  if (restart === undefined) return;
  const sinceOriginMs = instance.nowMs - instance.originMs;
  if (instance.phase === 'serving' && isDueWithin(restart, sinceOriginMs - tickMs, sinceOriginMs)) {
    begin(instance, restart);
  }
  if (instance.phase !== 'serving' && isComplete(instance, restart)) complete(instance, restart);
}

/** For a skipped time: lets a restart under way end, and boots anew after the last one that falls into the time. */
export function settleRestart(instance: Instance, toMs: number): void {
  const { restart } = instance.profile;
  if (restart === undefined) return;
  if (instance.phase !== 'serving') complete(instance, restart);
  const dueMs = lastDueMs(restart, toMs - instance.originMs);
  if (dueMs === undefined || instance.originMs + dueMs <= instance.nowMs) return;
  instance.nowMs = instance.originMs + dueMs + restart.lastsMs;
  complete(instance, restart);
}

function begin(instance: Instance, restart: RestartProfile): void {
  instance.phaseSinceMs = instance.nowMs;
  if (restart.kind === 'reload') {
    instance.phase = 'reloading';
    for (const worker of instance.workers) leaveIfIdle(worker);
  } else {
    instance.phase = 'down';
    instance.queue = [];
  }
}

/** A reload waits for the last request, but not longer than the mercy; an outage lasts its time. */
function isComplete(instance: Instance, restart: RestartProfile): boolean {
  const isOver = instance.nowMs - instance.phaseSinceMs >= restart.lastsMs;
  return isOver || (restart.kind === 'reload' && instance.workers.every((worker) => worker.pid === 0));
}

function complete(instance: Instance, restart: RestartProfile): void {
  if (restart.kind === 'outage') instance.masterPid = takePid(instance);
  bootMaster(instance, workersAtBoot(instance));
}
