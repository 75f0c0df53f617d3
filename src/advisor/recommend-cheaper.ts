/** The lines of cheaper: how few processes are enough in quiet times, and how fast there are more. */
import type { AdviceLine } from './advice';
import { type Grounds, lineFor } from './grounds';
import type { Plan } from './plan';
import { backlogLines } from './recommend-backlog';
import { busynessLines } from './recommend-busyness';
import { speedLines } from './recommend-speed';
import { type Scaling, scalingOf } from './scaling';
import { erlangs, processesOf, time } from './words';

/** At half of their slots the fewest processes still have room for chance. */
const quietUse = 0.5;
const leastShare = 0.2;
/** Saving fewer than a fifth of the processes is not worth the changes. */
const worthShare = 0.8;
const fewestProcesses = 3;

export function cheaperLines(grounds: Grounds, plan: Plan): AdviceLine[] {
  const { processes, threads, quietErlangs } = plan;
  const line = lineFor(grounds, 'cheaper', 'cheaper');
  if (processes < fewestProcesses)
    return [{ ...line, reason: `with ${processesOf(processes)} there are none to spare` }];
  const minimum = Math.max(
    1,
    Math.ceil(quietErlangs / quietUse / threads),
    Math.ceil(leastShare * processes),
  );
  const evidence = `${erlangs(quietErlangs)}: p10 of the windows, less what chance alone scatters`;
  if (minimum > worthShare * processes)
    return [
      {
        ...line,
        reason: `nothing to save: quiet times need ${minimum < processes ? `${minimum} of the ${processes}` : `all ${processes}`} processes`,
        evidence,
      },
    ];
  const scaling = scalingOf(grounds, plan, minimum);
  return [
    { ...line, value: String(minimum), reason: whyMinimum, evidence, doubt: doubtOf(grounds) },
    initialLine(grounds, scaling),
    ...speedLines(grounds, scaling),
    ...busynessLines(grounds, scaling),
    ...backlogLines(grounds, scaling),
  ];
}

const whyMinimum =
  'in quiet times that many keep half of their slots free; never fewer than a fifth of processes';

const doubtOf = ({ summary }: Grounds): string | undefined =>
  summary.quietHour === undefined
    ? `what the quietest hours are: ${time(summary.seconds)} were seen`
    : undefined;

function initialLine(grounds: Grounds, { minimum, maximum, threads }: Scaling): AdviceLine {
  const { p50 } = grounds.summary.windows;
  const wanted = Math.ceil(p50 / 0.7 / threads);
  return {
    ...lineFor(grounds, 'cheaper-initial', 'cheaperInitial'),
    value: String(Math.min(maximum, Math.max(minimum, wanted))),
    reason: 'enough for the usual load from the start: its median, with 70% of the slots busy',
    evidence: `p50 of the windows is ${erlangs(p50)}`,
  };
}
