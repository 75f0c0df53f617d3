import fc from 'fast-check';
import type { Demand } from '../../src/advisor/cheaper/demand';
import { demandOf, type Request } from '../support/demand';
import { masterWakes, plainClock } from '../../src/advisor/cheaper/master-wakes';
import { countFlips, scaleDowns, scaleUps, type Outcome } from '../../src/advisor/cheaper/outcome';
import { cheaperAlgorithms, initialWorkers, type CheaperSettings } from '../../src/advisor/cheaper/settings';
import { simulate, type SimulationOptions } from '../../src/advisor/cheaper/simulation';
import { createRandom } from '../../src/random/random';
import { settingsOf } from './cheaper-cases';

const run = (
  demand: Demand,
  changes: Partial<CheaperSettings> = {},
  options: Partial<SimulationOptions> = {},
): Outcome =>
  simulate(demand, settingsOf(changes), { random: createRandom(1), startupSeconds: 0, ...options });

const requests = (...pairs: readonly (readonly [arrivalMs: number, serviceMs: number])[]): Request[] =>
  pairs.map(([arrivalMs, serviceMs]) => ({ arrivalMs, serviceMs }));

/** So many a second, evenly, each of so long. */
const steady = (perSecond: number, serviceMs: number, seconds: number): Demand =>
  demandOf(
    Array.from({ length: perSecond * seconds }, (_, index) => ({
      arrivalMs: (index / perSecond) * 1000,
      serviceMs,
    })),
    seconds * 1000,
  );

describe('the queue', () => {
  test('the first that came is the first that is served', () => {
    const demand = demandOf(requests([0, 100], [10, 100], [20, 100]), 1000);
    const { waits, ended } = run(demand, { processes: 1, cheaper: 0 });
    expect(ended).toBe(3);
    expect(waits).toMatchObject({ requests: 2, maxMs: 180 });
    expect(waits.meanMs).toBeCloseTo((90 + 180) / 3);
    expect(waits.share).toBeCloseTo(2 / 3);
  });

  test('each thread of a worker takes one', () => {
    const demand = demandOf(requests([0, 100], [10, 100], [20, 100]), 1000);
    expect(run(demand, { processes: 1, threads: 3, cheaper: 0 }).waits.requests).toBe(0);
    expect(run(demand, { processes: 1, threads: 2, cheaper: 0 }).waits).toMatchObject({
      requests: 1,
      maxMs: 80,
    });
  });

  test('refuses what it has no room for: Linux lets one more in than listen says', () => {
    const demand = demandOf(requests(...Array.from({ length: 9 }, () => [0, 5000] as const)), 2000);
    const outcome = run(demand, { processes: 1, cheaper: 0, listen: 4 });
    expect(outcome).toMatchObject({ refused: 3, inFlight: 1, waits: { stillWaiting: 5, maxMs: 2000 } });
  });

  test('the 95th percentile is that of all, the ones that did not wait among them', () => {
    const free = Array.from({ length: 94 }, (_, index) => [index * 100, 1] as const);
    const late = Array.from({ length: 6 }, () => [9500, 10] as const);
    const { waits } = run(demandOf(requests(...free, ...late), 10_000), { processes: 1, cheaper: 0 });
    expect(waits.p95Ms).toBe(0);
    expect(waits.maxMs).toBe(50);
    const later = run(demandOf(requests(...free.slice(2), ...late, ...late), 10_000), {
      processes: 1,
      cheaper: 0,
    });
    expect(later.waits.p95Ms).toBeGreaterThan(40);
  });
});

describe('time', () => {
  test('is saturated while no worker is free', () => {
    const demand = demandOf(requests([1000, 500], [1200, 800]), 4000);
    expect(run(demand, { processes: 2, cheaper: 0 }).saturatedSeconds).toBeCloseTo(0.3);
    expect(run(demand, { processes: 3, cheaper: 0 }).saturatedSeconds).toBe(0);
  });

  test('of workers is counted by the hour', () => {
    expect(run(demandOf([], 1_800_000), { processes: 6, cheaper: 0 }).workerHours).toBeCloseTo(3);
  });

  test('goes by in seconds, each with what is the case at its end', () => {
    const { timeline } = run(demandOf(requests([500, 1000], [600, 1000]), 3000), {
      processes: 1,
      cheaper: 0,
    });
    expect(timeline).toEqual([
      { second: 1, active: 1, busy: 1, inFlight: 1, waiting: 1 },
      { second: 2, active: 1, busy: 1, inFlight: 1, waiting: 0 },
      { second: 3, active: 1, busy: 0, inFlight: 0, waiting: 0 },
    ]);
  });
});

