/**
 * A uWSGI master in fast forward: `createInstance` gives one with hours of history behind it, `advance` moves it on.
 * No clock and no entropy: the same profile, seed and times give the same instance.
 */

import type { MasterProfile } from './profile';
import { drawMasterPid, seedOfMaster } from './master-pid';
import { createRandom } from '../random/random';
import { isDueWithin, lastDueMs } from './schedule';
import { runCheaper } from './simulation-cheaper';
import { creditTime } from './simulation-history';
import { arrive, dispatch, finishRequest } from './simulation-requests';
import { runRestart, settleRestart } from './simulation-restart';
import { drawNextArrivalMs } from './simulation-load';
import type { Instance, SimulationEvent, Worker } from './simulation-state';
import { bootMaster, replaceKilledWorker } from './simulation-workers';
import { createTimeline } from './timeline';

/** Taken out of the global object once: these run millions of times in an hour of the simulation. */
const { floor, max, min } = Math;

/** A longer gap than this is not simulated request by request. */
export const longestDetailMs = 180_000;
/** How much of a long gap's end is, so that what is seen has real requests in flight. */
const detailTailMs = 75_000;
const masterTickMs = 1000;

export function createInstance(profile: MasterProfile, seed: number, atMs: number): Instance {
  const ownSeed = seedOfMaster(seed, profile.name);
  const random = createRandom(ownSeed);
  const masterPid = drawMasterPid(random);
  const bornMs = atMs - profile.historyMs;
  const instance: Instance = {
    profile,
    seed: ownSeed,
    random,
    originMs: atMs,
    nowMs: bornMs,
    masterPid,
    lastPid: masterPid,
    workers: [],
    phase: 'serving',
    phaseSinceMs: bornMs,
    queue: [],
    shownQueue: 0,
    nextArrivalMs: bornMs,
    nextTickMs: bornMs,
    lastSerial: 0,
    timeline: createTimeline<SimulationEvent>(),
    cheaper: {
      nextCycleMs: 0,
      quietCycles: 0,
      overloadedCycles: 0,
      averagePercent: 0,
      perWorker: [],
    },
  };
  bootMaster(instance, profile.cheaper?.historyPeak ?? profile.processes);
  passOver(instance, atMs - detailTailMs);
  parkBeyondUsual(instance);
  advance(instance, atMs);
  return instance;
}

/** Moves the instance to a moment; a moment that has passed already changes nothing. */
export function advance(instance: Instance, toMs: number): void {
  if (toMs - instance.nowMs > longestDetailMs) passOver(instance, toMs - detailTailMs);
  for (;;) {
    const nextMs = min(instance.nextArrivalMs, instance.nextTickMs, instance.timeline.nextMs());
    if (nextMs > toMs) break;
    instance.nowMs = max(instance.nowMs, nextMs);
    if (instance.timeline.nextMs() === nextMs) handle(instance, instance.timeline.take());
    else if (instance.nextArrivalMs === nextMs) handleArrival(instance);
    else handleTick(instance);
  }
  instance.nowMs = max(instance.nowMs, toMs);
}

function handle(instance: Instance, event: SimulationEvent | undefined): void {
  if (event === undefined || event.worker.pid !== event.pid) return;
  switch (event.kind) {
    case 'end':
      if (event.core.current?.serial === event.serial) finishRequest(instance, event.worker, event.core);
      return;
    case 'accepting':
      event.worker.accepting = true;
      dispatch(instance);
      return;
    case 'forget-killed':
      for (const core of event.worker.cores) core.current = undefined;
      event.worker.coresInRequest = 0;
      return;
    case 'parked':
      event.worker.pid = 0;
  }
}

function handleArrival(instance: Instance): void {
  instance.nextArrivalMs = drawNextArrivalMs(instance, instance.nowMs);
  if (instance.phase !== 'down') arrive(instance);
}

/** What the master does about once a second. */
function handleTick(instance: Instance): void {
  const sinceOriginMs = instance.nowMs - instance.originMs;
  instance.nextTickMs = instance.nowMs + masterTickMs;
  runRestart(instance, masterTickMs);
  instance.shownQueue = instance.queue.length;
  if (instance.phase === 'down') return;
  killOverdue(instance);
  for (const incident of instance.profile.incidents) {
    if (isDueWithin(incident, sinceOriginMs - masterTickMs, sinceOriginMs)) arrive(instance, incident);
  }
  if (instance.phase === 'serving') runCheaper(instance);
}

/** Whole seconds and a strict comparison, as uWSGI has it: the kill comes one to two seconds past the limit. */
function killOverdue(instance: Instance): void {
  const { harakiriSeconds } = instance.profile;
  if (harakiriSeconds === undefined) return;
  const nowSeconds = floor(instance.nowMs / 1000);
  const isOverdue = (worker: Worker): boolean =>
    worker.cores.some(
      ({ current }) => current !== undefined && floor(current.startMs / 1000) + harakiriSeconds < nowSeconds,
    );
  for (const worker of instance.workers) {
    if (!worker.accepting || worker.pid === 0 || !isOverdue(worker)) continue;
    worker.harakiriCount += 1;
    replaceKilledWorker(instance, worker);
  }
}

/** Skips a long time: what was under way comes to its end, the rest is credited. */
function passOver(instance: Instance, towardsMs: number): void {
  const toMs = outsideRestart(instance, towardsMs);
  if (toMs <= instance.nowMs) return;
  settleRestart(instance, toMs);
  instance.queue = [];
  while (instance.timeline.nextMs() <= toMs) {
    const dueMs = instance.timeline.nextMs();
    const event = instance.timeline.take();
    // The clock of these steps is theirs alone: the time itself is credited as a whole below.
    const startMs = instance.nowMs;
    instance.nowMs = max(startMs, dueMs);
    handle(instance, event);
    instance.nowMs = startMs;
  }
  creditTime(instance, toMs);
  killOverdue(instance);
  instance.nextTickMs = toMs + masterTickMs;
  instance.cheaper.nextCycleMs = toMs + masterTickMs;
}

/** A skip never lands inside a reload or an outage: it stops just before, and the rest happens in detail. */
function outsideRestart(instance: Instance, toMs: number): number {
  const { restart } = instance.profile;
  const dueMs = restart === undefined ? undefined : lastDueMs(restart, toMs - instance.originMs);
  if (restart === undefined || dueMs === undefined) return toMs;
  const startsMs = instance.originMs + dueMs;
  return toMs < startsMs + restart.lastsMs + 2 * masterTickMs ? startsMs - 2 * masterTickMs : toMs;
}

/** Before the demo the load has been higher than now: workers that were needed then are parked. */
function parkBeyondUsual(instance: Instance): void {
  const { cheaper, processes } = instance.profile;
  for (const worker of instance.workers.slice(cheaper?.usual ?? processes)) {
    if (worker.pid === 0) continue;
    worker.pid = 0;
    worker.cheap = true;
    worker.rssBytes = 0;
    worker.vszBytes = 0;
  }
}
