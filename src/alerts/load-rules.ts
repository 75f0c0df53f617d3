/** Rules on how much an instance has to do: busy workers, queues, workers that accept nothing. */
import { duration, percent, plural } from '../format/quantity';
import { numbers } from '../model/describe-event';
import { window } from '../model/series';
import type { Totals } from '../model/totals';
import type { WorkerState } from '../model/worker';
import { type Finding, type RuleInput, wholeInstance } from './finding';
import { recentKills } from './recent';
import { ruleTable } from './rule-table';

export function loadRules(input: RuleInput): Finding[] {
  const { seen } = input.instance;
  const totals = seen?.totals;
  if (seen === undefined || totals === undefined) return [];
  return [
    ...busyRatio(input, totals),
    ...busyness(input),
    ...listenQueue(input, totals),
    ...queueFull(input, totals),
    ...accepting(seen.workers),
    ...deathSpiral(input, totals),
  ];
}

const moreWorkers = 'raise processes or cheaper, or make requests shorter';

/** A worker with free threads is not busy: with more than one core each, what counts is the cores. */
function busyRatio(
  input: RuleInput,
  { busyRatio: workersRatio, slotUse, active, byActivity }: Totals,
): Finding[] {
  const workers = input.instance.seen?.workers ?? [];
  const hasSlots = workers.some(({ cores }) => cores.length > 1);
  const ratio = hasSlots ? slotUse : workersRatio;
  if (ratio === undefined) return [];
  const who = hasSlots
    ? `${percent(ratio)} of the cores of ${plural(active, 'worker')} are in a request`
    : `${byActivity.busy} of ${plural(active, 'worker')} busy (${percent(ratio)})`;
  const killing = recentKills(input).length > 0;
  return [
    {
      rule: 'busy-ratio',
      subject: wholeInstance,
      measured: ratio * 100,
      levels: killing ? { critical: Math.min(busyWhileKilling, criticalOf(input)) } : undefined,
      message: `${who}${killing ? ' while harakiri kills' : ''}: ${hasSlots ? 'raise processes or threads' : 'raise processes or cheaper'}, or make requests shorter`,
    },
  ];
}

const busyWhileKilling = 80;
const criticalOf = ({ settings }: RuleInput) => settings['busy-ratio'].critical ?? Infinity;

/** Of the last ten seconds: one odd second is no load. */
const smoothedSeconds = 10;

function busyness({ instance, settings }: RuleInput): Finding[] {
  const nowMs = instance.seen?.monotonicMs ?? 0;
  const recent = lately(instance.history.busyness, nowMs, smoothedSeconds);
  if (recent === undefined) return [];
  // Who asks only for a moment has not seen all of them.
  const seconds = knownSeconds(instance.history.busyness, nowMs, smoothedSeconds).length;
  const max = instance.limits?.limits.cheaperBusynessMaxPercent;
  const isUsual = settings.busyness.warning === ruleTable.busyness.warning;
  const above = max?.state === 'set' ? `, cheaper-busyness-max is ${max.value} %` : '';
  return [
    {
      rule: 'busyness',
      subject: wholeInstance,
      // The history keeps seven digits: 70 % is 70 %, not a little less.
      measured: Math.round(recent * 1e6) / 1e4,
      // Whoever has set another level than the usual one wants that.
      levels: isUsual && max?.state === 'set' ? { warning: max.value } : undefined,
      message: `busyness is ${percent(recent)} over ${seconds} s${above}: ${moreWorkers}`,
    },
  ];
}

type SeriesOfSeconds = Parameters<typeof window>[0];

