/** One instance over time: every observation of its target passes through here, live, simulated or in a test. */
import { type EventDetail, type FleetEvent, mostEvents } from './events';
import { explainFailure, type Failure } from './failure';
import { type ForecastLimits, forecastLimitsOf, noForecastLimits } from './forecasts/forecast';
import { emptyHistory, type InstanceHistory, recordHistory } from './history';
import type { KnownLimits, Observation, Sighting, TargetLabel } from './observation';
import { countRespawns, noRespawns, type RespawnCounts } from './respawn-counts';
import { see } from './see';
import type { Seen } from './seen';

/** connecting: not answered yet · up · stale: the last poll failed, the data is aged · down: away, or never there. */
export type InstancePhase = 'connecting' | 'up' | 'stale' | 'down';

/** From this long after the first poll that failed was begun on, an instance is down rather than stale, ms. */
export const downAfterMs = 10_000;

/** So much of a poll counts as absence: one that failed is no outage, however long this machine slept meanwhile. */
const longestAbsenceOfPollMs = downAfterMs / 2;

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
  /** Of these no event is ever dropped. */
  readonly respawns: RespawnCounts;
  /** As read with the last start or reload; absent until they were looked for. */
  readonly limits?: KnownLimits | undefined;
  readonly forecastLimits: ForecastLimits;
  /** When the first poll was begun that failed after the last answer, or after the start: monotonic, ms. */
  readonly awaySinceMs?: number | undefined;
}

export function createInstance(target: TargetLabel): InstanceState {
  return {
    target,
    phase: 'connecting',
    polls: { total: 0, failed: 0, missed: 0, repaired: 0 },
    history: emptyHistory(),
    events: [],
    respawns: noRespawns,
    forecastLimits: noForecastLimits,
  };
}

export function observeInstance(instance: InstanceState, observation: Observation): InstanceState {
  const { outcome } = observation;
  return outcome.ok
    ? withSighting(withLimits(instance, observation), observation, outcome.value)
    : withFailure(instance, observation, outcome.failure);
}

function withLimits(instance: InstanceState, { limits }: Observation): InstanceState {
  if (limits === undefined || limits === instance.limits) return instance;
  return { ...instance, limits, forecastLimits: forecastLimitsOf(limits.limits) };
}

function withFailure(instance: InstanceState, observation: Observation, failure: Failure): InstanceState {
  const { seen, polls } = instance;
  const awaySinceMs = instance.awaySinceMs ?? beganMs(observation);
  // One poll that failed is no outage, however long ago the one before it was.
  const awayMs = seen === undefined ? Infinity : observation.monotonicMs - awaySinceMs;
  const phase = awayMs >= downAfterMs ? 'down' : 'stale';
  const lost: EventDetail[] =
    polls.missed === 0 && seen !== undefined
      ? [{ kind: 'lost', message: explainFailure(failure).cause }]
      : [];
  return {
    ...instance,
    phase,
    failure,
    awaySinceMs,
    polls: { ...polls, total: polls.total + 1, failed: polls.failed + 1, missed: polls.missed + 1 },
    history: recordHistory(instance.history, undefined, observation.monotonicMs, observation.monotonicMs),
    events: appendEvents(instance, observation, lost),
  };
}

/** Who waits for an answer does not get one from the question on. */
const beganMs = ({ monotonicMs, latencyMs }: Observation): number =>
  monotonicMs - Math.min(latencyMs, longestAbsenceOfPollMs);

/** A saved snapshot that was read again shows the same moment: nothing can be measured between it and itself. */
const sameMomentMs = 10;

function withSighting(instance: InstanceState, observation: Observation, sighting: Sighting): InstanceState {
  const { polls } = instance;
  if (instance.seen !== undefined && isSameMoment(instance.seen, observation, sighting)) {
    return {
      ...instance,
      phase: 'up',
      failure: undefined,
      awaySinceMs: undefined,
      polls: { ...polls, total: polls.total + 1, missed: 0 },
    };
  }
  // After missed polls the rates are means over the whole absence: shown as such, but the charts keep their gap.
  const isBroken = polls.missed > 0 || isPause(instance.seen, observation);
  const chartedFromMs = isBroken
    ? observation.monotonicMs
    : (instance.seen?.monotonicMs ?? observation.monotonicMs);
  const { seen, happened } = see(instance.seen, observation, sighting, {
    limits: instance.limits?.limits,
    forecastLimits: instance.forecastLimits,
    chartedFromMs,
  });
  const back: EventDetail[] =
    polls.missed > 0 && instance.seen !== undefined
      ? [{ kind: 'back', awaySeconds: (observation.monotonicMs - instance.seen.monotonicMs) / 1000 }]
      : [];
  return {
    ...instance,
    phase: 'up',
    failure: undefined,
    awaySinceMs: undefined,
    hint: sighting.hint,
    polls: {
      total: polls.total + 1,
      failed: polls.failed,
      missed: 0,
      repaired: polls.repaired + (sighting.repairs > 0 ? 1 : 0),
      latencyMs: observation.latencyMs,
      bytes: sighting.bytes,
    },
    seen,
    history: recordHistory(instance.history, seen.totals, chartedFromMs, observation.monotonicMs),
    respawns: countRespawns(instance.respawns, happened),
    events: appendEvents(instance, observation, [
      ...back,
      ...happened.filter((detail) => !wasJustTold(instance.events, detail, observation.monotonicMs)),
    ]),
  };
}

/** Nobody asked for many times as long as usual, because the program or the machine slept: nothing was seen meanwhile. */
export function isPause(
  seen: Pick<Seen, 'monotonicMs' | 'earlier'> | undefined,
  { monotonicMs }: Pick<Observation, 'monotonicMs'>,
): boolean {
  if (seen?.earlier === undefined) return false;
  const usualMs = seen.monotonicMs - seen.earlier.monotonicMs;
  return monotonicMs - seen.monotonicMs > pauseFactor * usualMs + leastPauseMs;
}

const pauseFactor = 5;
const leastPauseMs = 10_000;

/** Exceptions are counted over a minute: at the edge of the rule they would be news every few seconds. */
const wasJustTold = (events: readonly FleetEvent[], { kind }: EventDetail, nowMs: number): boolean =>
  kind === 'exceptions' && events.some((event) => event.kind === kind && nowMs - event.monotonicMs < 60_000);

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
  const last = instance.events.at(-1)?.sequence ?? 0;
  const stamped = details.map((detail, index) => ({
    wallMs: observation.wallMs,
    monotonicMs: observation.monotonicMs,
    instance: instance.target.name,
    sequence: last + 1 + index,
    ...detail,
  }));
  return [...instance.events, ...stamped].slice(-mostEvents);
}
