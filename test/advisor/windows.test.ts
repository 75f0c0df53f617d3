import type { LoadSlice } from '../../src/advisor/load';
import { percentile, windowSecondsOf, windowsOf } from '../../src/advisor/windows';

const sliceOf = (fromMs: number, seconds: number, changes: Partial<LoadSlice> = {}): LoadSlice => ({
  fromMs,
  toMs: fromMs + seconds * 1000,
  wallMs: fromMs + seconds * 1000,
  requests: 10,
  served: 10,
  servedSeconds: 2 * seconds,
  busySeconds: 2 * seconds,
  activeWorkers: 4,
  slots: 4,
  inFlight: 2,
  kills: 0,
  ...changes,
});

test('a window is a minute, less in a short recording, and no shorter than what one answer tells', () => {
  expect(windowSecondsOf(3600, 3600)).toBe(60);
  expect(windowSecondsOf(600, 600)).toBe(20);
  expect(windowSecondsOf(60, 60)).toBe(5);
  expect(windowSecondsOf(36_000, 100)).toBe(360);
});

test('a window ends at a pause, and half a one is none', () => {
  const before = Array.from({ length: 60 }, (_, second) => sliceOf(second * 1000, 1));
  const after = Array.from({ length: 20 }, (_, second) => sliceOf(600_000 + second * 1000, 1));
  expect(windowsOf([...before, ...after], 60)).toMatchObject([{ seconds: 60, erlangs: 2 }]);
});

test('most of the time full is saturated', () => {
  const full = { busySeconds: 4 };
  const slices = (share: number) =>
    Array.from({ length: 60 }, (_, second) => sliceOf(second * 1000, 1, second < 60 * share ? full : {}));
  expect(windowsOf(slices(0.6), 60)).toMatchObject([{ isSaturated: true }]);
  expect(windowsOf(slices(0.4), 60)).toMatchObject([{ isSaturated: false }]);
});

test('a share of the values does not exceed the percentile; of none there is none', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0.1, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([10, 50, 95, 100]);
  expect(percentile([], 0.5)).toBeUndefined();
});
