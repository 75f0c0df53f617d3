import fc from 'fast-check';
import { createRandom } from '../../../src/random/random';
import type { ForecastLimits } from '../../../src/model/forecasts/forecast';
import { noPace, rateOf, withRequests } from '../../../src/model/forecasts/pace';
import { recyclingForecasts } from '../../../src/model/forecasts/recycling';
import { endByRequests, foresee, type Foreseen, paced, poisson } from './simulated-life';

const last = (foreseen: readonly Foreseen[]) => foreseen.at(-1)?.forecast;

/** How far the ETA was off at its worst, of max(2 s, 10 %) of what was left; over the last thirty seconds. */
function worstMiss(foreseen: readonly Foreseen[], endMs: number): number {
  const misses = foreseen.flatMap(({ atMs, forecast }) => {
    const left = (endMs - atMs) / 1000;
    if (left > 30) return [];
    return [Math.abs((forecast?.etaSeconds ?? Infinity) - left) / Math.max(2, 0.1 * left)];
  });
  if (misses.length < 10) throw new Error('too few polls to judge by');
  return Math.max(...misses);
}

describe('the threshold of max-requests', () => {
  const life = { spawnSeconds: -100, endsMs: paced({ fromSeconds: -100, toSeconds: 20, perSecond: 10 }) };
  const watch = { fromSeconds: 0, untilSeconds: 10 };

  test.each([
    ['2.0.29', 1, 5000],
    ['2.0.30', 2, 5300],
    ['2.0.30', 4, 5900],
    ['2.1-dev', 3, 5600],
    ['2.0.31-debian', 2, 5300],
    // Unknown to these, and silently accepted.
    ['2.0.28', 4, 5000],
    ['2.0.21-debian', 4, 5000],
    ['', 4, 5000],
  ])('of uWSGI %j for worker %d is %d with 5000 and a delta of 300', (version, number, threshold) => {
    const limits = { 'max-requests': 5000, 'max-requests-delta': 300 };
    const forecast = last(foresee(life, 'max-requests', { ...watch, limits, version, number }));
    expect([forecast?.threshold, forecast?.value]).toEqual([threshold, 1090]);
    expect(forecast?.etaSeconds).toBeCloseTo((threshold - 1090) / 10, 0);
  });

  test('is none where it is off or not set', () => {
    expect(last(foresee(life, 'max-requests', { ...watch, limits: { 'max-requests': 0 } }))).toBeUndefined();
    expect(last(foresee(life, 'max-requests', { ...watch, limits: { harakiri: 30 } }))).toBeUndefined();
  });
});

describe('the least age', () => {
  // A hundred requests in the first ten seconds, of at most fifty.
  const life = { spawnSeconds: 0, endsMs: paced({ fromSeconds: 0, toSeconds: 100, perSecond: 10 }) };

  test.each([
    ['2.0.21', {}, 10],
    ['2.1-dev', {}, 10],
    ['', {}, 10],
    ['2.0.21', { 'min-worker-lifetime': 25 }, 25],
    ['2.0.30', { 'min-worker-lifetime': 25 }, 25],
    ['2.0.30', { 'min-worker-lifetime': 0 }, 5],
  ])('of uWSGI %j with %j lets it go after %d s', (version, option, age) => {
    const limits = { 'max-requests': 50, ...option };
    const foreseen = foresee(life, 'max-requests', { fromSeconds: 2.5, untilSeconds: 5, limits, version });
    for (const { atMs, forecast } of foreseen) {
      const left = age - atMs / 1000;
      expect(forecast?.etaSeconds).toBeGreaterThan(left - 0.2);
      expect(forecast?.etaSeconds).toBeLessThan(left + 0.2);
      if (age > 5) expect(forecast?.range?.[0]).toBeGreaterThan(left - 0.2);
    }
  });

  test('is over: a worker beyond the limit goes with its next request', () => {
    const limits = { 'max-requests': 50 };
    const forecast = last(foresee(life, 'max-requests', { fromSeconds: 58, untilSeconds: 61.5, limits }));
    expect(forecast?.value).toBeGreaterThan(600);
    expect(forecast?.etaSeconds).toBeCloseTo(0.1, 1);
  });
});

describe('under steady load', () => {
  test.each([1, 1.7, 3, 10, 47, 300])(
    'at %d requests a second the ETA is right to max(2 s, 10 %%) at every moment of the last thirty seconds',
    (perSecond) => {
      const limits = { 'max-requests': Math.round(perSecond * 170) };
      const life = { spawnSeconds: -100, endsMs: paced({ fromSeconds: -100, toSeconds: 90, perSecond }) };
      const endMs = endByRequests(life, limits['max-requests']);
      for (const everyMs of [500, 1000, 2300]) {
        // As long as it was watched, and attached for a few seconds only.
        for (const fromSeconds of [0.2, endMs / 1000 - 29]) {
          const watch = { fromSeconds, untilSeconds: endMs / 1000, everyMs, limits };
          const foreseen = foresee(life, 'max-requests', watch);
          expect(worstMiss(foreseen.slice(1), endMs)).toBeLessThan(1);
        }
      }
    },
  );

  test('one look is enough: the rate of the whole life tells', () => {
    const life = { spawnSeconds: -400, endsMs: paced({ fromSeconds: -400, toSeconds: 100, perSecond: 5 }) };
    const limits = { 'max-requests': 2100 };
    const forecast = last(foresee(life, 'max-requests', { fromSeconds: 0, untilSeconds: 0.5, limits }));
    expect(forecast?.etaSeconds).toBeCloseTo(20, 0);
  });
});

