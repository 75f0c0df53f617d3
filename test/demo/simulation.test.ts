/** The simulation obeys what was measured on real masters, for any seed and however often it is looked at. */

import fc from 'fast-check';

import { masterProfiles } from '../../src/demo/profiles';
import { advance, createInstance } from '../../src/demo/simulation';
import { documentOf, profileNamed, startMs, type PrintedMaster, type PrintedWorker } from './support';

const hourMs = 3_600_000;
const seeds = [1, 2];
const everyProfile = masterProfiles.map((profile) => profile.name);

/** Walks through a simulated time and hands over each document with the one before it. */
function walk(
  run: { name: string; seed: number; lengthMs: number; stepMs: number },
  look: (now: PrintedMaster, before: PrintedMaster, nowMs: number) => void,
): PrintedMaster {
  const instance = createInstance(profileNamed(run.name), run.seed, startMs);
  let before = documentOf(instance);
  for (let elapsedMs = run.stepMs; elapsedMs <= run.lengthMs; elapsedMs += run.stepMs) {
    advance(instance, startMs + elapsedMs);
    const now = documentOf(instance);
    look(now, before, startMs + elapsedMs);
    before = now;
  }
  return before;
}

/** Plain throws: a million expectations would take minutes. */
function check(condition: boolean, what: string, ...seen: readonly unknown[]): void {
  if (!condition) throw new Error(`${what}: ${JSON.stringify(seen)}`);
}

