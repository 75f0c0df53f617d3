/** All workers of an answer, each in the light of what it was before. */
import { displayText } from '../format/text';
import type { Limits } from '../limits/limits';
import type { WorkerDocument } from '../stats/schema';
import { type Counters, countersOf, wasReset } from './counters';
import { type WorkerPair, workersEvents } from './events';
import { clockEvidence } from './flights';
import { hasLimits } from './forecasts/forecast';
import { cpuFractionBetween, type HostFacts } from './host-facts';
import { watchedMemory } from './life';
import type { Observation } from './observation';
import { withPastLives } from './past-lives';
import type { ProcessSight } from './resources';
import type { Circumstances, Seen } from './seen';
import { offsetMs, type TargetClock, unknownClock, withEvidence } from './target-clock';
import { observeWorker, type WorkerState } from './worker';
import { enterWorkers } from './worker-history';
import { workersReloadMs } from './workers-reload';

export function observeWorkers(
  document: WorkerDocument,
  before: Seen | undefined,
  observation: Observation,
  { limits, forecastLimits, chartedFromMs }: Circumstances,
) {
  const restarted = before !== undefined && before.pid !== document.pid;
  const nowMs = observation.monotonicMs;
  const previousMs = before?.monotonicMs;
  const previousWorkers = restarted ? [] : (before?.workers ?? []);
  const clock = readClock(document, before, observation);
  const version = displayText(document.version, 40);
  const context = {
    nowMs,
    previousMs,
    clockOffsetMs: offsetMs(clock, observation.wallMs - nowMs),
    version,
    limits: forecastLimits,
    watched: watchedMemory(forecastLimits),
    isLimited: hasLimits(forecastLimits),
  };
  const process = processSights(before?.host, observation.host);
  const histories = enterWorkers(previousWorkers[0]?.history, document.workers.length, {
    fromMs: chartedFromMs,
    toMs: nowMs,
  });

  const counted = document.workers.map(countersOf);
  const reloaded = counted.some((counters, index) => beganAnew(previousWorkers[index]?.counters, counters));
  const pairs: WorkerPair[] = [];
  const workers = document.workers.map((raw, index): WorkerState => {
    const counters = counted[index] ?? countersOf(raw);
    const previous = previousWorkers[index];
    const reset = previous !== undefined && (reloaded || wasReset(previous.counters, counters));
    const history = histories.of(index);
    const sighting = { raw, number: index + 1, counters, reset, process: process(raw.pid), history };
    const worker = observeWorker(sighting, previous, context);
    histories.write(index, worker);
    if (previous !== undefined && !reset) pairs.push([previous, worker]);
    return worker;
  });
  const reloads = { nowMs, workersReloadMs: before?.workersReloadMs };
  const happened = workersEvents(pairs, {
    ...reloads,
    version,
    limits: forecastLimits,
    unknownLimits: unknownLimits(limits),
    mayHaveScaled: limits?.cheaper.state !== 'off' && nowMs - (previousMs ?? nowMs) > scalingMs,
  });
  if (restarted) happened.unshift({ kind: 'master-restart', pid: document.pid, previousPid: before.pid });
  else if (reloaded) happened.unshift({ kind: 'reload' });
  const began = restarted || reloaded;
  return {
    workers: withPastLives(workers, pairs, happened, observation),
    clock,
    happened,
    began,
    workersReloadMs: began ? undefined : workersReloadMs(happened, reloads),
  };
}

/** No algorithm of cheaper takes a worker away and brings it back in less, ms. */
const scalingMs = 5000;

/**
 * The master was reloaded: where the counters of one worker began anew, so did all, though others may have come further
 * by now than they were before. Only running_time falls in the middle of a life, when a clock is set back.
 */
function beganAnew(before: Counters | undefined, now: Counters): boolean {
  if (before === undefined || !wasReset(before, now)) return false;
  const { pid, lastSpawnSeconds, respawnCount, requests } = before;
  const isSameProcess =
    pid === now.pid && lastSpawnSeconds === now.lastSpawnSeconds && respawnCount === now.respawnCount;
  return !isSameProcess || now.requests < requests;
}

function processSights(
  before: HostFacts | undefined,
  now: HostFacts | undefined,
): (pid: number) => ProcessSight {
  if (now?.local !== true) {
    const sight = { reason: now?.reason };
    return () => sight;
  }
  const cpu =
    before?.local === true ? cpuFractionBetween(before, now, now.readAtMs - before.readAtMs) : undefined;
  return (pid) => ({ facts: pid > 0 ? now.processes[pid] : undefined, cpuFraction: cpu?.get(pid) });
}

/** The recycling limits that nobody knows whether they are set: what they do looks like a crash. */
function unknownLimits(limits: Limits | undefined): readonly string[] {
  const recycling = {
    'max-requests': limits?.maxRequests,
    'max-worker-lifetime': limits?.maxWorkerLifetimeSeconds,
    'reload-on-rss': limits?.reloadOnRssBytes,
    'reload-on-as': limits?.reloadOnAsBytes,
    'evil-reload-on-rss': limits?.evilReloadOnRssBytes,
    'evil-reload-on-as': limits?.evilReloadOnAsBytes,
  };
  return Object.entries(recycling).flatMap(([name, limit]) =>
    limit === undefined || limit.state === 'unknown' ? [name] : [],
  );
}

function readClock(
  document: WorkerDocument,
  before: Seen | undefined,
  observation: Observation,
): TargetClock {
  let clock = before?.clock ?? unknownClock;
  for (const [index, raw] of document.workers.entries()) {
    const previous = before?.workers[index];
    // What a killed process had in flight is not among its flights any more, but may still be there.
    const isComparable = previous !== undefined && !previous.life.isKilled;
    const evidence = clockEvidence(raw, {
      nowMs: observation.monotonicMs,
      previousMs: isComparable ? before?.monotonicMs : undefined,
      previous: previous?.flights ?? [],
    });
    for (const proof of evidence) clock = withEvidence(clock, proof);
  }
  return clock;
}
