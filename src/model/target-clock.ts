/**
 * The target's wall clock against our monotonic one. Remote hosts are seconds off at times, and request_start has a
 * grain of one second; but polling proves bounds: a request that was not there at the last poll and is there now began
 * in between, so its request_start says what the target's clock showed then.
 */

export interface TargetClock {
  /** Bounds of (target's wall clock - our monotonic clock), ms. */
  readonly leastMs: number;
  readonly mostMs: number;
}

export const unknownClock: TargetClock = { leastMs: -Infinity, mostMs: Infinity };

/** What one timestamp of the target proves: it was printed as `seconds` (floor) somewhere in [fromMs, toMs]. */
export interface ClockEvidence {
  readonly seconds: number;
  /** -Infinity when only "not in the future" is known. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Narrows the bounds. Evidence that contradicts them means a clock was set: then only the new evidence counts. */
export function withEvidence(clock: TargetClock, evidence: ClockEvidence): TargetClock {
  const leastMs = evidence.seconds * 1000 - evidence.toMs;
  const mostMs = (evidence.seconds + 1) * 1000 - evidence.fromMs;
  if (leastMs <= clock.leastMs && mostMs >= clock.mostMs) return clock;
  const narrowed = {
    leastMs: Math.max(clock.leastMs, leastMs),
    mostMs: Math.min(clock.mostMs, mostMs),
  };
  return narrowed.leastMs <= narrowed.mostMs ? narrowed : { leastMs, mostMs };
}

/**
 * The offset to reckon with: this host's own clock where the bounds allow it, else the bound that is nearest to it.
 * Add it to a monotonic time to get the target's wall time, both in ms.
 */
export function offsetMs(clock: TargetClock, localOffsetMs: number): number {
  return Math.min(Math.max(localOffsetMs, clock.leastMs), clock.mostMs);
}
