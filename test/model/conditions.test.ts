import { describeEvent } from '../../src/model/describe-event';
import type { InstanceState } from '../../src/model/instance';
import type { Observation } from '../../src/model/observation';
import type { LocalFacts } from '../../src/model/host-facts';
import type { RawWorker, WorkerDocument } from '../../src/stats/schema';
import {
  busyCore,
  core,
  epochSeconds,
  failedObservation,
  instanceAfter,
  instancesAfter,
  localFacts,
  observation,
  worker,
  workerDocument,
} from '../support/documents';

const eventsOf = (instance: InstanceState | undefined, kind: string) =>
  (instance?.events ?? []).filter((event) => event.kind === kind);

describe('a zombie', () => {
  interface Picture {
    readonly queue?: number;
    readonly sibling?: number;
    readonly suspect?: Partial<RawWorker>;
  }

  /** A sibling that serves so many requests a second, and a worker that has never served one; once a second. */
  function watchZombie(seconds: number, pictureAt: (second: number) => Picture): InstanceState[] {
    let served = 0;
    return instancesAfter(
      ...Array.from({ length: seconds }, (_, second) => {
        const { queue = 3, sibling = 10, suspect = {} } = pictureAt(second);
        served += sibling;
        const workers = [
          worker({ requests: served, delta_requests: served }),
          worker({ id: 2, pid: 200, ...suspect }),
        ];
        const sockets = [{ name: ':80', queue, max_queue: 100 }];
        return observation(workerDocument(workers, { sockets }), second * 1000);
      }),
    );
  }
  const zombiesAt = (instances: readonly InstanceState[]) =>
    instances.map(({ seen }) => seen?.conditions.zombies.map(({ worker: number }) => number));

  test('is a worker that gets nothing while others serve and requests wait, since the moment that was so', () => {
    const instances = watchZombie(14, () => ({}));
    expect(zombiesAt(instances)).toEqual([[], ...Array.from({ length: 13 }, () => [2])]);
    expect(instances.at(-1)?.seen?.conditions.zombies).toEqual([{ worker: 2, pid: 200, sinceMs: 1000 }]);
  });

  test.each<[string, Picture]>([
    ['nothing waits', { queue: 0 }],
    ['nobody serves', { sibling: 0 }],
    ['it has served in this life', { suspect: { requests: 4, delta_requests: 4 } }],
    ['it is in a request', { suspect: { status: 'busy', cores: [busyCore(-4)] } }],
    ['it is starting', { suspect: { accepting: 0 } }],
    ['it is parked', { suspect: { pid: 0, status: 'cheap' } }],
    ['it is paused', { suspect: { status: 'pause' } }],
  ])('is none when %s', (_, picture) => {
    expect(zombiesAt(watchZombie(5, () => picture)).flat()).toEqual([]);
  });

  test('is another one after its respawn, and none after its first request', () => {
    const respawned = watchZombie(8, (second) => ({
      suspect: second < 5 ? {} : { pid: 201, respawn_count: 2, last_spawn: epochSeconds + 5 },
    }));
    expect(respawned.at(-1)?.seen?.conditions.zombies).toEqual([{ worker: 2, pid: 201, sinceMs: 5000 }]);
    const served = watchZombie(8, (second) => ({
      suspect: { requests: second < 5 ? 0 : 1, delta_requests: second < 5 ? 0 : 1 },
    }));
    expect(served.at(-1)?.seen?.conditions.zombies).toEqual([]);
  });

  test('is an event once it has lasted, exactly once', () => {
    const instances = watchZombie(60, () => ({}));
    const counts = instances.map((instance) => eventsOf(instance, 'zombie-idle').length);
    expect(counts).toEqual([...Array<number>(11).fill(0), ...Array<number>(49).fill(1)]);
    expect(instances.at(-1)?.events.map(describeEvent)).toEqual([
      'worker 2 (pid 200) takes no request since 10s, while others work and requests wait',
    ]);
  });

  test('that is interrupted has not lasted', () => {
    const instances = watchZombie(30, (second) => ({ queue: second % 8 === 0 ? 0 : 4 }));
    expect(eventsOf(instances.at(-1), 'zombie-idle')).toEqual([]);
  });
});