describe('the honest range', () => {
  /** Watches a worker for a while, then asks when so many more requests will have come; undefined: it does not say. */
  function isInRange(seed: number, perSecond: number, left: number): boolean | undefined {
    const toSeconds = 200 + (3 * left + 40) / perSecond;
    const ends = poisson(createRandom(seed), { fromSeconds: 0, toSeconds, perSecond });
    let pace = noPace;
    let value = 0;
    for (let atMs = 150_000; atMs <= 200_000; atMs += 1000) {
      while ((ends[value] ?? Infinity) <= atMs) value++;
      pace = withRequests(pace, atMs, value);
    }
    const limits: ForecastLimits = { maxRequests: value + left, memoryBytes: {} };
    const input = { number: 1, version: '2.0.21', ageSeconds: 200, inFlight: false, memory: {} };
    const rate = rateOf(pace, 200);
    const [forecast] = recyclingForecasts({ ...input, deltaRequests: value, rate }, limits);
    if (forecast?.range === undefined) return undefined;
    const [earliest, latest] = forecast.range;
    const truth = ((ends[value + left - 1] ?? NaN) - 200_000) / 1000;
    if (Number.isNaN(truth)) throw new Error('nothing to compare');
    return earliest <= truth && truth <= latest;
  }

  test.each(
    [0.2, 1, 8, 60].flatMap((perSecond) => [1, 2, 5, 20, 200].map((left) => [perSecond, left] as const)),
  )('at %d requests a second holds the truth %d requests ahead in nine runs of ten', (perSecond, left) => {
    const runs = Array.from({ length: 400 }, (_, seed) => isInRange(seed + 1, perSecond, left));
    const told = runs.filter((inside) => inside !== undefined);
    expect(told.length).toBeGreaterThan(0.93 * runs.length);
    const share = told.filter((inside) => inside).length / told.length;
    expect(share).toBeGreaterThanOrEqual(0.9);
    // Nor is it so wide that it says nothing.
    expect(share).toBeLessThan(0.99);
  });

  test('is what the ETA lies in, and finite', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 5, max: 5000 }),
        (perSecond, left, counted) => {
          const rate = { perSecond, error: 1.96 / Math.sqrt(counted) };
          const input = { number: 1, version: '2.0.21', ageSeconds: 200, inFlight: false, memory: {}, rate };
          const [forecast] = recyclingForecasts(
            { ...input, deltaRequests: 7 },
            { maxRequests: 7 + left, memoryBytes: {} },
          );
          const [earliest, latest] = forecast?.range ?? [NaN, NaN];
          expect(earliest).toBeGreaterThanOrEqual(0);
          expect(earliest).toBeLessThanOrEqual(forecast?.etaSeconds ?? NaN);
          expect(latest).toBeGreaterThanOrEqual(forecast?.etaSeconds ?? NaN);
          expect(latest).toBeLessThan(Infinity);
        },
      ),
    );
  });
});

describe('a change of load', () => {
  test.each([
    [10, 2],
    [2, 10],
    [20, 60],
    [100, 30],
  ])('from %d to %d requests a second is followed in fifteen seconds, exactly in thirty', (before, after) => {
    const endsMs = paced(
      { fromSeconds: -300, toSeconds: 60, perSecond: before },
      { fromSeconds: 60, toSeconds: 400, perSecond: after },
    );
    const limits = { 'max-requests': before * 360 + after * 60 };
    const life = { spawnSeconds: -300, endsMs };
    const endMs = endByRequests(life, limits['max-requests']);
    for (const fromSeconds of [0, 55]) {
      const foreseen = foresee(life, 'max-requests', { fromSeconds, untilSeconds: 110, limits });
      for (const { atMs, forecast } of foreseen.filter((one) => one.atMs >= 75_000)) {
        const left = (endMs - atMs) / 1000;
        const share = atMs < 90_000 ? 0.25 : 0.1;
        expect(Math.abs((forecast?.etaSeconds ?? Infinity) - left)).toBeLessThan(Math.max(2, share * left));
      }
    }
  });
});

describe('without requests', () => {
  const limits = { 'max-requests': 1000 };

  test('there is a value and a threshold, and no time', () => {
    const idle = { spawnSeconds: -300, endsMs: [] };
    const foreseen = foresee(idle, 'max-requests', { fromSeconds: 0, untilSeconds: 20, limits });
    for (const { forecast } of foreseen) {
      expect(forecast).toEqual({ limit: 'max-requests', value: 0, threshold: 1000 });
    }
  });

  test('from two or three of them no rate is made', () => {
    const life = { spawnSeconds: -300, endsMs: [-200_000, -100_000, 5000] };
    const forecast = last(foresee(life, 'max-requests', { fromSeconds: 0, untilSeconds: 20, limits }));
    expect(forecast).toEqual({ limit: 'max-requests', value: 3, threshold: 1000 });
  });

  test.each([0, 50])('once they have stopped there is no time any more (attached at %d s)', (fromSeconds) => {
    const endsMs = paced({ fromSeconds: -100, toSeconds: 60, perSecond: 4 });
    const life = { spawnSeconds: -100, endsMs };
    const foreseen = foresee(life, 'max-requests', { fromSeconds, untilSeconds: 600, limits });
    const standing = foreseen.filter(({ atMs }) => atMs >= 75_000);
    expect(standing.length).toBeGreaterThan(500);
    for (const { forecast } of standing) {
      expect(forecast).toEqual({ limit: 'max-requests', value: 640, threshold: 1000 });
    }
  });
});
