import type { InstanceState } from '../../src/model/instance';
import { type Series, window } from '../../src/model/series';
import type { WorkerHistory } from '../../src/model/worker-history';
import type { RawWorker } from '../../src/stats/schema';
import { epochSeconds, instanceAfter, observation, worker, workerDocument } from '../support/documents';

const lastSeconds = (series: Series | undefined, count: number, atMs: number) =>
  series && window(series, { count, bucketMs: 1000, nowMs: atMs - 1 });

const historyOf = (instance: InstanceState, index = 0): WorkerHistory | undefined =>
  instance.seen?.workers[index]?.history;

/** Polls a second apart, the first at 0. */
const polled = (...polls: readonly (readonly RawWorker[])[]) =>
  instanceAfter(...polls.map((workers, second) => observation(workerDocument(workers), second * 1000)));

const served = (second: number, change: Partial<RawWorker> = {}) =>
  worker({ requests: second * 4, running_time: second * 400_000, rss: 50_000_000 + second, ...change });

describe('the history', () => {
  test('of a worker is what it was second by second, each worker by itself', () => {
    const other = worker({ pid: 101, rss: 70_000_000 });
    const instance = polled([served(0), other], [served(1), other], [served(2), other]);
    const { busyness, requestsPerSecond, serviceTimeMs, rssBytes } = historyOf(instance) ?? {};
    expect(lastSeconds(busyness, 3, 2000)).toEqual([
      undefined,
      expect.closeTo(0.4, 5),
      expect.closeTo(0.4, 5),
    ]);
    expect(lastSeconds(requestsPerSecond, 2, 2000)).toEqual([4, 4]);
    expect(lastSeconds(serviceTimeMs, 2, 2000)).toEqual([100, 100]);
    // By numbers of 24 bits: to the byte up to 16 MB, and never off by what a chart could show.
    expect((lastSeconds(rssBytes, 1, 2000)?.[0] ?? NaN) / 50_000_002).toBeCloseTo(1, 6);
    const second = historyOf(instance, 1);
    expect(lastSeconds(second?.requestsPerSecond, 2, 2000)).toEqual([0, 0]);
    expect(lastSeconds(second?.serviceTimeMs, 2, 2000)).toEqual([undefined, undefined]);
  });

  test('has gaps while the worker is parked', () => {
    const cheap = served(1, { pid: 0, status: 'cheap', rss: 0 });
    const instance = polled([served(0)], [served(1)], [cheap], [cheap], [cheap], [served(2, { pid: 105 })]);
    for (const series of Object.values<Series>({ ...historyOf(instance) }))
      expect(lastSeconds(series, 3, 5000)?.slice(0, 2)).toEqual([undefined, undefined]);
    expect(lastSeconds(historyOf(instance)?.requestsPerSecond, 5, 5000)).toEqual([
      4,
      4,
      undefined,
      undefined,
      4,
    ]);
  });

  test('goes on through a respawn and a reload, and begins anew with a new master', () => {
    const respawned = served(2, { pid: 105, respawn_count: 2, last_spawn: epochSeconds + 1 });
    const reloaded = worker({ pid: 106, requests: 0, last_spawn: epochSeconds + 3 });
    const instance = polled([served(0)], [served(1)], [respawned], [reloaded], [reloaded]);
    expect(lastSeconds(historyOf(instance)?.requestsPerSecond, 4, 4000)).toEqual([4, 4, 4, 0]);
    const restarted = instanceAfter(
      observation(workerDocument([served(0)]), 0),
      observation(workerDocument([served(1)]), 1000),
      observation(workerDocument([reloaded], { pid: 98 }), 2000),
    );
    expect(lastSeconds(historyOf(restarted)?.requestsPerSecond, 2, 2000)).toEqual([undefined, undefined]);
  });

  test('tells of no other worker where their number changes', () => {
    const others = [101, 102, 103].map((pid) => worker({ pid }));
    const fewer = polled([...others, served(0)], [...others, served(1)], others.slice(0, 2));
    expect(lastSeconds(historyOf(fewer, 1)?.requestsPerSecond, 2, 2000)).toEqual([undefined, 0]);
    const more = polled([served(0)], [served(1)], [served(2), ...others]);
    expect(lastSeconds(historyOf(more, 3)?.requestsPerSecond, 2, 2000)).toEqual([undefined, undefined]);
  });

  test('reaches back an hour, and two minutes by the second', () => {
    const instance = polled(...Array.from({ length: 3601 }, (_, second) => [served(second)]));
    const rate = historyOf(instance)?.requestsPerSecond;
    const at = (count: number, bucketMs: number) =>
      rate && window(rate, { count, bucketMs, nowMs: 3_600_000 }).filter((value) => value === 4).length;
    expect([at(120, 1000), at(60, 5000), at(180, 20_000)]).toEqual([120, 60, 180]);
  });

  test('of an instance tells how long requests take, and how many wait', () => {
    const sockets = [{ name: ':80', queue: 7, max_queue: 100 }];
    const { history } = instanceAfter(
      observation(workerDocument([served(0)], { sockets }), 0),
      observation(workerDocument([served(1)], { sockets }), 1000),
    );
    expect(lastSeconds(history.serviceTimeMs, 1, 1000)).toEqual([100]);
    expect(lastSeconds(history.listenQueue, 1, 1000)).toEqual([7]);
  });
});