describe('workers', () => {
  test('come under load and go after it', () => {
    const busy = steady(20, 250, 60);
    const outcome = run({ ...busy, durationMs: 300_000 }, { cheaperOverload: 1, multiplier: 5 });
    const active = outcome.timeline.map((second) => second.active);
    expect(Math.max(...active.slice(0, 60))).toBe(8);
    expect(active.at(-1)).toBe(2);
    expect([scaleUps(outcome), scaleDowns(outcome), countFlips(outcome)]).toEqual([6, 6, 1]);
    expect(outcome.peakWorkers).toBe(8);
  });

  test('are as busy as the requests that ended make them', () => {
    const percents = run(steady(20, 30, 60)).timeline.map(({ busynessPercent }) => busynessPercent ?? NaN);
    expect(percents.slice(0, 3)).toEqual([0, 0, 0]);
    for (const percent of percents.slice(3)) expect([29, 30]).toContain(percent);
  });

  test('take requests only when their application is loaded', () => {
    const demand = steady(10, 1000, 30);
    const settings = { cheaperOverload: 1, cheaperStep: 6 };
    const fast = run(demand, settings, { startupSeconds: 0 });
    const slow = run(demand, settings, { startupSeconds: 10 });
    expect(slow.timeline[4]).toMatchObject({ active: 8, busy: 2 });
    expect(fast.timeline[4]).toMatchObject({ active: 8, busy: 8 });
  });

  test('the emergency is not seen where uWSGI does not see the queue', () => {
    const demand = steady(50, 1000, 5);
    const settings = { cheaperOverload: 100, backlogAlert: 5 };
    expect(run(demand, settings).scaleEvents.length).toBeGreaterThan(0);
    expect(run(demand, { ...settings, queueIsSeen: false }).scaleEvents).toEqual([]);
  });

  test('that were asked to go come back only when the master has buried them', () => {
    const demand = demandOf(requests(...Array.from({ length: 9 }, () => [2500, 60_000] as const)), 9000);
    const settings = { processes: 3, algorithm: 'backlog', cheaperOverload: 1 } as const;
    const { scaleEvents } = run(demand, settings, { running: 3 });
    expect(scaleEvents.map(({ atMs, workers }) => [atMs, workers])).toEqual([
      [1001, -1],
      [3003, 1],
    ]);
    const soon = demandOf(requests(...Array.from({ length: 9 }, () => [1500, 60_000] as const)), 9000);
    expect(run(soon, settings, { running: 3 }).scaleEvents.map(({ atMs }) => atMs)).toEqual([1001, 3003]);
  });

  test('are not started while one is to be parked first and none is idle', () => {
    const demand = demandOf(requests(...Array.from({ length: 40 }, () => [900, 20_000] as const)), 30_000);
    const settings = { algorithm: 'backlog', cheaperOverload: 50, processes: 20 } as const;
    const outcome = run(demand, settings, { running: 4 });
    // Of 29 looks all but the first, which is that which finds out.
    expect(outcome.heldBackSeconds).toBe(28);
    expect(scaleUps(outcome)).toBe(0);
    expect(scaleUps(run(demand, { ...settings, cheaperOverload: 10 }, { running: 4 }))).toBeGreaterThan(0);
  });

  test('stay as they are without cheaper', () => {
    const { timeline } = run(steady(20, 1000, 20), { cheaper: 0 });
    expect(new Set(timeline.map(({ active }) => active))).toEqual(new Set([8]));
  });
});

test('the master decides once in a second, whatever wakes it', () => {
  const wokenMs = Array.from({ length: 50 }, (_, index) => index * 100 + 50);
  const wakes = [...masterWakes({ ...plainClock, wallMs: 500, wokenMs }, 3000)];
  expect(wakes).toHaveLength(30);
  expect(wakes.filter(({ decides }) => decides).map(({ atMs }) => atMs)).toEqual([550, 1550, 2550]);
  expect([...masterWakes(plainClock, 3500)].map(({ atMs }) => atMs)).toEqual([1001, 2002, 3003]);
});

const anySettings = fc
  .record({
    processes: fc.integer({ min: 2, max: 12 }),
    threads: fc.integer({ min: 1, max: 3 }),
    cheaper: fc.integer({ min: 0, max: 11 }),
    cheaperInitial: fc.integer({ min: 0, max: 15 }),
    cheaperStep: fc.integer({ min: 1, max: 5 }),
    cheaperOverload: fc.integer({ min: 1, max: 5 }),
    algorithm: fc.constantFrom(...cheaperAlgorithms),
    multiplier: fc.integer({ min: 1, max: 4 }),
    backlogAlert: fc.integer({ min: 1, max: 10 }),
    listen: fc.integer({ min: 1, max: 30 }),
  })
  .map((changes) => settingsOf({ ...changes, cheaper: Math.min(changes.cheaper, changes.processes - 1) }));

const anyDemand = fc
  .array(
    fc.record({
      arrivalMs: fc.integer({ min: 0, max: 60_000 }),
      serviceMs: fc.integer({ min: 1, max: 5000 }),
    }),
    { maxLength: 300 },
  )
  .map((all) => demandOf(all, 60_000));

test('whatever is asked of it: no request is lost, and no worker is too many or too few', () => {
  fc.assert(
    fc.property(
      anySettings,
      anyDemand,
      fc.integer({ min: 0, max: 5 }),
      (settings, demand, startupSeconds) => {
        const outcome = simulate(demand, settings, { random: createRandom(3), startupSeconds });
        const { ended, inFlight, refused, waits, timeline, requests: asked } = outcome;
        expect(ended + inFlight + refused + waits.stillWaiting).toBe(asked);
        expect(timeline).toHaveLength(60);
        const least = settings.cheaper === 0 ? settings.processes : settings.cheaper;
        for (const second of timeline) {
          expect(second.active).toBeGreaterThanOrEqual(least);
          expect(second.active).toBeLessThanOrEqual(settings.processes);
          expect(second.busy).toBeLessThanOrEqual(second.active);
          expect(second.inFlight).toBeLessThanOrEqual(second.busy * settings.threads);
          expect(second.waiting).toBeLessThanOrEqual(settings.listen + 1);
        }
        const change = outcome.scaleEvents.reduce((total, { workers }) => total + workers, 0);
        expect(timeline.at(-1)?.active).toBe(initialWorkers(settings) + change);
        expect(waits.maxMs).toBeGreaterThanOrEqual(waits.p95Ms);
        expect(outcome.saturatedSeconds).toBeLessThanOrEqual(60);
      },
    ),
  );
});

test('the same seed tells the same story', () => {
  const demand = steady(20, 300, 60);
  expect(run(demand)).toEqual(run(demand));
});
