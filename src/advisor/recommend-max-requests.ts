/** The lines of max-requests and max-requests-delta: what a leak allows. */
import { knowsMaxRequestsDelta } from '../model/forecasts/version';
import type { AdviceLine } from './advice';
import { type Grounds, lineFor, numberOf } from './grounds';
import { noMemory, plannedShare } from './memory';
import { peakRate, type Plan, shortestLifeSeconds } from './plan';
import { bytes, number, roundedDown, share, time } from './words';

/** The line, and the number where there is one. */
export interface MaxRequests {
  readonly line: AdviceLine;
  readonly value?: number;
}

export function maxRequestsOf(grounds: Grounds, plan: Plan): MaxRequests {
  const { leakBytes, rssBytes, totalBytes, leaking } = grounds.memory;
  const line = lineFor(grounds, 'max-requests', 'maxRequests');
  if (rssBytes === undefined)
    return { line: { ...line, reason: 'whether memory grows is not known', doubt: noMemory } };
  if (leakBytes === undefined) return { line: { ...line, ...withoutLeak(grounds) } };
  const evidence = `memory grows by ${bytes(leakBytes * 1000)} in 1,000 requests (of ${leaking} processes, the median)`;
  if (totalBytes !== undefined) {
    const { value, reason, more } = fittingLeak(grounds, plan, { leakBytes, rssBytes, totalBytes });
    return { value, line: { ...line, value: String(value), reason, evidence: `${evidence}${more}` } };
  }
  const reason = 'memory grows, but not known is what there is of it';
  return { line: { ...line, reason, evidence, doubt: 'the memory of the machine: --memory says it' } };
}

interface Leak {
  readonly leakBytes: number;
  readonly rssBytes: number;
  readonly totalBytes: number;
}

function fittingLeak(grounds: Grounds, { processes }: Plan, { leakBytes, rssBytes, totalBytes }: Leak) {
  const fresh = grounds.memory.freshBytes ?? rssBytes;
  const fitting = ((plannedShare * totalBytes) / processes - fresh) / leakBytes;
  const perSecond = peakRate(grounds) / processes;
  const least = Math.ceil(perSecond * shortestLifeSeconds);
  const value = Math.max(1, fitting < least ? least : roundedDown(fitting));
  const planned = share(plannedShare);
  return {
    value,
    reason:
      fitting < least
        ? `a life of ten minutes at the peak; the leak would fill ${planned} of the memory before: mend it, or run fewer processes`
        : `then ${processes} processes together fill ${planned} of ${bytes(totalBytes)}; ${time(value / perSecond)} at the peak`,
    more: `, from ${bytes(fresh)} on; ${number(perSecond)} requests/s for each at the peak`,
  };
}

function withoutLeak({ memory: { longLives } }: Grounds): Pick<AdviceLine, 'reason' | 'doubt'> {
  if (longLives > 0)
    return {
      reason: `no growth of memory with requests showed in ${longLives} processes that were watched for long enough`,
    };
  return {
    reason: 'no process was watched over requests enough to show whether it leaks',
    doubt: 'a leak: more requests would show it',
  };
}

export function requestsDeltaLine(
  grounds: Grounds,
  { processes }: Plan,
  advised: number | undefined,
): AdviceLine {
  const line = lineFor(grounds, 'max-requests-delta', 'maxRequestsDelta');
  const limit = advised ?? numberOf(grounds, 'maxRequests');
  const { version } = grounds.seen;
  if (limit === undefined) return { ...line, reason: 'nothing without max-requests' };
  if (!knowsMaxRequestsDelta(version))
    return { ...line, reason: `uWSGI ${version} does not know it and does nothing with it: 2.0.29 does` };
  return {
    ...line,
    value: String(Math.max(1, Math.round(limit / (10 * processes)))),
    reason: `a tenth of max-requests, spread over ${processes} processes, so that they do not end together`,
  };
}
