import * as fc from 'fast-check';
import { adaptedInterval } from '../../src/poller/adapt';

const at = (currentMs: number, ...utilizations: readonly [number, number]) =>
  adaptedInterval({ wantedMs: 1000, currentMs, utilizations });

test('a machine that keeps up is left as it is', () => {
  expect(at(1000, 0.5, 0.6)).toBe(1000);
});

test('one busy span alone changes nothing: the start is one', () => {
  expect(at(1000, 1, 0.4)).toBe(1000);
  expect(at(1000, 0.4, 1)).toBe(1000);
});

test('a machine that cannot keep up is asked less of', () => {
  expect(at(1000, 0.95, 1)).toBe(1500);
  expect(at(1500, 0.95, 1)).toBe(2250);
});

test('never more than a minute apart', () => {
  expect(at(50_000, 1, 1)).toBe(60_000);
  expect(adaptedInterval({ wantedMs: 3_600_000, currentMs: 3_600_000, utilizations: [1, 1] })).toBe(
    3_600_000,
  );
});

test('it comes back step by step, where that would not overload it again', () => {
  expect(at(2250, 0.4, 0.45)).toBe(1500);
  expect(at(1500, 0.4, 0.45)).toBe(1000);
  expect(at(1500, 0.6, 0.6)).toBe(1500);
});

test('a load that grows as the interval shrinks finds one interval and stays there', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 20, noNaN: true }), (workSecondsAMinute) => {
      const load = (intervalMs: number) => Math.min(1, (workSecondsAMinute * 1000) / intervalMs);
      const intervals = [1000];
      for (let round = 0; round < 40; round++) {
        const currentMs = intervals.at(-1) ?? 1000;
        intervals.push(at(currentMs, load(currentMs), load(currentMs)));
      }
      const [settled, ...before] = intervals.toReversed();
      expect(new Set(before.slice(0, 10))).toEqual(new Set([settled]));
      expect(load(settled ?? 0)).toBeLessThanOrEqual(0.9);
    }),
  );
});
