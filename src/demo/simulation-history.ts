/**
 * Passing over a long time in one step: the past before the demo began, and any hour in which nobody looked. Counters
 * grow as the load says, workers are recycled as often as their limit says, and no single request is simulated.
 */

import { drawNextArrivalMs, meanServiceMs } from './simulation-load';
import { isActive, isBusy, type Instance, type Worker } from './simulation-state';
import { measureMemory, takePid } from './simulation-workers';

/** Beyond this a life without max-requests has probably ended once, for a deploy or an out of memory. */
const longMs = 3_600_000;
const fullestShare = 0.85;
const writeErrorShare = 0.0004;

/** Moves the instance's clock; the caller has already settled whatever would have happened on the way. */
export function creditTime(instance: Instance, toMs: number): void {
  const gapMs = toMs - instance.nowMs;
  instance.nowMs = toMs;
  instance.nextArrivalMs = drawNextArrivalMs(instance, toMs);
  if (gapMs <= 0) return;
  const active = instance.workers.filter(isActive);
  for (const worker of active) {
    const share = requestsEach(instance, { gapMs, workers: active.length, cores: worker.cores.length });
    creditWorker(instance, worker, { requests: share, gapMs });
  }
}

function requestsEach(instance: Instance, of: { gapMs: number; workers: number; cores: number }): number {
  const { load } = instance.profile;
  const offered = (load.arrivalsPerSecond * of.gapMs) / 1000 / Math.max(1, of.workers);
  const possible = (fullestShare * of.cores * of.gapMs) / meanServiceMs(load);
  return Math.floor(Math.min(offered, possible) * instance.random.between(0.8, 1.2));
}

interface Credit {
  readonly requests: number;
  readonly gapMs: number;
}

function creditWorker(instance: Instance, worker: Worker, credit: Credit): void {
  const { load } = instance.profile;
  if (credit.requests === 0) return;
  const staticRequests = creditCores(worker, credit.requests, load.staticShare);
  const served = credit.requests - staticRequests;
  const meanUs = meanServiceMs(load) * 1000 * instance.random.between(0.93, 1.07);
  const failed = Math.floor(served * load.exceptionShare);
  worker.requests += credit.requests;
  worker.runningUs += Math.round(served * meanUs);
  worker.avgUs = Math.round(meanUs * instance.random.between(0.6, 1.4));
  worker.txBytes += Math.round(credit.requests * load.medianTxBytes * instance.random.between(1.5, 1.8));
  worker.exceptions += failed;
  creditApps(worker, served, failed);
  creditLives(instance, worker, credit);
  if (worker.deltaRequests > 0) measureMemory(instance, worker);
}

/** Spreads requests over a worker's cores and tells how many of them were static files. */
function creditCores(worker: Worker, requests: number, staticShare: number): number {
  let staticRequests = 0;
  worker.cores.forEach((core, index) => {
    const share =
      Math.floor(requests / worker.cores.length) + (index < requests % worker.cores.length ? 1 : 0);
    const staticOnes = Math.floor(share * staticShare);
    core.requests += share;
    core.staticRequests += staticOnes;
    core.writeErrors += Math.floor(share * writeErrorShare);
    staticRequests += staticOnes;
  });
  return staticRequests;
}

/** The first application gets what the others leave, so that no request is lost to rounding. */
function creditApps(worker: Worker, served: number, failed: number): void {
  const others = worker.apps.slice(1);
  const toOthers = Math.floor((served * 0.16) / Math.max(1, others.length));
  const failedInOthers = Math.floor((failed * 0.16) / Math.max(1, others.length));
  for (const app of others) {
    app.requests += toOthers;
    app.exceptions += failedInOthers;
  }
  const first = worker.apps[0];
  if (first === undefined) return;
  first.requests += served - toOthers * others.length;
  first.exceptions += failed - failedInOthers * others.length;
}

/** Recycles by max-requests as often as it would have been due; else lets a long life sometimes have ended early. */
function creditLives(instance: Instance, worker: Worker, credit: Credit): void {
  const { maxRequests } = instance.profile;
  worker.deltaRequests += credit.requests;
  if (maxRequests !== undefined) {
    const lives = Math.floor(worker.deltaRequests / maxRequests);
    const delta = worker.deltaRequests % maxRequests;
    beginLife(instance, worker, { lives, delta, ageMs: (delta / credit.requests) * credit.gapMs });
  } else if (credit.gapMs > longMs && instance.random.chance(0.3)) {
    const part = instance.random.uniform();
    const delta = Math.floor(credit.requests * part);
    beginLife(instance, worker, { lives: instance.random.integer(1, 3), delta, ageMs: credit.gapMs * part });
  }
}

function beginLife(
  instance: Instance,
  worker: Worker,
  life: { lives: number; delta: number; ageMs: number },
): void {
  // A worker with a request in flight is the same process as before: it cannot have been replaced.
  if (life.lives === 0 || isBusy(worker)) return;
  worker.deltaRequests = life.delta;
  worker.respawnCount += life.lives;
  worker.pid = takePid(instance);
  worker.accepting = true;
  worker.lastSpawnMs = Math.max(worker.lastSpawnMs, instance.nowMs - life.ageMs);
  worker.rssBytes = 0;
  worker.vszBytes = 0;
}
