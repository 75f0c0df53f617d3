/** Numbers with their units, as they are typed behind a comparison and as they are shown: `70`, `200M`, `1.5s`. */
import { bytes, count, duration, milliseconds, percent, rate } from '../format/quantity';

export type Unit = 'fraction' | 'bytes' | 'milliseconds' | 'seconds' | 'count' | 'rate';

/** What a column can be compared by. */
export interface Measure<Row> {
  readonly unit: Unit;
  /** Where that is not what rows are ordered by. */
  readonly of?: (row: Row) => number | undefined;
}

export const formatMeasure: Readonly<Record<Unit, (value: number | undefined) => string>> = {
  fraction: percent,
  bytes,
  milliseconds,
  seconds: duration,
  count,
  rate,
};

/** For who has typed something else. */
export const measureExamples: Readonly<Record<Unit, string>> = {
  fraction: '70',
  bytes: '200M',
  milliseconds: '250ms or 2s',
  seconds: '30s or 5m',
  count: '100',
  rate: '2.5',
};

export interface Amount {
  readonly value: number;
  /** Half of the last digit that was written: what rounds to it is equal to it. */
  readonly tolerance: number;
}

export function parseAmount(text: string, unit: Unit): Amount | undefined {
  const [, whole = '', decimals = '', suffix = ''] =
    /^(\d*)(?:\.(\d*))?([a-z%]*)$/.exec(text.toLowerCase()) ?? [];
  const known = factors[unit];
  const factor = Object.hasOwn(known, suffix) ? known[suffix] : undefined;
  if (whole + decimals === '' || factor === undefined) return undefined;
  const written = Number(`${whole || 0}.${decimals || 0}`);
  // Divided, 70 % is the 0.7 that it is compared with; multiplied by 0.01 it would be a little more.
  const value = factor < 1 ? written / Math.round(1 / factor) : written * factor;
  // Nothing at all is not the same as hardly anything: the tables tell them apart as well.
  return { value, tolerance: value === 0 ? 0 : (factor * 10 ** -decimals.length) / 2 };
}

export const isAbout = (known: number, { value, tolerance }: Amount): boolean =>
  tolerance === 0 ? known === value : known >= value - tolerance && known < value + tolerance;

const counts = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

const sizes = Object.fromEntries(
  ['', 'k', 'm', 'g', 't'].flatMap((letter, power) =>
    ['', 'i', 'b', 'ib'].map((end) => [letter + end, 1024 ** power]),
  ),
);

const factors: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  fraction: { '': 0.01, '%': 0.01 },
  bytes: sizes,
  milliseconds: { '': 1, ms: 1, s: 1000, m: 60_000, h: 3_600_000 },
  seconds: { '': 1, ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 },
  count: counts,
  rate: counts,
};
