/** The lines of harakiri and listen. */
import type { AdviceLine } from './advice';
import { type Grounds, numberOf, todayOf } from './grounds';
import { plural } from '../format/quantity';
import { number, seconds, time } from './words';

export const requestLines = (grounds: Grounds): AdviceLine[] => [harakiriLine(grounds), listenLine(grounds)];

const room = 1.5;
/** Of what was seen in an hour something rarer takes longer. */
const leastSeconds = 10;
/** Between the kill and the end of the proxy's patience. */
const proxyMargin = 5;

function harakiriLine(grounds: Grounds): AdviceLine {
  const { summary, confidence, collected } = grounds;
  const line = { option: 'harakiri', today: todayOf(grounds, 'harakiriSeconds'), confidence };
  const { longestFinished, longestInFlight } = collected.durations;
  if (longestFinished === undefined) return { ...line, reason: 'no request was seen to end' };
  const oldest = Math.max(longestInFlight ?? 0, longestFinished);
  return {
    ...line,
    ...harakiriFor(grounds, longestFinished),
    evidence:
      `the longest request that finished took ${seconds(longestFinished)} at least, the oldest seen in flight ` +
      `was ${seconds(oldest)} old, among ${plural(summary.requests, 'request')}`,
    doubt:
      summary.kills > 0
        ? `how long the ${plural(summary.kills, 'request')} that harakiri killed would have taken`
        : 'how long rarer requests take than those that were seen',
  };
}

/** What is set and stands between the two bounds stays. */
function harakiriFor(
  grounds: Grounds,
  longest: number,
): Pick<AdviceLine, 'reason'> & { readonly value?: string } {
  const { proxyTimeoutSeconds } = grounds.orders;
  const most = Math.max(1, proxyTimeoutSeconds - proxyMargin);
  const least = Math.max(Math.ceil(room * longest), leastSeconds);
  const belowProxy = `below what the proxy waits, ${time(proxyTimeoutSeconds)} (--proxy-timeout)`;
  if (longest > most)
    return {
      reason: `none stands above what finishes (${seconds(longest)}) and ${belowProxy}: what is killed there would have been answered; let the proxy wait longer`,
    };
  if (least > most)
    return {
      value: String(most),
      reason: `${belowProxy}: nobody waits for what takes longer, though requests that finished took up to ${seconds(longest)}`,
    };
  const isRare = least > room * longest + 1;
  const why = isRare
    ? 'what is rarer than what was seen takes longer'
    : 'one and a half times the longest that finished';
  const today = numberOf(grounds, 'harakiriSeconds');
  if (today !== undefined && today >= least && today <= most)
    return { value: String(today), reason: `as it is: above ${least} s (${why}), and ${belowProxy}` };
  // What is killed has not ended: with kills the longest that finished says little.
  if (today === undefined || today > most || grounds.summary.kills > 0)
    return { value: String(most), reason: `${belowProxy}; from ${least} s on it would do (${why})` };
  return { value: String(least), reason: `above what finishes (${why}), and ${belowProxy}` };
}

const usualListen = 100;
/** So long may nobody accept: a reload, a stalled master. */
const pauseSeconds = 1;
/** uWSGI reads it into an int, and no kernel holds a longer queue. */
const mostListen = 2 ** 30;

function listenLine(grounds: Grounds): AdviceLine {
  const { summary, confidence } = grounds;
  const perSecond = summary.windows.mostRequestsPerSecond;
  const wanted = Math.max(perSecond * pauseSeconds, 2 * (summary.longestQueue ?? 0), usualListen);
  if (wanted > mostListen) {
    const reason = 'more came in a second, or waited, than any queue holds: such counters tell nothing';
    return { option: 'listen', today: todayOf(grounds, 'listen'), reason, confidence };
  }
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
