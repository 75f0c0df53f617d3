/** When to ask again. Pure: the random number is handed in. */
import type { FailureCode } from '../model/failure';

export interface ScheduleInput {
  readonly intervalMs: number;
  /** Failures since the last answer. */
  readonly missed: number;
  readonly lastFailure: FailureCode | undefined;
  /** How long the last poll took, ms. */
  readonly tookMs: number;
  /** 0…1. */
  readonly random: number;
}

/** A master that fails so may have worked for us, or still does: it rests from the end of the poll, not from its start. */
const burdening: ReadonlySet<FailureCode> = new Set([
  'silent',
  'read-timeout',
  'connect-timeout',
  'reset',
  'truncated',
  'too-large',
]);

/**
 * The longest distance, in intervals: whoever is well again is back on the screen within two of them, of which the picture
 * of a large fleet may need half of one.
 */
const longestIntervals = 1.5;

/** Each of these is a line in somebody's log, and a login that fails too often locks its address out. */
const logged: ReadonlySet<FailureCode> = new Set([
  'http-status',
  'ssh-auth',
  'ssh-host-key',
  'ssh-host-key-changed',
  'ssh-unreachable',
  'ssh-failed',
]);
const loggedRestMs = 10_000;

/** An application answers there: each question is a request that it counts and somebody reads in its log. */
const strangers: ReadonlySet<FailureCode> = new Set(['http-application']);
const strangerRestMs = 60_000;

/**
 * Milliseconds from the end of one poll to the start of the next, after failures. Whoever cannot be read is asked less
 * often than whoever can, but a restarted uWSGI is back on the screen within two intervals; only where asking leaves
 * traces the distance doubles, up to ten seconds, and is a minute at once where an application answers. Jitter keeps many
 * monitors from asking in step.
 */
export function backoffMs({ intervalMs, missed, lastFailure, tookMs, random }: ScheduleInput): number {
  const longest = longestRest(lastFailure, intervalMs);
  const doubled = Math.min(longest, intervalMs * 2 ** Math.min(missed - 1, 10));
  const distance = isAmong(strangers, lastFailure) ? longest : doubled;
  const jittered = distance * (0.8 + 0.2 * random);
  return isAmong(burdening, lastFailure) ? jittered : Math.max(jittered - tookMs, 0.1 * intervalMs);
}

const isAmong = (codes: ReadonlySet<FailureCode>, failure: FailureCode | undefined) =>
  failure !== undefined && codes.has(failure);

function longestRest(failure: FailureCode | undefined, intervalMs: number): number {
  if (isAmong(strangers, failure)) return Math.max(2 * intervalMs, strangerRestMs);
  if (isAmong(logged, failure)) return Math.max(2 * intervalMs, loggedRestMs);
  return longestIntervals * intervalMs;
}

/** So far apart the targets of a small fleet are asked: one frame shows them all. */
const apartMs = 20;

/** Where in each interval a target's polls begin, ms: a large fleet is spread over all of it, a small one keeps together. */
export const phaseMs = (index: number, targets: number, intervalMs: number): number =>
  (index / targets) * Math.min(intervalMs, targets * apartMs);

export interface Beat {
  readonly intervalMs: number;
  /** A moment in which a poll of this target is due: monotonic, ms. */
  readonly dueMs: number;
  /** When its last poll began and ended. */
  readonly startedMs: number;
  readonly endedMs: number;
}

/**
 * When the next poll begins while all is well: one interval after the last, on the target's own beat, so that the polls of
 * many stay spread. A master that takes longer than an interval to answer gets a while, an interval at the most, to do
 * its other work.
 */
export function nextStartMs({ intervalMs, dueMs, startedMs, endedMs }: Beat): number {
  const tookMs = endedMs - startedMs;
  const restMs = tookMs > intervalMs ? Math.min(tookMs / 2, intervalMs) : 0;
  const earliest = Math.max(startedMs + intervalMs / 2, endedMs + restMs);
  const beats = Math.max(0, Math.ceil((earliest - dueMs) / intervalMs));
  return dueMs + beats * intervalMs;
}
