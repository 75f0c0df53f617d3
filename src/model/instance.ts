/** One instance over time: every observation of its target passes through here, live, simulated or in a test. */
import type { WorkerDocument } from '../stats/schema';
import { displayText } from '../format/text';
import { type EventDetail, type FleetEvent, mostEvents, workerEvents } from './events';
import type { Failure } from './failure';
import { explainFailure } from './failure';
import { clockEvidence } from './flights';
import { emptyHistory, type InstanceHistory, recordHistory } from './history';
import type { Observation, Sighting, TargetLabel } from './observation';
import { offsetMs, type TargetClock, unknownClock, withEvidence } from './target-clock';
import { type Totals, totalsOf } from './totals';
import { observeWorker, type WorkerState } from './worker';

/** connecting: not answered yet · up · stale: the last poll failed, the data is aged · down: away, or never there. */
export type InstancePhase = 'connecting' | 'up' | 'stale' | 'down';

/** From this long without an answer on, an instance is down rather than stale, ms. */
export const downAfterMs = 10_000;

export interface Polls {
  readonly total: number;
  readonly failed: number;
  /** Failures since the last answer. */
  readonly missed: number;
  /** Answers that had to be mended before they could be read. */
  readonly repaired: number;
  readonly latencyMs?: number | undefined;
  readonly bytes?: number | undefined;
}

export interface InstanceState {
  readonly target: TargetLabel;
  readonly phase: InstancePhase;
  readonly polls: Polls;
  readonly failure?: Failure | undefined;
  readonly hint?: string | undefined;
  /** The last answer that could be read. */
  readonly seen?: Seen | undefined;
  readonly history: InstanceHistory;
  readonly events: readonly FleetEvent[];
}

export interface Seen {
  readonly sighting: Sighting;
  readonly wallMs: number;
  readonly monotonicMs: number;
  readonly version: string;
  readonly pid: number;
  readonly cwd?: string | undefined;
  /** Since the master's last start or reload, where worker 1's first life told it at some time. */
  readonly uptimeSeconds?: number | undefined;
  readonly clock: TargetClock;
  readonly workers: readonly WorkerState[];
  /** Present for instances with workers; emperors and routers have none. */
  readonly totals?: Totals | undefined;
}

export function createInstance(target: TargetLabel): InstanceState {
  return {
    target,
    phase: 'connecting',
    polls: { total: 0, failed: 0, missed: 0, repaired: 0 },
    history: emptyHistory(),
    events: [],
  };
}

export function observeInstance(instance: InstanceState, observation: Observation): InstanceState {
  const { outcome } = observation;
  return outcome.ok
    ? withSighting(instance, observation, outcome.value)
    : withFailure(instance, observation, outcome.failure);
}

function withFailure(instance: InstanceState, observation: Observation, failure: Failure): InstanceState {
  const { seen, polls } = instance;
  const away = seen === undefined ? Infinity : observation.monotonicMs - seen.monotonicMs;
  const phase = away >= downAfterMs ? 'down' : 'stale';
  const lost: EventDetail[] =
    polls.missed === 0 && seen !== undefined
      ? [{ kind: 'lost', message: explainFailure(failure).cause }]
      : [];
  return {
    ...instance,
    phase,
    failure,
    polls: { ...polls, total: polls.total + 1, failed: polls.failed + 1, missed: polls.missed + 1 },
    history: recordHistory(instance.history, undefined, observation.monotonicMs, observation.monotonicMs),
    events: appendEvents(instance, observation, lost),
  };
}

/** A saved snapshot that was read again shows the same moment: nothing can be measured between it and itself. */
const sameMomentMs = 10;

function withSighting(instance: InstanceState, observation: Observation, sighting: Sighting): InstanceState {
  const { polls } = instance;
  if (instance.seen !== undefined && isSameMoment(instance.seen, observation, sighting)) {
    return {
      ...instance,
      phase: 'up',
      failure: undefined,
      polls: { ...polls, total: polls.total + 1, missed: 0 },
    };
  }
  const { seen, happened } = see(instance.seen, observation, sighting);
  const back: EventDetail[] =
    polls.missed > 0 && instance.seen !== undefined
      ? [{ kind: 'back', awaySeconds: (observation.monotonicMs - instance.seen.monotonicMs) / 1000 }]
      : [];
  // After missed polls the rates are means over the whole absence: shown as such, but the charts keep their gap.
  const unbroken = polls.missed === 0 && instance.seen !== undefined;
  const previousMs = unbroken ? instance.seen.monotonicMs : observation.monotonicMs;
  return {
    ...instance,
    phase: 'up',
    failure: undefined,
    hint: sighting.hint ?? instance.hint,
    polls: {
      total: polls.total + 1,
      failed: polls.failed,
      missed: 0,
      repaired: polls.repaired + (sighting.repairs > 0 ? 1 : 0),
      latencyMs: observation.latencyMs,
      bytes: sighting.bytes,
    },
    seen,
    history: recordHistory(instance.history, seen.totals, previousMs, observation.monotonicMs),
    events: appendEvents(instance, observation, [...back, ...happened]),
  };
}

