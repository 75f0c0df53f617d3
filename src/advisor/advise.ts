/**
 * An advice on an instance out of what was collected of it: the whole of it, anew with each call, in a few milliseconds.
 * The Tune screen, `uwtop tune` on recordings and live go through here.
 */
import { plural } from '../format/quantity';
import { explainFailure } from '../model/failure';
import type { Advice, AdviceLine, LoadSummary, Orders } from './advice';
import type { CollectedLoad } from './collect';
import { type Grounds, groundsOf } from './grounds';
import { bytesPerProcess, noMemory } from './memory';
import { type Plan, planOf } from './plan';
import { cheaperLines } from './recommend-cheaper';
import { processLines } from './recommend-processes';
import { recyclingLines } from './recommend-recycling';
import { requestLines } from './recommend-requests';
import { share, time } from './words';
import { workloadOf } from './workload';

/** Less says too little, seconds and requests. Polls never fill the time quite. */
export const leastSeconds = 300;
const leastRequests = 100;
const slackSeconds = 10;

export function adviseOn(collected: CollectedLoad, orders: Orders): Advice {
  const { seen } = collected;
  if (seen === undefined) return without('too-little', [neverAnswered(collected)]);
  if (seen.sighting.snapshot.kind !== 'worker')
    return without('no-workers', [noWorkers(seen.sighting.snapshot.kind)]);
  const workload = workloadOf(collected, orders.hourOf);
  if (workload === undefined)
    return without(
      'too-little',
      ['nothing was measured: that takes two answers of one start of the master'],
      collected,
    );
  const grounds = groundsOf(collected, seen, workload, orders);
  const missing = missingOf(workload.summary);
  const plan = missing.length > 0 ? undefined : planOf(grounds);
  return {
    state: plan === undefined ? 'too-little' : 'enough',
    missing,
    load: workload.summary,
    sizing: plan?.sizing,
    lines: plan === undefined ? [] : linesOf(grounds, plan),
    caveats: caveatsOf(collected, workload.summary),
    unknowns: unknownsOf(grounds),
  };
}

function neverAnswered({ failure }: CollectedLoad): string {
  return failure === undefined ? 'it never answered' : `it never answered: ${explainFailure(failure).cause}`;
}

const noWorkers = (kind: string): string =>
  kind === 'emperor'
    ? 'an emperor has no workers to advise on: name the stats servers of its vassals'
    : 'a router has no workers to advise on: name the stats servers of what it routes to';

function without(state: Advice['state'], missing: readonly string[], collected?: CollectedLoad): Advice {
  const caveats = collected === undefined ? [] : interruptionsOf(collected);
  return { state, missing, lines: [], caveats, unknowns: [] };
}

function missingOf({ seconds, requests, serviceSeconds }: LoadSummary): string[] {
  const tooShort =
    seconds < leastSeconds - slackSeconds
      ? [`${time(seconds)} were seen: it takes ${time(leastSeconds)} at least`]
      : [];
  const tooFew =
    requests < leastRequests
      ? [`${plural(requests, 'request')} ended: it takes ${leastRequests} at least`]
      : [];
  const untimed =
    requests >= leastRequests && serviceSeconds === undefined
      ? ['all requests were of static files, which uWSGI does not time']
      : [];
  return [...tooShort, ...tooFew, ...untimed];
}

const linesOf = (grounds: Grounds, plan: Plan): AdviceLine[] => [
  ...processLines(grounds, plan),
  ...cheaperLines(grounds, plan),
  ...requestLines(grounds),
  ...recyclingLines(grounds, plan),
];

function caveatsOf(collected: CollectedLoad, summary: LoadSummary): string[] {
  const saturated = summary.isLowerBound
    ? [
        `all slots were busy or requests waited for ${share(summary.saturated)} of the time: the load is a lower bound, more may have been offered`,
      ]
    : [];
  const kills =
    summary.kills > 0
      ? [
          `harakiri killed ${plural(summary.kills, 'request')}: they count in the load, not in the service time`,
        ]
      : [];
  return [...saturated, ...interruptionsOf(collected), ...kills];
}

function interruptionsOf({ interruptions }: CollectedLoad): string[] {
  const { failedPolls, gaps, gapSeconds, resets } = interruptions;
  return [
    ...(failedPolls > 0 ? [`${plural(failedPolls, 'poll')} failed`] : []),
    ...(gaps > 0
      ? [`nothing was seen for ${time(gapSeconds)} in ${plural(gaps, 'gap')}: that time is left out`]
      : []),
    ...(resets > 0
      ? [`the master restarted or was reloaded: ${plural(resets, 'interval')} could not be measured`]
      : []),
  ];
}

function unknownsOf({ limits, summary, memory, seen, orders, startupSeconds }: Grounds): string[] {
  const computes = summary.cpuShare !== undefined && summary.cpuShare >= 0.75;
  const unknowns: [boolean, string][] = [
    [
      limits === undefined || Object.values(limits).every(({ state }) => state === 'unknown'),
      'the limits of today: no configuration of it is known (--uwsgi-config names one)',
    ],
    [
      summary.cpuShare === undefined,
      'whether requests compute or wait: processor time is read where the master runs on the machine of uwtop',
    ],
    [
      computes && orders.cpus === undefined,
      'how many CPUs there are (--cpus): processes are not held to them',
    ],
    [memory.totalBytes === undefined, 'the memory of the machine (--memory): processes are not held to it'],
    [bytesPerProcess(memory) === undefined, noMemory],
    [summary.variation === undefined, 'how service times scatter: reckoned as exponential'],
    [
      summary.longestQueue === undefined,
      'the listen queue: of a UNIX socket only the kernel of its machine tells it',
    ],
    [
      seen.workers.every(({ cores }) => cores.length === 0),
      'cores: with stats-no-cores each worker counts as one slot',
    ],
    [startupSeconds === undefined, 'how long the application takes to start'],
  ];
  return unknowns.flatMap(([isUnknown, sentence]) => (isUnknown ? [sentence] : []));
}
