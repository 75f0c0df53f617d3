/** Rules on requests and on workers that came to a bad end: about to be killed, killed, crashed, full of exceptions. */
import { duration, percent, plural } from '../format/quantity';
import { excerpt } from '../format/text';
import { describeCause } from '../model/describe-event';
import type { Respawn } from '../model/events';
import { oldestOf } from '../model/flights';
import { recentExceptions, worryingShare } from '../model/lasting-events';
import type { WorkerState } from '../model/worker';
import { type Finding, type RuleInput, wholeInstance } from './finding';
import { recentKills, recentRespawns } from './recent';

export function requestRules(input: RuleInput): Finding[] {
  const { seen } = input.instance;
  if (seen?.totals === undefined) return [];
  const { count, share, seconds } = recentExceptions(seen);
  return [
    ...seen.workers.flatMap(requestAge),
    ...endings('harakiri', recentKills(input), 'kill'),
    ...endings(
      'crash',
      recentRespawns(input).filter(({ cause }) => cause.by === 'crash'),
      'crash',
    ),
    {
      rule: 'exceptions',
      subject: wholeInstance,
      measured: share >= worryingShare ? count : 0,
      message: `${plural(count, 'exception')} in ${Math.round(seconds)} s (${percent(share)} of the requests): see the application's log`,
    },
  ];
}

function requestAge(worker: WorkerState): Finding[] {
  const oldest = oldestOf(worker.flights);
  if (oldest === undefined) return [];
  const forecast = worker.forecasts.find(({ limit, core }) => limit === 'harakiri' && core === oldest.core);
  const subject = `worker ${worker.number}`;
  const request =
    oldest.uri === undefined ? 'a request' : `${oldest.method ?? '?'} ${excerpt(oldest.uri, 120)}`;
  const age = duration(oldest.ageSeconds);
  if (forecast === undefined) {
    return [
      {
        rule: 'long-request',
        subject,
        measured: oldest.ageSeconds,
        message: `${subject}: ${request} has been running for ${age} and no harakiri is known to end it: see what it waits for`,
      },
    ];
  }
  const { threshold, etaSeconds = 0, approximate } = forecast;
  const when =
    etaSeconds > 0
      ? `in ${approximate === true ? 'about ' : ''}${duration(Math.ceil(etaSeconds))}`
      : 'any moment';
  return [
    {
      rule: 'request-age',
      subject,
      measured: (100 * oldest.ageSeconds) / threshold,
      message: `${subject}: ${request} has been running for ${age}, harakiri (${duration(threshold)}) kills it ${when}: see what it waits for`,
    },
  ];
}

function endings(rule: 'harakiri' | 'crash', ended: readonly Respawn[], noun: string): Finding[] {
  const last = ended.at(-1);
  if (last === undefined) return [];
  const count = ended.reduce((sum, { times }) => sum + times, 0);
  const advice =
    rule === 'harakiri' ? 'make it shorter or raise harakiri' : "see uWSGI's and the kernel's log";
  const sum = count === 1 ? '' : `${count} ${noun}${noun === 'crash' ? 'es' : 's'} in the last minute; `;
  return [
    {
      rule,
      subject: wholeInstance,
      measured: count,
      message: `${sum}worker ${last.worker} ${describeCause(last.cause)}: ${advice}`,
    },
  ];
}
