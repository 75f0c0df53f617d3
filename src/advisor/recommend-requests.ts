/** The lines of harakiri and listen. */
import { oldestOf } from '../model/flights';
import type { AdviceLine } from './advice';
import { type Grounds, numberOf, todayOf } from './grounds';
import { plural } from '../format/quantity';
import { number, seconds, time } from './words';

export const requestLines = (grounds: Grounds): AdviceLine[] => [harakiriLine(grounds), listenLine(grounds)];

const room = 1.5;
/** Of what was seen in an hour something rarer takes longer. */
const leastSeconds = 10;
/** Between the kill and the proxy's own patience. */
const proxyMargin = 5;

function harakiriLine(grounds: Grounds): AdviceLine {
  const { summary, confidence, orders, collected } = grounds;
  const line = { option: 'harakiri', today: todayOf(grounds, 'harakiriSeconds'), confidence };
  const { longestFinished, longestInFlight } = collected.durations;
  if (longestFinished === undefined) return { ...line, reason: 'no request was seen to end' };
  const most = Math.max(1, orders.proxyTimeoutSeconds - proxyMargin);
  const limit = numberOf(grounds, 'harakiriSeconds');
  const wanted = Math.max(Math.ceil(room * longestFinished), leastSeconds);
  // What was killed had not ended: how long it would have taken is not known.
  const value = Math.min(most, summary.kills > 0 ? Math.max(wanted, limit ?? 0) : wanted);
  const proxy = `the proxy waits ${time(orders.proxyTimeoutSeconds)} (--proxy-timeout)`;
  return {
    ...line,
    value: String(value),
    reason:
      wanted > most
        ? `below the proxy's patience, though requests that finished took longer: ${proxy}`
        : `one and a half times the longest request that finished, ${leastSeconds} s at least; ${proxy}`,
    evidence:
      `the longest that finished took ${seconds(longestFinished)} at least, the oldest in flight was ` +
      `${seconds(Math.max(longestInFlight ?? 0, oldestOf(inFlight(grounds))?.ageSeconds ?? 0))} old, ` +
      `among ${plural(summary.requests, 'request')}`,
    doubt:
      summary.kills > 0
        ? `how long the ${plural(summary.kills, 'request')} would have taken that harakiri killed`
        : 'what requests are rarer, and slower, than those that were seen',
  };
}

const inFlight = ({ seen }: Grounds) => seen.workers.flatMap(({ flights }) => flights);

const usualListen = 100;
/** So long may nobody accept: a reload, a stalled master. */
const pauseSeconds = 1;

function listenLine(grounds: Grounds): AdviceLine {
  const { summary, confidence } = grounds;
  const perSecond = summary.windows.mostRequestsPerSecond;
  const wanted = Math.max(perSecond * pauseSeconds, 2 * (summary.longestQueue ?? 0), usualListen);
  const value = Math.ceil(wanted) === usualListen ? usualListen : 2 ** Math.ceil(Math.log2(wanted));
  const queue =
    summary.longestQueue === undefined
      ? 'the queue was not seen'
      : `the longest queue seen was ${summary.longestQueue}`;
  return {
    option: 'listen',
    value: String(value),
    today: todayOf(grounds, 'listen'),
    reason: `holds what comes in ${pauseSeconds} s at the highest rate, and twice the longest queue; uWSGI's own 100 at least`,
    evidence: `${number(perSecond)} requests/s in the busiest window; ${queue}`,
    confidence,
    doubt:
      value > usualListen
        ? 'net.core.somaxconn of the machine: it has to be as large, or uWSGI does not start'
        : undefined,
  };
}
