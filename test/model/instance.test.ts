import { createFleet, observe } from '../../src/model/fleet';
import type { InstanceState } from '../../src/model/instance';
import { describeEvent } from '../../src/model/describe-event';
import { window } from '../../src/model/series';
import {
  busyCore,
  core,
  epochMs,
  epochSeconds,
  failedObservation,
  instanceAfter as fold,
  instancesAfter,
  knownLimits,
  observation,
  target,
  worker,
  workerDocument,
} from '../support/documents';

const kinds = (instance: InstanceState) => instance.events.map(({ kind }) => kind);

describe('rates', () => {
  test('are counter differences over time, summed over the workers', () => {
    const instance = fold(
      observation(workerDocument([worker({ requests: 10, tx: 1000 }), worker({ requests: 5 })]), 0),
      observation(
        workerDocument([
          worker({ requests: 30, running_time: 40_000, tx: 5000, exceptions: 2 }),
          worker({ requests: 15, running_time: 20_000 }),
        ]),
        2000,
      ),
    );
    const totals = instance.seen?.totals;
    expect(totals?.requestsPerSecond).toBe(15);
    expect(totals?.serviceTimeMs).toBe(2);
    expect(totals?.txBytesPerSecond).toBe(2000);
    expect(totals?.exceptionsPerSecond).toBe(1);
  });

  test('leave static files out of the service time, which running_time does not count', () => {
    const instance = fold(
      observation(workerDocument([worker()]), 0),
      observation(
        workerDocument([worker({ requests: 10, running_time: 5000, cores: [core({ static_requests: 5 })] })]),
        1000,
      ),
    );
    expect(instance.seen?.totals?.serviceTimeMs).toBe(1);
  });

  test('go straight through a respawn, which keeps the counters', () => {
    const instance = fold(
      observation(workerDocument([worker({ requests: 100, delta_requests: 100 })]), 0),
      observation(
        workerDocument([
          worker({
            pid: 101,
            requests: 108,
            delta_requests: 0,
            respawn_count: 2,
            last_spawn: epochSeconds + 1,
          }),
        ]),
        1000,
      ),
    );
    expect(instance.seen?.totals?.requestsPerSecond).toBe(8);
    expect(instance.events.map(describeEvent)).toEqual([
      'worker 1 ended: not known whether max-requests, max-worker-lifetime, reload-on-rss, reload-on-as, ' +
        'evil-reload-on-rss, evil-reload-on-as would explain it, pid 100 is now 101',
    ]);
  });

  test('are unknown across a reload of the master, which keeps its pid, and begin anew behind it', () => {
    const before = observation(workerDocument([worker({ requests: 1000, running_time: 9e6 })]), 0);
    const reloaded = worker({ pid: 200, requests: 4, running_time: 100, last_spawn: epochSeconds + 1 });
    const across = fold(before, observation(workerDocument([reloaded]), 1000));
    expect(across.seen?.totals?.requestsPerSecond).toBeUndefined();
    expect(across.seen?.totals?.busyness).toBeUndefined();
    expect(kinds(across)).toEqual(['reload']);
    const behind = fold(
      before,
      observation(workerDocument([reloaded]), 1000),
      observation(workerDocument([{ ...reloaded, requests: 9 }]), 2000),
    );
    expect(behind.seen?.totals?.requestsPerSecond).toBe(5);
  });

  test('are unknown for all workers where one shows a reload, though the others have come further since', () => {
    const before = observation(
      workerDocument([worker({ requests: 1000 }), worker({ pid: 101, requests: 3 })]),
      0,
    );
    const spawned = { respawn_count: 2, last_spawn: epochSeconds + 500 };
    const reloaded = [
      worker({ pid: 200, requests: 40, last_spawn: epochSeconds + 100 }),
      worker({ pid: 203, requests: 900, ...spawned }),
    ];
    const after = fold(before, observation(workerDocument(reloaded), 600_000));
    expect(kinds(after)).toEqual(['reload']);
    expect(
      after.seen?.workers.map(({ requestsPerSecond, busyness }) => [requestsPerSecond, busyness]),
    ).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(after.seen?.totals?.requestsPerSecond).toBeUndefined();
  });

  test('are unknown for one worker whose time runs backwards, as it does when the clock is set back', () => {
    const two = (first: number, second: number) => [
      worker({ requests: 10, delta_requests: 10, running_time: first }),
      worker({ pid: 101, requests: second, running_time: 1000 }),
    ];
    const after = fold(
      observation(workerDocument(two(5_000_000, 10)), 0),
      observation(workerDocument(two(4_000_000, 15)), 1000),
    );
    expect(kinds(after)).toEqual([]);
    expect(after.seen?.workers.map(({ requestsPerSecond }) => requestsPerSecond)).toEqual([undefined, 5]);
  });

  test('a reload of an instance that never served a request is told by its spawn times', () => {
    const instance = fold(
      observation(workerDocument([worker()]), 0),
      observation(workerDocument([worker({ pid: 300, last_spawn: epochSeconds })]), 1000),
    );
    expect(kinds(instance)).toEqual(['reload']);
  });

  test('a reload is told, too, where a poll found the workers of such an instance gone', () => {
    const gone = worker({ pid: 0 });
    const parked = worker({ id: 0, pid: 0, status: 'cheap', respawn_count: 0, last_spawn: 0 });
    const instances = [gone, gone, worker({ pid: 300, last_spawn: epochSeconds + 2 })].map((raw, second) =>
      observation(workerDocument([raw, parked]), (second + 1) * 1000),
    );
    expect(kinds(fold(observation(workerDocument([worker(), parked]), 0), ...instances))).toEqual(['reload']);
  });

  test('no reload is a worker that is spawned for the first time, parked, and spawned again', () => {
    const never = worker({ id: 0, pid: 0, status: 'cheap', respawn_count: 0, last_spawn: 0 });
    const first = worker({ pid: 101, last_spawn: epochSeconds + 1 });
    const parked = { ...first, pid: 0, status: 'cheap' };
    const again = { ...first, pid: 102, respawn_count: 2, last_spawn: epochSeconds + 3 };
    const instance = fold(
      ...[never, first, parked, again].map((raw, second) =>
        observation(workerDocument([worker(), raw]), second * 1000),
      ),
    );
    expect(kinds(instance)).toEqual(['scale-up', 'scale-down', 'scale-up']);
  });

  test('another master on the address is a restart, not a rate', () => {
    const instance = fold(
      observation(workerDocument([worker({ requests: 5 })]), 0),
      observation(workerDocument([worker({ pid: 500, requests: 9 })], { pid: 498 }), 1000),
    );
    expect(kinds(instance)).toEqual(['master-restart']);
    expect(instance.seen?.totals?.requestsPerSecond).toBeUndefined();
  });

  test('another master of another folder is told with both', () => {
    const from = (pid: number, cwd?: string) => workerDocument([worker({ pid: pid + 2 })], { pid, cwd });
    const moves = ([before, now]: readonly (string | undefined)[]) =>
      fold(observation(from(1, before), 0), observation(from(9, now), 1000)).events;
    expect(moves(['/srv/a', '/srv/\u009bb'])).toMatchObject([{ moved: { from: '/srv/a', to: '/srv/?b' } }]);
    expect(moves(['/srv/a', '/srv/a'])).toMatchObject([{ moved: undefined }]);
    expect(moves([undefined, '/srv/a'])).toMatchObject([{ moved: undefined }]);
  });

  test('workers that were never spawned share id 0 and are told apart by their place', () => {
    const parked = worker({ id: 0, pid: 0, status: 'cheap', respawn_count: 0, last_spawn: 0 });
    const woken = worker({ id: 3, pid: 103, requests: 2, last_spawn: epochSeconds });
    const instance = fold(
      observation(workerDocument([worker(), parked, parked]), 0),
      observation(workerDocument([worker(), parked, woken]), 1000),
    );
    expect(instance.seen?.workers.map(({ number, activity }) => [number, activity])).toEqual([
      [1, 'idle'],
      [2, 'cheap'],
      [3, 'idle'],
    ]);
    expect(kinds(instance)).toEqual(['scale-up']);
  });
});

