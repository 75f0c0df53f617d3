import type { RawWorker } from '../../../src/stats/schema';
import {
  busyCore,
  core,
  instancesAfter,
  knownLimits,
  observation,
  worker,
  workerDocument,
} from '../../support/documents';

/** The forecasts of worker 1 after each of the polls, one a second from 0 on. */
function killsOf(polls: readonly RawWorker[], options: Readonly<Record<string, number>> = { harakiri: 10 }) {
  const limits = knownLimits(options);
  const instances = instancesAfter(
    ...polls.map((raw, second) =>
      observation(workerDocument([raw]), second * 1000, second === 0 ? { limits } : {}),
    ),
  );
  return instances.map(({ seen }) =>
    (seen?.workers[0]?.forecasts ?? []).filter(({ limit }) => limit === 'harakiri'),
  );
}

test('a request walks towards its end, second by second', () => {
  const busy = worker({ cores: [busyCore(0)] });
  const seen = killsOf([worker(), busy, busy, busy, busy]).map(([forecast]) => forecast);
  expect(seen[0]).toBeUndefined();
  for (const [second, forecast] of seen.entries()) {
    if (forecast === undefined) continue;
    // It began between the first poll and the second, so half a second is what cannot be known.
    expect(Math.abs((forecast.etaSeconds ?? NaN) - (10 - second))).toBeLessThanOrEqual(1);
    expect(forecast.value + (forecast.etaSeconds ?? NaN)).toBeCloseTo(10, 6);
    expect(forecast.range).toEqual([forecast.etaSeconds, (forecast.etaSeconds ?? NaN) + 2]);
    expect([forecast.threshold, forecast.core, forecast.approximate]).toEqual([10, 0, undefined]);
  }
  expect(seen.slice(1)).not.toContain(undefined);
});

test('each request in flight has its own, the soonest first, and with several cores they are approximate', () => {
  const cores = [busyCore(-3, { id: 0 }), core({ id: 1 }), busyCore(-8, { id: 2 }), busyCore(-5, { id: 3 })];
  const [forecasts = []] = killsOf([worker({ cores })]);
  expect(forecasts.map((forecast) => forecast.core)).toEqual([2, 3, 0]);
  expect(forecasts.map(({ approximate }) => approximate)).toEqual([true, true, true]);
  const etas = forecasts.map(({ etaSeconds }) => etaSeconds ?? NaN);
  for (const [index, eta] of [2, 5, 7].entries())
    expect(Math.abs((etas[index] ?? NaN) - eta)).toBeLessThanOrEqual(1);
});

test('a request past its deadline has no time left, and not less', () => {
  const [[forecast] = []] = killsOf([worker({ cores: [busyCore(-30)] })]);
  expect([forecast?.etaSeconds, forecast?.range]).toEqual([0, [0, 0]]);
});

test.each([[{ 'max-requests': 5 }], [{ harakiri: 0 }]])('with %j nothing is killed', (options) => {
  expect(killsOf([worker({ cores: [busyCore(-3)] })], options)).toEqual([[]]);
});

test('comes before recycling, which is the soonest first', () => {
  const limits = knownLimits({ harakiri: 100, 'max-worker-lifetime': 3700, 'max-requests': 1000 });
  const raw = worker({ requests: 999, delta_requests: 999, cores: [busyCore(-3)] });
  const [instance] = instancesAfter(observation(workerDocument([raw]), 0, { limits }));
  expect(instance?.seen?.workers[0]?.forecasts.map(({ limit }) => limit)).toEqual([
    'harakiri',
    'max-requests',
    'max-worker-lifetime',
  ]);
});
