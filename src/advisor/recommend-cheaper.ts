/** The lines of cheaper: how few processes are enough in quiet times, and how fast there are more. */
import type { AdviceLine } from './advice';
import { highestShare } from './erlang';
import { type Grounds, todayOf } from './grounds';
import type { Plan } from './plan';
import { backlogLines } from './recommend-backlog';
import { fastestRise, usualDip } from './rises';
import { erlangs, roundedTo, seconds, share, time } from './words';

/** What all lines of cheaper share. */
export interface Scaling {
  readonly minimum: number;
  readonly maximum: number;
  readonly threads: number;
  readonly overloadSeconds: number;
  readonly step: number;
}

/** At half of their slots the fewest processes still have room for chance. */
const quietUse = 0.5;
const leastShare = 0.2;
/** Saving fewer than a fifth of the processes is not worth the changes. */
const worthShare = 0.8;
const fewestProcesses = 3;

export function cheaperLines(grounds: Grounds, plan: Plan): AdviceLine[] {
  const { quietErlangs } = plan;
  const minimum = Math.max(
    1,
    Math.ceil(quietErlangs / quietUse / plan.threads),
    Math.ceil(leastShare * plan.processes),
  );
  const line = { option: 'cheaper', today: todayOf(grounds, 'cheaper'), confidence: grounds.confidence };
  if (plan.processes < fewestProcesses)
    return [{ ...line, reason: `with ${plan.processes} processes there are none to spare` }];
  const evidence = `${erlangs(quietErlangs)}: p10 of the windows, less what chance alone scatters`;
  if (minimum > worthShare * plan.processes)
    return [
      { ...line, reason: `quiet times need ${minimum} of ${plan.processes} processes as well`, evidence },
    ];
  const scaling = scalingOf(grounds, plan, minimum);
  return [
    {
      ...line,
      value: String(minimum),
      reason: `in quiet times that many keep half of their slots free; never fewer than a fifth of processes`,
      evidence,
      doubt:
        grounds.summary.quietHour === undefined
          ? `what the quietest hours are: ${time(grounds.summary.seconds)} were seen`
          : undefined,
    },
    initialLine(grounds, scaling),
    ...speedLines(grounds, scaling),
    ...busynessLines(grounds, scaling),
    ...backlogLines(grounds, scaling),
  ];
}

function scalingOf(grounds: Grounds, plan: Plan, minimum: number): Scaling {
  const overloadSeconds = overloadFor(grounds);
  const room = plan.processes - minimum;
  const { windowSeconds } = grounds.summary.windows;
  const rise = Math.max(windowSeconds, fastestRise(grounds.windows) ?? windowSeconds);
  const rounds = Math.max(1, Math.floor((rise - (grounds.startupSeconds ?? 0)) / overloadSeconds));
  return {
    minimum,
    maximum: plan.processes,
    threads: plan.threads,
    overloadSeconds,
    step: Math.ceil(room / rounds),
  };
}

/** Shorter, uWSGI would see of a worker now 0 and now 100 %: running_time grows when a request ends. */
const requestsPerCheck = 5;
const overloadRange = [10, 30] as const;

function overloadFor({ service }: Grounds): number {
  const wanted = Math.ceil(requestsPerCheck * (service?.seconds ?? 0));
  return Math.min(Math.max(wanted, overloadRange[0]), overloadRange[1]);
}

function initialLine(grounds: Grounds, { minimum, maximum, threads }: Scaling): AdviceLine {
  const { p50 } = grounds.summary.windows;
  const wanted = Math.ceil(p50 / 0.7 / threads);
  return {
    option: 'cheaper-initial',
    value: String(Math.min(maximum, Math.max(minimum, wanted))),
    today: todayOf(grounds, 'cheaperInitial'),
    reason: 'enough for the usual load from the start: its median, with 70% of the slots busy',
    evidence: `p50 of the windows is ${erlangs(p50)}`,
    confidence: grounds.confidence,
  };
}

