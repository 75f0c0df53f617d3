import fc from 'fast-check';
import { createRandom } from '../../src/random/random';
import { growthOf, noTrend, since, type Trend, withPoint } from '../../src/model/trend';

const page = 4096;
const mb = 1024 * 1024;

/** y over x = 0, 1, 2 …, rounded to pages as the kernel counts memory. */
function trendOf(count: number, valueAt: (x: number) => number, every = 1): Trend {
  let trend = noTrend;
  for (let x = 0; x < count; x++) {
    trend = withPoint(trend, x * every, Math.round(valueAt(x * every) / page) * page);
  }
  return trend;
}

/** Every growth that is claimed while the points come in, and where. */
function claims(count: number, valueAt: (x: number) => number): (readonly [x: number, slope: number])[] {
  let trend = noTrend;
  return Array.from({ length: count }, (_, x) => {
    trend = withPoint(trend, x, Math.round(valueAt(x) / page) * page);
    const slope = growthOf(trend)?.perUnit;
    return slope === undefined ? [] : [[x, slope] as const];
  }).flat();
}

describe('growth', () => {
  test.each([
    ['some bytes a request', 700],
    ['a page a request', page],
    ['100 KB a request', 100 * 1024],
    ['5 MB a request', 5 * mb],
  ])('of %s is found through noise of some pages', (_, slope) => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = createRandom(seed);
      const noise = Math.min(slope, 4 * page);
      const found = growthOf(trendOf(2000, (x) => 60 * mb + slope * x + random.between(-noise, noise)));
      expect(found?.perUnit).toBeGreaterThan(0.97 * slope);
      expect(found?.perUnit).toBeLessThan(1.03 * slope);
      expect(found?.error).toBeLessThan(0.1);
    }
  });

  test('is found where memory comes in lumps', () => {
    // 10 KB a request, taken from the system 256 KB at a time.
    const lumps = (x: number) => 60 * mb + Math.floor((x * 10) / 256) * 256 * 1024;
    expect(growthOf(trendOf(1000, lumps))?.perUnit).toBeGreaterThan(0.95 * 10 * 1024);
    expect(growthOf(trendOf(1000, lumps))?.perUnit).toBeLessThan(1.05 * 10 * 1024);
  });

  test('says how far it may be off', () => {
    const found = Array.from({ length: 300 }, (_, seed) => {
      const random = createRandom(seed);
      return growthOf(trendOf(60, (x) => 60 * mb + 8 * page * x + random.between(-15, 15) * page));
    }).filter((growth) => growth !== undefined);
    expect(found.length).toBeGreaterThan(200);
    const right = found.filter(({ perUnit, error }) => Math.abs(perUnit / (8 * page) - 1) <= error);
    expect(right.length / found.length).toBeGreaterThan(0.9);
  });

  test('is not claimed from fewer than two dozen points, however clear they are', () => {
    expect(growthOf(noTrend)).toBeUndefined();
    expect(growthOf(trendOf(22, (x) => x * mb))).toBeUndefined();
    expect(growthOf(trendOf(23, (x) => x * mb))?.perUnit).toBeCloseTo(mb, 3);
  });

  // A sawtooth is a leak, until its first tooth has ended.
  test.each<[string, (x: number) => number, number?]>([
    ['flat', () => 80 * mb],
    ['falling', (x) => 80 * mb - 20_000 * x],
    ['warming up and level then', (x) => 80 * mb - 50 * mb * Math.exp(-x / 60)],
    ['warming up slowly', (x) => 80 * mb - 50 * mb * Math.exp(-x / 400)],
    ['one jump', (x) => (x < 150 ? 60 : 90) * mb],
    ['one late jump', (x) => (x < 420 ? 60 : 90) * mb],
    ['two jumps', (x) => (x < 100 ? 60 : x < 300 ? 70 : 90) * mb],
    ['a sawtooth', (x) => 60 * mb + (x % 40) * 200_000, 40],
    ['a slow sawtooth', (x) => 60 * mb + (x % 170) * 100_000, 175],
    ['one big request now and then', (x) => (x % 37 === 36 ? 90 : 60) * mb],
  ])('is never claimed of memory that is %s', (_, valueAt, from = 0) => {
    expect(claims(1500, valueAt).filter(([x]) => x >= from)).toEqual([]);
  });

  test('is not claimed of the level that a warm-up comes to', () => {
    const random = createRandom(5);
    const valueAt = (x: number) => 80 * mb - 50 * mb * Math.exp(-x / 200) + random.between(-4, 4) * page;
    expect(growthOf(trendOf(3000, valueAt))).toBeUndefined();
  });

  test('is never found in noise around a constant, and is never NaN or negative', () => {
    const level = fc.integer({ min: 0, max: 2 ** 34 });
    const series = fc.record({
      level,
      spread: fc.integer({ min: 0, max: 2 ** 28 }),
      count: fc.integer({ min: 1, max: 300 }),
      seed: fc.integer({ min: 1, max: 2 ** 30 }),
      every: fc.integer({ min: 1, max: 500 }),
    });
    fc.assert(
      fc.property(series, ({ level: middle, spread, count, seed, every }) => {
        const random = createRandom(seed);
        expect(
          growthOf(trendOf(count, () => middle + random.between(-spread, spread), every)),
        ).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  test('of any series is positive and finite, or not claimed', () => {
    const points = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 2 ** 40 })),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(points, fc.boolean(), (steps, isRising) => {
        let trend = noTrend;
        let x = 0;
        let y = 0;
        for (const [dx, dy] of steps) {
          x += dx;
          y = isRising ? y + dy : dy;
          trend = withPoint(trend, x, y);
        }
        const found = growthOf(trend);
        if (found === undefined) return;
        expect(found.perUnit).toBeGreaterThan(0);
        expect(found.perUnit).toBeLessThan(Infinity);
        expect(found.error).toBeGreaterThanOrEqual(0);
        expect(found.error).toBeLessThan(0.2);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a trend', () => {
  test('reaches from its first point to near its last, in at most 64 points', () => {
    for (const count of [1, 10, 64, 65, 200, 5000]) {
      const { points } = trendOf(count, (x) => x);
      expect(points.length / 2).toBeLessThanOrEqual(64);
      expect(points[0]).toBe(0);
      expect(points.at(-2)).toBeGreaterThan(0.95 * (count - 1) - 1);
    }
  });

  test('takes no point that does not lie behind the last one', () => {
    const two = withPoint(withPoint(noTrend, 1, 10), 2, 20);
    expect(withPoint(two, 2, 99)).toBe(two);
    expect(withPoint(two, 1, 99)).toBe(two);
    expect(withPoint(two, 3, 30).points).toEqual([1, 10, 2, 20, 3, 30]);
  });

  test('can be cut off at the front', () => {
    const trend = trendOf(5, (x) => x * page);
    expect(since(trend, 3).points).toEqual([3, 3 * page, 4, 4 * page]);
    expect(since(trend, 0)).toBe(trend);
    expect(since(trend, 9).points).toEqual([]);
  });
});
