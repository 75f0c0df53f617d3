import { whatIf } from '../../src/advisor/cheaper/what-if';
import type { LoadSlice } from '../../src/advisor/load';
import { settingsOf } from './cheaper-cases';

/** Ten workers' worth of requests for a minute in the middle of ten quiet ones. */
const slices: readonly LoadSlice[] = Array.from({ length: 600 }, (_, second): LoadSlice => {
  const served = second >= 240 && second < 300 ? 50 : 5;
  const fromMs = second * 1000;
  return {
    fromMs,
    toMs: fromMs + 1000,
    wallMs: fromMs + 1000,
    requests: served,
    served,
    servedSeconds: served * 0.2,
    busySeconds: served * 0.2,
    activeWorkers: 4,
    slots: 20,
    inFlight: served / 5,
    kills: 0,
  };
});
const today = settingsOf({ processes: 20, cheaperOverload: 1, cheaperStep: 4 });
const request = { slices, today, proposal: today, variation: 1, startupSeconds: 1, seed: 7, rssBytes: 1e8 };

test('the same settings come out the same', () => {
  const { comparison, notes } = whatIf(request);
  expect(comparison.proposal).toEqual(comparison.today);
  expect(comparison.todayWorkers).toHaveLength(600);
  expect(notes).toEqual([]);
});

test('more workers at hand wait less and cost more', () => {
  const { comparison } = whatIf({ ...request, proposal: { ...today, cheaper: 16 } });
  const { today: before, proposal: after } = comparison;
  expect(after.waiting).toBeLessThan(before.waiting);
  expect(after.workerHours).toBeGreaterThan(before.workerHours);
  expect(after.meanBytes).toBeGreaterThan(before.meanBytes ?? Infinity);
  expect(after.saturatedSeconds).toBeLessThan(before.saturatedSeconds);
});

test('both begin with as many as ran when the recording began, as far as they may', () => {
  const cheaper = 6;
  const { todayWorkers, proposalWorkers } = whatIf({
    ...request,
    proposal: { ...today, cheaper },
  }).comparison;
  expect([todayWorkers[0], proposalWorkers[0]]).toEqual([4, 6]);
  const without = whatIf({ ...request, proposal: { ...today, cheaper: 0 } }).comparison;
  expect(new Set(without.proposalWorkers)).toEqual(new Set([20]));
});

test('says what the figures do not hold for', () => {
  const full = slices.map((slice, second) =>
    second < 30 ? { ...slice, queue: 3 } : second < 60 ? { ...slice, slots: 4, inFlight: 4 } : slice,
  );
  const paused = full.map((slice, second) =>
    second < 100 ? slice : { ...slice, fromMs: slice.fromMs + 9000, toMs: slice.toMs + 9000 },
  );
  expect(whatIf({ ...request, slices: paused }).notes).toEqual([
    '1 pause of the recording left out, as if there had been none',
    'no worker was free in 1m00 of the recording, or requests waited: more may have been asked for than was served, so the load is a lower bound',
  ]);
});

test('a recording without any request', () => {
  const { comparison, notes } = whatIf({ ...request, slices: [] });
  expect(comparison.today).toMatchObject({ requests: 0, waiting: 0, meanWorkers: undefined });
  expect(notes).toEqual([]);
});
