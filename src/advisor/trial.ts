/** Today's settings against others under the load that was collected: what `--try` asks for. */
import { limitsOf } from '../limits/limits';
import { fail, type Result, succeed } from '../result';
import type { Advice, Orders } from './advice';
import { settingsFromLimits } from './cheaper/settings';
import { parseTry, tryOptions } from './cheaper/try';
import { whatIf, type WhatIfResult } from './cheaper/what-if';
import type { CollectedLoad } from './collect';
import { type Grounds, groundsOf } from './grounds';
import { bytesPerProcess } from './memory';
import { usualVariation } from './sizing';
import { slicesOf } from './slices';
import { workloadOf } from './workload';

export interface Trial extends WhatIfResult {
  /** What was tried, as it can be typed. */
  readonly text: string;
}

export interface TrialFailure {
  /** The wish contradicts itself or cannot be understood; else something is not known of today. */
  readonly isWish: boolean;
  readonly sentences: readonly string[];
}

/** Stands for what is advised. */
const adviceWord = 'advice';

/** One seed: the same recording and wish bring the same figures. */
const seed = 1;

/** Each of them is looked at in each second. */
const mostProcesses = 10_000;

export function tryOut(
  collected: CollectedLoad,
  advice: Advice,
  wish: string,
  orders: Orders,
): Result<Trial, TrialFailure> {
  const workload = workloadOf(collected, orders.hourOf);
  if (collected.seen === undefined || workload === undefined)
    return fail({ isWish: false, sentences: ['no load was measured'] });
  const grounds = groundsOf(collected, collected.seen, workload, orders);
  const today = todaysSettings(grounds);
  if (!today.ok) return fail({ isWish: false, sentences: today.failure });
  const text = wish.trim() === adviceWord ? advised(advice) : wish;
  if (text === '' && wish !== '')
    return fail({ isWish: false, sentences: ['nothing is advised that could be tried'] });
  const proposal = parseTry(text, today.value);
  if (!proposal.ok) return fail({ isWish: true, sentences: proposal.failure });
  for (const [settings, isWish] of [
    [today.value, false],
    [proposal.value, true],
  ] as const) {
    if (settings.processes > mostProcesses)
      return fail({
        isWish,
        sentences: [`processes ${settings.processes}: no more than ${mostProcesses} are simulated`],
      });
  }
  const result = whatIf({
    slices: [...slicesOf(collected.slices)],
    today: today.value,
    proposal: proposal.value,
    variation: workload.summary.variation ?? usualVariation,
    startupSeconds: grounds.startupSeconds ?? 0,
    seed,
    rssBytes: bytesPerProcess(grounds.memory),
  });
  return succeed({ ...result, text });
}

const todaysSettings = ({ seen, coresPerProcess, limits = limitsOf([]) }: Grounds) =>
  settingsFromLimits(limits, {
    processes: seen.workers.length,
    threads: coresPerProcess,
    listen: seen.queues.find(({ max }) => max !== undefined)?.max,
    queueIsSeen: seen.queues.some(({ source }) => source === 'uwsgi'),
  });

const advised = ({ lines }: Advice): string =>
  lines
    .flatMap(({ option, value }) =>
      value !== undefined && tryOptions.includes(option) ? [`${option}=${value}`] : [],
    )
    .join(',');