function speedLines(grounds: Grounds, scaling: Scaling): AdviceLine[] {
  const { startupSeconds, windows, summary, confidence, service } = grounds;
  const { minimum, maximum, step, overloadSeconds } = scaling;
  const rise = fastestRise(windows);
  const full = Math.ceil((maximum - minimum) / step) * overloadSeconds + (startupSeconds ?? 0);
  return [
    {
      option: 'cheaper-step',
      value: String(step),
      today: todayOf(grounds, 'cheaperStep'),
      reason: `from ${minimum} to ${maximum} processes in ${time(full)}, ${startupSeconds === undefined ? 'without' : 'with'} the start of the application`,
      evidence:
        rise === undefined
          ? `no rise of the load was seen; reckoned with one window of ${summary.windows.windowSeconds} s`
          : `the load rose from its median to p95 within ${time(Math.max(rise, summary.windows.windowSeconds))} (windows of ${summary.windows.windowSeconds} s tell no shorter time)`,
      confidence: rise === undefined ? 'low' : confidence,
      doubt: startupSeconds === undefined ? 'how long the application takes to start' : undefined,
    },
    {
      option: 'cheaper-overload',
      value: String(overloadSeconds),
      today: todayOf(grounds, 'cheaperOverloadSeconds'),
      reason: `seconds between two looks: long enough for ${requestsPerCheck} requests of a worker, within the 10 to 30 that busyness wants`,
      evidence: service && `mean service time ${seconds(service.seconds)}`,
      confidence,
      doubt:
        service !== undefined && service.seconds * requestsPerCheck > overloadRange[1]
          ? 'how well busyness follows: requests last so long that a look sees few of them end'
          : undefined,
    },
  ];
}

const busynessRange = [30, 80] as const;

function busynessLines(
  grounds: Grounds,
  { minimum, maximum, threads, overloadSeconds }: Scaling,
): AdviceLine[] {
  const middle = Math.round(((minimum + maximum) / 2) * threads);
  const { target } = grounds.orders;
  const wanted = highestShare(middle, target.kind === 'wait-probability' ? target.share : 0.05);
  const most = Math.min(busynessRange[1], Math.max(busynessRange[0], Math.floor(wanted * 20) * 5));
  const least = Math.max(10, roundedTo(most * 0.4, 5));
  const dip = usualDip(grounds.windows);
  const cycles = cyclesFor(dip, overloadSeconds);
  const { confidence } = grounds;
  return [
    {
      option: 'cheaper-algo',
      value: 'busyness',
      today: todayOf(grounds, 'cheaperAlgo'),
      reason: 'it goes by the time that is spent in requests; the lines below are for it',
      confidence,
      doubt: 'whether its plugin is built in: uwsgi --cheaper-algos-list tells',
    },
    {
      option: 'cheaper-busyness-max',
      value: String(most),
      today: todayOf(grounds, 'cheaperBusynessMaxPercent'),
      reason: `half way between cheaper and processes ${middle} slots may be busy for ${share(wanted)} before more requests wait than wanted`,
      confidence,
    },
    {
      option: 'cheaper-busyness-min',
      value: String(least),
      today: todayOf(grounds, 'cheaperBusynessMinPercent'),
      reason:
        'less than half of cheaper-busyness-max, so that a worker that goes does not make the others too busy',
      confidence,
    },
    {
      option: 'cheaper-busyness-multiplier',
      value: String(cycles),
      today: todayOf(grounds, 'cheaperBusynessMultiplier'),
      reason: `a worker goes after ${time(cycles * overloadSeconds)} below the minimum: ${whyCycles(dip, cycles * overloadSeconds)}`,
      evidence:
        dip === undefined
          ? 'too few dips of the load were seen'
          : `three of four dips below the median lasted ${time(dip)} at most`,
      confidence: dip === undefined ? 'low' : confidence,
    },
  ];
}

/** Looks: uWSGI's own number at least, and five minutes of them at most. */
const usualCycles = 10;
const longestCalmSeconds = 300;

const cyclesFor = (dip: number | undefined, overloadSeconds: number): number =>
  Math.max(usualCycles, Math.ceil(Math.min(dip ?? 0, longestCalmSeconds) / overloadSeconds));

function whyCycles(dip: number | undefined, calmSeconds: number): string {
  if (dip === undefined) return "uWSGI's own number of looks";
  return dip > calmSeconds
    ? 'dips mostly last longer, so that it is worth it'
    : 'most dips of the load are over by then';
}
