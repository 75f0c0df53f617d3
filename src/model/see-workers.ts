/** An instance with workers: its workers, and what follows from all of them together. */
import type { Limits } from '../limits/limits';
import type { WorkerDocument } from '../stats/schema';
import { appsOf, longestStartupSeconds } from './apps';
import { conditionsOf, noConditions } from './conditions';
import { noPace, type Pace, withRequests } from './forecasts/pace';
import { lastingEvents } from './lasting-events';
import type { Observation, Sighting } from './observation';
import { observeWorkers } from './observe-workers';
import { followCourses, noCourses, outlookOf } from './outlook';
import { queuesOf, usualListen } from './queues';
import { type Circumstances, commonOf, type Earlier, type Seen, type Sight } from './seen';
import { totalsOf } from './totals';
import type { WorkerState } from './worker';

interface WorkerSighting {
  readonly sighting: Sighting;
  readonly document: WorkerDocument;
  readonly circumstances: Circumstances;
}

export function seeWorkers(before: Seen | undefined, observation: Observation, sight: WorkerSighting): Sight {
  const { sighting, document, circumstances } = sight;
  const { host, monotonicMs: nowMs } = observation;
  const observed = observeWorkers(document, before, observation, circumstances);
  const { workers } = observed;
  const apps = appsOf(document);
  const queues = queuesOf(document.sockets, host, listenOf(circumstances.limits));
  const totals = totalsOf(workers, queues);
  const memory = host?.local === true && 'totalBytes' in host.memory ? host.memory : undefined;
  const { listenQueue: length, listenQueueMax: max } = totals;
  const courses = followCourses(before?.courses ?? noCourses, nowMs, {
    queue: length,
    usedBytes: memory?.usedBytes,
  });
  const conditions = conditionsOf(before?.conditions ?? noConditions, {
    document,
    workers,
    host,
    queue: length,
    nowMs,
  });
  const counted = (pace: Pace | undefined, total: number | undefined) =>
    withRequests(observed.began ? noPace : (pace ?? noPace), nowMs, total ?? 0);
  const seen: Seen = {
    ...commonOf(observation, sighting),
    clock: observed.clock,
    workers,
    workersReloadMs: observed.workersReloadMs,
    uptimeSeconds: uptimeSeconds(observed, before, observation),
    totals,
    queues,
    courses,
    conditions,
    exceptions: counted(before?.exceptions, totals.exceptions),
    requests: counted(before?.requests, totals.requests),
    vassals: [],
    apps,
    earlier: observed.began ? undefined : earlierOf(before),
    outlook: outlookOf({
      workers,
      startupSeconds: longestStartupSeconds(apps),
      courses,
      queue: length === undefined || max === undefined ? undefined : { length, max },
      availableBytes: memory?.availableBytes,
    }),
  };
  return { seen, happened: [...observed.happened, ...lastingEvents(before, seen)] };
}

function earlierOf(before: Seen | undefined): Earlier | undefined {
  const snapshot = before?.sighting.snapshot;
  if (before === undefined || snapshot?.kind !== 'worker') return undefined;
  return { monotonicMs: before.monotonicMs, document: snapshot.document };
}

/** uWSGI's own default counts only where it is known that nobody set another. */
const listenOf = (limits: Limits | undefined): number | undefined =>
  limits?.listen.state === 'off' ? usualListen : limits?.listen.value;

/** Worker 1 is spawned with the master: its age in its first life is the instance's, and goes on from there. */
function uptimeSeconds(
  { workers, began }: { readonly workers: readonly WorkerState[]; readonly began: boolean },
  before: Seen | undefined,
  { monotonicMs }: Observation,
): number | undefined {
  const first = workers[0];
  if (first?.counters.respawnCount === 1 && first.ageSeconds !== undefined) return first.ageSeconds;
  if (before?.uptimeSeconds === undefined || began) return undefined;
  return before.uptimeSeconds + (monotonicMs - before.monotonicMs) / 1000;
}
