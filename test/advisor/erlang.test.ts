import {
  erlangB,
  erlangC,
  highestShare,
  leastSlots,
  meanWaitSeconds,
  p95WaitSeconds,
  plainSlots,
} from '../../src/advisor/erlang';

/** From published tables of Erlang's formulas. */
test.each([
  [1, 0.5, 0.3333],
  [2, 1, 0.2],
  [5, 3, 0.1101],
  [10, 7, 0.0787],
  [20, 15, 0.0456],
  [100, 84.06, 0.01],
])('of %d slots under %d erlangs this share is lost: %d', (slots, erlangs, share) => {
  expect(erlangB(slots, erlangs)).toBeCloseTo(share, 4);
});

test.each([
  [1, 0.6, 0.6],
  [2, 1, 0.3333],
  [5, 3, 0.2362],
  [10, 7, 0.2217],
  [20, 15, 0.1604],
])('of %d slots under %d erlangs this share waits: %d', (slots, erlangs, share) => {
  expect(erlangC(slots, erlangs)).toBeCloseTo(share, 4);
});

test('all wait where the slots are no more than the load, and then the queue only grows', () => {
  expect(erlangC(7, 7)).toBe(1);
  expect(meanWaitSeconds(7, 7, { seconds: 1, variation: 1 })).toBeUndefined();
  expect(p95WaitSeconds(6, 7, { seconds: 1, variation: 1 })).toBeUndefined();
});

test('no load needs one slot, and nobody waits for it', () => {
  expect(leastSlots(0, (slots) => erlangC(slots, 0) <= 0.05)).toBe(1);
  expect(erlangC(1, 0)).toBe(0);
});

test('large systems neither overflow nor lose their digits', () => {
  expect(erlangC(10_000, 9_900)).toBeGreaterThan(0.1);
  expect(erlangC(10_000, 9_900)).toBeLessThan(0.5);
  expect(erlangC(10_000, 10)).toBe(0);
});

test('one slot: the wait of M/M/1 is W·ρ/(1 - ρ), and half of that where all requests are alike', () => {
  expect(meanWaitSeconds(1, 0.8, { seconds: 2, variation: 1 })).toBeCloseTo(8, 9);
  expect(meanWaitSeconds(1, 0.8, { seconds: 2, variation: 0 })).toBeCloseTo(4, 9);
});

test('95 of 100 wait no longer: none where fewer than 5 wait at all', () => {
  expect(p95WaitSeconds(1, 0.5, { seconds: 1, variation: 1 })).toBeCloseTo(2 * Math.log(10), 9);
  expect(p95WaitSeconds(20, 7, { seconds: 1, variation: 1 })).toBe(0);
});

test('more slots leave fewer waiting, more load leaves more, anywhere', () => {
  for (let erlangs = 0.25; erlangs < 300; erlangs *= 1.7) {
    for (let slots = Math.floor(erlangs) + 1; slots < 2 * erlangs + 5; slots++) {
      expect(erlangC(slots + 1, erlangs)).toBeLessThan(erlangC(slots, erlangs));
      expect(erlangC(slots, erlangs * 1.01)).toBeGreaterThan(erlangC(slots, erlangs));
    }
  }
});

test('the fewest slots are enough, and one fewer is not', () => {
  for (let erlangs = 0.3; erlangs < 2000; erlangs *= 1.9) {
    const isEnough = (slots: number) => erlangC(slots, erlangs) <= 0.05;
    const slots = leastSlots(erlangs, isEnough);
    expect([isEnough(slots), isEnough(slots - 1)]).toEqual([true, false]);
  }
});

test('the share of busy slots at which so many wait is that of their load', () => {
  expect(erlangC(8, 8 * highestShare(8, 0.05))).toBeCloseTo(0.05, 6);
  expect(highestShare(100, 0.05)).toBeGreaterThan(highestShare(4, 0.05));
});

test('the plain rule keeps slots busy for 70 %', () => {
  expect([0, 0.7, 7, 7.1].map(plainSlots)).toEqual([1, 1, 10, 11]);
});
