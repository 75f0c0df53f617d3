/** Today's settings and a proposal under the same recorded load. */

import { createRandom } from '../../demo/random';
import { duration, plural } from '../../format/quantity';
import type { LoadSlice } from '../load';
import { compare, type Comparison } from './compare';
import { demandOfLoad, stretchesOf } from './demand-of-load';
import { initialWorkers, type CheaperSettings } from './settings';
import { simulate } from './simulation';
import { boundLoad } from './bound-load';

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
  /** Sentences for people: what the figures do not hold for. */
  readonly notes: readonly string[];
}

/** Both begin with the workers that the recording begins with, as far as each may run that many. */
export function whatIf(request: WhatIf): WhatIfResult {
  const { today, proposal, variation, seed, startupSeconds, rssBytes } = request;
  const { slices, note } = boundLoad(request.slices);
  const demand = demandOfLoad(slices, { variation, random: createRandom(seed) });
  const outcomeOf = (settings: CheaperSettings) =>
    simulate(demand, settings, {
      random: createRandom(seed + 1),
      startupSeconds,
      running: runningWith(settings, slices[0]?.activeWorkers),
    });
  const comparison = compare(outcomeOf(today), outcomeOf(proposal), rssBytes);
  return { comparison, notes: [...(note === undefined ? [] : [note]), ...notesOn(slices)] };
}

function runningWith(settings: CheaperSettings, seen: number | undefined): number {
  if (settings.cheaper === 0 || seen === undefined) return initialWorkers(settings);
  return Math.min(settings.processes, Math.max(settings.cheaper, seen));
}

function notesOn(slices: readonly LoadSlice[]): string[] {
  const pauses = stretchesOf(slices).length - 1;
  const fullMs = slices.filter(isFull).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const notes: string[] = [];
  if (pauses > 0)
    notes.push(`${plural(pauses, 'pause')} of the recording left out, as if there had been none`);
  if (fullMs > 0) {
    notes.push(
      `no worker was free in ${duration(fullMs / 1000)} of the recording, or requests waited: more may have been asked for than was served, so the load is a lower bound`,
    );
  }
  return notes;
}

const isFull = ({ queue = 0, inFlight, slots }: LoadSlice): boolean =>
  queue > 0 || (slots > 0 && inFlight >= slots);
