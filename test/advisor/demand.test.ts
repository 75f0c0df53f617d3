import fc from 'fast-check';
import { boundLoad } from '../../src/advisor/cheaper/bound-load';
import { demandOf } from '../support/demand';
import { demandOfLoad } from '../../src/advisor/cheaper/demand-of-load';
import type { LoadSlice } from '../../src/advisor/load';
import { createRandom } from '../../src/random/random';

/** Slices of one second, in a row unless said otherwise. */
const sliceOf = (second: number, changes: Partial<LoadSlice> = {}): LoadSlice => ({
  fromMs: second * 1000,
  toMs: second * 1000 + 1000,
  wallMs: second * 1000 + 1000,
  requests: changes.served ?? 0,
  served: 0,
  servedSeconds: 0,
  busySeconds: changes.servedSeconds ?? 0,
  activeWorkers: 4,
  slots: 4,
  inFlight: 0,
  kills: 0,
  ...changes,
});

const read = (slices: readonly LoadSlice[], variation = 0) =>
  demandOfLoad(slices, { variation, random: createRandom(1) });
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

test('requests come in order, each with its own length', () => {
  const times = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { maxLength: 200 });
  fc.assert(
    fc.property(times, (arrivals) => {
      const demand = demandOf(
        arrivals.map((arrivalMs) => ({ arrivalMs, serviceMs: arrivalMs * 2 })),
        1000,
      );
      expect([...demand.arrivalMs]).toEqual([...arrivals].sort((one, other) => one - other));
      demand.arrivalMs.forEach((arrivalMs, index) => expect(demand.serviceMs[index]).toBe(arrivalMs * 2));
    }),
  );
});

describe('behind a recorded load', () => {
  test('as many as ended, which took as long in all', () => {
    const slices = [1, 2, 3, 4, 5].map((second) =>
      sliceOf(second, { requests: 60, served: 50, servedSeconds: 2.5 }),
    );
    for (const variation of [0, 0.5, 2]) {
      const demand = read([sliceOf(0), ...slices], variation);
      expect(demand.arrivalMs).toHaveLength(250);
      expect(sum(demand.serviceMs) / 1000).toBeCloseTo(12.5, variation === 2 ? 1 : 6);
      expect(demand.durationMs).toBe(6000);
    }
  });

  test('their lengths vary as much as is said', () => {
    const { serviceMs } = read([sliceOf(0), sliceOf(9, { served: 20_000, servedSeconds: 200 })], 0.8);
    const mean = sum(serviceMs) / serviceMs.length;
    const deviation = Math.sqrt(sum(serviceMs.map((length) => (length - mean) ** 2)) / serviceMs.length);
    expect(deviation / mean).toBeGreaterThan(0.75);
    expect(deviation / mean).toBeLessThan(0.85);
  });

  test('one that is longer than slices are began in one before that in which it ended', () => {
    const slices = [0, 1, 2, 3, 4].map((second) => sliceOf(second, { busySeconds: 1, inFlight: 1 }));
    const demand = read([
      sliceOf(-1),
      ...slices,
      sliceOf(5, { served: 1, servedSeconds: 5.5, busySeconds: 0.5 }),
    ]);
    expect(demand.serviceMs[0]).toBe(5500);
    expect(demand.arrivalMs[0]).toBeGreaterThanOrEqual(500);
    expect(demand.arrivalMs[0]).toBeLessThanOrEqual(1500);
  });

  test('one that began before the recording counts from there on', () => {
    const { arrivalMs, serviceMs } = read([sliceOf(0, { served: 1, servedSeconds: 60, busySeconds: 0.5 })]);
    expect(arrivalMs[0]).toBe(0);
    expect(serviceMs[0]).toBeLessThanOrEqual(1000);
  });

  test('those that did not end are known by the time that they kept a worker', () => {
    const slices = [0, 1, 2, 3].map((second) =>
      sliceOf(second, { busySeconds: second < 1 ? 0 : 2, inFlight: 2 }),
    );
    const demand = read(slices);
    expect([...demand.arrivalMs]).toEqual([1000, 1000]);
    expect([...demand.serviceMs]).toEqual([3000, 3000]);
  });

  test('a pause is left out', () => {
    const busy = { served: 10, servedSeconds: 1 };
    const demand = read([sliceOf(0, busy), sliceOf(1, busy), sliceOf(500, busy), sliceOf(501, busy)]);
    expect(demand.durationMs).toBe(4000);
    expect(demand.arrivalMs.filter((atMs) => atMs >= 2000).length).toBe(20);
  });

  test('of nothing is nothing', () => {
    expect(read([])).toMatchObject({ durationMs: 0 });
    expect(read([sliceOf(0)]).arrivalMs).toHaveLength(0);
  });
});

describe('a recording with too many requests', () => {
  const slices = [1, 2, 9, 8, 1, 1].map((served, second) =>
    sliceOf(second, { served, servedSeconds: served }),
  );

  test('is cut to what is around its busiest slice, and says so', () => {
    const bound = boundLoad(slices, 19);
    expect(bound.slices).toEqual(slices.slice(1, 4));
    expect(bound.note).toBe('only the busiest 3s of 6s are simulated: these hold 19 of 22 requests');
  });

  test('never holds a slice of more than can be simulated, as a counter makes that is none', () => {
    const mad = sliceOf(2, { served: 2 ** 63, servedSeconds: 1 });
    const [first, second, third, fourth] = slices as [LoadSlice, LoadSlice, LoadSlice, LoadSlice];
    expect(boundLoad([first, second, mad, third, fourth], 19).slices).toEqual([third, fourth]);
    const { slices: none, note } = boundLoad([mad], 19);
    expect(none).toEqual([]);
    expect(note).toBe('none of 9.2E requests are simulated: more in one answer than can be');
    expect(read(none).arrivalMs).toHaveLength(0);
  });

  test('is cut to a week where it lasts longer', () => {
    const days = [1, 1, 1, 9, 8, 1, 1, 1, 1, 1].map((served, day) => ({
      ...sliceOf(0, { served, servedSeconds: served, busySeconds: served }),
      fromMs: day * 86_400_000,
      toMs: (day + 1) * 86_400_000,
    }));
    const bound = boundLoad(days);
    expect(bound.slices).toHaveLength(7);
    expect(bound.slices).toContain(days[3]);
    expect(bound.note).toBe('only the busiest 7d00 of 10d00 are simulated: these hold 22 of 25 requests');
  });

  test('otherwise stays whole', () => {
    expect(boundLoad(slices, 22)).toEqual({ slices });
  });
});
