/** Synthetic recordings of which the truth is known: who came when, and how long it took to serve. */
import { createRandom } from '../../src/random/random';
import { adviceOn } from '../support/advice';
import {
  constant,
  exponential,
  hyperexponential,
  type ServedRequest,
  type Service,
  serveQueue,
  waitPercentile,
  waitProbability,
} from '../support/queue';
import { observationsOf } from '../support/recorded-load';

jest.setTimeout(120_000);

const seconds = 1800;

/** The share of them that waits scatters by little. */
const manyRequests = 150_000;

const offered = (requests: readonly ServedRequest[]): number =>
  requests.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, seconds) - start), 0) / seconds;

describe.each([
  ['constant', constant, 0],
  ['exponential', exponential, 1],
  ['hyperexponential', hyperexponential, 2.44],
] as const)('service times that are %s', (_, serviceOf, variation) => {
  describe.each([
    [1.6, 0.2],
    [7.15, 0.2],
    [7.15, 1.5],
    [15.85, 0.4],
  ])('%d erlangs of requests of %d s', (erlangs, mean) => {
    const service: Service = serviceOf(mean);
    const wish = { seed: 11, seconds, rate: erlangs / mean, service };
    const servers = Math.ceil(erlangs / 0.6);
    const requests = serveQueue({ ...wish, servers });
    const observations = observationsOf(requests, { seconds, servers });

    test('the load, the service time and its spread are found', () => {
      const { load } = adviceOn(observations);
      const truth = offered(requests);
      expect(Math.abs((load?.erlangs ?? 0) / truth - 1)).toBeLessThan(0.03);
      expect(Math.abs((load?.serviceSeconds ?? 0) / mean - 1)).toBeLessThan(0.05);
      // Requests that end within one interval are not told apart: short ones stand together.
      expect(load?.variation).toBeGreaterThan(0.85 * variation - 0.01);
      expect(load?.variation).toBeLessThan(1.4 * variation + 0.05);
    });

    test('the slots are the fewest with which the simulated queue keeps the target', () => {
      const slots = adviceOn(observations).sizing?.slots ?? 0;
      const long = { ...wish, seed: 12, seconds: (manyRequests * mean) / erlangs };
      const waiting = (count: number) => waitProbability(serveQueue({ ...long, servers: count }));
      expect(waiting(slots)).toBeLessThanOrEqual(0.05);
      expect(waiting(slots - 1)).toBeGreaterThan(0.05);
    });
  });
});

test('a longest wait as the target: enough with the slots, too long with one fewer', () => {
  const wish = { seed: 4, seconds, rate: 35, service: exponential(0.2) };
  const observations = observationsOf(serveQueue({ ...wish, servers: 12 }), { seconds, servers: 12 });
  const target = { kind: 'p95-wait', seconds: 0.06 } as const;
  const slots = adviceOn(observations, { target }).sizing?.slots ?? 0;
  const wait = (count: number) => waitPercentile(serveQueue({ ...wish, servers: count }), 0.95);
  expect(wait(slots)).toBeLessThanOrEqual(target.seconds);
  expect(wait(slots - 1)).toBeGreaterThan(target.seconds);
});

test('chance is no peak: a steady load is sized for as it is, whatever single windows show', () => {
  const wish = { seed: 9, seconds: 900, rate: 4, service: exponential(1.5) };
  const { load, sizing } = adviceOn(
    observationsOf(serveQueue({ ...wish, servers: 12 }), { seconds: 900, servers: 12 }),
  );
  expect(load?.windows.p95).toBeGreaterThan(1.15 * (load?.erlangs ?? 0));
  expect((sizing?.erlangs ?? 0) / (load?.erlangs ?? 1)).toBeLessThan(1.06);
});

test('a peak that is there is sized for', () => {
  const rate = (second: number) => (second % 600 < 150 ? 40 : 10);
  const wish = { seed: 2, seconds, rate, service: exponential(0.2) };
  const { sizing } = adviceOn(observationsOf(serveQueue({ ...wish, servers: 20 }), { seconds, servers: 20 }));
  expect(sizing?.erlangs).toBeGreaterThan(7.5);
  expect(sizing?.erlangs).toBeLessThan(9);
});

test('any interval between polls will do, and the half of the polls', () => {
  const random = createRandom(3);
  const wish = { seed: 8, seconds, rate: 20, service: exponential(0.3) };
  const requests = serveQueue({ ...wish, servers: 10 });
  const truth = offered(requests);
  for (const intervalMs of [250, 2500, 10_000]) {
    const observations = observationsOf(requests, { seconds, servers: 10, intervalMs });
    const half = observations.filter(() => random.chance(0.5));
    expect(Math.abs((adviceOn(half).load?.erlangs ?? 0) / truth - 1)).toBeLessThan(0.03);
  }
});
