/** The lives of workers: spawn, kill, park, and the birth of all of them with their master. */

import { createWorkers, isBusy, type CheaperState, type Instance, type Worker } from './simulation-state';

const pageBytes = 4096;
/** The code and libraries that a process maps but does not touch. */
const mappedOnlyBytes = 214 * 1024 * 1024;
/** How long the slot of a killed worker still shows the request that it was killed for. */
const forgetKilledMs = 110;

/** The next process id of this instance; some are taken by the rest of its machine. */
export function takePid(instance: Instance): number {
  instance.lastPid += instance.random.integer(1, 9);
  return instance.lastPid;
}

/** Counters survive this, as they do in uWSGI: they live in the slot, not in the process. */
export function spawnWorker(instance: Instance, worker: Worker): void {
  worker.id = worker.index + 1;
  worker.pid = takePid(instance);
  worker.accepting = false;
  worker.cheap = false;
  worker.leaving = false;
  worker.deltaRequests = 0;
  worker.rssBytes = 0;
  worker.vszBytes = 0;
  worker.freshBytes = (instance.profile.memory?.baseBytes ?? 0) * instance.random.between(0.96, 1.04);
  worker.lastSpawnMs = instance.nowMs;
  worker.respawnCount += 1;
  const readyMs = instance.profile.startupMs * instance.random.between(0.8, 1.3);
  instance.timeline.add(instance.nowMs + Math.max(readyMs, forgetKilledMs + 10), {
    kind: 'accepting',
    worker,
    pid: worker.pid,
  });
}

/** The new process stands in the slot at once, while the slot's requests are cleared only when it gets to run. */
export function replaceKilledWorker(instance: Instance, worker: Worker): void {
  spawnWorker(instance, worker);
  instance.timeline.add(instance.nowMs + forgetKilledMs, { kind: 'forget-killed', worker, pid: worker.pid });
}

/** The row says `cheap` at once and keeps its pid until the process has gone. */
export function sendHome(instance: Instance, worker: Worker): void {
  worker.cheap = true;
  worker.rssBytes = 0;
  worker.vszBytes = 0;
  const goneMs = instance.nowMs + instance.random.between(400, 2200);
  instance.timeline.add(goneMs, { kind: 'parked', worker, pid: worker.pid });
}

/** What memory-report writes at the end of a request. */
export function measureMemory(instance: Instance, worker: Worker): void {
  const { memory } = instance.profile;
  if (memory === undefined) return;
  const leakedBytes = memory.leakBytesPerRequest * worker.deltaRequests;
  const bytes = worker.freshBytes + leakedBytes + instance.random.between(0, 0.002) * worker.freshBytes;
  worker.rssBytes = Math.floor(bytes / pageBytes) * pageBytes;
  worker.vszBytes = worker.rssBytes + mappedOnlyBytes;
}

/** A reload or a start: every counter begins at 0, every worker that is wanted is spawned. */
export function bootMaster(instance: Instance, spawned: number): void {
  instance.timeline.clear();
  instance.workers = createWorkers(instance.profile);
  instance.cheaper = createCheaperState(instance);
  instance.phase = 'serving';
  instance.phaseSinceMs = instance.nowMs;
  for (const worker of instance.workers.slice(0, spawned)) spawnWorker(instance, worker);
}

export function workersAtBoot(instance: Instance): number {
  return instance.profile.cheaper?.minimum ?? instance.profile.processes;
}

/** In a reload a worker without a request leaves at once; its row stays behind with pid 0. */
export function leaveIfIdle(worker: Worker): void {
  if (!isBusy(worker)) worker.pid = 0;
}

function createCheaperState(instance: Instance): CheaperState {
  return {
    nextCycleMs: instance.nowMs + (instance.profile.cheaper?.overloadMs ?? 0),
    quietCycles: 0,
    overloadedCycles: 0,
    averagePercent: 0,
    perWorker: instance.workers.map(() => ({ lastRunningUs: 0, percent: 0 })),
  };
}