function lately(
  series: SeriesOfSeconds,
  nowMs: number,
  seconds: number,
  beforeSeconds = 0,
): number | undefined {
  const known = knownSeconds(series, nowMs - beforeSeconds * 1000, seconds);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

const knownSeconds = (series: SeriesOfSeconds, nowMs: number, count: number): number[] =>
  window(series, { count, bucketMs: 1000, nowMs }).filter((value) => value !== undefined);

function listenQueue({ settings }: RuleInput, totals: Totals): Finding[] {
  const { listenQueue: length, listenQueueMax: max, active, byActivity } = totals;
  if (length === undefined) return [];
  const share = max === undefined || max <= 0 ? 0 : (100 * length) / max;
  const allBusy = active > 0 && byActivity.busy === active && length > 0;
  const of = max === undefined ? '' : ` of ${max}`;
  return [
    {
      rule: 'listen-queue',
      subject: wholeInstance,
      measured: Math.max(share, allBusy ? (settings['listen-queue'].warning ?? 0) : 0),
      message: `${length}${of} connections wait${allBusy ? `, all ${active} workers are busy` : ' to be accepted'}: ${moreWorkers}`,
    },
  ];
}

function queueFull(
  { instance }: RuleInput,
  { listenQueue: length = 0, listenQueueMax: max }: Totals,
): Finding[] {
  const left = instance.seen?.outlook.queueFullSeconds;
  if (left === undefined || max === undefined) return [];
  const what =
    length >= max
      ? `the listen queue is full (${length} of ${max}), new clients get no connection`
      : `the listen queue (${length} of ${max}) will be full in ${duration(left)} if it goes on growing so`;
  return [
    {
      rule: 'queue-full',
      subject: wholeInstance,
      measured: left,
      message: `${what}: ${moreWorkers}`,
    },
  ];
}

/** Starting, paused or gone: alive or expected to be, and no help. */
const idleHands: ReadonlySet<WorkerState['activity']> = new Set(['starting', 'paused', 'exited']);

function accepting(workers: readonly WorkerState[]): Finding[] {
  const expected = workers.filter(({ activity }) => activity !== 'cheap' && activity !== 'draining');
  const missing = expected.filter(({ activity }) => idleHands.has(activity));
  if (missing.length === 0) return [];
  const words = [...new Set(missing.map(({ activity }) => activity))].join(', ');
  const all = missing.length === expected.length;
  const who = all
    ? 'no worker accepts requests'
    : `${numbers(missing.map(({ number }) => number))} ${missing.length === 1 ? 'accepts' : 'accept'} no requests`;
  const advice = words === 'paused' ? 'send p to master-fifo again to go on' : "see uWSGI's log";
  return [
    {
      rule: 'accepting',
      subject: wholeInstance,
      // Below all of them it is a warning, however many: only none at all is an outage.
      measured: all ? 100 : Math.min(99, (100 * missing.length) / expected.length),
      message: `${who} (${words}): ${advice}`,
    },
  ];
}

/** Kills free workers only to be filled with the same slow requests; fewer and fewer get done. */
function deathSpiral(input: RuleInput, totals: Totals): Finding[] {
  const kills = recentKills(input).reduce((sum, { times }) => sum + times, 0);
  if (kills === 0) return [];
  const { history, seen } = input.instance;
  const nowMs = seen?.monotonicMs ?? 0;
  const rate = lately(history.requestsPerSecond, nowMs, 10);
  const before = lately(history.requestsPerSecond, nowMs, 50, 10);
  const falls = rate !== undefined && before !== undefined && rate < fallenTo * before;
  // A worker that starts anew is not busy for a moment: what counts is the time, not the moment.
  const busy = Math.max(totals.busyRatio ?? 0, lately(history.busyness, nowMs, smoothedSeconds) ?? 0);
  const full = busy * 100 >= busyWhileKilling;
  return [
    {
      rule: 'death-spiral',
      subject: wholeInstance,
      measured: full && falls ? kills : 0,
      message: `${plural(kills, 'kill')} by harakiri in a minute, ${percent(busy)} of the workers busy and fewer requests done: find what they wait for, shed load before raising harakiri`,
    },
  ];
}

const fallenTo = 0.8;
