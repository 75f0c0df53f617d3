/** What whoever reads a comparison has to know of the load that it is made with. */

import { duration, percent, plural } from '../../format/quantity';
import type { LoadSlice } from '../load';
import { stretchesOf } from './demand-of-load';
import type { CheaperSettings } from './settings';

/** More than chance and a kill now and then make of it. */
const muchApart = 0.2;

/** Less is not worth a sentence, and reads as nothing. */
const leastFullMs = 1000;

/** Looks of the master that are no matter of chance. */
const longHeldBack = 5;

/** Of today's settings or of the proposal, whoever is named. */
export function heldBackNote(whose: string, heldBackSeconds: number): string[] {
  if (heldBackSeconds < longHeldBack) return [];
  return [
    `${whose}: for ${duration(heldBackSeconds)} no worker would be started, however many requests wait: uWSGI is to park a worker first, and finds none idle`,
  ];
}

export function notesOn(
  slices: readonly LoadSlice[],
  settings: readonly CheaperSettings[],
  apartShare = 0,
): string[] {
  const pauses = stretchesOf(slices).length - 1;
  const fullMs = slices.filter(isFull).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const notes: string[] = [];
  if (pauses > 0)
    notes.push(`${plural(pauses, 'pause')} of the recording left out, as if there had been none`);
  if (fullMs >= leastFullMs) {
    notes.push(
      `no worker was free in ${duration(fullMs / 1000)} of the recording, or requests waited: more may have been asked for than was served, so the load is a lower bound`,
    );
  }
  if (apartShare > muchApart) {
    notes.push(
      `the simulated workers of today are more than a step away from those that ran in ${percent(apartShare)} of the recording: take the figures of both with care`,
    );
  }
  if (settings.some(({ algorithm, cheaper }) => cheaper > 0 && algorithm === 'manual')) {
    notes.push('cheaper-algo manual: what the master FIFO may be told is not part of it');
  }
  return notes;
}

const isFull = ({ queue = 0, inFlight, slots }: LoadSlice): boolean =>
  queue > 0 || (slots > 0 && inFlight >= slots);