test('a saved snapshot that is read again is the same moment, not a second in which nothing happened', () => {
  const first = observation(workerDocument([worker({ requests: 5 })]), 1000);
  const again = fold(first, { ...first, monotonicMs: 1003 });
  expect(again.seen?.totals?.requestsPerSecond).toBeUndefined();
  expect([again.phase, again.polls.total]).toEqual(['up', 2]);
});

describe('what cannot be known', () => {
  test('is undefined and never 0: memory without memory-report, the queue of UNIX sockets', () => {
    const unixSocket = { name: '/run/app.sock', queue: 0, max_queue: 0 };
    const instance = fold(observation(workerDocument([worker({ rss: 0 })], { sockets: [unixSocket] }), 0));
    expect(instance.seen?.workers[0]?.rssBytes).toBeUndefined();
    expect(instance.seen?.totals?.rssBytes).toBeUndefined();
    expect(instance.seen?.totals?.listenQueue).toBeUndefined();
  });

  test('the queue of a TCP socket is real, also when it is empty', () => {
    const sockets = [{ name: ':80', queue: 0, max_queue: 100 }];
    const instance = fold(observation(workerDocument([worker()], { sockets }), 0));
    expect([instance.seen?.totals?.listenQueue, instance.seen?.totals?.listenQueueMax]).toEqual([0, 100]);
  });

  test('the uptime is told by the first life of worker 1, and goes on when that ends', () => {
    const first = fold(observation(workerDocument([worker()]), 0));
    expect(first.seen?.uptimeSeconds).toBeCloseTo(3600, 0);
    const later = fold(observation(workerDocument([worker({ respawn_count: 2 })]), 0));
    expect(later.seen?.uptimeSeconds).toBeUndefined();
    const respawned = worker({ pid: 101, respawn_count: 2, last_spawn: epochSeconds });
    const kept = fold(
      observation(workerDocument([worker()]), 0),
      observation(workerDocument([respawned]), 1000),
    );
    expect(kept.seen?.uptimeSeconds).toBeCloseTo(3601, 0);
    const reloaded = fold(
      observation(workerDocument([worker({ requests: 9 })]), 0),
      observation(workerDocument([worker({ pid: 101, respawn_count: 2, last_spawn: epochSeconds })]), 1000),
    );
    expect(reloaded.seen?.uptimeSeconds).toBeUndefined();
  });
});

