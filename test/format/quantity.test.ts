import * as fc from 'fast-check';
import { bytes, count, duration, milliseconds, percent, plural, rate } from '../../src/format/quantity';

type Format = (value: number | undefined) => string;

const said: readonly (readonly [name: string, format: Format, value: number | undefined, text: string])[] = [
  ['percent', percent, undefined, '-'],
  ['percent', percent, 0, '0%'],
  ['percent', percent, 0.0001, '<1%'],
  ['percent', percent, 0.005, '1%'],
  ['percent', percent, 0.625, '63%'],
  ['percent', percent, 1, '100%'],

  ['bytes', bytes, undefined, '-'],
  ['bytes', bytes, 0, '0B'],
  ['bytes', bytes, 987, '987B'],
  ['bytes', bytes, 999.4, '999B'],
  ['bytes', bytes, 999.5, '1.0K'],
  ['bytes', bytes, 1024, '1.0K'],
  ['bytes', bytes, 9.94 * 1024, '9.9K'],
  ['bytes', bytes, 9.95 * 1024, '10K'],
  ['bytes', bytes, 123 * 1024 ** 2, '123M'],
  ['bytes', bytes, 1023 * 1024 ** 2, '1.0G'],
  ['bytes', bytes, 2 ** 64, '16E'],

  ['count', count, undefined, '-'],
  ['count', count, 0, '0'],
  ['count', count, 999, '999'],
  ['count', count, 1000, '1.0k'],
  ['count', count, 9999, '10k'],
  ['count', count, 123_456, '123k'],
  ['count', count, 1_200_000, '1.2M'],
  ['count', count, 2 ** 64, '18E'],

  ['rate', rate, undefined, '-'],
  ['rate', rate, 0, '0'],
  ['rate', rate, 0.004, '<.01'],
  ['rate', rate, 0.25, '0.25'],
  ['rate', rate, 0.999, '1.0'],
  ['rate', rate, 3.44, '3.4'],
  ['rate', rate, 99.96, '100'],
  ['rate', rate, 12_345, '12k'],

  ['milliseconds', milliseconds, undefined, '-'],
  ['milliseconds', milliseconds, 0.04, '0.04ms'],
  ['milliseconds', milliseconds, 0.999, '1.0ms'],
  ['milliseconds', milliseconds, 12.4, '12ms'],
  ['milliseconds', milliseconds, 999.4, '999ms'],
  ['milliseconds', milliseconds, 999.5, '1.0s'],
  ['milliseconds', milliseconds, 59_900, '59.9s'],
  ['milliseconds', milliseconds, 185_000, '3m05'],

  ['duration', duration, undefined, '-'],
  ['duration', duration, 0, '0s'],
  ['duration', duration, 59.9, '59s'],
  ['duration', duration, 60, '1m00'],
  ['duration', duration, 3599, '59m59'],
  ['duration', duration, 8040, '2h14'],
  ['duration', duration, 86_399, '23h59'],
  ['duration', duration, 5 * 86_400 + 3 * 3600, '5d03'],
  ['duration', duration, 120 * 86_400, '120d'],
  // A process that seems to have been spawned in 1970: the clock of its host was not set then.
  ['duration', duration, 1_800_000_000, '57y'],
];

test.each(said)('%s: %p %d is %s', (_name, format, value, text) => {
  expect(format(value)).toBe(text);
});

test.each([
  [0, '0 workers'],
  [1, '1 worker'],
  [2, '2 workers'],
])('plural: %d', (amount, text) => {
  expect(plural(amount, 'worker')).toBe(text);
});

/** What a 64-bit counter of uWSGI can hold, and every size below it alike. */
const counter = fc.double({ min: 0, max: 64, noNaN: true }).map((exponent) => 2 ** exponent - 1);
/** From a millisecond to some millennia: a clock that was never set, or one that was set by a joker. */
const seconds = fc.double({ min: -10, max: 38, noNaN: true }).map((exponent) => 2 ** exponent);

const widths: readonly (readonly [
  name: string,
  format: Format,
  values: fc.Arbitrary<number>,
  width: number,
])[] = [
  ['percent', percent, fc.double({ min: 0, max: 1, noNaN: true }), 4],
  ['bytes', bytes, counter, 5],
  ['count', count, counter, 5],
  ['rate', rate, counter, 6],
  ['rate of little', rate, fc.double({ min: 0, max: 1, noNaN: true }), 6],
  ['milliseconds', milliseconds, seconds.map((value) => value * 1000), 6],
  ['duration', duration, seconds, 5],
];

test.each(widths)('%s is never longer than the column that shows it', (_name, format, values, width) => {
  fc.assert(fc.property(values, (value) => format(value).length <= width));
});

test.each(widths)('%s always says a number, with one unit at most', (_name, format, values) => {
  fc.assert(
    fc.property(values, (value) => {
      expect(format(value)).toMatch(/^(<\.?\d+|\d+(\.\d+)?)(%|[BkKMGTPE]|ms|[smhdy]\d*)?$/);
    }),
  );
});

test.each([
  ['bytes', bytes, 1024],
  ['count', count, 1000],
] as const)('%s is right within half of its last digit', (_name, format, base) => {
  const units = 'BkKMGTPE';
  const powers: Record<string, number> = { B: 0, k: 1, K: 1, M: 2, G: 3, T: 4, P: 5, E: 6 };
  fc.assert(
    fc.property(counter, (value) => {
      const text = format(value);
      const unit = text.at(-1) ?? '';
      const shown = Number.parseFloat(text) * base ** (units.includes(unit) ? (powers[unit] ?? 0) : 0);
      expect(Math.abs(shown - value)).toBeLessThanOrEqual(Math.max(0.5, value * 0.06));
    }),
  );
});
