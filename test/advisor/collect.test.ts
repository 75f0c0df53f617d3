import type { Observation } from '../../src/model/observation';
import { noSlices, slicesOf, withSlice } from '../../src/advisor/slices';
import type { LoadSlice } from '../../src/advisor/load';
import { collectedFrom, adviceOn } from '../support/advice';
import {
  busyCore,
  core,
  failedObservation,
  knownLimits,
  observation,
  worker,
  workerDocument,
} from '../support/documents';
import { exponential, serveQueue } from '../support/queue';
import { observationsOf } from '../support/recorded-load';

const wish = { seed: 3, servers: 6, seconds: 900, rate: 10, service: exponential(0.3) };
const requests = serveQueue(wish);
const observations = observationsOf(requests, wish);

const secondsOf = (from: readonly Observation[]): number =>
  [...slicesOf(collectedFrom(from).slices)].reduce(
    (sum, { fromMs, toMs }) => sum + (toMs - fromMs) / 1000,
    0,
  );

test('each interval is a slice, with what it brought', () => {
  const collected = collectedFrom(observations);
  const slices = [...slicesOf(collected.slices)];
  expect(slices).toHaveLength(observations.length - 1);
  const last = observations.at(-1);
  const finished = requests.filter(({ end }) => end > 0.137 && end <= (last?.monotonicMs ?? 0) / 1000).length;
  expect(slices.reduce((sum, slice) => sum + slice.requests, 0)).toBe(finished);
  expect(slices.every(({ busySeconds, slots }) => busySeconds >= 0 && busySeconds <= slots)).toBe(true);
  expect(slices[10]).toMatchObject({ activeWorkers: 6, slots: 6, kills: 0, cpuSeconds: undefined });
});

test('a poll that failed is no gap: the next answer tells what was between', () => {
  const failed = observations.map((one, index) => (index === 100 ? failedObservation(one.monotonicMs) : one));
  expect(collectedFrom(failed).interruptions).toEqual({ failedPolls: 1, gaps: 0, gapSeconds: 0, resets: 0 });
  expect(secondsOf(failed)).toBeCloseTo(secondsOf(observations), 6);
});

test('while nothing was seen for long there is no load, and that is said', () => {
  const gone = observations.flatMap((one, index) => {
    if (index < 300 || index >= 360) return [one];
    return index < 330 ? [failedObservation(one.monotonicMs)] : [];
  });
  const { interruptions } = collectedFrom(gone);
  expect(interruptions).toEqual({ failedPolls: 30, gaps: 1, gapSeconds: 61, resets: 0 });
  expect(secondsOf(gone)).toBeCloseTo(secondsOf(observations) - 61, 6);
  expect(adviceOn(gone).caveats).toEqual([
    '30 polls failed',
    'nothing was seen for 1m01 in 1 gap: that time is left out',
  ]);
});

test('ten seconds without an answer are a gap already, nine are not', () => {
  const awayFor = (polls: number) =>
    observations.map((one, index) =>
      index >= 300 && index < 300 + polls ? failedObservation(one.monotonicMs) : one,
    );
  expect(collectedFrom(awayFor(8)).interruptions).toMatchObject({ failedPolls: 8, gaps: 0 });
  expect(collectedFrom(awayFor(9)).interruptions).toMatchObject({ failedPolls: 9, gaps: 1, gapSeconds: 10 });
});

test('what one interval cannot hold of a start that was guessed too late is not lost', () => {
  const long = { seed: 2, servers: 1, seconds: 3600, rate: 0.5, service: exponential(1.5) };
  const served = serveQueue(long);
  const collected = collectedFrom(observationsOf(served, { ...long, intervalMs: 1000 }));
  const slices = [...slicesOf(collected.slices)];
  const [fromMs = 0, toMs = 0] = [slices[0]?.fromMs, slices.at(-1)?.toMs];
  const truth = served.reduce(
    (sum, { start, end }) => sum + Math.max(0, Math.min(end, toMs / 1000) - Math.max(start, fromMs / 1000)),
    0,
  );
  const busy = slices.reduce((sum, { busySeconds }) => sum + busySeconds, 0);
  expect(Math.abs(busy / truth - 1)).toBeLessThan(0.001);
});

test('whoever slept saw nothing, though no poll failed', () => {
  const slept = observations.filter((_, index) => index < 300 || index >= 420);
  expect(collectedFrom(slept).interruptions).toMatchObject({ failedPolls: 0, gaps: 1, gapSeconds: 121 });
});

