import type { Forecast } from '../../src/model/forecasts/forecast';
import type { InstanceState } from '../../src/model/instance';
import { type Courses, followCourses, noCourses, outlookOf } from '../../src/model/outlook';
import type { RawWorker } from '../../src/stats/schema';
import {
  busyCore,
  epochSeconds,
  instanceAfter,
  instancesAfter,
  knownLimits,
  localFacts,
  observation,
  worker,
  workerDocument,
} from '../support/documents';

const app = (startup: number) => [{ id: 0, startup_time: startup }];

/** Workers of a lifetime of 1000 s that are due in so many seconds. */
function dueIn(etas: readonly number[], startup = 5): RawWorker[] {
  return etas.map((eta, index) =>
    worker({ id: index + 1, pid: 100 + index, last_spawn: epochSeconds - 1000 + eta, apps: app(startup) }),
  );
}

function outlook(workers: readonly RawWorker[]) {
  const limits = knownLimits({ 'max-worker-lifetime': 1000 });
  const { seen } = instanceAfter(observation(workerDocument(workers), 0, { limits }));
  return seen?.outlook;
}

describe('a herd', () => {
  test.each<[string, readonly number[], number, readonly number[] | undefined]>([
    ['spread wider than a start takes', [100, 106, 112, 118], 5, undefined],
    ['all at once', [100, 100, 100, 100], 5, [1, 2, 3, 4]],
    ['two of them', [100, 300, 104, 500], 5, [1, 3]],
    ['the larger of two groups', [10, 11, 200, 202, 204], 5, [3, 4, 5]],
    ['the earlier of two of the same size', [210, 211, 10, 11], 5, [3, 4]],
    ['a window that slides', [0, 3, 8, 9, 10, 30], 5, [3, 4, 5]],
    ['exactly as long as a start takes', [100, 105], 5, [1, 2]],
    ['a chain is no herd of all', [100, 104, 108, 112], 5, [1, 2]],
    ['an application that starts at once', [100, 101, 103], 0, [1, 2]],
    ['one worker', [100], 5, undefined],
    ['none', [], 5, undefined],
  ])('%s: due in %j with a start of %d s', (_, etas, startup, workers) => {
    const herd = outlook(dueIn(etas, startup))?.herd;
    expect(herd?.workers).toEqual(workers);
    if (workers === undefined) return;
    expect(herd?.share).toBeCloseTo(workers.length / etas.length, 6);
    expect(herd?.withinSeconds).toBe(Math.max(1, startup));
    expect(herd?.etaSeconds).toBeCloseTo(Math.min(...workers.map((number) => etas[number - 1] ?? NaN)), 3);
  });

  test('is a share of the active workers, of which parked ones are none', () => {
    const parked = worker({ id: 0, pid: 0, status: 'cheap', last_spawn: epochSeconds - 900 });
    const draining = worker({ pid: 300, status: 'cheap', last_spawn: epochSeconds - 900 });
    const found = outlook([...dueIn([100, 101, 400]), parked, draining]);
    expect(found?.herd?.workers).toEqual([1, 2]);
    expect(found?.herd?.share).toBeCloseTo(2 / 3, 6);
  });

  test('counts with the slowest start of any application', () => {
    const workers = dueIn([100, 120]).map((raw, index) => ({
      ...raw,
      apps: [...app(1), ...app(index * 25)],
    }));
    expect(outlook(workers)?.herd?.withinSeconds).toBe(25);
  });
});

describe('the next recycling', () => {
  test('is the soonest of all workers, of equals the first', () => {
    expect(outlook(dueIn([300, 50, 200]))?.next).toMatchObject({
      worker: 2,
      forecast: { limit: 'max-worker-lifetime' },
    });
    expect(outlook(dueIn([50, 50]))?.next?.worker).toBe(1);
  });

  test('is none without a time, nor is a request that is about to be killed', () => {
    expect(outlook([])?.next).toBeUndefined();
    const limits = knownLimits({ harakiri: 60, 'max-requests': 100 });
    const raw = worker({ cores: [busyCore(-50)] });
    const { seen } = instanceAfter(observation(workerDocument([raw]), 0, { limits }));
    expect(seen?.workers[0]?.forecasts.map(({ limit }) => limit)).toEqual(['harakiri', 'max-requests']);
    expect(seen?.outlook.next).toBeUndefined();
  });
});

