/** The lines that end a process in time: by its requests, its age, its memory. */
import { knowsMaxRequestsDelta } from '../model/forecasts/version';
import type { AdviceLine } from './advice';
import { type Grounds, numberOf, todayOf } from './grounds';
import { plannedShare } from './memory';
import { peakRate, type Plan, shortestLifeSeconds } from './plan';
import { bytes, number, roundedDown, share, time } from './words';

const mebi = 1024 * 1024;
export function recyclingLines(grounds: Grounds, plan: Plan): AdviceLine[] {
  const requests = maxRequestsOf(grounds, plan);
  return [
    requests.line,
    requestsDeltaLine(grounds, plan, requests.value),
    ...lifetimeLines(grounds, requests.value),
    rssLine(grounds, plan, requests.value),
  ];
}

const noMemory = 'memory of the workers: memory-report = true lets uWSGI tell it';

function maxRequestsOf(grounds: Grounds, { processes }: Plan): { line: AdviceLine; value?: number } {
  const { memory, confidence } = grounds;
  const line = { option: 'max-requests', today: todayOf(grounds, 'maxRequests'), confidence };
  const { leakBytes, rssBytes, totalBytes } = memory;
  if (rssBytes === undefined)
    return { line: { ...line, reason: 'whether memory grows is not known', doubt: noMemory } };
  if (leakBytes === undefined) return { line: { ...line, ...withoutLeak(grounds) } };
  const evidence = `memory grows by ${bytes(leakBytes * 1000)} in 1,000 requests (of ${memory.leaking} processes, the median)`;
  if (totalBytes === undefined)
    return {
      line: {
        ...line,
        reason: 'memory grows, but not known is what there is of it',
        evidence,
        doubt: 'the memory of the machine: --memory says it',
      },
    };
  const fresh = memory.freshBytes ?? rssBytes;
  const room = (plannedShare * totalBytes) / processes - fresh;
  const perSecond = peakRate(grounds) / processes;
  const least = Math.ceil(perSecond * shortestLifeSeconds);
  const value = roundedDown(Math.max(least, 1, Math.floor(room / leakBytes)));
  const isTight = room / leakBytes < least;
  return {
    value,
    line: {
      ...line,
      value: String(value),
      reason: isTight
        ? `a life of ten minutes at the peak; the leak would fill ${share(plannedShare)} of the memory before: mend it, or run fewer processes`
        : `then ${processes} processes together fill ${share(plannedShare)} of ${bytes(totalBytes)}; ${time(value / perSecond)} at the peak`,
      evidence: `${evidence}, from ${bytes(fresh)} on; ${number(perSecond)} requests/s for each at the peak`,
    },
  };
}

function withoutLeak({ memory }: Grounds): Pick<AdviceLine, 'reason' | 'doubt'> {
  return memory.longLives > 0
    ? {
        reason: `no growth of memory with requests showed in ${memory.longLives} processes that were watched for long enough`,
      }
    : {
        reason: 'no process was watched over requests enough to show whether it leaks',
        doubt: 'a leak: more requests would show it',
      };
}

function requestsDeltaLine(grounds: Grounds, { processes }: Plan, advised: number | undefined): AdviceLine {
  const { seen, confidence } = grounds;
  const line = { option: 'max-requests-delta', today: todayOf(grounds, 'maxRequestsDelta'), confidence };
  const limit = advised ?? numberOf(grounds, 'maxRequests');
  if (limit === undefined) return { ...line, reason: 'nothing without max-requests' };
  if (!knowsMaxRequestsDelta(seen.version))
    return {
      ...line,
      reason: `uWSGI ${seen.version} does not know it and does nothing with it: 2.0.29 does`,
    };
  return {
    ...line,
    value: String(Math.max(1, Math.round(limit / (10 * processes)))),
    reason: `a tenth of max-requests, spread over ${processes} processes, so that they do not end together`,
  };
}

