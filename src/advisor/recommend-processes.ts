/** The lines of processes and threads. */
import type { AdviceLine, Sizing, WaitTarget } from './advice';
import { type Grounds, lineFor, notSet, todayOf } from './grounds';
import { bytesPerProcess } from './memory';
import { areThreads, computes, fewestProcesses, type Plan, waits } from './plan';
import { bytes, erlangs, processesOf, seconds, share, time } from './words';

export function processLines(grounds: Grounds, plan: Plan): AdviceLine[] {
  return [processesLine(grounds, plan), threadsLine(grounds, plan)];
}

function processesLine(grounds: Grounds, plan: Plan): AdviceLine {
  const { summary, confidence, seen } = grounds;
  const { p10, p50, p95, windowSeconds } = summary.windows;
  const today = todayOf(grounds, 'processes') ?? String(seen.workers.length);
  return {
    option: 'processes',
    value: String(plan.processes),
    today: today === notSet ? String(seen.workers.length) : today,
    reason: reasonOf(grounds, plan),
    evidence:
      `load of ${windowSeconds} s windows: ${erlangs(p10)} at p10, ${erlangs(p50)} at p50, ` +
      `${erlangs(p95)} at p95, over ${time(summary.seconds)}`,
    confidence,
    doubt: doubtOf(grounds),
  };
}

function reasonOf(grounds: Grounds, { sizing, processes, wantedProcesses, threads }: Plan): string {
  const { summary } = grounds;
  const rule = `${describeTarget(sizing.target)} at ${erlangs(sizing.erlangs)} need ${sizing.slots} slots by Erlang C (the plain rule of 70% says ${sizing.plainSlots})`;
  const atLeast = summary.isLowerBound
    ? ', at least: all slots were busy, so more may have been offered'
    : '';
  const perProcess = threads > 1 ? `, ${threads} in each process` : '';
  const bound = sizing.bounds.find(({ by }) => by === sizing.binding);
  const spare =
    processes * threads > sizing.slots && processes === fewestProcesses
      ? ', and while one process is recycled another serves'
      : '';
  if (bound === undefined) return `${rule}${perProcess}${spare}${atLeast}${savingOf(grounds, processes)}`;
  return (
    `${bound.reason}; the load asks for ${processesOf(wantedProcesses)}: ${rule}${perProcess}${atLeast}; ` +
    expectation(processes, sizing)
  );
}

/** Fewer are no better by themselves: where memory is there, those of today may stay. */
function savingOf({ seen, memory }: Grounds, processes: number): string {
  const fewer = seen.workers.length - processes;
  if (fewer <= 0) return '';
  const each = bytesPerProcess(memory);
  const saved = each === undefined ? 'memory' : `up to ${bytes(fewer * each)}`;
  const total =
    each === undefined || memory.totalBytes === undefined ? '' : ` of ${bytes(memory.totalBytes)}`;
  return `; the ${seen.workers.length} of today serve it as well: fewer save ${saved}${total}`;
}

const expectation = (processes: number, { expected: { probability } }: Sizing): string =>
  probability >= 1
    ? `with ${processes} the queue only grows at that load`
    : `with ${processes}, ${share(probability)} of requests wait`;

export const describeTarget = (target: WaitTarget): string =>
  target.kind === 'wait-probability'
    ? `at most ${share(target.share)} of requests waiting`
    : `95% of requests waiting ${seconds(target.seconds)} at most`;

const dayHours = 23;
/** That many share one interpreter: async cores mostly. */
const manyCores = 16;

function doubtOf({ summary, coresPerProcess }: Grounds): string | undefined {
  if (summary.isLowerBound)
    return 'what was offered beyond the slots that there were: raise processes, and measure again';
  if (coresPerProcess >= manyCores && summary.cpuShare === undefined)
    return `whether ${coresPerProcess} requests at a time leave a process time to compute: its processor time is not known`;
  if (summary.seconds >= dayHours * 3600) return undefined;
  return `what the load is at other hours: ${time(summary.seconds)} were seen`;
}

function threadsLine(grounds: Grounds, { threads, sizing }: Plan): AdviceLine {
  const { coresPerProcess: cores, summary } = grounds;
  const line = lineFor(grounds, 'threads', 'threads');
  if (!areThreads(grounds))
    return {
      ...line,
      reason: `a process serves ${cores} requests at a time: whether by threads or by async cores is not known, and left as it is`,
    };
  const asToday = cores > 1 ? { value: String(cores) } : {};
  if (summary.cpuShare === undefined) return { ...line, ...asToday, ...unknownUse(cores) };
  const evidence = `requests take processor time for ${share(summary.cpuShare)} of their duration`;
  if (threads === cores)
    return { ...line, ...asToday, reason: whyNoThreads(summary.cpuShare, cores, sizing.binding), evidence };
  return {
    ...line,
    value: String(threads),
    reason: 'memory holds no more processes, and requests mostly wait: threads share the memory of one',
    evidence,
    doubt: 'whether the application is safe with threads',
  };
}

const unknownUse = (cores: number): Pick<AdviceLine, 'reason' | 'doubt'> => ({
  reason: cores > 1 ? 'as it is' : 'threads only help requests that wait, and whether they do is not known',
  doubt: 'processor time of the workers: it is read where the master runs on the machine of uwtop',
});

function whyNoThreads(cpuShare: number, cores: number, binding: Sizing['binding']): string {
  const computing =
    'requests compute for most of their time, which threads of one interpreter cannot do at once';
  if (cores > 1) return cpuShare >= computes ? `as it is; ${computing}` : 'as it is';
  if (cpuShare >= computes) return computing;
  if (cpuShare >= waits) return 'requests compute for too much of their time to gain by threads';
  return binding === 'memory'
    ? 'threads would not make room enough'
    : 'processes are enough, and memory does not stand against them';
}
