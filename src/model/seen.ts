/** What an answer tells of an instance, seen in the light of the answer before it. */
import { displayText } from '../format/text';
import type { WorkerDocument } from '../stats/schema';
import { type EventDetail, workerEvents } from './events';
import { clockEvidence } from './flights';
import type { Observation, Sighting } from './observation';
import { offsetMs, type TargetClock, unknownClock, withEvidence } from './target-clock';
import { type Totals, totalsOf } from './totals';
import { observeWorker, type WorkerState } from './worker';

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
}

/** The picture, and what happened since the last one. */
export function see(
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
