import { describeEvent } from '../../src/model/describe-event';
import type { InstanceState } from '../../src/model/instance';
import {
  type BlacklistEntry,
  emperorObservation,
  epochSeconds,
  instanceAfter,
  instancesAfter,
  observation,
  type RawVassal,
  vassal,
  worker,
  workerDocument,
} from '../support/documents';

/** What the emperor notes of a vassal that died; it waits for the throttle, in ms, after the last attempt. */
const blacklisted = (id: string, attempt: number, lastAttempt: number, throttle = 3000): BlacklistEntry => ({
  id,
  attempt,
  throttle_level: throttle,
  first_attempt: epochSeconds,
  last_attempt: epochSeconds + lastAttempt,
});

const statesOf = ({ seen }: InstanceState) => (seen?.vassals ?? []).map(({ id, state }) => [id, state]);
const told = ({ events }: InstanceState) => events.map(describeEvent);

describe('the state of a vassal', () => {
  test.each<[string, Partial<RawVassal>, string]>([
    ['accepting', {}, 'accepting'],
    ['without a request so far: loyal says nothing of its health', { loyal: 0 }, 'accepting'],
    ['started, but not accepting yet', { accepting: 0 }, 'ready'],
    ['loading', { accepting: 0, ready: 0 }, 'starting'],
    ['cursed', { cursed: epochSeconds, accepting: 0, ready: 0 }, 'cursed'],
    ['cursed while it still accepts', { cursed: epochSeconds }, 'cursed'],
    ['going, without a process any more', { pid: -1, cursed: epochSeconds }, 'cursed'],
    ['waiting for a command', { pid: -1, accepting: 0, ready: 0 }, 'suspended'],
    ['waiting for a connection', { pid: -1, on_demand: '127.0.0.1:80', accepting: 0, ready: 0 }, 'on demand'],
    [
      'an older emperor, which tells next to nothing',
      { accepting: undefined, ready: undefined, cursed: undefined },
      'starting',
    ],
  ])('that is %s', (_, change, state) => {
    const instance = instanceAfter(emperorObservation([vassal('shop.ini', change)], 0));
    expect(statesOf(instance)).toEqual([['shop.ini', state]]);
  });

  test('that died and is tried again says how often, and how long the emperor waits', () => {
    const dying = vassal('shop.ini', { ready: 0, accepting: 0 });
    const instance = instanceAfter(emperorObservation([dying], 0, [blacklisted('shop.ini', 5, 0, 5001)]));
    expect(instance.seen?.vassals).toMatchObject([{ state: 'blacklisted', attempts: 5, throttleMs: 5001 }]);
  });

  test('that came up after some deaths is no trouble, though it stays on the list until its first request', () => {
    const instance = instanceAfter(
      emperorObservation([vassal('shop.ini', { loyal: 0 })], 20_000, [blacklisted('shop.ini', 3, 0)]),
    );
    expect(statesOf(instance)).toEqual([['shop.ini', 'accepting']]);
  });

  test('is told from that of its zergs, which all have one name', () => {
    const zerg = (pid: number, change: Partial<RawVassal> = {}) => vassal('b.ini:zerg', { pid, ...change });
    const all = [vassal('b.ini'), zerg(701), zerg(702, { cursed: 1 }), vassal('b.ini:zerg #3'), zerg(703)];
    const instances = instancesAfter(
      emperorObservation(all, 0),
      emperorObservation(all, 1000),
      emperorObservation(all.slice(0, 4), 2000),
    );
    expect(instances.slice(0, 2).map(statesOf)).toEqual(
      Array(2).fill([
        ['b.ini', 'accepting'],
        ['b.ini:zerg', 'accepting'],
        ['b.ini:zerg #2', 'cursed'],
        ['b.ini:zerg #3', 'accepting'],
        ['b.ini:zerg #4', 'accepting'],
      ]),
    );
    expect(instances.map(told)).toEqual([[], [], ['vassal b.ini:zerg #4 was removed']]);
    expect(instances[1]?.seen?.vassals.map(({ sinceMs }) => sinceMs)).toEqual([0, 0, 0, 0, 0]);
  });

  test('has lasted since it is as good or as bad', () => {
    const up = vassal('a.ini');
    const dead = vassal('a.ini', { cursed: 1, ready: 0, accepting: 0 });
    const again = vassal('a.ini', { ready: 0, accepting: 0 });
    const list = [blacklisted('a.ini', 1, 3)];
    const instances = instancesAfter(
      emperorObservation([up], 0),
      emperorObservation([up], 1000),
      emperorObservation([dead], 2000),
      emperorObservation([again], 3000, list),
      emperorObservation([dead], 4000, list),
      emperorObservation([up], 5000),
    );
    expect(instances.map(({ seen }) => seen?.vassals[0]?.sinceMs)).toEqual([0, 0, 2000, 2000, 2000, 5000]);
  });
});