function isSameMoment(seen: Seen, observation: Observation, sighting: Sighting): boolean {
  const apartMs = Math.abs(observation.monotonicMs - seen.monotonicMs);
  return (
    apartMs < sameMomentMs &&
    sighting.bytes === seen.sighting.bytes &&
    sighting.snapshot.document.pid === seen.pid
  );
}

function appendEvents(
  instance: InstanceState,
  observation: Observation,
  details: readonly EventDetail[],
): readonly FleetEvent[] {
  if (details.length === 0) return instance.events;
  const stamped = details.map((detail) => ({
    wallMs: observation.wallMs,
    instance: instance.target.name,
    ...detail,
  }));
  return [...instance.events, ...stamped].slice(-mostEvents);
}

function see(
  before: Seen | undefined,
  observation: Observation,
  sighting: Sighting,
): { seen: Seen; happened: EventDetail[] } {
  const { snapshot } = sighting;
  const { document, kind } = snapshot;
  const common = {
    sighting: withoutWorkers(sighting),
    wallMs: observation.wallMs,
    monotonicMs: observation.monotonicMs,
    version: displayText(document.version, 40),
    pid: document.pid,
    cwd: document.cwd === undefined ? undefined : displayText(document.cwd),
  };
  const changedKind = before !== undefined && before.sighting.snapshot.kind !== kind;
  const happened: EventDetail[] = changedKind
    ? [{ kind: 'target-changed', from: before.sighting.snapshot.kind, to: kind }]
    : [];
  if (snapshot.kind !== 'worker') {
    return { seen: { ...common, clock: unknownClock, workers: [] }, happened };
  }
  const comparable = changedKind ? undefined : before;
  const observed = observeWorkers(snapshot.document, comparable, observation);
  return {
    seen: {
      ...common,
      clock: observed.clock,
      workers: observed.workers,
      uptimeSeconds: uptimeSeconds(observed, comparable, observation),
      totals: totalsOf(observed.workers, snapshot.document.sockets),
    },
    happened: [...happened, ...observed.happened],
  };
}

/**
 * What is known of the workers is in their states. The document's own list holds every variable of every request in
 * flight, megabytes that would be moved about in memory until the next answer comes.
 */
function withoutWorkers(sighting: Sighting): Sighting {
  const { snapshot } = sighting;
  if (snapshot.kind !== 'worker') return sighting;
  return { ...sighting, snapshot: { kind: 'worker', document: { ...snapshot.document, workers: [] } } };
}

function observeWorkers(document: WorkerDocument, before: Seen | undefined, observation: Observation) {
  const restarted = before !== undefined && before.pid !== document.pid;
  const nowMs = observation.monotonicMs;
  const previousMs = before?.monotonicMs;
  const previousWorkers = restarted ? [] : (before?.workers ?? []);
  const clock = readClock(document, before, observation);
  const context = { nowMs, previousMs, clockOffsetMs: offsetMs(clock, observation.wallMs - nowMs) };

  const happened: EventDetail[] = [];
  const workers: WorkerState[] = [];
  let anyReset = false;
  for (const [index, raw] of document.workers.entries()) {
    const previous = previousWorkers[index];
    const { worker, reset } = observeWorker(raw, index + 1, previous, context);
    workers.push(worker);
    anyReset ||= reset;
    if (previous !== undefined && !reset) happened.push(...workerEvents(previous, worker));
  }
  if (restarted) happened.unshift({ kind: 'master-restart', pid: document.pid, previousPid: before.pid });
  else if (anyReset) happened.unshift({ kind: 'reload' });
  return { workers, clock, happened, began: restarted || anyReset };
}

function readClock(
  document: WorkerDocument,
  before: Seen | undefined,
  observation: Observation,
): TargetClock {
  let clock = before?.clock ?? unknownClock;
  for (const [index, raw] of document.workers.entries()) {
    const previous = before?.workers[index];
    const evidence = clockEvidence(raw, {
      nowMs: observation.monotonicMs,
      previousMs: previous === undefined ? undefined : before?.monotonicMs,
      previous: previous?.flights ?? [],
    });
    for (const proof of evidence) clock = withEvidence(clock, proof);
  }
  return clock;
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
