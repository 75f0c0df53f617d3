import fc from 'fast-check';
import { noPace, type Pace, rateOf, withRequests } from '../../../src/model/forecasts/pace';

function paceOf(count: number, everyMs: number, requestsAt: (atMs: number) => number): Pace {
  let pace = noPace;
  for (let index = 0; index < count; index++) {
    pace = withRequests(pace, index * everyMs, requestsAt(index * everyMs));
  }
  return pace;
}

test.each([100, 250, 1000, 2000, 7000])('polled every %d ms it keeps a minute, in few points', (everyMs) => {
  const { points } = paceOf(2000, everyMs, (atMs) => atMs / 100);
  expect(points.length / 2).toBeLessThanOrEqual(33);
  const reach = (points.at(-2) ?? NaN) - (points[0] ?? NaN);
  expect(reach).toBeGreaterThanOrEqual(60_000);
  expect(reach).toBeLessThan(60_000 + Math.max(2 * everyMs, 4000));
  expect(points.slice(-2)).toEqual([1999 * everyMs, (1999 * everyMs) / 100]);
});

test('a rate is the whole life where that was steady, else what goes on now', () => {
  const steady = paceOf(100, 1000, (atMs) => 500 + atMs / 200);
  expect(rateOf(steady, 200)?.perSecond).toBeCloseTo(995 / 200, 6);
  expect(rateOf(steady, undefined)?.perSecond).toBeCloseTo(5, 6);
  const faster = paceOf(100, 1000, (atMs) => 500 + Math.max(0, atMs - 60_000) / 20);
  expect(rateOf(faster, 600)?.perSecond).toBeCloseTo(50, 0);
});

test.each([
  ['nothing was seen', noPace, 100],
  ['one look at a young worker', paceOf(1, 1000, () => 50), 1],
  ['one look and no age', paceOf(1, 1000, () => 50), undefined],
  ['nothing came', paceOf(50, 1000, () => 0), 100],
  ['too little came', paceOf(50, 1000, (atMs) => Math.floor(atMs / 15_000)), 60],
])('there is none where %s', (_, pace, ageSeconds) => {
  expect(rateOf(pace, ageSeconds)).toBeUndefined();
});

test('a rate is positive, finite and as uncertain as its count', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 500 })), {
    minLength: 1,
    maxLength: 80,
  });
  fc.assert(
    fc.property(
      steps,
      fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: undefined }),
      (all, ageSeconds) => {
        let pace = noPace;
        let atMs = 0;
        let requests = 0;
        for (const [elapsedMs, served] of all) {
          atMs += elapsedMs;
          requests += served;
          pace = withRequests(pace, atMs, requests);
        }
        const rate = rateOf(pace, ageSeconds);
        if (rate === undefined) return;
        expect(rate.perSecond).toBeGreaterThan(0);
        expect(rate.perSecond).toBeLessThan(Infinity);
        expect(rate.error).toBeLessThanOrEqual(1.96 / Math.sqrt(5));
        expect(rate.error).toBeGreaterThanOrEqual(1.96 / Math.sqrt(requests) - 1e-12);
      },
    ),
  );
});
