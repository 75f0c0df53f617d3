/** The lines of how fast cheaper acts: cheaper-step and cheaper-overload. */
import type { AdviceLine } from './advice';
import { type Grounds, lineFor } from './grounds';
import { fastestRise } from './rises';
import { overloadRange, requestsPerCheck, type Scaling } from './scaling';
import { seconds, time } from './words';

export const speedLines = (grounds: Grounds, scaling: Scaling): AdviceLine[] => [
  stepLine(grounds, scaling),
  overloadLine(grounds, scaling),
];

function stepLine(grounds: Grounds, { minimum, maximum, step, overloadSeconds }: Scaling): AdviceLine {
  const { startupSeconds, windows, summary } = grounds;
  const { windowSeconds } = summary.windows;
  const rise = fastestRise(windows);
  const full = Math.ceil((maximum - minimum) / step) * overloadSeconds + (startupSeconds ?? 0);
  const start = startupSeconds === undefined ? 'without' : 'with';
  return {
    ...lineFor(grounds, 'cheaper-step', 'cheaperStep'),
    value: String(step),
    reason: `from ${minimum} to ${maximum} processes in ${time(full)}, ${start} the start of the application`,
    evidence:
      rise === undefined
        ? `no rise of the load was seen; reckoned with one window of ${windowSeconds} s`
        : `the load rose from its median to p95 within ${time(Math.max(rise, windowSeconds))} (windows of ${windowSeconds} s tell no shorter time)`,
    ...(rise === undefined && { confidence: 'low' as const }),
    doubt: startupSeconds === undefined ? 'how long the application takes to start' : undefined,
  };
}

function overloadLine(grounds: Grounds, { overloadSeconds }: Scaling): AdviceLine {
  const { service } = grounds;
  const { least, most } = overloadRange;
  const isLong = service !== undefined && service.seconds * requestsPerCheck > most;
  return {
    ...lineFor(grounds, 'cheaper-overload', 'cheaperOverloadSeconds'),
    value: String(overloadSeconds),
    reason: `seconds between two looks: long enough for ${requestsPerCheck} requests of a worker, within the ${least} to ${most} that busyness wants`,
    evidence: service && `mean service time ${seconds(service.seconds)}`,
    doubt: isLong
      ? 'how well busyness follows: requests last so long that a look sees few of them end'
      : undefined,
  };
}