test('a reload begins anew: nothing is measured across it, and the load stays as it was', () => {
  const reloaded = observationsOf(requests, {
    ...wish,
    changeWorker: ({ requests: count, running_time: micros, cores = [] }, second) => {
      if (second < 450) return {};
      const lost = requests.filter(({ end }) => end <= 450);
      return {
        respawn_count: 1,
        last_spawn: 1_800_000_450,
        requests: Math.max(0, count - lost.length),
        running_time: Math.max(0, micros - 100_000_000),
        cores: cores.map((one) => ({ ...one })),
      };
    },
  });
  const advice = adviceOn(reloaded);
  expect(advice.caveats).toEqual(['the master restarted or was reloaded: 1 interval could not be measured']);
  expect(secondsOf(reloaded)).toBeCloseTo(secondsOf(observations) - 1, 6);
});

test('a request counts while it is in flight, however many polls it takes, and is not counted again at its end', () => {
  const at = (second: number, ended: boolean) =>
    observation(
      workerDocument([
        worker({
          requests: ended ? 1 : 0,
          running_time: ended ? 20_000_000 : 0,
          cores: [!ended && second >= 5 ? busyCore(5, { requests: 0 }) : core({ requests: ended ? 1 : 0 })],
        }),
      ]),
      second * 1000,
    );
  const collected = collectedFrom(Array.from({ length: 31 }, (_, second) => at(second, second >= 25)));
  const busy = [...slicesOf(collected.slices)].map(({ busySeconds }) => busySeconds);
  expect(busy.reduce((sum, some) => sum + some, 0)).toBeCloseTo(20, 1);
  expect(Math.max(...busy)).toBeLessThanOrEqual(1);
  expect(collected.durations.longestFinished).toBeCloseTo(20, 0);
});

test('what was killed counts in the load, and not in the service time', () => {
  const killedAt = 40;
  const at = (second: number) => {
    const isDead = second >= killedAt;
    const inFlight = second >= 10 && !isDead;
    return observation(
      workerDocument([
        worker({
          pid: isDead ? 200 : 100,
          respawn_count: isDead ? 2 : 1,
          harakiri_count: isDead ? 1 : 0,
          last_spawn: isDead ? 1_800_000_000 + killedAt : 1_800_000_000 - 100,
          cores: [inFlight ? busyCore(10) : core()],
        }),
      ]),
      second * 1000,
      { limits: knownLimits({ harakiri: 30 }) },
    );
  };
  const collected = collectedFrom(Array.from({ length: 60 }, (_, second) => at(second)));
  const slices = [...slicesOf(collected.slices)];
  expect(slices.reduce((sum, { kills }) => sum + kills, 0)).toBe(1);
  const busy = slices.reduce((sum, { busySeconds }) => sum + busySeconds, 0);
  expect(busy).toBeGreaterThan(28);
  expect(busy).toBeLessThan(31);
  expect(collected.serviceTimes.requests).toBe(0);
  expect(collected.durations.longestFinished).toBeUndefined();
});

describe('slices beyond what is kept', () => {
  const slice = (index: number): LoadSlice => ({
    fromMs: index * 1000,
    toMs: (index + 1) * 1000,
    wallMs: index * 1000,
    requests: 1,
    served: 1,
    servedSeconds: 0.5,
    busySeconds: 0.5,
    activeWorkers: 2,
    slots: 2,
    inFlight: 1,
    queue: index === 0 ? 7 : 0,
    cpuSeconds: 0.25,
    kills: index === 33 ? 1 : 0,
  });

  test('become longer ones, and nothing that was counted is lost', () => {
    let list = noSlices;
    for (let index = 0; index < 5000; index++) list = withSlice(list, slice(index), 1000);
    const slices = [...slicesOf(list)];
    expect(list.length).toBe(slices.length);
    expect(list.length).toBeLessThanOrEqual(1000);
    const sum = (amount: (one: LoadSlice) => number | undefined) =>
      slices.reduce((all, one) => all + (amount(one) ?? 0), 0);
    expect(sum(({ requests: count }) => count)).toBe(5000);
    expect(sum(({ busySeconds }) => busySeconds)).toBeCloseTo(2500, 6);
    expect(sum(({ fromMs, toMs }) => toMs - fromMs)).toBe(5_000_000);
    expect(sum(({ kills }) => kills)).toBe(1);
    expect(Math.max(...slices.map(({ queue }) => queue ?? 0))).toBe(7);
  });

  test('are not joined across gaps; of nothing but gaps the newest stay', () => {
    let list = noSlices;
    for (let index = 0; index < 500; index++) list = withSlice(list, slice(2 * index), 100);
    const slices = [...slicesOf(list)];
    expect(slices.length).toBeLessThanOrEqual(100);
    expect(slices.every(({ fromMs, toMs }) => toMs - fromMs === 1000)).toBe(true);
    expect(slices.at(-1)?.fromMs).toBe(998_000);
  });
});
