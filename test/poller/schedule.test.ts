import * as fc from 'fast-check';
import type { FailureCode } from '../../src/model/failure';
import { backoffMs, nextStartMs, phaseMs, type ScheduleInput } from '../../src/poller/schedule';

const failing: ScheduleInput = {
  intervalMs: 1000,
  missed: 1,
  lastFailure: 'refused',
  tookMs: 0,
  random: 1,
};

const rests: readonly (readonly [says: string, change: Partial<ScheduleInput>, rest: number])[] = [
  ['the first refusal changes nothing', { missed: 1, lastFailure: 'refused' }, 1000],
  ['the second makes the distance longer', { missed: 2, lastFailure: 'refused' }, 1500],
  ['further ones do not', { missed: 9, lastFailure: 'refused' }, 1500],
  ['the time that a refusal took is part of the distance', { missed: 9, tookMs: 250 }, 1250],
  [
    'a master that may have worked for us has all of it to itself',
    { missed: 9, lastFailure: 'read-timeout', tookMs: 5000 },
    1500,
  ],
  ['who logs each failure is left alone longer', { missed: 3, lastFailure: 'ssh-auth' }, 4000],
  ['but no longer than ten seconds', { missed: 40, lastFailure: 'http-status' }, 10_000],
  ['or two intervals', { missed: 9, lastFailure: 'ssh-auth', intervalMs: 60_000 }, 120_000],
  ['jitter shortens the distance by a fifth at most', { missed: 2, lastFailure: 'refused', random: 0 }, 1200],
  [
    'after a failure there is always a pause',
    { missed: 1, lastFailure: 'name-not-found', tookMs: 9000 },
    100,
  ],
];

test.each(rests)('%s', (_says, change, rest) => {
  expect(backoffMs({ ...failing, ...change })).toBeCloseTo(rest, 6);
});

const harmless: readonly FailureCode[] = [
  'refused',
  'no-such-file',
  'not-a-socket',
  'permission',
  'name-not-found',
  'unreachable',
  'not-json',
  'not-stats',
];
const burdening: readonly FailureCode[] = [
  'silent',
  'read-timeout',
  'connect-timeout',
  'reset',
  'truncated',
  'too-large',
];
const logged: readonly FailureCode[] = ['http-status', 'ssh-auth', 'ssh-host-key', 'ssh-unreachable'];

const moment = (codes: readonly FailureCode[]) =>
  fc.record({
    intervalMs: fc.integer({ min: 100, max: 3_600_000 }),
    missed: fc.integer({ min: 1, max: 10_000 }),
    lastFailure: fc.constantFrom(...codes),
    tookMs: fc.double({ min: 0, max: 100_000, noNaN: true }),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  });

test('a rest is never negative nor without end', () => {
  fc.assert(
    fc.property(moment([...harmless, ...burdening, ...logged]), (input) => {
      const rest = backoffMs(input);
      expect(rest).toBeGreaterThanOrEqual(0);
      expect(rest).toBeLessThanOrEqual(Math.max(10_000, 2 * input.intervalMs));
    }),
  );
});

test('a restarted uWSGI is back on the screen within two intervals of the last failure', () => {
  fc.assert(
    fc.property(moment(harmless), (input) => {
      const tookMs = Math.min(input.tookMs, input.intervalMs);
      expect(tookMs + backoffMs({ ...input, tookMs })).toBeLessThanOrEqual(1.5 * input.intervalMs);
    }),
  );
  fc.assert(
    fc.property(moment(burdening), (input) => {
      expect(backoffMs(input)).toBeLessThanOrEqual(1.5 * input.intervalMs);
    }),
  );
});

test('a master that may be suffering always has most of an interval to itself', () => {
  fc.assert(
    fc.property(moment(burdening), (input) => {
      expect(backoffMs(input)).toBeGreaterThanOrEqual(0.8 * input.intervalMs);
    }),
  );
});

test('the more often in vain, the later again', () => {
  fc.assert(
    fc.property(moment([...burdening, ...logged]), (input) => {
      expect(backoffMs({ ...input, missed: input.missed + 1 })).toBeGreaterThanOrEqual(backoffMs(input));
    }),
  );
});

const beat = { intervalMs: 1000, dueMs: 200, startedMs: 1200, endedMs: 1210 };

test.each([
  ['one interval after the last, on its beat', {}, 2200],
  ['also after one that began late', { startedMs: 1500, endedMs: 1510 }, 2200],
  ['but not at once again', { startedMs: 1900, endedMs: 1910 }, 3200],
  ['a poll by hand in between changes nothing of the beat', { startedMs: 1600, endedMs: 1610 }, 2200],
  ['a master that takes half the interval is asked on the beat', { endedMs: 1700 }, 2200],
  ['one that takes longer than it is left to its other work', { endedMs: 5200 }, 6200],
  ['and for half as long when it took a little longer', { endedMs: 2400 }, 3200],
  ['a beat that begins later is waited for', { dueMs: 9000 }, 9000],
] as const)('the next poll begins %s', (_says, change, nextMs) => {
  expect(nextStartMs({ ...beat, ...change })).toBe(nextMs);
});

test('a large fleet is spread over the whole interval, a small one is asked together', () => {
  const phases = (targets: number) =>
    Array.from({ length: targets }, (_, index) => phaseMs(index, targets, 1000));
  expect(phases(1)).toEqual([0]);
  expect(phases(4)).toEqual([0, 20, 40, 60]);
  const large = phases(1000);
  expect([large[0], large[500], large[999]]).toEqual([0, 500, 999]);
});
