import fc from 'fast-check';
import { observe, createFleet } from '../../src/model/fleet';
import type { InstanceState } from '../../src/model/instance';
import type { RawWorker } from '../../src/stats/schema';
import { busyCore, core, observation, target, worker, workerDocument } from '../support/documents';

/** Folds documents that were seen at these moments, ms, and gives back the instance after each. */
function watch(...seen: readonly (readonly [number, readonly RawWorker[]])[]): InstanceState[] {
  let fleet = createFleet([target]);
  return seen.map(([atMs, workers]) => {
    fleet = observe(fleet, observation(workerDocument(workers), atMs));
    const instance = fleet.instances.get(target.id);
    if (instance === undefined) throw new Error('the instance is gone');
    return instance;
  });
}

const busynessOf = (instances: readonly InstanceState[], index = 0) =>
  instances.map(({ seen }) => seen?.workers[index]?.busyness);

describe('busyness of a worker', () => {
  test('is unknown before the second poll', () => {
    expect(busynessOf(watch([1000, [worker()]]))).toEqual([undefined]);
  });

  test('is the share of the interval in finished requests', () => {
    const seen = watch([1000, [worker()]], [2000, [worker({ requests: 3, running_time: 250_000 })]]);
    expect(busynessOf(seen)[1]).toBeCloseTo(0.25, 6);
  });

  test('reads a long request as busy in every second of it, and never as more than that when it ends', () => {
    const idle = (requests: number, running: number) =>
      worker({ requests, running_time: running, cores: [core({ requests })] });
    const busy = worker({ cores: [busyCore(2)] });
    // It runs from 2.3 s to 12.3 s.
    const seen = watch(
      [1000, [idle(0, 0)]],
      [2000, [idle(0, 0)]],
      ...Array.from({ length: 10 }, (_, second) => [3000 + second * 1000, [busy]] as const),
      [13_000, [idle(1, 10_000_000)]],
      [14_000, [idle(1, 10_000_000)]],
    );
    const busyness = busynessOf(seen);
    for (const value of busyness.slice(3, 12)) expect(value).toBe(1);
    // Begun somewhere between two polls, ended 0.3 s into the last second: the sum is the truth.
    const sum = busyness.reduce((total: number, value) => total + (value ?? 0), 0);
    expect(sum).toBeCloseTo(10, 1);
    expect(busyness.at(-1)).toBe(0);
  });

  test('counts a request that was already in flight at the first poll from there on', () => {
    const busy = worker({ cores: [busyCore(-30)] });
    expect(busynessOf(watch([1000, [busy]], [2000, [busy]]))[1]).toBe(1);
  });

  test('is divided by the cores', () => {
    const cores = [busyCore(0, { id: 0 }), core({ id: 1 }), core({ id: 2 }), core({ id: 3 })];
    const seen = watch([1000, [worker({ cores })]], [2000, [worker({ cores })]]);
    expect(busynessOf(seen)[1]).toBeCloseTo(0.25, 6);
  });

  test('tells two requests of the same second apart by the count of finished ones', () => {
    const first = worker({ cores: [busyCore(1, { requests: 0 })] });
    const second = worker({ requests: 1, running_time: 400_000, cores: [busyCore(1, { requests: 1 })] });
    const [, after] = watch([1200, [first]], [1800, [second]]);
    expect(after?.seen?.workers[0]?.busyness).toBeLessThanOrEqual(1);
    expect(after?.seen?.workers[0]?.flights[0]?.ageSeconds).toBeLessThanOrEqual(0.6);
  });

  test('is full up to a kill, and the new process does not inherit the old request', () => {
    const stuck = worker({ pid: 100, cores: [busyCore(-5)] });
    const leftover = worker({
      pid: 101,
      accepting: 0,
      harakiri_count: 1,
      respawn_count: 2,
      last_spawn: 1_800_000_002,
      cores: [busyCore(-5)],
    });
    const fresh = { ...leftover, accepting: 1, status: 'idle', cores: [core()] };
    const seen = watch([1000, [stuck]], [3000, [leftover]], [4000, [fresh]]);
    // Spawned within the second after 2 s, when the master had rested for one: killed between 1 s and 2 s.
    expect(busynessOf(seen).slice(1)).toEqual([0.25, 0]);
    expect(seen[1]?.seen?.workers[0]?.activity).toBe('starting');
    expect(seen[1]?.seen?.workers[0]?.flights).toEqual([]);
  });

  test('follows the status where stats-no-cores leaves nothing else', () => {
    const withoutCores = (change: Partial<RawWorker>) => ({ ...worker(change), cores: undefined });
    const seen = watch(
      [1000, [withoutCores({ status: 'busy' })]],
      [2000, [withoutCores({ status: 'busy' })]],
      [3000, [withoutCores({ status: 'idle', requests: 1, running_time: 2_000_000 })]],
    );
    expect(busynessOf(seen)[1]).toBe(1);
    expect(busynessOf(seen)[2]).toBeGreaterThanOrEqual(0);
  });

  test('sums over any series of polls to the time that was worked, and is never outside 0…1', () => {
    const job = fc.record({
      idleMs: fc.integer({ min: 0, max: 4000 }),
      workMs: fc.integer({ min: 1, max: 6000 }),
    });
    fc.assert(
      fc.property(
        fc.array(job, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 150, max: 2500 }),
        (jobs, everyMs) => {
          const spans = jobs.reduce<{ from: number; to: number }[]>((all, { idleMs, workMs }) => {
            const from = (all.at(-1)?.to ?? 0) + idleMs;
            return [...all, { from, to: from + workMs }];
          }, []);
          const end = (spans.at(-1)?.to ?? 0) + 2 * everyMs;
          const polls = Array.from({ length: Math.ceil(end / everyMs) + 1 }, (_, index) => index * everyMs);
          const seen = watch(...polls.map((atMs) => [atMs, [workerAt(spans, atMs)]] as const));
          const values = busynessOf(seen).slice(1);
          expect(values.every((value) => value !== undefined && value >= 0 && value <= 1)).toBe(true);
          const worked = values.reduce((sum: number, value) => sum + (value ?? 0) * everyMs, 0);
          const truth = spans.reduce((sum, { from, to }) => sum + (to - from), 0);
          // Clamping may lose, at each end of a request, what an estimated start was off by.
          expect(Math.abs(worked - truth)).toBeLessThanOrEqual(jobs.length * Math.min(1000, everyMs));
        },
      ),
      { numRuns: 200 },
    );
  });
});