describe('a target that fails', () => {
  const good = observation(workerDocument([worker({ requests: 7 })]), 0);

  test('keeps its last numbers, is stale at once and down after ten seconds', () => {
    const stale = fold(good, failedObservation(1000));
    expect([stale.phase, stale.seen?.workers[0]?.counters.requests]).toEqual(['stale', 7]);
    const late = fold(good, failedObservation(1000), failedObservation(10_900));
    expect(late.phase).toBe('stale');
    const down = fold(good, failedObservation(1000), failedObservation(11_000));
    expect([down.phase, down.polls.missed]).toEqual(['down', 2]);
    expect(kinds(down)).toEqual(['lost']);
  });

  test('once is no outage, however long ago the poll before was', () => {
    expect(fold(good, failedObservation(60_000)).phase).toBe('stale');
  });

  test('is away from the question on that got no answer: a stopped master is down with the second poll', () => {
    const stale = fold(good, failedObservation(6000, 5000));
    expect([stale.phase, stale.awaySinceMs]).toEqual(['stale', 1000]);
    expect(fold(good, failedObservation(6000, 5000), failedObservation(11_200, 5000)).phase).toBe('down');
  });

  test('has not been away for hours because a poll slept with the machine', () => {
    const asleep = fold(good, failedObservation(7_200_000, 7_199_000));
    expect([asleep.phase, asleep.awaySinceMs]).toEqual(['stale', 7_195_000]);
  });

  test('nobody asked for many times as long as usual: the charts keep a gap, and nothing is said to be lost', () => {
    const at = (requests: number, atMs: number) => observation(workerDocument([worker({ requests })]), atMs);
    const slept = fold(...[0, 1, 2].map((second) => at(second * 10, second * 1000)), at(500, 1_202_000));
    const { rssBytes, requestsPerSecond } = slept.history;
    for (const series of [rssBytes, requestsPerSecond]) {
      const minutes = window(series, { count: 20, bucketMs: 60_000, nowMs: 1_202_000 });
      expect(minutes.slice(1, -1).filter((value) => value !== undefined)).toEqual([]);
    }
    expect(kinds(slept)).toEqual([]);
  });

  test('that never answered is down', () => {
    expect(fold(failedObservation(0)).phase).toBe('down');
  });

  test('comes back with an event, a mean rate over its absence, and a gap in the charts', () => {
    const back = fold(
      good,
      failedObservation(1000),
      failedObservation(2000),
      observation(workerDocument([worker({ requests: 47 })]), 4000),
    );
    expect([back.phase, back.polls.missed]).toEqual(['up', 0]);
    expect(kinds(back)).toEqual(['lost', 'back']);
    expect(back.seen?.totals?.requestsPerSecond).toBe(10);
    const charts = [back.history.requestsPerSecond, back.seen?.workers[0]?.history.requestsPerSecond];
    for (const series of charts)
      expect(series && window(series, { count: 4, bucketMs: 1000, nowMs: 4000 })).toEqual([
        undefined,
        undefined,
        undefined,
        10,
      ]);
  });
});

