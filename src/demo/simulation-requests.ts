/** The life of a request: it waits, a core accepts it, and only at its end the worker's counters learn of it. */

import { leaveIfIdle, measureMemory, replaceKilledWorker, spawnWorker } from './simulation-workers';
import type { IncidentKind } from './profile';
import type { Core, Instance, PendingRequest, Worker } from './simulation-state';
import { isActive, isBusy } from './simulation-state';

/** Taken out of the global object once: these run millions of times in an hour of the simulation. */
const { floor, max, round } = Math;

const writeErrorShare = 0.0004;
/** Lower numbered workers wake a little more often: the kernel's queue of waiting processes is not fair. */
const wakeBias = 1.4;

/** A connection reaches the listen queue, or is dropped where the queue is full, as the kernel does. */
export function arrive(instance: Instance, incident?: { kind: IncidentKind; serviceMs: number }): void {
  const { load, sockets } = instance.profile;
  const backlog = (sockets[0].maxQueue || 100) + 1;
  instance.lastSerial += 1;
  const serviceMs = incident?.serviceMs ?? max(0.3, instance.random.lognormal(load.medianMs, load.sigma));
  if (instance.queue.length < backlog) {
    instance.queue.push({ serial: instance.lastSerial, incident: incident?.kind, serviceMs });
  }
  dispatch(instance);
}

/** Hands waiting connections to free cores. */
export function dispatch(instance: Instance): void {
  if (instance.phase !== 'serving') return;
  while (instance.queue.length > 0) {
    const worker = chooseWorker(instance);
    if (worker === undefined) return;
    const core = chooseCore(instance, worker);
    const request = instance.queue.shift();
    if (core === undefined || request === undefined) return;
    startRequest(instance, { worker, core, request });
  }
}

/** Counts a request that came to its own end, and lets the worker go where a limit says so. */
export function finishRequest(instance: Instance, worker: Worker, core: Core): void {
  const request = core.current;
  if (request === undefined) return;
  if (request.incident === 'crash') {
    replaceKilledWorker(instance, worker);
    return;
  }
  core.current = undefined;
  worker.coresInRequest -= 1;
  core.requests += 1;
  worker.requests += 1;
  worker.deltaRequests += 1;
  worker.txBytes += round(instance.random.lognormal(instance.profile.load.medianTxBytes, 1));
  if (instance.random.chance(writeErrorShare)) core.writeErrors += 1;
  if (request.isStatic) core.staticRequests += 1;
  else countRunningTime(instance, worker, request);
  measureMemory(instance, worker);
  recycleIfDue(instance, worker);
  if (instance.phase === 'reloading') leaveIfIdle(worker);
  dispatch(instance);
}

function countRunningTime(
  instance: Instance,
  worker: Worker,
  request: { startMs: number; endMs: number; app: number },
): void {
  const runningUs = round((request.endMs - request.startMs) * 1000);
  worker.runningUs += runningUs;
  worker.avgUs = floor((worker.avgUs + runningUs) / 2);
  if (!instance.random.chance(instance.profile.load.exceptionShare)) return;
  worker.exceptions += 1;
  const app = worker.apps[request.app];
  if (app !== undefined) app.exceptions += 1;
}

function recycleIfDue(instance: Instance, worker: Worker): void {
  const { maxRequests, minLifetimeMs } = instance.profile;
  const isOldEnough = instance.nowMs - worker.lastSpawnMs >= minLifetimeMs;
  if (maxRequests !== undefined && worker.deltaRequests >= maxRequests && isOldEnough) worker.leaving = true;
  if (worker.leaving && !isBusy(worker) && instance.phase === 'serving') spawnWorker(instance, worker);
}

function startRequest(
  instance: Instance,
  place: { worker: Worker; core: Core; request: PendingRequest },
): void {
  const { worker, core, request } = place;
  const { load, apps } = instance.profile;
  const isStatic = request.incident === undefined && instance.random.chance(load.staticShare);
  const app = instance.random.chance(0.8) ? 0 : instance.random.integer(0, apps.length - 1);
  const serviceMs = isStatic ? instance.random.between(0.2, 3) : request.serviceMs;
  const endMs = instance.nowMs + serviceMs;
  const { serial, incident } = request;
  // Spelled out, since a spread costs more than all the rest of a request.
  core.current = { serial, incident, serviceMs, startMs: instance.nowMs, endMs, app, isStatic };
  worker.coresInRequest += 1;
  const counted = worker.apps[app];
  // An application counts a request when it begins, its worker when it ends; a static file never reaches it.
  if (counted !== undefined && !isStatic) counted.requests += 1;
  if (incident !== 'stuck') {
    instance.timeline.add(endMs, { kind: 'end', worker, pid: worker.pid, core, serial });
  }
}

/** The n-th of the workers with a free core; counted first, since this runs at each of a million arrivals. */
function chooseWorker(instance: Instance): Worker | undefined {
  let free = 0;
  for (const worker of instance.workers) if (canAccept(worker)) free += 1;
  let skipped = floor(free * instance.random.uniform() ** wakeBias);
  for (const worker of instance.workers) {
    if (!canAccept(worker)) continue;
    if (skipped === 0) return worker;
    skipped -= 1;
  }
  return undefined;
}

function canAccept(worker: Worker): boolean {
  return (
    worker.accepting && isActive(worker) && !worker.leaving && worker.coresInRequest < worker.cores.length
  );
}

function chooseCore(instance: Instance, worker: Worker): Core | undefined {
  const isFree = (core: Core): boolean => core.current === undefined;
  return instance.profile.coreOrder === 'highest' ? worker.cores.findLast(isFree) : worker.cores.find(isFree);
}
