/**
 * Today's settings and a proposal under the same recorded load.
 *
 * Only cheaper starts and parks workers here: kills, recycling, cheaper-rss-limit and idle are left out, and service
 * times stay as they were, however many workers share the processors.
 */

import { createRandom } from '../../random/random';
import type { LoadSlice } from '../load';
import { boundLoad } from './bound-load';
import { compare, type Comparison } from './compare';
import { demandOfLoad } from './demand-of-load';
import type { Outcome } from './outcome';
import { recordedClock, shareApart } from './recorded-clock';
import { initialWorkers, type CheaperSettings } from './settings';
import { simulate } from './simulation';
import { heldBackNote, notesOn } from './what-if-notes';

export interface WhatIf {
  readonly slices: readonly LoadSlice[];
  readonly today: CheaperSettings;
  readonly proposal: CheaperSettings;
  /** Of service times: their standard deviation over their mean. */
  readonly variation: number;
  readonly startupSeconds: number;
  readonly seed: number;
  /** Of one worker. */
  readonly rssBytes?: number | undefined;
}

export interface WhatIfResult {
  readonly comparison: Comparison;
  /** Of the recording: where the workers that ran are more than a step away from the simulated ones of today. */
  readonly apartShare: number | undefined;
  /** Sentences for people: what the figures do not hold for. */
  readonly notes: readonly string[];
}

export function whatIf(request: WhatIf): WhatIfResult {
  const { today, proposal, variation, seed, startupSeconds, rssBytes } = request;
  const { slices, note } = boundLoad(request.slices);
  const demand = demandOfLoad(slices, { variation, random: createRandom(seed) });
  const clock = recordedClock(slices);
  const outcomeOf = (settings: CheaperSettings): Outcome => {
    const running = runningWith(settings, slices[0]?.activeWorkers);
    return simulate(demand, settings, { random: createRandom(seed + 1), startupSeconds, running, clock });
  };
  const before = outcomeOf(today);
  const comparison = compare(before, outcomeOf(proposal), rssBytes);
  const apartShare = shareApart(slices, before.timeline, today.cheaperStep);
  const notes = [
    ...notesOn(slices, [today, proposal], apartShare),
    ...heldBackNote("today's settings", comparison.today.heldBackSeconds),
    ...heldBackNote('the proposal', comparison.proposal.heldBackSeconds),
  ];
  return { comparison, apartShare, notes: note === undefined ? notes : [note, ...notes] };
}

/** Both begin with the workers that the recording begins with, as far as each may run that many. */
function runningWith(settings: CheaperSettings, seen: number | undefined): number {
  if (settings.cheaper === 0 || seen === undefined) return initialWorkers(settings);
  return Math.min(settings.processes, Math.max(settings.cheaper, seen));
}
