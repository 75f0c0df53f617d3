import { whatIf } from '../../src/advisor/cheaper/what-if';
import type { LoadSlice } from '../../src/advisor/load';
import { settingsOf } from './cheaper-cases';

/** Ten workers' worth of requests for a minute in the middle of ten quiet ones. */
const load: readonly LoadSlice[] = Array.from({ length: 600 }, (_, second): LoadSlice => {
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
const options = { today, proposal: today, variation: 1, startupSeconds: 1, seed: 7, rssBytes: 1e8 };
const { todayWorkers: workers } = whatIf({ ...options, slices: load }).comparison;
/** As it would have been recorded. */
const slices = load.map((slice, second) => ({ ...slice, activeWorkers: workers[second] ?? 0 }));
const request = { ...options, slices };

test('the same settings come out the same', () => {
  const { comparison, apartShare, notes } = whatIf(request);
  expect(comparison.proposal).toEqual(comparison.today);
  expect(comparison.todayWorkers).toHaveLength(600);
  expect(apartShare).toBe(0);
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

test('an instant without a free worker makes no lower bound', () => {
  const [first, ...rest] = slices;
  const instant = [{ ...first, toMs: 400, queue: 1 }, ...rest] as readonly LoadSlice[];
  expect(whatIf({ ...request, slices: instant }).notes.join()).not.toContain('lower bound');
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

test('says when the workers that ran were others than those of the simulation', () => {
  const others = slices.map((slice, second) =>
    second < 150 ? { ...slice, activeWorkers: slice.activeWorkers + 5 } : slice,
  );
  const { apartShare, notes } = whatIf({ ...request, slices: others });
  expect(apartShare).toBeGreaterThan(0.2);
  expect(notes).toEqual([
    expect.stringMatching(
      /^the simulated workers of today are more than a step away .* in \d+% of the recording/,
    ),
  ]);
});

test('says when uWSGI would start none because it is to park one first', () => {
  const long = load.map((slice, second) =>
    second % 60 === 30 ? { ...slice, served: 40, servedSeconds: 800, busySeconds: 40 } : slice,
  );
  const proposal = { ...today, algorithm: 'backlog', cheaperOverload: 60 } as const;
  const { comparison, notes } = whatIf({ ...request, slices: long, proposal });
  expect(comparison.proposal.heldBackSeconds).toBeGreaterThan(20);
  expect(notes).toContainEqual(
    expect.stringMatching(/^the proposal: for \d+m?\d*s? no worker would be started, /),
  );
});

test('says that commands are not simulated', () => {
  const { notes } = whatIf({ ...request, proposal: { ...today, algorithm: 'manual' } });
  expect(notes).toEqual(['cheaper-algo manual: what the master FIFO may be told is not part of it']);
});

test('the questions of the recording wake the master, as they did when it was made', () => {
  const full = load
    .slice(0, 30)
    .map((slice) => ({ ...slice, served: 100, servedSeconds: 50, busySeconds: 50 }));
  const settings = { ...today, processes: 60, cheaperStep: 1, queueIsSeen: false };
  const peakOf = (asked: readonly LoadSlice[]): number =>
    whatIf({ ...options, slices: asked, today: settings }).comparison.today.peakWorkers;
  // Of two cycles one is too short to be measured: it counts with the next.
  const unevenly = full.map((slice, second) =>
    second % 2 === 0
      ? { ...slice, toMs: slice.toMs + 5, wallMs: slice.wallMs + 5 }
      : { ...slice, fromMs: slice.fromMs + 5 },
  );
  expect(peakOf(full)).toBeGreaterThan(30);
  expect(peakOf(unevenly)).toBeLessThan(20);
});

test('a recording without any request', () => {
  const { comparison, notes } = whatIf({ ...request, slices: [] });
  expect(comparison.today).toMatchObject({ requests: 0, waiting: 0, meanWorkers: undefined });
  expect(notes).toEqual([]);
});