function workerAt(spans: readonly { from: number; to: number }[], atMs: number): RawWorker {
  const done = spans.filter(({ to }) => to <= atMs);
  const running = spans.find(({ from, to }) => from <= atMs && atMs < to);
  const requests = done.length;
  const runningTime = done.reduce((sum, { from, to }) => sum + (to - from) * 1000, 0);
  const cores = [running ? busyCore(Math.floor(running.from / 1000), { requests }) : core({ requests })];
  // Nearly uWSGI's own: its mean gives half of the weight to the last request.
  const usual = requests === 0 ? 0 : Math.floor(runningTime / requests);
  return worker({ requests, running_time: runningTime, avg_rt: usual, cores });
}

describe('busyness of an instance', () => {
  test('is the mean over the active workers', () => {
    const four = (first: RawWorker) => [first, worker(), worker(), worker()];
    const busy = worker({ cores: [busyCore(-1)] });
    const [, after] = watch([1000, four(busy)], [2000, four(busy)]);
    expect(after?.seen?.totals?.busyness).toBeCloseTo(0.25, 6);
    expect(after?.seen?.totals?.busyRatio).toBe(0.25);
    expect(after?.seen?.totals?.slotUse).toBe(0.25);
  });

  test('leaves cheap, draining and exited workers out', () => {
    const workers = [
      worker({ cores: [busyCore(-1)] }),
      worker({ id: 0, pid: 0, status: 'cheap', last_spawn: 0, respawn_count: 0 }),
      worker({ pid: 7, status: 'cheap' }),
      worker({ pid: 0, status: 'idle' }),
    ];
    const [, after] = watch([1000, workers], [2000, workers]);
    expect(after?.seen?.totals?.busyness).toBe(1);
    expect(after?.seen?.totals?.active).toBe(1);
  });
});

describe('busyness of a worker with short requests', () => {
  test('is right from poll to poll, not only over time', () => {
    // 40 ms of work, 40 ms of rest, polled every 1013 ms: every interval is half busy.
    const spans = Array.from({ length: 1000 }, (_, index) => ({ from: index * 80, to: index * 80 + 40 }));
    const polls = Array.from({ length: 60 }, (_, index) => 500 + index * 1013);
    const seen = watch(...polls.map((atMs) => [atMs, [workerAt(spans, atMs)]] as const));
    for (const value of busynessOf(seen).slice(1)) {
      expect(value).toBeGreaterThan(0.4);
      expect(value).toBeLessThan(0.6);
    }
  });
});
