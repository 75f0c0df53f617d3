import type { RawWorker } from '../../../src/stats/schema';
import {
  busyCore,
  epochSeconds,
  instanceAfter,
  knownLimits,
  observation,
  worker,
  workerDocument,
} from '../../support/documents';

function lifetimeOf(workers: readonly RawWorker[], options: Readonly<Record<string, number>>, atMs = 0) {
  const { seen } = instanceAfter(
    observation(workerDocument(workers), atMs, { limits: knownLimits(options) }),
  );
  return (seen?.workers ?? []).map(({ forecasts }) =>
    forecasts.find(({ limit }) => limit === 'max-worker-lifetime'),
  );
}

const spawned = (ageSeconds: number, change: Partial<RawWorker> = {}) =>
  worker({ last_spawn: epochSeconds - ageSeconds, ...change });

test.each([
  [0, [200, 200, 200]],
  [30, [200, 230, 260]],
])('with a delta of %d each worker has its own limit', (delta, etas) => {
  const limits = { 'max-worker-lifetime': 300, 'max-worker-lifetime-delta': delta };
  const forecasts = lifetimeOf([spawned(100), spawned(100), spawned(100)], limits);
  for (const [index, eta] of etas.entries()) {
    expect(forecasts[index]?.etaSeconds).toBeCloseTo(eta, 3);
    expect(forecasts[index]?.threshold).toBe(eta + 100);
    expect(forecasts[index]?.value).toBeCloseTo(100, 3);
    // The master looks once a second, for an age above the limit.
    expect(forecasts[index]?.range).toEqual([
      expect.closeTo(eta, 3) as number,
      expect.closeTo(eta + 2, 3) as number,
    ]);
    expect(forecasts[index]?.overdue).toBeUndefined();
  }
});

test.each([
  ['in time and busy', 299, true, undefined],
  ['just over and busy: the master has not looked yet', 301, true, undefined],
  ['over and busy', 330, true, true],
  ['over and idle: it is about to go', 330, false, undefined],
])('a worker that is %s', (_, ageSeconds, isBusy, overdue) => {
  const raw = spawned(ageSeconds, isBusy ? { cores: [busyCore(-50)] } : {});
  const [forecast] = lifetimeOf([raw], { 'max-worker-lifetime': 300 });
  expect(forecast?.overdue).toBe(overdue);
  expect(forecast?.etaSeconds).toBeCloseTo(Math.max(0, 300 - ageSeconds), 3);
  expect(forecast?.range?.[0]).toBeGreaterThanOrEqual(0);
});

test.each([
  ['which is not set', { harakiri: 3 }],
  ['of 0', { 'max-worker-lifetime': 0 }],
])('a lifetime %s forecasts nothing', (_, options) => {
  expect(lifetimeOf([spawned(100)], options)).toEqual([undefined]);
});

test('nothing is forecast where nobody knows the limits, nor for a worker without a process', () => {
  const unknown = instanceAfter(observation(workerDocument([spawned(100)]), 0));
  expect(unknown.seen?.workers[0]?.forecasts).toEqual([]);
  const parked = worker({ pid: 0, status: 'cheap', last_spawn: epochSeconds - 1000 });
  expect(lifetimeOf([parked], { 'max-worker-lifetime': 300 })).toEqual([undefined]);
});
