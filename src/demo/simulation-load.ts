/** When requests arrive: a Poisson process whose rate follows a slow wave, with bursts on top. */

import type { LoadProfile } from './profile';
import { mixSeed } from '../random/random';
import type { Instance } from './simulation-state';

/** Taken out of the global object once: these run millions of times in an hour of the simulation. */
const { exp, floor, max, PI, sin } = Math;

const burstSlotMs = 25_000;
const burstLengthMs = 6_000;
const burstShare = 0.3;

/** Arrivals per second at a moment counted from the demo's start; a pure function, so a gap may be skipped. */
export function arrivalsPerSecond(load: LoadProfile, seed: number, sinceOriginMs: number): number {
  const wave = 1 + load.wave * sin((2 * PI * sinceOriginMs) / load.wavePeriodMs);
  return load.arrivalsPerSecond * wave * (isBurst(seed, sinceOriginMs) ? load.burst : 1);
}

/** Thinning: candidates come at the highest rate that can occur, and each is kept with the present share of it. */
export function drawNextArrivalMs(instance: Instance, fromMs: number): number {
  const { load } = instance.profile;
  const highestRate = load.arrivalsPerSecond * (1 + load.wave) * max(1, load.burst);
  let atMs = fromMs;
  for (;;) {
    atMs += instance.random.exponential(1000 / highestRate);
    const rate = arrivalsPerSecond(load, instance.seed, atMs - instance.originMs);
    if (instance.random.chance(rate / highestRate)) return atMs;
  }
}

export function meanServiceMs(load: LoadProfile): number {
  return load.medianMs * exp(load.sigma ** 2 / 2);
}

function isBurst(seed: number, sinceOriginMs: number): boolean {
  const slot = floor(sinceOriginMs / burstSlotMs);
  const draw = mixSeed(seed, slot);
  if (draw / 2 ** 32 >= burstShare) return false;
  const offsetMs = draw % (burstSlotMs - burstLengthMs);
  const intoSlotMs = sinceOriginMs - slot * burstSlotMs;
  return intoSlotMs >= offsetMs && intoSlotMs < offsetMs + burstLengthMs;
}
