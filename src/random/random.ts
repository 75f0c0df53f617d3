/**
 * The only source of chance in what is simulated: a small seeded generator (mulberry32), so that one seed always tells
 * one story. Nothing here reads a clock or the system's entropy.
 */

/** Taken out of the global object once: these run millions of times in an hour of the simulation. */
const { cos, exp, floor, imul, log, PI, sqrt } = Math;

export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  between(low: number, high: number): number;
  /** A whole number, both ends included. */
  integer(low: number, high: number): number;
  chance(probability: number): boolean;
  exponential(mean: number): number;
  lognormal(median: number, sigma: number): number;
  pick<Item>(items: NonEmpty<Item>): Item;
}

export type NonEmpty<Item> = readonly [Item, ...Item[]];

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = imul(state ^ (state >>> 15), state | 1);
    word ^= word + imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = (): number => sqrt(-2 * log(1 - uniform())) * cos(2 * PI * uniform());
  const integer = (low: number, high: number): number => low + floor(uniform() * (high - low + 1));
  return {
    uniform,
    between: (low, high) => low + uniform() * (high - low),
    integer,
    chance: (probability) => uniform() < probability,
    exponential: (mean) => -mean * log(1 - uniform()),
    lognormal: (median, sigma) => median * exp(sigma * normal()),
    pick: (items) => items[integer(0, items.length - 1)] ?? items[0],
  };
}

/** Folds several numbers into one seed, so that neighbours (request 7 and 8, seed 1 and 2) share nothing. */
export function mixSeed(...parts: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    hash = imul(hash ^ (part >>> 0), 0x01000193);
    hash = imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}

/** A seed from a name: the same instance tells the same story whichever others run beside it. */
export function seedOfName(name: string): number {
  return mixSeed(...Array.from(name, (letter) => letter.codePointAt(0) ?? 0));
}