function lifetimeLines(grounds: Grounds, requests: number | undefined): AdviceLine[] {
  const { startupSeconds, summary, seen, confidence } = grounds;
  const line = {
    option: 'max-worker-lifetime',
    today: todayOf(grounds, 'maxWorkerLifetimeSeconds'),
    confidence,
  };
  const limit = numberOf(grounds, 'maxWorkerLifetimeSeconds');
  const perWorker = summary.requestsPerSecond / Math.max(1, seen.totals?.active ?? 1);
  const value =
    requests === undefined || perWorker <= 0
      ? undefined
      : roundedDown(Math.max(shortestLifeSeconds, (2 * requests) / perWorker));
  const lifetime: AdviceLine =
    value === undefined
      ? {
          ...line,
          reason:
            limit === undefined
              ? 'nothing was seen that age alone would explain'
              : 'nothing was seen that speaks against it',
        }
      : {
          ...line,
          value: String(value),
          reason: `a second net: twice as long as max-requests takes on average (${time(value)})`,
        };
  const delta = {
    option: 'max-worker-lifetime-delta',
    today: todayOf(grounds, 'maxWorkerLifetimeDeltaSeconds'),
    confidence,
  };
  if (value === undefined && limit === undefined) return [lifetime];
  if (startupSeconds === undefined)
    return [
      lifetime,
      { ...delta, reason: 'by how much is not known', doubt: 'how long the application takes to start' },
    ];
  return [
    lifetime,
    {
      ...delta,
      value: String(startupSeconds + 1),
      reason: 'one worker is back before the next one goes',
      evidence: `the application starts in ${startupSeconds === 0 ? 'less than 1' : startupSeconds} s`,
    },
  ];
}

const aboveFresh = 1.3;
const abovePeak = 1.2;
/** So much a process may grow by one large answer. */
const leastSlack = 32 * mebi;

function rssLine(grounds: Grounds, { processes }: Plan, requests: number | undefined): AdviceLine {
  const { memory, confidence } = grounds;
  const line = { option: 'reload-on-rss', today: todayOf(grounds, 'reloadOnRssBytes', mebi), confidence };
  const { freshBytes: fresh, rssBytes: peak, totalBytes, leakBytes } = memory;
  if (peak === undefined) return { ...line, reason: 'how large processes are is not known', doubt: noMemory };
  const grown =
    leakBytes === undefined || requests === undefined ? peak : (fresh ?? peak) + leakBytes * requests;
  const wanted = Math.max(aboveFresh * (fresh ?? peak), abovePeak * grown, grown + leastSlack);
  const most = totalBytes === undefined ? Infinity : (plannedShare * totalBytes) / processes;
  const evidence = `RSS at p95: ${fresh === undefined ? 'fresh not seen' : `fresh ${bytes(fresh)}`}, at the end or now ${bytes(peak)}`;
  if (most < aboveFresh * (fresh ?? peak))
    return {
      ...line,
      reason: `${share(plannedShare)} of the memory leave ${bytes(most)} to each of ${processes} processes: a limit below 1.3 times a fresh one would recycle without end`,
      evidence,
    };
  return {
    ...line,
    value: String(Math.ceil(Math.min(wanted, most) / mebi)),
    reason:
      wanted > most
        ? `all ${processes} processes at the limit fill ${share(plannedShare)} of ${bytes(totalBytes)}`
        : 'MiB: a fifth above what processes come to, 32 MiB at least, and 30% above a fresh one',
    evidence,
    ...doubtOfRss(grounds),
  };
}

function doubtOfRss({ memory }: Grounds): Partial<AdviceLine> {
  if (memory.totalBytes === undefined)
    return {
      doubt: 'whether all processes at the limit fit: the memory of the machine is not known (--memory)',
      confidence: 'low',
    };
  return memory.freshBytes === undefined
    ? { doubt: 'how large a fresh process is: none was seen in its first minute' }
    : {};
}