describe('events of an emperor', () => {
  test('tell what came, went, died and serves; the first look tells nothing', () => {
    const starting = vassal('b.ini', { ready: 0, accepting: 0 });
    const instances = instancesAfter(
      emperorObservation([vassal('a.ini'), vassal('c.ini')], 0),
      emperorObservation([vassal('a.ini'), vassal('c.ini'), starting], 1000),
      emperorObservation([vassal('a.ini', { cursed: 5 }), vassal('c.ini'), vassal('b.ini')], 2000),
      emperorObservation([vassal('a.ini'), vassal('b.ini')], 3000),
    );
    expect(instances.map((instance) => instance.events.length)).toEqual([0, 1, 3, 5]);
    expect(instances.flatMap((instance) => told(instance)).slice(-5)).toEqual([
      'vassal b.ini was added',
      'vassal a.ini died',
      'vassal b.ini is up',
      'vassal a.ini is up',
      'vassal c.ini was removed',
    ]);
  });

  /**
   * As measured: it dies at once at each try; between two tries the emperor leaves it out of the list of vassals and
   * keeps it on the blacklist alone.
   */
  function crashLoop(seconds: number, aheadSeconds = 0) {
    return Array.from({ length: seconds }, (_, second) => {
      const attempt = Math.floor(second / 5) + 1;
      const list = [blacklisted('crash.ini', attempt, Math.floor(second / 5) * 5 + aheadSeconds, 5000)];
      const dying = vassal('crash.ini', { ready: 0, accepting: 0, loyal: 0, pid: 800 + attempt });
      const moments = [[dying], [{ ...dying, cursed: epochSeconds + second }], [], [], []];
      return emperorObservation([vassal('good.ini'), ...(moments[second % 5] ?? [])], second * 1000, list);
    });
  }

  test.each([0, -3600, 3600])('tell a crash loop once, by an emperor whose clock is %d s ahead', (ahead) => {
    const [first, ...rest] = crashLoop(60, ahead);
    const before = emperorObservation([vassal('good.ini'), vassal('crash.ini')], -1000);
    if (first === undefined) throw new Error('no loop');
    const instances = instancesAfter(before, first, ...rest);
    expect(told(instances.at(-1) ?? instanceAfter(before))).toEqual([
      'vassal crash.ini died, 1 attempt so far',
    ]);
    for (const instance of instances.slice(1)) {
      expect(statesOf(instance)).toContainEqual(['crash.ini', 'blacklisted']);
    }
    expect(instances.at(-1)?.seen?.vassals).toContainEqual({
      id: 'crash.ini',
      pid: 0,
      state: 'blacklisted',
      attempts: 12,
      throttleMs: 5000,
      triedMs: 55_000,
      // Found at 55 s, tried again 5 s later.
      retrySeconds: 1,
      // Of those that were seen: a try that dies at once may be over before the next poll.
      respawns: 12,
      lastPid: 812,
      sinceMs: 0,
    });
  });

  test('tell that it serves when it does at last, and that it died when it dies again', () => {
    const up = [vassal('good.ini'), vassal('crash.ini', { loyal: 0 })];
    const list = [blacklisted('crash.ini', 4, 18)];
    const down = [vassal('good.ini'), vassal('crash.ini', { ready: 0, accepting: 0, cursed: 9 })];
    const instance = instanceAfter(
      emperorObservation([vassal('good.ini')], -1000),
      ...crashLoop(20),
      emperorObservation(up, 20_000, list),
      emperorObservation(up, 30_000, list),
      emperorObservation(down, 31_000, list),
    );
    expect(told(instance).slice(-2)).toEqual([
      'vassal crash.ini is up',
      'vassal crash.ini died, 4 attempts so far',
    ]);
  });

  test('tell of one whose configuration was removed while the emperor waited for it, once', () => {
    const list = [blacklisted('gone.ini', 3, 0)];
    const waiting = Array.from({ length: 120 }, (_, second) => emperorObservation([], second * 1000, list));
    const instance = instanceAfter(
      emperorObservation([vassal('gone.ini', { ready: 0, accepting: 0 })], -1000, list),
      ...waiting,
    );
    expect(told(instance)).toEqual(['vassal gone.ini was removed']);
    expect(instance.seen?.vassals).toEqual([]);
  });

  test.each([
    [-3600, 3],
    [3600, 3],
  ])('tell of it in time where the clock of the emperor is %d s ahead', (ahead, last) => {
    const list = [blacklisted('gone.ini', 3, last + ahead)];
    const instances = instancesAfter(
      emperorObservation([vassal('gone.ini', { ready: 0, accepting: 0 })], 0),
      ...Array.from({ length: 30 }, (_, second) => emperorObservation([], (second + 1) * 1000, list)),
    );
    const gone = instances.findIndex(({ seen }) => seen?.vassals.length === 0);
    // Found dead at 1 s, to be tried 3 s later, and given another 15.
    expect(instances[gone]?.seen?.monotonicMs).toBe(20_000);
    expect(told(instances.at(-1) ?? instanceAfter())).toEqual([
      'vassal gone.ini died, 3 attempts so far',
      'vassal gone.ini was removed',
    ]);
  });

  test('do not tell of one that was removed long before the first look, which is not shown either', () => {
    const list = [blacklisted('gone.ini', 3, -600), blacklisted('crash.ini', 8, -2)];
    const waiting = (second: number) => emperorObservation([vassal('a.ini')], second * 1000, list);
    const instances = instancesAfter(...[0, 1, 2, 3].map(waiting));
    for (const instance of instances)
      expect(statesOf(instance)).toEqual([
        ['a.ini', 'accepting'],
        ['crash.ini', 'blacklisted'],
      ]);
    expect(instances.flatMap(told)).toEqual([]);
  });

  test('tell of one that is tried again after all', () => {
    const instance = instanceAfter(
      emperorObservation([], 0, [blacklisted('slow.ini', 3, -600)]),
      emperorObservation([], 1000, [blacklisted('slow.ini', 3, -600)]),
      emperorObservation([], 2000, [blacklisted('slow.ini', 4, -500)]),
      emperorObservation([], 3000, [blacklisted('slow.ini', 4, -500)]),
    );
    expect(told(instance)).toEqual(['vassal slow.ini was added', 'vassal slow.ini died, 4 attempts so far']);
    expect(statesOf(instance)).toEqual([['slow.ini', 'blacklisted']]);
  });

  test('tell of one that has died before it was seen at all, and once', () => {
    const list = [blacklisted('new.ini', 2, 0)];
    const dead = (second: number) => emperorObservation([], second * 1000, list);
    expect(told(instanceAfter(emperorObservation([], 0), dead(1), dead(2)))).toEqual([
      'vassal new.ini was added',
      'vassal new.ini died, 2 attempts so far',
    ]);
  });

  test('begin anew where another kind of instance answers', () => {
    const instance = instanceAfter(
      observation(workerDocument([worker()]), 0),
      emperorObservation([vassal('a.ini')], 1000),
      emperorObservation([vassal('a.ini')], 2000),
    );
    expect(told(instance)).toEqual(['another kind of instance answers here now: emperor instead of worker']);
  });

  test('have names that may come from anybody', () => {
    const foreign = 'a\u001b[2J.ini';
    const instance = instanceAfter(
      emperorObservation([], 0),
      emperorObservation([vassal(foreign, { cursed: 1 })], 1000, [blacklisted(foreign, 2, 1)]),
    );
    expect(told(instance)).toEqual([
      'vassal a?[2J.ini was added',
      'vassal a?[2J.ini died, 2 attempts so far',
    ]);
    expect(instance.seen?.vassals).toMatchObject([{ state: 'blacklisted', attempts: 2 }]);
  });
});

