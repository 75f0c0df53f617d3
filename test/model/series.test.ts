import { type Series, window } from '../../src/model/series';
import { type Sample, seriesOf, withSample } from '../support/series';

const last = (series: Series, count: number, nowMs: number, bucketMs = 1000) =>
  window(series, { count, bucketMs, nowMs });

const minute = (...samples: readonly Sample[]) => seriesOf(samples, [{ bucketMs: 1000, buckets: 60 }]);

const seconds = (count: number, value: (second: number) => number | undefined): Sample[] =>
  Array.from({ length: count }, (_, second) => [value(second), second * 1000, second * 1000 + 1000]);

describe('a series', () => {
  test('shows a sample in every second of its interval, newest last', () => {
    expect(last(minute([0.5, 1000, 3999]), 5, 3999)).toEqual([undefined, undefined, 0.5, 0.5, 0.5]);
  });

  test('weighs samples of one second by their length', () => {
    expect(last(minute([1, 0, 250], [0, 250, 1000]), 1, 999)[0]).toBeCloseTo(0.25, 5);
  });

  test('weighs what falls into the next second, too, by its length', () => {
    const series = minute([1, 0, 900], [0, 900, 1900], [1, 1900, 2000]);
    expect(last(series, 2, 1999)[0]).toBeCloseTo(0.9, 5);
    expect(last(series, 2, 1999)[1]).toBeCloseTo(0.1, 5);
  });

  test('weighs nothing by the time in which nothing was known', () => {
    const series = minute([undefined, 0, 800], [1, 800, 900], [0, 900, 1000]);
    expect(last(series, 1, 999)[0]).toBeCloseTo(0.5, 5);
  });

  test('keeps a gap a gap', () => {
    const series = minute([1, 0, 999], [undefined, 1000, 2999], [1, 3000, 3999]);
    expect(last(series, 4, 3999)).toEqual([1, undefined, undefined, 1]);
  });

  test('forgets what is older than it reaches, however long nothing came', () => {
    const series = minute([1, 0, 999], [0.5, 86_400_000, 86_400_999]);
    expect(last(series, 60, 86_400_999).filter((value) => value !== undefined)).toEqual([0.5]);
    expect(last(minute(...seconds(100, () => 1)), 90, 100_000).filter((value) => value === 1)).toHaveLength(
      60,
    );
  });

  test('shows a poll that covers more than it reaches back as far as it reaches', () => {
    expect(last(minute([1, 0, 200_000]), 60, 199_999).slice(1)).toEqual(Array<number>(59).fill(1));
  });

  test('leaves the series that it grew from untouched, so that a frozen view stands still', () => {
    const before = minute(...seconds(90, () => 1));
    const picture = last(before, 60, 89_999);
    for (const sample of [
      [0, 89_000, 90_000],
      [0, 60_000, 120_000],
    ] as const)
      withSample(before, sample);
    expect(last(before, 60, 89_999)).toEqual(picture);
    const half = withSample(before, [1, 90_000, 90_500]);
    const [one, other] = [0, 0].map((value) => withSample(half, [value, 90_500, 90_900]));
    expect(one).toEqual(other);
  });

  test('answers for an hour from its coarse tier', () => {
    const hour = last(seriesOf(seconds(3600, (second) => (second < 1800 ? 0 : 1))), 60, 3_599_999, 60_000);
    expect(hour.slice(1, 29)).toEqual(Array<number>(28).fill(0));
    expect(hour.slice(31)).toEqual(Array<number>(29).fill(1));
  });

  test.each([2500, 7500, 15_000])('keeps to the time in steps of %d ms, whatever its own', (bucketMs) => {
    const count = 2_400_000 / bucketMs;
    const stepAt = 1_800_000 / bucketMs;
    const values = last(
      seriesOf(seconds(2400, (second) => (second < 1800 ? 0 : 1))),
      count,
      2_399_999,
      bucketMs,
    );
    expect([values.indexOf(1), values.lastIndexOf(0)]).toEqual([stepAt, stepAt - 1]);
  });

  test('makes no other groups of the past when the next second comes', () => {
    const values = seconds(100, (second) => (second * 7) % 10);
    const before = last(minute(...values.slice(0, 98)), 4, 97_999, 10_000);
    const after = last(minute(...values), 4, 99_999, 10_000);
    expect(after.slice(0, 3)).toEqual(before.slice(0, 3));
  });
});
