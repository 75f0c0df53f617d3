/** The lines of the algorithm busyness. */
import type { AdviceLine } from './advice';
import { highestShare } from './erlang';
import { type Grounds, lineFor } from './grounds';
import { usualDip } from './rises';
import type { Scaling } from './scaling';
import { roundedTo, share, time } from './words';

export function busynessLines(grounds: Grounds, scaling: Scaling): AdviceLine[] {
  const most = mostBusy(grounds, scaling);
  return [
    {
      ...lineFor(grounds, 'cheaper-algo', 'cheaperAlgo'),
      value: 'busyness',
      reason: 'it goes by the time that is spent in requests; the lines below are for it',
      doubt: 'whether its plugin is built in: uwsgi --cheaper-algos-list tells',
    },
    {
      ...lineFor(grounds, 'cheaper-busyness-max', 'cheaperBusynessMaxPercent'),
      value: String(most.percent),
      reason: most.reason,
    },
    {
      ...lineFor(grounds, 'cheaper-busyness-min', 'cheaperBusynessMinPercent'),
      value: String(Math.max(10, roundedTo(most.percent * minimumShare, 5))),
      reason:
        'less than half of cheaper-busyness-max, so that a worker that goes does not make the others too busy',
    },
    multiplierLine(grounds, scaling),
  ];
}

const minimumShare = 0.4;
/** Lower, workers would hardly ever go; higher, requests wait before anything is done. */
const range = { least: 30, most: 80 };
const usualProbability = 0.05;

function mostBusy({ orders: { target } }: Grounds, { minimum, maximum, threads }: Scaling) {
  const slots = Math.round(((minimum + maximum) / 2) * threads);
  const wanted = highestShare(slots, target.kind === 'wait-probability' ? target.share : usualProbability);
  const percent = Math.min(range.most, Math.max(range.least, Math.floor(wanted * 20) * 5));
  const reason = `half way between cheaper and processes ${slots} slots may be busy for ${share(wanted)} before more requests wait than wanted`;
  const isHeld = percent === range.least && wanted * 100 < range.least;
  return {
    percent,
    reason: isHeld ? `${reason}; lower than ${range.least}, workers would hardly ever go` : reason,
  };
}

/** Looks: uWSGI's own number at least, and five minutes of them at most. */
const usualCycles = 10;
const longestCalmSeconds = 300;

function multiplierLine(grounds: Grounds, { overloadSeconds }: Scaling): AdviceLine {
  const dip = usualDip(grounds.windows);
  const cycles = Math.max(usualCycles, Math.ceil(Math.min(dip ?? 0, longestCalmSeconds) / overloadSeconds));
  const calmSeconds = cycles * overloadSeconds;
  return {
    ...lineFor(grounds, 'cheaper-busyness-multiplier', 'cheaperBusynessMultiplier'),
    value: String(cycles),
    reason: `a worker goes after ${time(calmSeconds)} below the minimum: ${whyCalm(dip, calmSeconds)}`,
    evidence:
      dip === undefined
        ? 'too few dips of the load were seen'
        : `three of four dips below the median lasted ${time(dip)} at most`,
    ...(dip === undefined && { confidence: 'low' as const }),
  };
}

function whyCalm(dip: number | undefined, calmSeconds: number): string {
  if (dip === undefined) return "uWSGI's own number of looks";
  return dip > calmSeconds
    ? 'dips mostly last longer, so that it is worth it'
    : 'most dips of the load are over by then';
}
