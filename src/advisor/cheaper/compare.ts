/** Two outcomes of one demand side by side: what changes when the proposal takes the place of today's settings. */

import { countFlips, meanWorkers, scaleDowns, scaleUps, type Outcome } from './outcome';

/** What is counted of each; workers' memory only where the size of one is known. */
export interface Figures {
  readonly requests: number;
  readonly waiting: number;
  readonly waitingShare: number;
  readonly meanWaitMs: number;
  readonly p95WaitMs: number;
  readonly maxWaitMs: number;
  readonly refused: number;
  readonly saturatedSeconds: number;
  readonly heldBackSeconds: number;
  readonly scaleUps: number;
  readonly scaleDowns: number;
  readonly flips: number;
  readonly meanWorkers: number | undefined;
  readonly peakWorkers: number;
  readonly workerHours: number;
  readonly meanBytes: number | undefined;
  readonly peakBytes: number | undefined;
}

export interface Comparison {
  readonly seconds: number;
  readonly today: Figures;
  readonly proposal: Figures;
  /** Active workers at the end of each second. */
  readonly todayWorkers: readonly number[];
  readonly proposalWorkers: readonly number[];
}

/** `rssBytes`: of one worker. */
export function compare(today: Outcome, proposal: Outcome, rssBytes?: number): Comparison {
  return {
    seconds: today.seconds,
    today: figuresOf(today, rssBytes),
    proposal: figuresOf(proposal, rssBytes),
    todayWorkers: today.timeline.map(({ active }) => active),
    proposalWorkers: proposal.timeline.map(({ active }) => active),
  };
}

function figuresOf(outcome: Outcome, rssBytes: number | undefined): Figures {
  const { requests, waits, refused, saturatedSeconds, heldBackSeconds, peakWorkers, workerHours } = outcome;
  const mean = meanWorkers(outcome);
  return {
    requests,
    waiting: waits.requests,
    waitingShare: waits.share,
    meanWaitMs: waits.meanMs,
    p95WaitMs: waits.p95Ms,
    maxWaitMs: waits.maxMs,
    refused,
    saturatedSeconds,
    heldBackSeconds,
    scaleUps: scaleUps(outcome),
    scaleDowns: scaleDowns(outcome),
    flips: countFlips(outcome),
    meanWorkers: mean,
    peakWorkers,
    workerHours,
    meanBytes: rssBytes === undefined || mean === undefined ? undefined : mean * rssBytes,
    peakBytes: rssBytes === undefined ? undefined : peakWorkers * rssBytes,
  };
}
