import type { PastLife } from '../../src/model/past-lives';
import type { RawWorker } from '../../src/stats/schema';
import {
  busyCore,
  core,
  epochMs,
  epochSeconds,
  instanceAfter,
  knownLimits,
  observation,
  worker,
  workerDocument,
} from '../support/documents';

const limits = knownLimits({ harakiri: 60, 'max-requests': 500 });

/** Polls a second apart, the first at 0. */
const polled = (...polls: readonly (readonly RawWorker[])[]) =>
  instanceAfter(
    ...polls.map((workers, second) => observation(workerDocument(workers), second * 1000, { limits })),
  );

const livesAfter = (...polls: readonly RawWorker[]): readonly PastLife[] =>
  polled(...polls.map((raw) => [raw])).seen?.workers[0]?.lives ?? [];

const first = worker({ requests: 900, delta_requests: 400, rss: 50_000_000, last_spawn: epochSeconds - 99 });

const next = (before: RawWorker, change: Partial<RawWorker> = {}): RawWorker => ({
  ...before,
  pid: before.pid + 1,
  status: 'idle',
  delta_requests: 0,
  respawn_count: (before.respawn_count ?? 0) + 1,
  last_spawn: epochSeconds + 1,
  rss: 0,
  cores: [core()],
  ...change,
});

const told = (lives: readonly PastLife[]) => lives.map(({ pid, cause }) => [pid, cause.by]);

describe('the lives of a worker', () => {
  test('tell what each came to', () => {
    expect(livesAfter(first, next(first, { requests: 1003, delta_requests: 3 }))).toEqual([
      {
        pid: 100,
        times: 1,
        ageSeconds: 100,
        requests: 500,
        rssBytes: 50_000_000,
        endedWallMs: epochMs + 1000,
        endedMonotonicMs: 1000,
        cause: { by: 'max-requests', requests: 500, threshold: 500 },
      },
    ]);
  });

  test('tell a kill once, when it is counted, and once more where the next process is killed, too', () => {
    const busy = { ...first, cores: [busyCore(-60)] };
    const killed = { ...busy, harakiri_count: 1 };
    const respawned = next(killed);
    const lives = livesAfter(busy, killed, respawned, respawned);
    expect(lives).toMatchObject([{ pid: 100, ageSeconds: 100, requests: 400, endedMonotonicMs: 1000 }]);
    const again = livesAfter(busy, killed, { ...respawned, harakiri_count: 2 });
    expect(told(again)).toEqual([
      [100, 'harakiri'],
      [undefined, 'harakiri'],
    ]);
  });

  test('tell of several between two polls how many, and no more of the one that was seen than is known', () => {
    const [crashed] = livesAfter(first, next(first, { requests: 950, respawn_count: 4 }));
    expect(crashed).toMatchObject({ pid: 100, times: 3, rssBytes: 50_000_000, cause: { by: 'crash' } });
    expect(crashed?.requests).toBeUndefined();
    expect(crashed?.ageSeconds).toBeUndefined();
    const both = livesAfter(first, next(first, { harakiri_count: 1, respawn_count: 3 }));
    expect(both).toMatchObject([
      { pid: 100, cause: { by: 'harakiri' } },
      { times: 1, cause: { by: 'crash' } },
    ]);
    expect(both.map(({ pid, requests }) => [pid, requests])).toEqual([
      [100, undefined],
      [undefined, undefined],
    ]);
  });

  test('end when the worker is scaled down, and that is no respawn', () => {
    const crashed = next(first);
    const draining = { ...crashed, requests: 903, delta_requests: 3, status: 'cheap' };
    const parked = { ...draining, requests: 905, delta_requests: 5, pid: 0 };
    const { lives, lastRespawn } =
      polled([first], [crashed], [draining], [parked], [parked]).seen?.workers[0] ?? {};
    expect(lives).toMatchObject([
      { pid: 100, cause: { by: 'crash' } },
      { pid: 101, requests: 3, ageSeconds: 1, endedMonotonicMs: 2000, cause: { by: 'cheap' } },
    ]);
    expect(lastRespawn?.cause.by).toBe('crash');
    // Between two polls, and served until then.
    expect(livesAfter(first, { ...first, requests: 907, pid: 0, status: 'cheap' })).toMatchObject([
      { pid: 100, requests: 407, ageSeconds: 99, cause: { by: 'cheap' } },
    ]);
  });

  test('that are scaled down end once, also where harakiri is what ends them', () => {
    const draining = { ...first, status: 'cheap', cores: [busyCore(-60)] };
    const killed = { ...draining, harakiri_count: 1 };
    expect(told(livesAfter(first, draining, { ...killed, pid: 0, cores: [core()] }))).toEqual([
      [100, 'harakiri'],
    ]);
    const parked = { ...first, harakiri_count: 1, pid: 0, status: 'cheap' };
    expect(told(livesAfter(first, { ...first, harakiri_count: 1 }, parked))).toEqual([[100, 'harakiri']]);
  });

  test('do not count a process that harakiri only asked to end, and that lives on', () => {
    const busy = { ...first, cores: [busyCore(-60)] };
    const asked = { ...busy, harakiri_count: 1 };
    const alive = { ...asked, requests: 901, delta_requests: 401, cores: [core()] };
    expect(told(livesAfter(busy, asked))).toEqual([[100, 'harakiri']]);
    expect(livesAfter(busy, asked, alive)).toEqual([]);
    expect(told(livesAfter(busy, asked, alive, alive, next(alive)))).toEqual([[100, 'crash']]);
  });

  const four = [0, 1, 2, 3].map((place) => worker({ id: place + 1, pid: 100 + 10 * place }));

  test('end with a reload of the workers, also those that went a moment before the others', () => {
    const [one, ...others] = four;
    if (one === undefined) throw new Error('no worker');
    const gone = next(one);
    const all = [gone, ...others.map((raw) => next(raw, { last_spawn: epochSeconds + 2 }))];
    const early = polled(four, [gone, ...others]);
    expect(told(early.seen?.workers[0]?.lives ?? [])).toEqual([[100, 'crash']]);
    const instance = polled(four, [gone, ...others], all, all);
    expect(instance.seen?.workers.map(({ lives }) => told(lives))).toEqual([
      [[100, 'reload']],
      [[110, 'reload']],
      [[120, 'reload']],
      [[130, 'reload']],
    ]);
    expect(instance.seen?.workers[0]?.lastRespawn).toBeUndefined();
  });

  test('are forgotten when the master reloads or is another one', () => {
    const crashed = next(first);
    const fresh = worker({ pid: 300, last_spawn: epochSeconds + 2 });
    expect(livesAfter(first, crashed)).toHaveLength(1);
    expect(livesAfter(first, crashed, fresh)).toEqual([]);
    const restarted = instanceAfter(
      observation(workerDocument([first]), 0, { limits }),
      observation(workerDocument([crashed]), 1000),
      observation(workerDocument([next(crashed)], { pid: 98 }), 2000),
    );
    expect(restarted.seen?.workers[0]?.lives).toEqual([]);
  });

  test('are the last eight', () => {
    const polls = [first];
    for (let life = 0; life < 10; life++) polls.push(next(polls.at(-1) ?? first));
    expect(told(livesAfter(...polls))).toEqual(
      Array.from({ length: 8 }, (_, index) => [102 + index, 'crash']),
    );
  });
});
