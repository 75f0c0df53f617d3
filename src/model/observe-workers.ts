/** All workers of an answer, each in the light of what it was before. */
import { displayText } from '../format/text';
import type { Limits } from '../limits/limits';
import type { WorkerDocument } from '../stats/schema';
import type { CauseContext } from './causes';
import { readClock } from './clock-reading';
import { type Counters, wasReset } from './counters';
import { type MasterRestart, type WorkerPair, workersEvents } from './events';
import { hasLimits } from './forecasts/forecast';
import { cpuFractionBetween, type HostFacts } from './host-facts';
import type { TimeSpan } from './ledger-entry';
import { watchedMemory } from './life';
import type { Observation } from './observation';
import { observeWorker, type WorkerContext } from './observe-worker';
import { withPastLives } from './past-lives';
import type { ProcessSight } from './resources';
import type { Circumstances, Seen } from './seen';
import { offsetMs } from './target-clock';
import type { WorkerState } from './worker';
import { enterWorkers } from './worker-history';
import { readingOf, type WorkerReading } from './worker-reading';
import { workersReloadMs } from './workers-reload';

export function observeWorkers(
  document: WorkerDocument,
  before: Seen | undefined,
  observation: Observation,
  circumstances: Circumstances,
) {
  const nowMs = observation.monotonicMs;
  const restarted = before !== undefined && before.pid !== document.pid;
  const readings = document.workers.map(readingOf);
  const clock = readClock(readings, before, nowMs);
  const context = contextOf(observation, before, {
    version: displayText(document.version, 40),
    limits: circumstances.forecastLimits,
    clockOffsetMs: offsetMs(clock, observation.wallMs - nowMs),
  });
  const { workers, pairs, reloaded } = observeEach(readings, restarted ? [] : (before?.workers ?? []), {
    context,
    process: processSights(before?.host, observation.host),
    charted: { fromMs: circumstances.chartedFromMs, toMs: nowMs },
  });
  const reloads = { nowMs, workersReloadMs: before?.workersReloadMs };
  const happened = workersEvents(pairs, { ...reloads, ...causeContext(context, circumstances) });
  if (restarted) happened.unshift(restartOf(document, before));
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

function restartOf({ pid, cwd }: WorkerDocument, { pid: previousPid, sighting }: Seen): MasterRestart {
  const from = sighting.snapshot.document.cwd;
  const moved =
    from === undefined || cwd === undefined || from === cwd
      ? undefined
      : { from: displayText(from), to: displayText(cwd) };
  return { kind: 'master-restart', pid, previousPid, moved };
}

const contextOf = (
  { monotonicMs: nowMs }: Observation,
  before: Seen | undefined,
  known: Pick<WorkerContext, 'version' | 'limits' | 'clockOffsetMs'>,
): WorkerContext => ({
  nowMs,
  previousMs: before?.monotonicMs,
  clockOffsetMs: known.clockOffsetMs,
  version: known.version,
  limits: known.limits,
  watched: watchedMemory(known.limits),
  isLimited: hasLimits(known.limits),
});

const causeContext = (
  { nowMs, previousMs = nowMs, version, limits: forecastLimits }: WorkerContext,
  { limits }: Circumstances,
): CauseContext => ({
  version,
  limits: forecastLimits,
  unknownLimits: unknownLimits(limits),
  mayHaveScaled: limits?.cheaper.state !== 'off' && nowMs - previousMs > scalingMs,
});

interface EachContext {
  readonly context: WorkerContext;
  readonly process: (pid: number) => ProcessSight;
  readonly charted: TimeSpan;
}

/** The workers, and those of them that can be compared with what they were. */
function observeEach(
  readings: readonly WorkerReading[],
  before: readonly WorkerState[],
  { context, process, charted }: EachContext,
) {
  const histories = enterWorkers(before[0]?.history, readings.length, charted);
  const reloaded = readings.some(({ counters }, index) => beganAnew(before[index]?.counters, counters));
  const pairs: WorkerPair[] = [];
  const workers = readings.map(({ raw, counters, running }, index) => {
    const previous = before[index];
    const reset = previous !== undefined && (reloaded || wasReset(previous.counters, counters));
    const worker = observeWorker(
      {
        raw,
        counters,
        running,
        number: index + 1,
        reset,
        process: process(raw.pid),
        history: histories.of(index),
      },
      previous,
      context,
    );
    histories.write(index, worker);
    if (previous !== undefined && !reset) pairs.push([previous, worker]);
    return worker;
  });
  histories.close();
  return { workers, pairs, reloaded };
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
    const sight = { isLocal: false, reason: now?.reason };
    return () => sight;
  }
  const cpu =
    before?.local === true ? cpuFractionBetween(before, now, now.readAtMs - before.readAtMs) : undefined;
  return (pid) => ({
    isLocal: true,
    facts: pid > 0 ? now.processes[pid] : undefined,
    cpuFraction: cpu?.get(pid),
  });
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