describe('events', () => {
  test('name the victim of a harakiri by its last request', () => {
    const stuck = worker({ cores: [busyCore(-61)] });
    const killed = worker({ pid: 101, harakiri_count: 1, respawn_count: 2, last_spawn: epochSeconds + 1 });
    const instance = fold(
      observation(workerDocument([stuck]), 0),
      observation(workerDocument([killed]), 1000),
    );
    expect(instance.events.map(describeEvent)).toEqual([
      'worker 1 killed by harakiri in GET /cart, last seen at 60 s, pid 100 is now 101',
    ]);
  });

  test('name a crash only where it is known that no limit is set', () => {
    const next = worker({ pid: 101, respawn_count: 2, last_spawn: epochSeconds + 1 });
    const instance = fold(
      observation(workerDocument([worker()]), 0, { limits: knownLimits() }),
      observation(workerDocument([next]), 1000),
    );
    expect(instance.events.map(describeEvent)).toEqual([
      'worker 1 ended: crash or out of memory, pid 100 is now 101',
    ]);
  });

  test('are bounded', () => {
    const flapping = Array.from({ length: 500 }, (_, index) =>
      index % 2 === 0
        ? observation(workerDocument([worker()]), index * 1000)
        : failedObservation(index * 1000),
    );
    expect(fold(...flapping).events.length).toBe(200);
  });
});

describe("the target's clock", () => {
  test('an hour off does not make an hour-old request of a new one', () => {
    const ahead = 3600;
    const idle = worker({ last_spawn: epochSeconds + ahead - 100 });
    const busy = { ...idle, status: 'busy', cores: [busyCore(ahead + 1)] };
    const instance = fold(
      observation(workerDocument([idle]), 1000),
      observation(workerDocument([busy]), 2000),
      observation(workerDocument([busy]), 3000),
    );
    expect(instance.seen?.workers[0]?.flights[0]?.ageSeconds).toBeGreaterThan(0.9);
    expect(instance.seen?.workers[0]?.flights[0]?.ageSeconds).toBeLessThan(2.1);
  });

  describe.each([-40, 40])('%d s ahead, which the second poll proves', (ahead) => {
    const spawned = { last_spawn: epochSeconds + ahead - 100 };
    // It began 10.4 s before the first poll; the other one 0.5 s before the second.
    const long = worker({ ...spawned, cores: [busyCore(ahead - 10)] });
    const idle = worker({ ...spawned, pid: 101 });
    const other = worker({ ...spawned, pid: 101, cores: [busyCore(ahead + 1)] });
    const instances = instancesAfter(
      observation(workerDocument([long, idle]), 400),
      observation(workerDocument([long, other]), 1400),
      observation(workerDocument([long, other]), 2400),
    );
    const first = instances.map(({ seen }) => seen?.workers[0]);

    test('a request that was seen before that has its true age from then on', () => {
      const ages = first.map((one) => one?.flights[0]?.ageSeconds ?? NaN);
      expect(Math.abs((ages[0] ?? NaN) - 10.4)).toBeGreaterThan(10);
      // Two whole seconds are known: when the one began, and when the other.
      for (const [poll, truth] of [11.4, 12.4].entries())
        expect(Math.abs((ages[poll + 1] ?? NaN) - truth)).toBeLessThanOrEqual(1.5);
    });

    test('and has made its worker no less busy', () => {
      expect(first.map((one) => one?.busyness)).toEqual([undefined, 1, 1]);
    });
  });

  test('set forward in the middle of a request leaves what polls have proven of its start', () => {
    const idle = worker();
    const busy = worker({ cores: [busyCore(1)] });
    const other = worker({ pid: 101 });
    const instance = fold(
      observation(workerDocument([idle, other]), 1000),
      observation(workerDocument([busy, other]), 2000),
      observation(workerDocument([busy, worker({ pid: 101, cores: [busyCore(62)] })]), 3000),
    );
    expect(instance.seen?.clock.leastMs).toBe(epochMs + 59_000);
    expect(instance.seen?.workers[0]?.flights[0]?.ageSeconds).toBeGreaterThanOrEqual(1);
    expect(instance.seen?.workers[0]?.flights[0]?.ageSeconds).toBeLessThanOrEqual(2);
  });

  test('a request from the future has age 0', () => {
    const instance = fold(observation(workerDocument([worker({ cores: [busyCore(50)] })]), 1000));
    expect(instance.seen?.workers[0]?.flights[0]?.ageSeconds).toBeGreaterThanOrEqual(0);
    expect(instance.seen?.workers[0]?.flights[0]?.ageSeconds).toBeLessThan(1.1);
  });
});

test('an observation of a target that is not in the fleet changes nothing', () => {
  const fleet = createFleet([target]);
  expect(observe(fleet, { ...failedObservation(0), targetId: 'stranger' })).toBe(fleet);
});
