/** What a worker counted between two polls. */
import { type Counters, growth } from './counters';

export interface Interval {
  readonly seconds: number;
  readonly requests: number;
  readonly servedRequests: number;
  readonly runningTimeMicros: number;
  readonly txBytes?: number | undefined;
  readonly exceptions?: number | undefined;
}

/** The counters must not have been reset in between. Undefined for an interval of no length. */
export function intervalOf(before: Counters, now: Counters, lengthMs: number): Interval | undefined {
  if (!(lengthMs > 0)) return undefined;
  const requests = now.requests - before.requests;
  const staticRequests = growth(before.staticRequests, now.staticRequests) ?? 0;
  return {
    seconds: lengthMs / 1000,
    requests,
    servedRequests: Math.max(0, requests - staticRequests),
    runningTimeMicros: now.runningTimeMicros - before.runningTimeMicros,
    txBytes: growth(before.txBytes, now.txBytes),
    exceptions: growth(before.exceptions, now.exceptions),
  };
}

export const perSecond = (amount: number | undefined, interval: Interval | undefined): number | undefined =>
  amount === undefined || interval === undefined ? undefined : amount / interval.seconds;
