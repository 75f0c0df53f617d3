/** Rules on what lies ahead of the whole instance: herds, memory. */
import { bytes, duration, percent } from '../format/quantity';
import { numbers } from '../model/describe-event';
import { isRecycling } from '../model/forecasts/forecast';
import { knowsMaxRequestsDelta } from '../model/forecasts/version';
import type { Seen } from '../model/seen';
import { type Finding, type RuleInput, wholeInstance } from './finding';

export function outlookRules({ instance: { seen } }: RuleInput): Finding[] {
  return seen?.totals === undefined ? [] : [...herd(seen), ...memory(seen), ...memoryFull(seen)];
}

/** What is farther away may still change, and nobody wants to hear of it for hours. */
const herdReachSeconds = 300;

function herd(seen: Seen): Finding[] {
  const found = seen.outlook.herd;
  if (found === undefined || found.etaSeconds > herdReachSeconds) return [];
  return [
    {
      rule: 'herd',
      subject: wholeInstance,
      measured: found.share * 100,
      message: `${numbers(found.workers)} (${percent(found.share)}) will be recycled within ${duration(found.withinSeconds)} of each other, in ${duration(found.etaSeconds)}: ${herdAdvice(seen, found.workers[0])}`,
    },
  ];
}

function herdAdvice({ workers, version }: Seen, first: number | undefined): string {
  const limit = workers.find(({ number }) => number === first)?.forecasts.find(isRecycling)?.limit;
  if (limit === 'max-worker-lifetime') return 'set max-worker-lifetime-delta';
  if (limit === 'max-requests')
    return knowsMaxRequestsDelta(version)
      ? 'set max-requests-delta'
      : 'max-requests-delta spreads them, from uWSGI 2.0.29 on';
  return 'set max-requests with a delta below it';
}

function memory({ workers, host }: Seen): Finding[] {
  if (host?.local !== true || !('totalBytes' in host.memory)) return [];
  const { totalBytes, source } = host.memory;
  // PSS of a new process comes seconds after it: its RSS stands in, so that one worker does not change the whole.
  const each = workers.flatMap(({ pid, pssBytes, rssBytes }) =>
    pid > 0 ? (pssBytes ?? rssBytes ?? []) : [],
  );
  if (each.length === 0 || totalBytes <= 0) return [];
  const used = each.reduce((sum, size) => sum + size, 0);
  const isPss = workers.some(({ pssBytes }) => pssBytes !== undefined);
  const kind = isPss ? 'PSS' : 'RSS, shared pages counted more than once';
  return [
    {
      rule: 'memory',
      subject: wholeInstance,
      measured: (100 * used) / totalBytes,
      message: `the workers take ${bytes(used)} (${kind}) of ${bytes(totalBytes)} (${source}): fewer processes, or reload-on-rss`,
    },
  ];
}

function memoryFull({ outlook, host }: Seen): Finding[] {
  const left = outlook.memoryFullSeconds;
  if (left === undefined || host?.local !== true || !('totalBytes' in host.memory)) return [];
  const { availableBytes, totalBytes, source } = host.memory;
  return [
    {
      rule: 'memory-full',
      subject: wholeInstance,
      measured: left,
      message: `memory (${bytes(availableBytes)} of ${bytes(totalBytes)} left, ${source}) will be used up in ${duration(left)} if it goes on so: see which worker grows (RSS)`,
    },
  ];
}