test('of any forecasts a herd holds those that are due within the window, and no more', () => {
  const [template] = instanceAfter(observation(workerDocument([worker()]), 0)).seen?.workers ?? [];
  if (template === undefined) throw new Error('no worker');
  const at = (etaSeconds: number): Forecast => ({
    limit: 'max-requests',
    value: 1,
    threshold: 2,
    etaSeconds,
  });
  for (let seed = 1; seed <= 200; seed++) {
    const etas = Array.from({ length: 1 + (seed % 9) }, (_, index) => (seed * (index + 3) * 7919) % 60);
    const workers = etas.map((eta, index) => ({ ...template, number: index + 1, forecasts: [at(eta)] }));
    const { herd } = outlookOf({ workers, startupSeconds: 6, courses: noCourses });
    const sizes = etas.map((from) => etas.filter((eta) => eta >= from && eta - from <= 6).length);
    const largest = Math.max(...sizes);
    expect(herd?.workers.length).toBe(largest < 2 ? undefined : largest);
    if (herd === undefined) continue;
    const members = herd.workers.map((number) => etas[number - 1] ?? NaN);
    expect(Math.max(...members) - Math.min(...members)).toBeLessThanOrEqual(6);
    expect(Math.min(...members)).toBe(herd.etaSeconds);
  }
});

describe('a queue', () => {
  /** Polls a TCP socket once a second. */
  function watchQueue(lengths: readonly number[], max = 100): InstanceState[] {
    return instancesAfter(
      ...lengths.map((queue, second) =>
        observation(
          workerDocument([worker()], { sockets: [{ name: ':80', queue, max_queue: max }] }),
          second * 1000,
        ),
      ),
    );
  }
  const fullIn = (lengths: readonly number[], max?: number) =>
    watchQueue(lengths, max).map(({ seen }) => seen?.outlook.queueFullSeconds);

  test('that grows steadily has a time until it is full', () => {
    const seconds = fullIn(Array.from({ length: 40 }, (_, second) => 2 * second));
    const first = seconds.findIndex((value) => value !== undefined);
    expect(first).toBeLessThan(25);
    for (const [second, value] of seconds.entries()) {
      if (second >= first) expect(value).toBeCloseTo((100 - 2 * second) / 2, 1);
    }
  });

  test.each<[string, (second: number) => number]>([
    ['empty', () => 0],
    ['full of a steady wait', () => 30],
    ['up and down', (second) => (second % 10) * 3],
    ['growing no more', (second) => Math.min(20, second * 2)],
    ['shrinking', (second) => 90 - second],
  ])('that is %s has none', (_, length) => {
    expect(new Set(fullIn(Array.from({ length: 90 }, (__, second) => length(second))))).toEqual(
      new Set([undefined]),
    );
  });

  test('that is full, or over, has no time left', () => {
    expect(fullIn([100]).at(-1)).toBe(0);
    expect(fullIn([101]).at(-1)).toBe(0);
  });

  test('of which nobody knows the limit has none', () => {
    expect(
      new Set(
        fullIn(
          Array.from({ length: 40 }, (_, second) => 2 * second),
          0,
        ),
      ),
    ).toEqual(new Set([undefined]));
  });

  test('is judged by its last minute', () => {
    const lengths = Array.from({ length: 200 }, (_, second) =>
      second < 100 ? 10 : Math.min(99, second - 90),
    );
    expect(fullIn(lengths)[185]).toBeCloseTo(100 - 95, 0);
  });
});

describe('memory', () => {
  const gb = 1024 ** 3;
  const poll = (second: number, usedBytes: number, totalBytes = 8 * gb) =>
    observation(workerDocument([worker()]), second * 1000, {
      host: localFacts({
        memory: { totalBytes, usedBytes, availableBytes: totalBytes - usedBytes, source: 'host' },
      }),
    });

  test('that fills up steadily has a time until it is used up', () => {
    const instance = instanceAfter(
      ...Array.from({ length: 120 }, (_, second) => poll(second, 4 * gb + second * 0.01 * gb)),
    );
    expect(instance.seen?.outlook.memoryFullSeconds).toBeCloseTo((4 - 1.19) / 0.01, 0);
  });

  test('that stays as it is, or is not told, has none', () => {
    const steady = instanceAfter(...Array.from({ length: 120 }, (_, second) => poll(second, 4 * gb)));
    expect(steady.seen?.outlook.memoryFullSeconds).toBeUndefined();
    const remote = instanceAfter(
      ...Array.from({ length: 120 }, (_, second) => ({
        ...poll(second, second * gb),
        host: { local: false, reason: 'far' } as const,
      })),
    );
    expect(remote.seen?.outlook.memoryFullSeconds).toBeUndefined();
  });
});

test('a course that nobody can tell any more begins anew', () => {
  let courses: Courses = noCourses;
  for (let second = 0; second < 30; second++)
    courses = followCourses(courses, second * 1000, { queue: second, usedBytes: second });
  courses = followCourses(courses, 30_000, { queue: undefined, usedBytes: 30 });
  expect(courses.queue).toEqual(noCourses.queue);
  expect(courses.memory.points.length).toBe(62);
});
