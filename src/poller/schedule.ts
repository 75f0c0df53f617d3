/** When to ask again. Pure: the random number is handed in. */
import type { FailureCode } from '../model/failure';

export interface ScheduleInput {
  readonly intervalMs: number;
  /** Failures since the last answer. */
  readonly missed: number;
  readonly lastFailure?: FailureCode | undefined;
  /** How long the last poll took, ms. */
  readonly tookMs: number;
  /** 0…1. */
  readonly random: number;
}

/** Being refused costs the other side nothing; these failures may mean that a master waits for us. */
const burdening: ReadonlySet<FailureCode> = new Set([
  'silent',
  'read-timeout',
  'connect-timeout',
  'reset',
  'truncated',
  'too-large',
  'http-status',
  'ssh-auth',
  'ssh-host-key',
  'ssh-host-key-changed',
  'ssh-unreachable',
  'ssh-failed',
]);

const longestRestMs = 10_000;

/**
 * Milliseconds from the end of one poll to the start of the next. While all is well polls start one interval apart; a
 * master that takes longer than that to answer gets a while, an interval at the most, to do its other work.
 * After failures the distance doubles, up to two intervals (so that a restarted uWSGI is back on the screen within
 * two), up to ten seconds where asking may burden a sick master; jitter keeps many monitors from asking in step.
 */
export function restMs({ intervalMs, missed, lastFailure, tookMs, random }: ScheduleInput): number {
  if (missed === 0 || lastFailure === undefined)
    return Math.max(intervalMs - tookMs, tookMs > intervalMs ? Math.min(tookMs / 2, intervalMs) : 0);
  const longest = burdening.has(lastFailure) ? Math.max(2 * intervalMs, longestRestMs) : 2 * intervalMs;
  const distance = Math.min(longest, intervalMs * 2 ** Math.min(missed - 1, 10));
  const jittered = distance * (0.8 + 0.2 * random);
  return Math.max(jittered - tookMs, 0.1 * intervalMs);
}
