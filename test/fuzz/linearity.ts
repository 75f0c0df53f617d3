/** Whether four times the data takes four times the work, measured: processor time per character, the best of some rounds. */
import { createRandom, mixSeed } from '../../src/random/random';
import { growing, type Reader, readers } from './growth';

/** Each four times the one before. */
const lengths = [65_536, 262_144, 1_048_576];
/** What is read in less at a fourth of the longest takes no second of it, linear or not. */
const glanceLength = 262_144;
const glanceMs = 20;
/** What is read faster is none of anybody's burden, and depends on the caches of the processor more than on its length. */
const leastMs = 150;
/** Longer ones take too long where it is clear already. */
const mostMs = 4000;
const rounds = 3;
/** In a shorter one the piece that is repeated is not most of it. */
const leastTimesText = 4;

/** Linear work has 1, quadratic work 4: caches and the collector make more of 1, the linear share of the work less of 4. */
export const mostRatio = 2.3;

export interface Growth {
  readonly index: number;
  /** Time per character against that of a fourth of the length, the mean of the steps. */
  readonly ratio: number;
  /** Of the longest that was read. */
  readonly length: number;
  readonly ms: number;
  /** The shortest of them. */
  readonly text: string;
}

export interface Linearity {
  readonly name: string;
  readonly cases: number;
  readonly worst: Growth | undefined;
  readonly steepest: readonly Growth[];
  readonly slowest: Growth | undefined;
}

export interface LinearityOptions {
  readonly seed: number;
  readonly cases: number;
  /** Told of each case before it begins. */
  readonly begin: (name: string, index: number) => void;
}

export function* linearities({ seed, cases, begin }: LinearityOptions): Generator<Linearity> {
  for (const [place, reader] of readers.entries()) {
    const growths = Array.from({ length: cases }, (_, index): Growth => {
      begin(reader.name, index);
      const random = createRandom(mixSeed(seed, place, index));
      return { index, ...growthOf(reader, growing(random, reader.material(random))) };
    });
    const [worst] = growths.toSorted((one, other) => other.ratio - one.ratio);
    const [slowest] = growths.toSorted((one, other) => other.ms / other.length - one.ms / one.length);
    const steepest = growths.filter(({ ratio }) => ratio > mostRatio);
    yield { name: reader.name, cases, worst, slowest, steepest };
  }
}

interface Measured {
  readonly content: string;
  readonly ms: number;
}

function growthOf(reader: Reader, grown: (length: number) => string): Omit<Growth, 'index'> {
  const text = grown(0);
  const glance = grown(glanceLength);
  const glancedMs = bestMs(reader, glance, 1);
  if (glancedMs < glanceMs) return { ratio: 0, length: glance.length, ms: glancedMs, text };
  const measured: Measured[] = [];
  for (const length of lengths.filter((length) => length >= leastTimesText * text.length)) {
    const content = grown(length);
    const ms = bestMs(reader, content, rounds);
    measured.push({ content, ms });
    if (ms > mostMs) break;
  }
  const last = measured.at(-1);
  const ratio = ratioOf(measured);
  // What looks bad is measured anew: whatever else the machine did then, it does not do for ever.
  const again = ratio > mostRatio ? measured.map(({ content }) => measureAgain(reader, content)) : measured;
  return {
    ratio: Math.min(ratio, ratioOf(again)),
    length: last?.content.length ?? 0,
    ms: last?.ms ?? 0,
    text,
  };
}

const measureAgain = (reader: Reader, content: string): Measured => ({
  content,
  ms: bestMs(reader, content, 2 * rounds),
});

function ratioOf(measured: readonly Measured[]): number {
  const [first] = measured;
  const last = measured.at(-1);
  if (first === undefined || last === undefined || last.ms < leastMs) return 0;
  const times = last.content.length / first.content.length;
  const perCharacter = last.ms / first.ms / times;
  return times < 2 ? 0 : perCharacter ** (Math.log(4) / Math.log(times));
}

function bestMs({ read }: Reader, content: string, times: number): number {
  let best = Infinity;
  for (let round = 0; round < times && !(best > mostMs && round > 0); round++) {
    const before = process.cpuUsage();
    read(content);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1000);
  }
  // What is too short for the clock.
  return Math.max(0.01, best);
}