describe('a lock', () => {
  const spoolers = [{ dir: '/spool', pid: 60 }];
  const locked = (pid: number, change: Partial<WorkerDocument> = {}) =>
    workerDocument([worker({ pid: 100 }), worker({ pid: 200, cores: [core(), core()] })], {
      locks: [{ 'user 0': pid }, { signal: 0 }],
      spoolers,
      ...change,
    });
  const facts = (processes: LocalFacts['processes']) => localFacts({ processes });

  test.each<[string, number, ReturnType<typeof localFacts> | undefined, string, number | undefined]>([
    ['a worker', 200, undefined, 'ours', 2],
    ['the master', 99, undefined, 'ours', undefined],
    ['a spooler', 60, undefined, 'ours', undefined],
    ['somebody on another machine', 4242, undefined, 'strange', undefined],
    ['somebody on a machine that is not ours', 4242, { local: false, reason: 'far' }, 'strange', undefined],
    ['a process that is gone', 4242, facts({ 4242: { reason: 'the process has ended' } }), 'gone', undefined],
    ['a child of the master, a mule', 4242, facts({ 4242: { rssBytes: 7 } }), 'ours', undefined],
    ['a process that was not looked at', 4242, facts({ 4243: { rssBytes: 7 } }), 'strange', undefined],
  ])('that %s holds (pid %d)', (_, pid, host, holder, number) => {
    const { seen } = instanceAfter(observation(locked(pid), 1000, host === undefined ? {} : { host }));
    expect(seen?.conditions.locks).toEqual([{ name: 'user 0', pid, worker: number, holder, sinceMs: 1000 }]);
  });

  test('is held since it was first seen with this holder', () => {
    const at = (pid: number, second: number) => observation(locked(pid), second * 1000);
    const since = (...observations: readonly Observation[]) =>
      instanceAfter(...observations).seen?.conditions.locks.map(({ sinceMs }) => sinceMs);
    expect(since(at(7, 0), at(7, 1), at(7, 2))).toEqual([0]);
    expect(since(at(7, 0), at(8, 1), at(8, 2))).toEqual([1000]);
    expect(since(at(7, 0), at(0, 1), at(7, 2))).toEqual([2000]);
    expect(since(at(7, 0), failedObservation(1000), at(7, 2))).toEqual([0]);
    expect(since(at(7, 0), at(0, 1))).toEqual([]);
  });

  test('of a stranger is an event once it has lasted, exactly once; one of our own is none', () => {
    const held = (pid: number) =>
      instanceAfter(...Array.from({ length: 60 }, (_, second) => observation(locked(pid), second * 700)));
    // It may be a mule: nobody can say who has not seen the machine.
    expect(held(4242).events).toEqual([]);
    expect(held(200).events).toEqual([]);
    const strange = instanceAfter(
      ...Array.from({ length: 30 }, (_, second) =>
        observation(locked(4242), second * 1000, { host: facts({}) }),
      ),
    );
    expect(strange.events.map(describeEvent)).toEqual([
      'lock "user 0" is held by pid 4242, none of the workers',
    ]);
    const gone = instanceAfter(
      ...Array.from({ length: 30 }, (_, second) =>
        observation(locked(4242), second * 1000, { host: facts({ 4242: { reason: 'ended' } }) }),
      ),
    );
    expect(gone.events.map(describeEvent)).toEqual(['lock "user 0" is held by pid 4242, which is gone']);
  });

  test('has a name that may come from anybody, and there are no more than a hundred', () => {
    const locks = Array.from({ length: 500 }, (_, index) => ({ [`cache \u001b[2J${index}`]: 4242 }));
    const { seen } = instanceAfter(observation(locked(1, { locks }), 0));
    expect(seen?.conditions.locks.length).toBe(100);
    expect(seen?.conditions.locks[7]?.name).toBe('cache ?[2J7');
  });
});

describe('exceptions', () => {
  /** So many exceptions have been counted at each second. */
  const count = (totals: readonly number[]) =>
    instancesAfter(
      ...totals.map((exceptions, second) =>
        observation(workerDocument([worker({ exceptions })]), second * 1000),
      ),
    );
  const bursts = (totals: readonly number[]) => eventsOf(count(totals).at(-1), 'exceptions').length;
  const seconds = (length: number, at: (second: number) => number) =>
    Array.from({ length }, (_, second) => at(second));

  test('that come in numbers are one event, and another one after a quiet time', () => {
    expect(bursts(seconds(50, (second) => 500 + (second < 20 ? 0 : 3 * (second - 20))))).toBe(1);
    expect(bursts(seconds(200, (second) => (second < 20 ? 0 : second < 150 ? 20 : 40)))).toBe(2);
    const [event] = eventsOf(count(seconds(30, (second) => (second < 20 ? 500 : 512))).at(-1), 'exceptions');
    expect(event).toMatchObject({ count: 12, seconds: 20 });
  });

  test.each<[string, readonly number[]]>([
    ['now and then', seconds(200, (second) => Math.floor(second / 10))],
    ['in an earlier life of the monitor', seconds(50, () => 100_000)],
    ['never', seconds(50, () => 0)],
  ])('that come %s are none', (_, totals) => {
    expect(bursts(totals)).toBe(0);
  });

  test('that go on at the edge of the rule are told once a minute at the most', () => {
    // Ten a minute, more or less: 9, 10, 11 in the window.
    const totals = seconds(600, (second) => Math.floor(second / 6 + 0.9 * Math.sin(second / 3)));
    const told = bursts(totals.map((_, index) => Math.max(...totals.slice(0, index + 1))));
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThanOrEqual(10);
  });

  test('are counted anew after a reload', () => {
    const poll = (exceptions: number, second: number, change: Partial<RawWorker> = {}) =>
      observation(workerDocument([worker({ exceptions, requests: 500, ...change })]), second * 1000);
    const reloaded = { requests: 3, pid: 300, last_spawn: epochSeconds + 5 };
    const instances = instancesAfter(
      ...seconds(5, (second) => second).map((second) => poll(1000, second)),
      ...seconds(5, (second) => second + 5).map((second) => poll(4 * (second - 5), second, reloaded)),
    );
    expect(eventsOf(instances.at(-1), 'exceptions')).toMatchObject([{ count: 12, seconds: 3 }]);
    expect(eventsOf(instances.at(-1), 'reload').length).toBe(1);
  });
});
