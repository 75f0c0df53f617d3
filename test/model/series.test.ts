import { createSeries, createSpark, record, window } from '../../src/model/series';

const last = (series: ReturnType<typeof createSpark>, count: number, nowMs: number, bucketMs = 1000) =>
  window(series, { count, bucketMs, nowMs });

describe('a series', () => {
  test('shows a sample in every second of its interval, newest last', () => {
    const series = record(createSpark(), 0.5, 1000, 3999);
    expect(last(series, 5, 3999)).toEqual(
      [undefined, undefined, 0.5, 0.5, 0.5].slice(0, 1).concat([undefined, 0.5, 0.5, 0.5].slice(0)),
    );
  });

  test('weighs samples of one second by their length', () => {
    let series = record(createSpark(), 1, 0, 250);
    series = record(series, 0, 250, 1000);
    expect(last(series, 1, 999)[0]).toBeCloseTo(0.25, 5);
  });

  test('keeps a gap a gap', () => {
    let series = record(createSpark(), 1, 0, 999);
    series = record(series, undefined, 1000, 2999);
    series = record(series, 1, 3000, 3999);
    expect(last(series, 4, 3999)).toEqual([1, undefined, undefined, 1]);
  });

  test('forgets what is older than it reaches, however long nothing came', () => {
    let series = record(createSpark(), 1, 0, 999);
    series = record(series, 0.5, 86_400_000, 86_400_999);
    expect(last(series, 60, 86_400_999).filter((value) => value !== undefined)).toEqual([0.5]);
  });

  test('leaves the series that it grew from untouched, so that a frozen view stands still', () => {
    const before = record(createSpark(), 1, 0, 999);
    record(before, 0, 0, 999);
    record(before, 0, 1000, 1999);
    expect(last(before, 2, 999)).toEqual([undefined, 1]);
  });

  test('answers for an hour from its coarse tier', () => {
    let series = createSeries();
    for (let second = 0; second < 3600; second++) {
      series = record(series, second < 1800 ? 0 : 1, second * 1000, second * 1000 + 1000);
    }
    const hour = last(series, 60, 3_599_999, 60_000);
    expect(hour.slice(1, 29)).toEqual(Array<number>(28).fill(0));
    expect(hour.slice(31)).toEqual(Array<number>(29).fill(1));
  });

  test('never holds more than its buckets', () => {
    let series = createSeries();
    for (let index = 0; index < 5000; index++) series = record(series, index, index * 100, index * 100 + 100);
    expect(series.tiers.map(({ values }) => values.length)).toEqual([600, 360]);
  });
});
