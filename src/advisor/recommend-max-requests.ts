/** The lines of max-requests and max-requests-delta: what a leak allows. */
import { knowsMaxRequestsDelta } from '../model/forecasts/version';
import type { AdviceLine } from './advice';
import { type Grounds, lineFor, numberOf } from './grounds';
import { noMemory, plannedShare } from './memory';
import { peakRate, type Plan, usualLifeSeconds } from './plan';
import { bytes, number, processesOf, roundedDown, share, time } from './words';

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
  if (totalBytes !== undefined)
    return fittingLeak(grounds, plan, { leakBytes, rssBytes, totalBytes, line: { ...line, evidence } });
  const reason = 'memory grows, but not known is what there is of it';
  return { line: { ...line, reason, evidence, doubt: 'the memory of the machine: --memory says it' } };
}

interface Leak {
  readonly leakBytes: number;
  readonly rssBytes: number;
  readonly totalBytes: number;
  readonly line: Omit<AdviceLine, 'reason'> & { readonly evidence: string };
}

/** In less than this a process is back hardly before it goes again, seconds. */
const shortestLife = 60;
/** What fills the memory later than this is ended by some release before. */
const longestLife = 14 * 86_400;

function fittingLeak(grounds: Grounds, { processes }: Plan, leak: Leak): MaxRequests {
  const fresh = grounds.memory.freshBytes ?? leak.rssBytes;
  const value = roundedDown(((plannedShare * leak.totalBytes) / processes - fresh) / leak.leakBytes);
  const perSecond = peakRate(grounds) / processes;
  const life = value / perSecond;
  const evidence = `${leak.line.evidence}, from ${bytes(fresh)} on; ${number(perSecond)} requests/s for each at the peak`;
  const line = { ...leak.line, evidence };
  const filled = `${processesOf(processes)} ${processes === 1 ? 'fills' : 'fill'} ${share(plannedShare)} of ${bytes(leak.totalBytes)}`;
  const reason = againstLimit(value, life, filled);
  if (reason !== undefined) return { line: { ...line, reason } };
  const isShort = life < usualLifeSeconds ? ', which is short: mend the leak, or give it more memory' : '';
  return {
    value,
    line: {
      ...line,
      value: String(value),
      reason: `then ${filled}, after ${time(life)} at the peak${isShort}`,
    },
  };
}

/** @param life seconds; endless where requests came too seldom for any rate */
function againstLimit(value: number, life: number, filled: string): string | undefined {
  if (value <= 0) return `${filled} before they serve anything: fewer processes, or more memory`;
  if (life < shortestLife)
    return `${filled} within a minute at the peak: mend the leak, or give it more memory`;
  if (life === Infinity) return 'so few requests came that no peak was measured: the leak fills nothing soon';
  return life > longestLife ? `the leak is slow: ${filled} after ${time(life)} at the peak` : undefined;
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
    value: String(Math.max(1, roundedDown(limit / (10 * processes)))),
    reason: `a tenth of max-requests, spread over ${processes} processes, so that they do not end together`,
  };
}
