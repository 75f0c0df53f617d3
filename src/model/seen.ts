/** What an answer tells of an instance, seen in the light of the answer before it. */
import { displayText } from '../format/text';
import type { Limits } from '../limits/limits';
import type { WorkerDocument } from '../stats/schema';
import { type Conditions, conditionsOf, noConditions } from './conditions';
import type { EventDetail } from './events';
import type { ForecastLimits } from './forecasts/forecast';
import { noPace, type Pace, withRequests } from './forecasts/pace';
import type { HostFacts } from './host-facts';
import { lastingEvents } from './lasting-events';
import type { Observation, Sighting } from './observation';
import { observeWorkers } from './observe-workers';
import { type Courses, followCourses, noCourses, type Outlook, outlookOf } from './outlook';
import { type QueueState, queuesOf, usualListen } from './queues';
import { type TargetClock, unknownClock } from './target-clock';
import { type Totals, totalsOf } from './totals';
import { vassalEvents, type VassalState, vassalsOf } from './vassals';
import type { WorkerState } from './worker';

export interface Seen {
  readonly sighting: Sighting;
  readonly wallMs: number;
  readonly monotonicMs: number;
  readonly version: string;
  readonly pid: number;
  /** Since the master's last start or reload, where worker 1's first life told it at some time. */
  readonly uptimeSeconds?: number | undefined;
  readonly clock: TargetClock;
  readonly workers: readonly WorkerState[];
  /** Present for instances with workers; emperors and routers have none. */
  readonly totals?: Totals | undefined;
  readonly queues: readonly QueueState[];
  readonly outlook: Outlook;
  readonly courses: Courses;
  readonly conditions: Conditions;
  /** Exceptions of all workers over the last minute, as running totals. */
  readonly exceptions: Pace;
  readonly vassals: readonly VassalState[];
  readonly host?: HostFacts | undefined;
}

/** What is known beside the answer itself. */
export interface Circumstances {
  readonly limits?: Limits | undefined;
  readonly forecastLimits: ForecastLimits;
}

interface Sight {
  readonly seen: Seen;
  /** What happened since the last answer. */
  readonly happened: readonly EventDetail[];
}

export function see(
  before: Seen | undefined,
  observation: Observation,
  sighting: Sighting,
  circumstances: Circumstances,
): Sight {
  const { snapshot } = sighting;
  const { kind } = snapshot;
  const changedKind = before !== undefined && before.sighting.snapshot.kind !== kind;
  const happened: EventDetail[] = changedKind
    ? [{ kind: 'target-changed', from: before.sighting.snapshot.kind, to: kind }]
    : [];
  const comparable = changedKind ? undefined : before;
  const sight =
    snapshot.kind === 'worker'
      ? seeWorkers(comparable, observation, { sighting, document: snapshot.document, circumstances })
      : seeOthers(comparable, observation, sighting);
  return { seen: sight.seen, happened: [...happened, ...sight.happened] };
}

function commonOf(observation: Observation, sighting: Sighting) {
  const { document } = sighting.snapshot;
  return {
    sighting: withoutWorkers(sighting),
    wallMs: observation.wallMs,
    monotonicMs: observation.monotonicMs,
    version: displayText(document.version, 40),
    pid: document.pid,
    host: observation.host,
  };
}

/** Emperors and routers. */
function seeOthers(before: Seen | undefined, observation: Observation, sighting: Sighting): Sight {
  const { snapshot } = sighting;
  const vassals =
    snapshot.kind === 'emperor' ? vassalsOf(snapshot.document, before?.vassals ?? [], observation) : [];
  const seen = {
    ...commonOf(observation, sighting),
    clock: unknownClock,
    workers: [],
    queues: [],
    outlook: {},
    courses: noCourses,
    conditions: noConditions,
    exceptions: noPace,
    vassals,
  };
  return { seen, happened: before === undefined ? [] : [...vassalEvents(before.vassals, vassals)] };
}

interface WorkerSighting {
  readonly sighting: Sighting;
  readonly document: WorkerDocument;
  readonly circumstances: Circumstances;
}

function seeWorkers(before: Seen | undefined, observation: Observation, sight: WorkerSighting): Sight {
  const { sighting, document, circumstances } = sight;
  const { host, monotonicMs: nowMs } = observation;
  const observed = observeWorkers(document, before, observation, circumstances);
  const { workers } = observed;
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
  const exceptions = withRequests(
    observed.began ? noPace : (before?.exceptions ?? noPace),
    nowMs,
    totals.exceptions ?? 0,
  );
  const seen: Seen = {
    ...commonOf(observation, sighting),
    clock: observed.clock,
    workers,
    uptimeSeconds: uptimeSeconds(observed, before, observation),
    totals,
    queues,
    courses,
    conditions,
    exceptions,
    vassals: [],
    outlook: outlookOf({
      workers,
      startupSeconds: startupSeconds(document),
      courses,
      queue: length === undefined || max === undefined ? undefined : { length, max },
      availableBytes: memory?.availableBytes,
    }),
  };
  return { seen, happened: [...observed.happened, ...lastingEvents(before, seen)] };
}

/** uWSGI's own default counts only where it is known that nobody set another. */
const listenOf = (limits: Limits | undefined): number | undefined =>
  limits?.listen.state === 'off' ? usualListen : limits?.listen.value;

/** The longest of any application, as uWSGI measured it, whole seconds. */
const startupSeconds = (document: WorkerDocument): number =>
  document.workers.reduce(
    (longest, { apps = [] }) => apps.reduce((most, app) => Math.max(most, app.startup_time ?? 0), longest),
    0,
  );

/**
 * What is known of the workers is in their states. The document's own list holds every variable of every request in
 * flight, megabytes that would be moved about in memory until the next answer comes.
 */
function withoutWorkers(sighting: Sighting): Sighting {
  const { snapshot } = sighting;
  if (snapshot.kind !== 'worker') return sighting;
  return { ...sighting, snapshot: { kind: 'worker', document: { ...snapshot.document, workers: [] } } };
}

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