function eachPair(
  now: PrintedMaster,
  before: PrintedMaster,
  look: (worker: PrintedWorker, was: PrintedWorker) => void,
): void {
  now.workers.forEach((worker, index) => {
    const was = before.workers[index];
    if (was !== undefined) look(worker, was);
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const requestsOf = (document: PrintedMaster): number =>
  sum(document.workers.map((worker) => worker.requests));

function checkRow(worker: PrintedWorker, nowMs: number): void {
  const inFlight = worker.cores.filter((core) => core.in_request === 1);
  const statics = sum(worker.cores.map((core) => core.static_requests));
  check(worker.requests === sum(worker.cores.map((core) => core.requests)), 'cores add up', worker);
  check(worker.delta_requests <= worker.requests, 'delta is a part', worker);
  check(worker.avg_rt === Math.floor(worker.avg_rt), 'whole microseconds', worker.avg_rt);
  check(worker.running_time === Math.floor(worker.running_time), 'whole microseconds', worker.running_time);
  check(worker.last_spawn <= nowMs / 1000, 'spawned in the past', worker);
  check(worker.rss === 0 || worker.delta_requests > 0, 'rss only after the first request', worker);
  check(sum(worker.apps.map((app) => app.requests)) + statics >= worker.requests, 'apps count first', worker);
  if (worker.status !== 'cheap') {
    check((worker.status === 'busy') === inFlight.length > 0, 'busy when a core is', worker);
  }
  if (worker.id === 0) check(worker.pid === 0 && worker.respawn_count === 0, 'never spawned', worker);
  for (const core of worker.cores) checkCore(core, nowMs);
}

function checkCore(core: PrintedWorker['cores'][number], nowMs: number): void {
  const startSeconds = core.req_info.request_start;
  if (core.in_request === 0) {
    check(core.vars.length === 0 && startSeconds === undefined, 'nothing is left of a request', core);
    return;
  }
  check(core.vars.at(-1) === '' && core.vars.length > 8, 'vars end with an empty string', core);
  check(
    core.vars.some((line) => line.startsWith('REMOTE_ADDR=192.0.2.')),
    'documentation addresses',
    core,
  );
  check(
    startSeconds !== undefined && Number.isInteger(startSeconds) && startSeconds <= nowMs / 1000,
    'whole seconds, in the past',
    core,
  );
}

/** Between two looks without a restart of the master. */
function checkStep(worker: PrintedWorker, was: PrintedWorker): void {
  const counters = [
    'requests',
    'running_time',
    'tx',
    'exceptions',
    'harakiri_count',
    'respawn_count',
  ] as const;
  for (const counter of counters)
    check(worker[counter] >= was[counter], `${counter} only grows`, was, worker);
  check(worker.last_spawn >= was.last_spawn, 'lives follow each other', was, worker);
  const ended = worker.requests - was.requests;
  if (ended === 0) {
    check(worker.running_time === was.running_time, 'time is counted when a request ends', was, worker);
    check(worker.avg_rt === was.avg_rt, 'so is the average', was, worker);
  }
  const spawned = worker.respawn_count - was.respawn_count;
  if (worker.pid > 0 && worker.pid !== was.pid) {
    check(spawned >= 1, 'a new pid is a respawn', was, worker);
    check(worker.delta_requests <= ended, 'a new life counts from 0', was, worker);
  }
  // A parked row may have been awake in between.
  if (worker.pid > 0 && worker.pid === was.pid) check(spawned === 0, 'a respawn is a new pid', was, worker);
}

describe('a master that is not restarted', () => {
  const names = everyProfile.filter((name) => profileNamed(name).restart === undefined);

  it.each(names.flatMap((name) => seeds.map((seed) => [name, seed] as const)))(
    '%s keeps the rules of uWSGI for an hour (seed %d)',
    (name, seed) => {
      const limit = profileNamed(name).sockets[0].maxQueue + 1;
      const begin = documentOf(createInstance(profileNamed(name), seed, startMs));
      const end = walk({ name, seed, lengthMs: hourMs, stepMs: 4_700 }, (now, before, nowMs) => {
        eachPair(now, before, checkStep);
        for (const worker of now.workers) checkRow(worker, nowMs);
        const pids = now.workers.map((worker) => worker.pid).filter((pid) => pid > 0);
        check(new Set(pids).size === pids.length, 'no pid twice', pids);
        check(now.pid === before.pid && now.listen_queue <= limit, 'one master, one queue', now.pid);
      });
      expect(requestsOf(end)).toBeGreaterThan(requestsOf(begin));
    },
  );

  it('halves the distance of avg_rt to each request that ends', () => {
    let seen = 0;
    walk({ name: 'legacy', seed: 4, lengthMs: 60_000, stepMs: 20 }, (now, before) => {
      eachPair(now, before, (worker, was) => {
        const grown = worker.running_time - was.running_time;
        if (worker.requests - was.requests !== 1 || grown === 0) return;
        seen += 1;
        check(worker.avg_rt === Math.floor((was.avg_rt + grown) / 2), 'avg_rt', was, worker);
      });
    });
    expect(seen).toBeGreaterThan(1000);
  });

  it('counts only what ended, however rarely it is looked at', () => {
    const gaps = fc.array(fc.integer({ min: 1, max: 4 * hourMs }), { minLength: 1, maxLength: 6 });
    const property = fc.property(fc.constantFrom(...names), gaps, fc.integer(), (name, steps, seed) => {
      const instance = createInstance(profileNamed(name), seed, startMs);
      let atMs = startMs;
      let before = documentOf(instance);
      for (const step of steps) {
        atMs += step;
        advance(instance, atMs);
        const now = documentOf(instance);
        eachPair(now, before, checkStep);
        for (const worker of now.workers) checkRow(worker, atMs);
        before = now;
      }
    });
    fc.assert(property, { numRuns: 15 });
  });
});

describe('looking', () => {
  it.each(everyProfile)('does not change the story of %s', (name) => {
    const often = createInstance(profileNamed(name), 5, startMs);
    const once = createInstance(profileNamed(name), 5, startMs);
    for (let elapsedMs = 0; elapsedMs < 120_000; elapsedMs += 330) advance(often, startMs + elapsedMs);
    advance(often, startMs + 120_000);
    advance(once, startMs + 120_000);
    expect(documentOf(often)).toEqual(documentOf(once));
  });

  it('back in time changes nothing', () => {
    const instance = createInstance(profileNamed('shop'), 5, startMs);
    const before = documentOf(instance);
    advance(instance, startMs - 10_000);
    expect(documentOf(instance)).toEqual(before);
  });
});

describe('the first screen', () => {
  it.each(seeds)('is alive (seed %d)', (seed) => {
    const shop = documentOf(createInstance(profileNamed('shop'), seed, startMs));
    expect(shop.workers.some((worker) => worker.status === 'busy')).toBe(true);
    expect(new Set(shop.workers.map((worker) => worker.last_spawn)).size).toBeGreaterThan(5);
    expect(requestsOf(shop)).toBeGreaterThan(100_000);
    const starts = shop.workers.flatMap((worker) =>
      worker.cores.map((core) => core.req_info.request_start ?? Infinity),
    );
    // The stuck request is already on its way to its harakiri.
    expect(Math.min(...starts)).toBeLessThan(startMs / 1000 - 30);
  });
});

describe('the shop', () => {
  it.each(seeds)('parks workers, drains them first, and wakes them again (seed %d)', (seed) => {
    const seen = { draining: 0, parked: 0, woken: 0, neverSpawned: 0 };
    walk({ name: 'shop', seed, lengthMs: hourMs / 6, stepMs: 500 }, (now, before) => {
      eachPair(now, before, (worker, was) => {
        if (worker.status === 'cheap' && worker.pid > 0) seen.draining += 1;
        if (worker.status === 'cheap' && worker.pid === 0) seen.parked += 1;
        if (worker.id === 0) seen.neverSpawned += 1;
        if (was.status === 'cheap' && was.id > 0 && worker.status !== 'cheap') seen.woken += 1;
      });
    });
    expect(Object.values(seen).every((times) => times > 0)).toBe(true);
  });

  it.each(seeds)('recycles at max-requests and kills what is stuck (seed %d)', (seed) => {
    const { maxRequests = 0 } = profileNamed('shop');
    const seen = { recycled: 0, killed: 0, stale: 0 };
    walk({ name: 'shop', seed, lengthMs: 400_000, stepMs: 40 }, (now, before, nowMs) => {
      eachPair(now, before, (worker, was) => {
        const isNewLife = worker.respawn_count > was.respawn_count;
        if (isNewLife && was.delta_requests >= maxRequests - 5) seen.recycled += 1;
        if (worker.harakiri_count > was.harakiri_count) {
          seen.killed += 1;
          check(
            worker.requests === was.requests && isNewLife,
            'a killed request is not counted',
            was,
            worker,
          );
        }
        const start = worker.cores[0]?.req_info.request_start;
        if (worker.accepting === 0 && start !== undefined) seen.stale += 1;
        const age = start === undefined ? 0 : Math.floor(nowMs / 1000) - start;
        check(age <= 63, 'nothing outlives harakiri', worker);
      });
    });
    expect(seen.recycled).toBeGreaterThan(2);
    expect(seen.killed).toBeGreaterThanOrEqual(2);
    // About 110 ms at 40 ms a look.
    expect(seen.stale).toBeGreaterThanOrEqual(2 * seen.killed);
    expect(seen.stale).toBeLessThanOrEqual(3 * seen.killed);
  });
});

describe('batch', () => {
  it('has no memory-report', () => {
    const end = walk({ name: 'batch', seed: 1, lengthMs: hourMs, stepMs: 60_000 }, () => undefined);
    expect(end.workers.every((worker) => worker.rss === 0)).toBe(true);
  });
});

describe('search', () => {
  it('hands out cores from the highest id downwards', () => {
    const search = documentOf(createInstance(profileNamed('search'), 1, startMs));
    const ids = search.workers.flatMap((worker) =>
      worker.cores.filter((core) => core.in_request === 1).map((core) => core.id),
    );
    expect(Math.max(...ids)).toBe(99);
    expect(sum(ids) / ids.length).toBeGreaterThan(60);
  });
});

describe('legacy', () => {
  it.each(seeds)('fills its listen queue and empties it again (seed %d)', (seed) => {
    const queues: number[] = [];
    walk({ name: 'legacy', seed, lengthMs: hourMs / 6, stepMs: 1_000 }, (now) => {
      queues.push(now.listen_queue);
    });
    expect(Math.max(...queues)).toBeGreaterThan(30);
    expect(queues.filter((queue) => queue === 0).length).toBeGreaterThan(queues.length / 4);
  });
});

describe('restarts', () => {
  it('checkout reloads: rows with pid 0, then counters from 0 under the same master', () => {
    const seen = { gone: 0, reset: 0 };
    walk({ name: 'checkout', seed: 1, lengthMs: 2 * 210_000, stepMs: 250 }, (now, before, nowMs) => {
      check(now.pid === before.pid, 'the same master', now.pid);
      if (now.workers.some((worker) => worker.pid === 0 && worker.status === 'idle')) seen.gone += 1;
      if (requestsOf(now) < requestsOf(before)) {
        seen.reset += 1;
        check(
          now.workers.every((worker) => worker.respawn_count === 1 && worker.accepting === 0),
          'all of them new',
          now.workers,
        );
      }
      for (const worker of now.workers) checkRow(worker, nowMs);
    });
    expect(seen.reset).toBe(2);
    expect(seen.gone).toBeGreaterThan(4);
  });

  it('ledger goes away for ten seconds and comes back as another master', () => {
    const instance = createInstance(profileNamed('ledger'), 1, startMs);
    const before = documentOf(instance);
    const down: number[] = [];
    for (let elapsedMs = 0; elapsedMs <= 100_000; elapsedMs += 100) {
      advance(instance, startMs + elapsedMs);
      if (instance.phase === 'down') down.push(elapsedMs);
    }
    expect((down.at(-1) ?? 0) - (down[0] ?? 0)).toBeGreaterThan(9_000);
    expect((down.at(-1) ?? 0) - (down[0] ?? 0)).toBeLessThan(12_000);
    expect(documentOf(instance).pid).not.toBe(before.pid);
    expect(requestsOf(documentOf(instance))).toBeLessThan(requestsOf(before));
  });

  it.each(['checkout', 'ledger'])('%s survives any gap between two looks', (name) => {
    const gaps = fc.array(fc.integer({ min: 1, max: 4 * hourMs }), { minLength: 1, maxLength: 6 });
    const property = fc.property(gaps, fc.integer(), (steps, seed) => {
      const instance = createInstance(profileNamed(name), seed, startMs);
      let atMs = startMs;
      for (const step of steps) {
        atMs += step;
        advance(instance, atMs);
        for (const worker of documentOf(instance).workers) checkRow(worker, atMs);
      }
    });
    fc.assert(property, { numRuns: 15 });
  });
});