test('where the stats of the vassals are goes on to the screens as it was found', () => {
  const vassalStats = { 'shop.ini': { address: '127.0.0.1:1717' } };
  const after = instanceAfter({ ...emperorObservation([vassal('shop.ini')], 0), vassalStats });
  expect(after.seen?.vassalStats).toBe(vassalStats);
});

describe('the facts of a vassal', () => {
  const only = (instance: InstanceState) => instance.seen?.vassals[0];
  const at = (second: number) => epochSeconds + second;

  test('are its age, its last heartbeat, and how long it took to be ready, on the clock of the emperor', () => {
    const stamps = { first_run: at(-90), last_run: at(-60), last_ready: at(-52), last_heartbeat: at(-7) };
    expect(only(instanceAfter(emperorObservation([vassal('a.ini', stamps)], 500)))).toMatchObject({
      ageSeconds: 60.5,
      heartbeatSeconds: 7.5,
      startSeconds: 8,
    });
  });

  test('are no guess where there is nothing to go by', () => {
    const silent = vassal('a.ini', { last_heartbeat: 0, last_run: 0, last_ready: 0, loyal: undefined });
    const facts = only(instanceAfter(emperorObservation([silent], 0)));
    for (const fact of ['ageSeconds', 'heartbeatSeconds', 'startSeconds', 'hasServed', 'stats', 'onDemand'])
      expect([fact, facts?.[fact as keyof typeof facts]]).toEqual([fact, undefined]);
  });

  test('know no age before the process, nor how long it took where it is not ready', () => {
    const stamps = { last_run: at(-60), last_ready: at(-70) };
    const starting = vassal('a.ini', { ...stamps, ready: 0, accepting: 0 });
    const waiting = vassal('b.ini', { ...stamps, pid: -1, on_demand: '/run/b.sock', ready: 0, accepting: 0 });
    const instance = instanceAfter(emperorObservation([starting, waiting], 0));
    expect(instance.seen?.vassals.map(({ ageSeconds, startSeconds }) => [ageSeconds, startSeconds])).toEqual([
      [60, undefined],
      [undefined, undefined],
    ]);
  });

  test('of one that was woken by a connection go by when it was ready: when it was woken is not told', () => {
    const woken = vassal('a.ini', { on_demand: '/run/a.sock', last_run: at(-900), last_ready: at(-20) });
    expect(only(instanceAfter(emperorObservation([woken], 0)))).toMatchObject({
      state: 'accepting',
      ageSeconds: 20,
      startSeconds: undefined,
      onDemand: '/run/a.sock',
    });
  });

  test.each([-3600, 3600])('are right where the clock of the emperor is %d s ahead', (ahead) => {
    const beating = (second: number) =>
      emperorObservation(
        [vassal('a.ini', { last_run: at(ahead - 60), last_heartbeat: at(ahead + second) })],
        second * 1000,
      );
    const age = only(instanceAfter(beating(0), beating(1), beating(2)))?.ageSeconds ?? 0;
    expect(age).toBeGreaterThanOrEqual(61);
    expect(age).toBeLessThanOrEqual(64);
  });

  test('count processes that took the place of another since they are watched', () => {
    const run = (pid: number) => vassal('a.ini', { pid });
    const instances = instancesAfter(
      ...[700, 700, 701, -1, 702, 702].map((pid, index) => emperorObservation([run(pid)], index * 1000)),
    );
    expect(instances.map((instance) => only(instance)?.respawns)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('count anew for another emperor', () => {
    const run = (pid: number, atMs: number) => emperorObservation([vassal('a.ini', { pid })], atMs);
    const other = emperorObservation([vassal('a.ini', { pid: 9 })], 2000, [], { pid: 78 });
    const instances = instancesAfter(run(7, 0), run(8, 1000), other);
    expect(instances.map((instance) => only(instance)?.respawns)).toEqual([0, 1, 0]);
  });

  test('count none where a zerg takes the name of another that went', () => {
    const zergs = (...pids: number[]) => pids.map((pid) => vassal('b.ini:zerg', { pid, zerg: 1 }));
    const instance = instanceAfter(
      emperorObservation(zergs(1, 2, 3), 0),
      emperorObservation(zergs(2, 3), 1000),
    );
    expect(instance.seen?.vassals.map(({ respawns }) => respawns)).toEqual([0, 0]);
  });

  test('name the vassal that a zerg reinforces, where it is one and that is there', () => {
    const instance = instanceAfter(
      emperorObservation(
        [
          vassal('b.ini'),
          vassal('b.ini:zerg', { zerg: 1 }),
          vassal('gone.ini:zerg', { zerg: 1 }),
          // Whatever has a colon in its name counts as a zerg for the emperor.
          vassal('10.0.0.1:3031', { zerg: 1 }),
          vassal('c.ini:zerg', { zerg: 0 }),
        ],
        0,
      ),
    );
    expect(instance.seen?.vassals.map(({ reinforces }) => reinforces)).toEqual([
      undefined,
      'b.ini',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('say when it is tried again, but not while it is being tried', () => {
    const dead = vassal('a.ini', { ready: 0, accepting: 0 });
    const list = [blacklisted('a.ini', 2, 1, 8000)];
    const instances = instancesAfter(
      emperorObservation([vassal('a.ini')], 0),
      emperorObservation([{ ...dead, cursed: at(1) }], 1000, list),
      emperorObservation([], 3000, list),
      emperorObservation([], 12_000, list),
      emperorObservation([{ ...dead, pid: 701 }], 13_000, list),
    );
    expect(instances.map((instance) => only(instance)?.retrySeconds)).toEqual([
      undefined,
      8,
      6,
      0,
      undefined,
    ]);
  });

  test('hold where its stats are, under the name that it has here', () => {
    const vassalStats = { 'a.ini': { address: '/run/a.sock' }, 'b.ini': { reason: 'no stats option' } };
    const vassals = ['a.ini', 'b.ini', 'constructor'].map((id) => vassal(id));
    const instance = instanceAfter({ ...emperorObservation(vassals, 0), vassalStats });
    expect(instance.seen?.vassals.map(({ stats }) => stats)).toEqual([
      { address: '/run/a.sock' },
      { reason: 'no stats option' },
      undefined,
    ]);
  });
});
