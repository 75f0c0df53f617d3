import * as fc from 'fast-check';
import type { FailureCode } from '../../src/model/failure';
import { restMs, type ScheduleInput } from '../../src/poller/schedule';

const calm: ScheduleInput = { intervalMs: 1000, missed: 0, tookMs: 0, random: 1 };

const rests: readonly (readonly [says: string, change: Partial<ScheduleInput>, rest: number])[] = [
  ['polls start one interval apart', {}, 1000],
  ['however long they took', { tookMs: 300 }, 700],
  ['a master that took longer than that is left to its other work', { tookMs: 4000 }, 1000],
  ['and for half as long when it took a little longer', { tookMs: 1200 }, 600],
  ['the first refusal changes nothing', { missed: 1, lastFailure: 'refused' }, 1000],
  ['the second doubles the distance', { missed: 2, lastFailure: 'refused' }, 2000],
  ['further ones do not', { missed: 9, lastFailure: 'refused' }, 2000],
  [
    'a master that may be waiting for us is left alone longer',
    { missed: 3, lastFailure: 'read-timeout' },
    4000,
  ],
  ['but no longer than ten seconds', { missed: 40, lastFailure: 'read-timeout' }, 10_000],
  ['or two intervals', { missed: 9, lastFailure: 'silent', intervalMs: 60_000 }, 120_000],
  ['jitter shortens the distance by a fifth at most', { missed: 2, lastFailure: 'refused', random: 0 }, 1600],
  ['after a failure there is always a pause', { missed: 1, lastFailure: 'silent', tookMs: 9000 }, 100],
];

test.each(rests)('%s', (_says, change, rest) => {
  expect(restMs({ ...calm, ...change })).toBeCloseTo(rest, 6);
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
  'ssh-auth',
  'ssh-host-key',
  'ssh-unreachable',
];

const moment = (codes: readonly FailureCode[]) =>
  fc.record({
    intervalMs: fc.integer({ min: 100, max: 3_600_000 }),
    missed: fc.integer({ min: 0, max: 10_000 }),
    lastFailure: fc.constantFrom(...codes),
    tookMs: fc.double({ min: 0, max: 100_000, noNaN: true }),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  });

test('a rest is never negative nor without end', () => {
  fc.assert(
    fc.property(moment([...harmless, ...burdening]), (input) => {
      const rest = restMs(input);
      expect(rest).toBeGreaterThanOrEqual(0);
      expect(rest).toBeLessThanOrEqual(Math.max(10_000, 2 * input.intervalMs));
    }),
  );
});

test('a restarted uWSGI is back on the screen within two intervals of the last refusal', () => {
  fc.assert(
    fc.property(moment(harmless), (input) => {
      const tookMs = Math.min(input.tookMs, input.intervalMs);
      expect(tookMs + restMs({ ...input, tookMs })).toBeLessThanOrEqual(2 * input.intervalMs);
    }),
  );
});

test('the more often in vain, the later again', () => {
  fc.assert(
    fc.property(moment(burdening), (input) => {
      expect(restMs({ ...input, missed: input.missed + 1 })).toBeGreaterThanOrEqual(
        input.missed === 0 ? 0 : restMs(input),
      );
    }),
  );
});
