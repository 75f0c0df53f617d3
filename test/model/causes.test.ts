import { causeWord, describeCause, describeEvent } from '../../src/model/describe-event';
import type { Respawn } from '../../src/model/events';
import type { InstanceState } from '../../src/model/instance';
import type { LifeEnd } from '../../src/model/past-lives';
import type { RawWorker } from '../../src/stats/schema';
import {
  busyCore,
  core,
  epochSeconds,
  failedObservation,
  instanceAfter,
  instancesAfter,
  knownLimits,
  observation,
  worker,
  workerDocument,
} from '../support/documents';

const mb = 1024 * 1024;

const respawnsOf = ({ events }: InstanceState): Respawn[] =>
  events.flatMap((event) => (event.kind === 'respawn' ? [event] : []));

const kindsOf = ({ events }: InstanceState) => events.map(({ kind }) => kind);

/** Old enough for every limit: an hour. */
const old = worker({ requests: 900, delta_requests: 400 });

/** The next process of the same worker, spawned when the second poll was due; so many requests were served in between. */
function next(before: RawWorker, change: Partial<RawWorker> & { readonly served?: number } = {}): RawWorker {
  const { served = 0, ...rest } = change;
  return {
    ...before,
    pid: before.pid + 1000,
    status: 'idle',
    requests: before.requests + served,
    delta_requests: 0,
    respawn_count: (before.respawn_count ?? 0) + 1,
    last_spawn: epochSeconds + 1,
    rss: 0,
    vsz: 0,
    cores: [core()],
    ...rest,
  };
}

interface Case {
  readonly options?: Readonly<Record<string, number>>;
  readonly before?: RawWorker;
  readonly after?: RawWorker;
  readonly version?: string;
}

function causeOf({ options = {}, before = old, after = next(before), version = '2.0.21' }: Case): Respawn {
  const instance = instanceAfter(
    observation(workerDocument([before], { version }), 0, { limits: knownLimits(options) }),
    observation(workerDocument([after], { version }), 1000),
  );
  const respawns = respawnsOf(instance);
  const [first] = respawns;
  if (first === undefined || respawns.length > 1) throw new Error(`${respawns.length} respawns were told`);
  expect(instance.seen?.workers[0]?.lastRespawn?.cause).toEqual(first.cause);
  return first;
}

const spawnedAgo = (seconds: number, change: Partial<RawWorker> = {}) =>
  worker({ requests: 900, delta_requests: 400, last_spawn: epochSeconds - seconds, ...change });

describe('max-requests', () => {
  const options = { 'max-requests': 500 };

  test.each([
    ['the last picture was at the limit', 400, 0, 0, undefined],
    ['the limit was met between the polls', 493, 7, 0, 500],
    ['the next life served too', 493, 12, 5, 500],
    ['it overran the limit', 493, 30, 0, 523],
  ])('%s: with %d, then %d more of which %d in the next life', (_, delta, served, served2, requests) => {
    const before = worker({ requests: 9000, delta_requests: delta });
    const { cause } = causeOf({ options, before, after: next(before, { served, delta_requests: served2 }) });
    const expected =
      requests === undefined ? { by: 'crash' } : { by: 'max-requests', requests, threshold: 500 };
    expect(cause).toMatchObject(expected);
  });

  test('is not it when the worker was one request short', () => {
    const before = worker({ requests: 9000, delta_requests: 493 });
    const after = next(before, { served: 11, delta_requests: 5 });
    expect(causeOf({ options, before, after }).cause.by).toBe('crash');
  });

  test.each([
    [40, '2.0.21', {}, 'max-requests'],
    [5, '2.0.21', {}, 'crash'],
    [5, '2.0.22', {}, 'crash'],
    [40, '2.0.21', { 'min-worker-lifetime': 30 }, 'max-requests'],
    [20, '2.0.30', { 'min-worker-lifetime': 30 }, 'crash'],
  ])('of a worker of %d s under uWSGI %s with %j is a %s', (age, version, lifetime, by) => {
    const before = spawnedAgo(age, { delta_requests: 600 });
    expect(causeOf({ options: { ...options, ...lifetime }, before, version }).cause.by).toBe(by);
  });

  test('counts with the delta where uWSGI knows it', () => {
    const delta = { 'max-requests': 390, 'max-requests-delta': 50 };
    const second = (version: string) => {
      const [first, other] = [
        spawnedAgo(900, { delta_requests: 3 }),
        spawnedAgo(900, { pid: 200, delta_requests: 400 }),
      ];
      const instance = instanceAfter(
        observation(workerDocument([first, other], { version }), 0, { limits: knownLimits(delta) }),
        observation(workerDocument([first, next(other)], { version }), 1000),
      );
      return respawnsOf(instance).map(({ worker: number, cause }) => [number, cause.by]);
    };
    expect(second('2.0.21')).toEqual([[2, 'max-requests']]);
    expect(second('2.0.30')).toEqual([[2, 'crash']]);
  });
});

describe('max-worker-lifetime', () => {
  test.each([
    [3590, 'crash'],
    [3599, 'max-worker-lifetime'],
    [4000, 'max-worker-lifetime'],
  ])('of 3600 s ends a worker that was %d s old when last seen: %s', (age, by) => {
    const before = spawnedAgo(age);
    const { cause } = causeOf({ options: { 'max-worker-lifetime': 3600 }, before });
    expect(cause.by).toBe(by);
    if (cause.by === 'max-worker-lifetime') {
      expect([cause.ageSeconds, cause.threshold]).toEqual([age + 1, 3600]);
    }
  });
});

describe('memory', () => {
  const heavy = spawnedAgo(3600, { rss: 210 * mb, vsz: 900 * mb, uss: 150 * mb, pss: 160 * mb });

  test.each([
    ['reload-on-rss', 200, 210],
    ['reload-on-as', 800, 900],
    ['reload-on-uss', 140, 150],
    ['reload-on-pss', 155, 160],
    ['evil-reload-on-rss', 200, 210],
    ['evil-reload-on-as', 800, 900],
  ])('%s %d MB ends a worker of %d MB', (by, limit, had) => {
    const { cause } = causeOf({ options: { [by]: limit }, before: heavy });
    expect(cause).toEqual({ by, bytes: had * mb, threshold: limit * mb });
  });

  test.each([
    ['a little below the limit: the last request was too much', 98, 'reload-on-rss'],
    ['well below it', 80, 'crash'],
    ['not known', 0, 'crash'],
  ])('of a worker that was %s', (_, rss, by) => {
    const before = spawnedAgo(3600, { rss: rss * mb });
    expect(causeOf({ options: { 'reload-on-rss': 100 }, before }).cause.by).toBe(by);
  });

  test('only evil looks at a worker that is too young', () => {
    const before = spawnedAgo(20, { rss: 300 * mb });
    const by = (limit: string) => {
      return causeOf({ options: { [limit]: 200, 'min-worker-lifetime': 60 }, before }).cause.by;
    };
    expect(by('reload-on-rss')).toBe('crash');
    expect(by('evil-reload-on-rss')).toBe('evil-reload-on-rss');
  });

  test('counts what a known leak added since the last picture', () => {
    const leaking = (second: number) =>
      worker({ requests: 10 * second, delta_requests: 10 * second, rss: (50 + second) * mb });
    const polls = Array.from({ length: 61 }, (_, second) =>
      observation(workerDocument([leaking(second)]), second * 1000, {
        ...(second === 0 && { limits: knownLimits({ 'reload-on-rss': 120 }) }),
      }),
    );
    const gone = (served: number) =>
      observation(workerDocument([next(leaking(60), { served, last_spawn: epochSeconds + 70 })]), 71_000);
    // 110 MB when last seen, and a tenth of a MB with each request.
    expect(respawnsOf(instanceAfter(...polls, gone(100))).map(({ cause }) => cause.by)).toEqual([
      'reload-on-rss',
    ]);
    expect(respawnsOf(instanceAfter(...polls, gone(2))).map(({ cause }) => cause.by)).toEqual(['crash']);
  });
});

describe('harakiri', () => {
  const stuck = spawnedAgo(3600, { cores: [busyCore(-61)], status: 'busy' });
  const options = { harakiri: 60 };

  test('names the victim: method, address and age', () => {
    const after = next(stuck, { harakiri_count: 1 });
    const { cause, times, pid, previousPid } = causeOf({ options, before: stuck, after });
    expect(cause).toEqual({
      by: 'harakiri',
      kills: 1,
      victim: { method: 'GET', uri: '/cart', ageSeconds: expect.closeTo(60.5, 0) as number },
    });
    expect([times, previousPid, pid]).toEqual([1, 100, 1100]);
  });

  test('of several requests takes the oldest for the victim', () => {
    const uri = (path: string) => ['REQUEST_METHOD=POST', `REQUEST_URI=${path}`, ''];
    const cores = [
      busyCore(-5, { id: 0, vars: uri('/young') }),
      busyCore(-62, { id: 1, vars: uri('/old') }),
      busyCore(-30, { id: 2, vars: uri('/middle') }),
    ];
    const before = { ...stuck, cores };
    const { cause } = causeOf({ options, before, after: next(before, { harakiri_count: 1 }) });
    expect(cause).toMatchObject({ by: 'harakiri', victim: { method: 'POST', uri: '/old' } });
  });

  test('is one event though the new process comes a poll later, and the dead request is gone at once', () => {
    const counted = { ...stuck, harakiri_count: 1 };
    const instances = instancesAfter(
      observation(workerDocument([stuck]), 0, { limits: knownLimits(options) }),
      observation(workerDocument([counted]), 1000),
      observation(workerDocument([counted]), 2000),
      observation(workerDocument([next(counted)]), 3000),
      observation(workerDocument([next(counted)]), 4000),
    );
    expect(instances.map((instance) => respawnsOf(instance).length)).toEqual([0, 1, 1, 1, 1]);
    expect(instances.map(({ seen }) => seen?.workers[0]?.flights.length)).toEqual([1, 0, 0, 0, 0]);
    expect(instances.map(({ seen }) => seen?.workers[0]?.forecasts.length)).toEqual([1, 0, 0, 0, 0]);
    const [told] = instances.flatMap((instance) => instance.events.map(describeEvent));
    expect(told).toBe('worker 1 killed by harakiri in GET /cart, last seen at 60 s, pid 100');
  });

  test('a second death after a kill is told too', () => {
    const counted = { ...stuck, harakiri_count: 1 };
    const after = next(counted, { respawn_count: 3 });
    const instance = instanceAfter(
      observation(workerDocument([stuck]), 0, { limits: knownLimits(options) }),
      observation(workerDocument([counted]), 1000),
      observation(workerDocument([after]), 2000),
    );
    expect(respawnsOf(instance).map(({ cause, times }) => [cause.by, times])).toEqual([
      ['harakiri', 1],
      ['crash', 1],
    ]);
  });

  test('two kills of one worker between two polls are one event that says so', () => {
    const after = next(stuck, { harakiri_count: 2, respawn_count: 3 });
    const respawn = causeOf({ options, before: stuck, after });
    expect([respawn.times, respawn.cause]).toMatchObject([2, { by: 'harakiri', kills: 2 }]);
    expect(describeEvent(respawn)).toContain(' 2 times');
  });

  test('and deaths of the same worker between the same polls are told apart', () => {
    const killed = { ...stuck, harakiri_count: 1 };
    const instances = instancesAfter(
      observation(workerDocument([stuck]), 0, { limits: knownLimits(options) }),
      observation(workerDocument([killed]), 1000),
      // The killed one is replaced, that one is killed, and two more end by themselves.
      observation(workerDocument([next(killed, { harakiri_count: 2, respawn_count: 5 })]), 200_000),
    );
    expect(instances.map((instance) => respawnsOf(instance).length)).toEqual([0, 1, 3]);
    expect(respawnsOf(instances.at(-1) ?? instanceAfter()).map(({ cause, times }) => [cause, times])).toEqual(
      [
        [{ by: 'harakiri', kills: 1, victim: expect.anything() as unknown }, 1],
        [{ by: 'harakiri', kills: 1, victim: undefined }, 1],
        [{ by: 'crash', victim: undefined }, 2],
      ],
    );
  });

  test('of a request and a crash after it leaves the request to the kill', () => {
    const instance = instanceAfter(
      observation(workerDocument([stuck]), 0, { limits: knownLimits(options) }),
      observation(workerDocument([next(stuck, { harakiri_count: 1, respawn_count: 3 })]), 5000),
    );
    expect(respawnsOf(instance)).toMatchObject([
      { times: 1, cause: { by: 'harakiri', victim: { uri: '/cart' } } },
      { times: 1, cause: { by: 'crash', victim: undefined } },
    ]);
  });

  test('of the next process, too, is one event though its own successor comes a poll later', () => {
    const second = next(stuck, { harakiri_count: 2, cores: [busyCore(-1)] });
    const instances = instancesAfter(
      observation(workerDocument([stuck]), 0, { limits: knownLimits(options) }),
      observation(workerDocument([second]), 80_000),
      observation(workerDocument([next(second)]), 81_000),
      observation(workerDocument([next(next(second))]), 90_000),
    );
    expect(instances.map(({ seen }) => seen?.workers[0]?.life.isKilled)).toEqual([false, true, false, false]);
    expect(
      respawnsOf(instances.at(-1) ?? instanceAfter()).map(({ cause, times }) => [cause.by, times]),
    ).toEqual([
      ['harakiri', 2],
      ['crash', 1],
    ]);
  });

  describe('that only asks (harakiri-graceful-timeout)', () => {
    const asked = { ...stuck, harakiri_count: 1 };
    const served = (age: number, requests: number) => ({
      ...asked,
      requests: asked.requests + requests,
      delta_requests: (asked.delta_requests ?? 0) + requests,
      cores: [busyCore(-age, { requests })],
    });
    const polls = (...workers: readonly RawWorker[]) =>
      instancesAfter(
        ...workers.map((raw, second) =>
          observation(workerDocument([raw]), second * 1000, { limits: knownLimits(options) }),
        ),
      );
    const causes = (instances: readonly InstanceState[]) =>
      respawnsOf(instances.at(-1) ?? instanceAfter()).map(({ cause }) => cause.by);

    test('shows the requests of a worker that lives on, and tells its end when that comes', () => {
      const on = served(-3, 1);
      const instances = polls(stuck, asked, asked, on, on, next(on, { last_spawn: epochSeconds + 5 }));
      expect(instances.map(({ seen }) => seen?.workers[0]?.flights.length)).toEqual([1, 0, 0, 1, 1, 0]);
      expect(causes(instances)).toEqual(['harakiri', 'crash']);
    });

    test('ends it by force the next time, which is not counted', () => {
      const again = served(40, 1);
      const instances = polls(stuck, asked, again, next(again, { last_spawn: epochSeconds + 3 }));
      // Another core had a request end; the one that is stuck is no younger for having been left out.
      const age = instances[2]?.seen?.workers[0]?.flights[0]?.ageSeconds;
      expect(Math.abs((age ?? 0) - 41.5)).toBeLessThanOrEqual(0.5);
      expect(causes(instances)).toEqual(['harakiri', 'harakiri']);
      expect(respawnsOf(instances.at(-1) ?? instanceAfter())).toMatchObject([{ times: 1 }, { times: 1 }]);
    });

    test("does not make the requests of others older by taking the killed one's for new", () => {
      const other = worker({ pid: 200, cores: [busyCore(-9)] });
      const instance = instanceAfter(
        ...[stuck, asked, asked, asked].map((raw, second) =>
          observation(workerDocument([raw, other]), second * 1000),
        ),
      );
      expect(instance.seen?.workers[1]?.flights[0]?.ageSeconds).toBeCloseTo(11.5, 1);
      expect(instance.seen?.workers[1]?.ageSeconds).toBeCloseTo(3603, 1);
    });
  });

  test('needs no known limit', () => {
    const instance = instanceAfter(
      observation(workerDocument([stuck]), 0),
      observation(workerDocument([next(stuck, { harakiri_count: 1 })]), 1000),
    );
    expect(respawnsOf(instance).map(({ cause }) => cause.by)).toEqual(['harakiri']);
  });
});

describe('what no limit explains', () => {
  test('is a crash, with the request that died with the process', () => {
    const before = spawnedAgo(3600, { cores: [busyCore(-2)], status: 'busy' });
    const { cause } = causeOf({ before });
    expect(cause).toMatchObject({ by: 'crash', victim: { method: 'GET', uri: '/cart' } });
    expect(causeOf({}).cause).toEqual({ by: 'crash', victim: undefined });
  });

  test('is unknown, never a crash, where a limit may be set that nobody knows', () => {
    const unread = instanceAfter(
      observation(workerDocument([old]), 0),
      observation(workerDocument([next(old)]), 1000),
    );
    const [respawn] = respawnsOf(unread);
    expect(respawn?.cause).toEqual({
      by: 'unknown',
      reason: expect.stringContaining('max-requests') as string,
    });
  });

  test('is unknown as long as one recycling limit is, and says which', () => {
    const { limits, notes } = knownLimits();
    const partly = {
      limits: { ...limits, reloadOnRssBytes: { state: 'unknown', reason: '' } as const },
      notes,
    };
    const instance = instanceAfter(
      observation(workerDocument([old]), 0, { limits: partly }),
      observation(workerDocument([next(old)]), 1000),
    );
    expect(respawnsOf(instance).map(({ cause }) => describeCause(cause))).toEqual([
      'ended: not known whether reload-on-rss would explain it',
    ]);
  });
});

describe('the victim', () => {
  const uri = (path: string) => ['REQUEST_METHOD=GET', `REQUEST_URI=${path}`, ''];
  const single = spawnedAgo(3600, { cores: [busyCore(-2, { requests: 900, vars: uri('/seen') })] });
  const threads = (...ages: readonly number[]) =>
    spawnedAgo(3600, {
      cores: ages.map((age, id) => busyCore(-age, { id, requests: 300, vars: uri(`/core${id}`) })),
    });
  const counts = (...requests: readonly number[]) =>
    requests.map((count, id) => core({ id, requests: count }));

  const victims: readonly (readonly [string, RawWorker, Parameters<typeof next>[1], string | undefined])[] = [
    ['died with its process', single, {}, '/seen'],
    ['died, and the next process has served since', single, { served: 7, delta_requests: 7 }, '/seen'],
    ['ended, and another one died', single, { served: 1 }, undefined],
    ['ended, and both processes served', single, { served: 9, delta_requests: 7 }, undefined],
    ['may have ended: nobody tells', single, { served: 7, delta_requests: undefined }, undefined],
    ['is the oldest of several', threads(2, 9, 4), { cores: counts(300, 300, 300) }, '/core1'],
    [
      'is the oldest that did not end',
      threads(2, 9, 4),
      { served: 5, cores: counts(300, 305, 300) },
      '/core2',
    ],
    ['is not known where all ended', threads(2, 9), { served: 2, cores: counts(301, 301) }, undefined],
    ['is the oldest where nobody counts', threads(2, 9), { served: 2, cores: [] }, '/core1'],
    [
      'is the oldest where only the next process has served',
      threads(2, 9),
      { served: 3, delta_requests: 3, cores: counts(300, 303) },
      '/core1',
    ],
  ];

  test.each(victims)('of a crash %s', (_, before, change, expected) => {
    const { cause } = causeOf({ before, after: next(before, change) });
    expect(cause).toEqual({
      by: 'crash',
      victim: expected === undefined ? undefined : (expect.objectContaining({ uri: expected }) as unknown),
    });
  });

  const killed: typeof victims = [
    ['young as it was', single, {}, '/seen'],
    ['but not one that ended', single, { served: 1 }, undefined],
    ['where it was old enough', threads(2, 35), { served: 4, cores: counts(304, 300) }, '/core1'],
    [
      'but not one that may have begun later',
      threads(2, 20),
      { served: 4, cores: counts(304, 300) },
      undefined,
    ],
  ];

  test.each(killed)('of harakiri is the oldest, %s', (_, before, change, expected) => {
    const after = next(before, { ...change, harakiri_count: 1 });
    const { cause } = causeOf({ options: { harakiri: 60 }, before, after });
    expect(cause.by === 'harakiri' ? cause.victim?.uri : cause).toEqual(expected);
  });

  test('of harakiri where nobody knows its limit is the oldest that did not end', () => {
    const before = threads(2, 9);
    const after = next(before, { served: 4, cores: counts(304, 300), harakiri_count: 1 });
    expect(causeOf({ before, after }).cause).toMatchObject({ victim: { uri: '/core1' } });
  });

  test('of a kill whose process is still shown is none of those that have ended', () => {
    const instance = instanceAfter(
      observation(workerDocument([single]), 0, { limits: knownLimits({ harakiri: 60 }) }),
      observation(
        workerDocument([
          { ...single, requests: 901, delta_requests: 401, harakiri_count: 1, cores: [busyCore(0)] },
        ]),
        62_000,
      ),
    );
    expect(respawnsOf(instance).map(({ cause }) => cause)).toEqual([
      { by: 'harakiri', kills: 1, victim: undefined },
    ]);
  });
});

describe('a worker that may have been scaled down and up between two polls', () => {
  const idle = spawnedAgo(3600);
  const busy = spawnedAgo(3600, { cores: [busyCore(-2)] });
  const scaled = 'it may have been scaled down and up in between';

  test.each<[string, Readonly<Record<string, number>>, number, RawWorker, string]>([
    ['cheaper and a minute', { cheaper: 1 }, 60, idle, `ended: ${scaled}`],
    ['cheaper and 2 s', { cheaper: 1 }, 2, idle, 'ended: crash or out of memory'],
    ['no cheaper and a minute', {}, 60, idle, 'ended: crash or out of memory'],
    [
      'a request that was cut off',
      { cheaper: 1 },
      60,
      busy,
      'ended: crash or out of memory in GET /cart, last seen at 1 s',
    ],
    [
      'a limit that explains it',
      { cheaper: 1, 'max-requests': 400 },
      60,
      idle,
      'recycled by max-requests: 400 of 400 requests',
    ],
  ])('with %s', (_, options, seconds, before, sentence) => {
    const instance = instanceAfter(
      observation(workerDocument([before]), 0, { limits: knownLimits(options) }),
      observation(workerDocument([next(before, { last_spawn: epochSeconds + 1 })]), seconds * 1000),
    );
    expect(respawnsOf(instance).map(({ cause }) => describeCause(cause))).toEqual([sentence]);
  });

  test('where nobody knows the limits says both', () => {
    const instance = instanceAfter(
      observation(workerDocument([idle]), 0),
      observation(workerDocument([next(idle)]), 60_000),
    );
    expect(respawnsOf(instance).map(({ cause }) => describeCause(cause))).toEqual([
      'ended: not known whether max-requests, max-worker-lifetime, reload-on-rss, reload-on-as, evil-reload-on-rss, ' +
        `evil-reload-on-as would explain it; ${scaled}`,
    ]);
  });
});

describe('an absence of an hour', () => {
  const before = spawnedAgo(3600, { requests: 9000, cores: [busyCore(-2)] });
  const away = (options: Readonly<Record<string, number>> | undefined, change: Parameters<typeof next>[1]) =>
    instanceAfter(
      observation(workerDocument([before]), 0, options && { limits: knownLimits(options) }),
      failedObservation(1000),
      failedObservation(1_800_000),
      observation(workerDocument([next(before, { last_spawn: epochSeconds + 3500, ...change })]), 3_600_000),
    );
  const said = (...request: Parameters<typeof away>) =>
    away(...request)
      .events.map(describeEvent)
      .slice(1);
  const back = 'answers again after 1h00';

  test.each<[string, Parameters<typeof away>, string]>([
    [
      'nobody knows the limits',
      [undefined, { served: 80, delta_requests: 5 }],
      'ended: not known whether max-requests, max-worker-lifetime, reload-on-rss, reload-on-as, evil-reload-on-rss, ' +
        'evil-reload-on-as would explain it; it may have been scaled down and up in between',
    ],
    [
      'it crashed time and again',
      [{}, { served: 80, delta_requests: 5, respawn_count: 30 }],
      'ended 29 times: crash or out of memory',
    ],
    [
      'it was recycled time and again',
      [{ 'max-requests': 400 }, { served: 4100, delta_requests: 5, respawn_count: 11 }],
      'recycled 10 times by max-requests: 449 of 400 requests',
    ],
    [
      'it was recycled by age',
      [{ 'max-worker-lifetime': 600 }, { served: 80, delta_requests: 5, respawn_count: 12 }],
      'recycled 11 times by max-worker-lifetime: 10m45 of 10m00',
    ],
    [
      'harakiri killed others than the request that was seen',
      [{ harakiri: 60 }, { served: 80, harakiri_count: 2, respawn_count: 3 }],
      'killed 2 times by harakiri',
    ],
  ])('in which %s is told as what it was', (_, request, sentence) => {
    expect(said(...request)).toEqual([back, `worker 1 ${sentence}, pid 100 is now 1100`]);
  });

  test('with a clock set back in between, and without counts, tells nothing that cannot be', () => {
    expect(said({ 'max-worker-lifetime': 600 }, { served: 80, last_spawn: epochSeconds - 9000 })).toEqual([
      back,
      'worker 1 ended: crash or out of memory, pid 100 is now 1100',
    ]);
    expect(
      said({}, { served: 80, delta_requests: undefined, last_spawn: undefined, respawn_count: undefined }),
    ).toEqual([back, 'worker 1 ended: crash or out of memory, pid 100 is now 1100']);
  });
});

test('what is most certain comes first: kill, requests, lifetime, memory', () => {
  const before = spawnedAgo(9000, { delta_requests: 600, rss: 300 * mb });
  const options = {
    'max-requests': 500,
    'max-worker-lifetime': 3600,
    'reload-on-rss': 200,
    'evil-reload-on-rss': 250,
  };
  const order = [
    'harakiri',
    'max-requests',
    'max-worker-lifetime',
    'reload-on-rss',
    'evil-reload-on-rss',
    'crash',
  ];
  const found = order.map((_, index) => {
    const left = Object.fromEntries(Object.entries(options).slice(Math.max(0, index - 1)));
    return causeOf({ options: left, before, after: next(before, index === 0 ? { harakiri_count: 1 } : {}) })
      .cause.by;
  });
  expect(found).toEqual(order);
});

describe('two respawns of one worker between two polls', () => {
  const before = spawnedAgo(3600, { requests: 9000, delta_requests: 490 });

  test('are one event that says so', () => {
    const after = next(before, { respawn_count: 3, served: 515, delta_requests: 5 });
    const respawn = causeOf({ options: { 'max-requests': 500 }, before, after });
    expect([respawn.times, respawn.cause]).toEqual([
      2,
      { by: 'max-requests', requests: 500, threshold: 500 },
    ]);
  });

  test('are not both put down to a limit that was met once', () => {
    const after = next(before, { respawn_count: 3, served: 15, delta_requests: 1 });
    const respawn = causeOf({ options: { 'max-requests': 500 }, before, after });
    expect([respawn.times, respawn.cause.by]).toEqual([2, 'crash']);
  });
});

describe('a whole instance', () => {
  const four = [0, 1, 2, 3].map((place) =>
    worker({ id: place + 1, pid: 100 + place, requests: 50, delta_requests: 50 }),
  );
  const limits = knownLimits({ harakiri: 60 });
  const happened = (before: readonly RawWorker[], ...after: readonly (readonly RawWorker[])[]) =>
    instanceAfter(
      observation(workerDocument(before), 0, { limits }),
      ...after.map((workers, index) => observation(workerDocument(workers), (index + 1) * 1000)),
    );

  test('whose workers are all replaced, with their counters, was told to reload them', () => {
    const { events } = happened(
      four,
      four.map((raw) => next(raw)),
    );
    expect(events.map(({ kind }) => kind)).toEqual(['workers-reload']);
    expect(events).toMatchObject([{ workers: [1, 2, 3, 4] }]);
  });

  const reloadedAt = (second: number, workers: readonly RawWorker[]) =>
    workers.map((raw) => next(raw, { last_spawn: epochSeconds + second }));

  test('that crashes as a whole, again and again, has crashes and no reload of its workers', () => {
    const rounds = [1, 2, 3, 4, 5].map((second) =>
      // The second round looks like a reload, but for the length of the lives that it ends.
      four.map((raw) =>
        next(raw, {
          pid: raw.pid + 1000 * second,
          respawn_count: 3 * second + (second === 1 ? 1 : 0) - (second === 2 ? 1 : 0),
          last_spawn: epochSeconds + second,
        }),
      ),
    );
    const respawns = respawnsOf(happened(four, ...rounds));
    expect(respawns.map(({ cause }) => cause.by)).toEqual(Array<string>(20).fill('crash'));
    expect(respawns.filter(({ worker: number }) => number === 1).map(({ times }) => times)).toEqual([
      3, 1, 4, 3, 3,
    ]);
  });

  test.each([
    [20, ['workers-reload', ...Array<string>(4).fill('respawn')]],
    [59, ['workers-reload', ...Array<string>(4).fill('respawn')]],
    [62, ['workers-reload', 'workers-reload']],
  ])('whose workers all go again after %d s: %j', (seconds, kinds) => {
    const reloaded = reloadedAt(1, four);
    const instance = instanceAfter(
      observation(workerDocument(four), 0, { limits }),
      observation(workerDocument(reloaded), 1000),
      observation(workerDocument(reloaded), seconds * 1000),
      observation(workerDocument(reloadedAt(seconds + 1, reloaded)), (seconds + 1) * 1000),
    );
    expect(kindsOf(instance)).toEqual(kinds);
  });

  test('that is polled once a minute was told to reload its workers where they are of the same age', () => {
    const atOnce = reloadedAt(30, four);
    const inTurn = atOnce.map((raw, place) => ({ ...raw, last_spawn: epochSeconds + 10 + 10 * place }));
    const kinds = (workers: readonly RawWorker[]) =>
      kindsOf(
        instanceAfter(
          observation(workerDocument(four), 0, { limits }),
          observation(workerDocument(workers), 60_000),
        ),
      );
    expect(kinds(atOnce)).toEqual(['workers-reload']);
    expect(kinds(inTurn)).toEqual(Array<string>(4).fill('respawn'));
  });

  test('is told to reload its workers, too, where a poll falls between the first of them and the others', () => {
    const [first, second, ...busy] = four.map((raw, place) =>
      place < 3 ? raw : { ...raw, status: 'busy', cores: [busyCore(-5)] },
    );
    if (first === undefined || second === undefined) throw new Error('no worker');
    const gone = next(first, { last_spawn: epochSeconds + 1 });
    const [third, fourth] = busy;
    if (third === undefined || fourth === undefined) throw new Error('no worker');
    const others = [second, third].map((raw) => next(raw, { last_spawn: epochSeconds + 2 }));
    const last = next(fourth, { served: 1, last_spawn: epochSeconds + 7 });
    const instance = happened(
      [first, second, third, fourth],
      [gone, second, third, fourth],
      [gone, ...others, fourth],
      [gone, ...others, fourth],
      [gone, ...others, last],
    );
    expect(instance.events).toMatchObject([
      { kind: 'respawn', worker: 1 },
      { kind: 'workers-reload', workers: [1, 2, 3] },
      { kind: 'workers-reload', workers: [4] },
    ]);
    expect(instance.seen?.workers.map(({ lastRespawn }) => lastRespawn)).toEqual(Array(4).fill(undefined));
  });

  test.each([
    ['some seconds before', four[0], 6],
    ['in the middle of a request', spawnedAgo(3600, { pid: 100, cores: [busyCore(-5)] }), 2],
  ])('of which one went %s the others has crashes', (_, first, seconds) => {
    const others = four.slice(1);
    const gone = next(first ?? worker(), { last_spawn: epochSeconds + 1 });
    const instance = happened(
      [first ?? worker(), ...others],
      [gone, ...others],
      [gone, ...reloadedAt(seconds, others)],
    );
    expect(kindsOf(instance)).toEqual(Array<string>(4).fill('respawn'));
  });

  test('whose workers go all at once, one of them in the middle of a request, has crashes', () => {
    const busy = four.map((raw, place) =>
      place === 2 ? { ...raw, status: 'busy', cores: [busyCore(-5)] } : raw,
    );
    expect(kindsOf(happened(busy, reloadedAt(1, busy)))).toEqual(Array<string>(4).fill('respawn'));
  });

  test('whose limits are not known was told to reload them all the same', () => {
    const { events } = instanceAfter(
      observation(workerDocument(four), 0),
      observation(workerDocument(four.map((raw) => next(raw))), 1000),
    );
    expect(events.map(({ kind }) => kind)).toEqual(['workers-reload']);
  });

  test('reloads its workers one after the other where some are in a request, and none of it is a crash', () => {
    const busy = four.map((raw, place) =>
      place === 2 ? { ...raw, status: 'busy', cores: [busyCore(-5)] } : raw,
    );
    const first = busy.map((raw, place) => (place === 2 ? raw : next(raw)));
    const second = first.map((raw, place) =>
      place === 2 ? next(raw, { served: 1, last_spawn: epochSeconds + 3 }) : raw,
    );
    const instance = happened(busy, first, first, second);
    expect(kindsOf(instance)).toEqual(['workers-reload', 'workers-reload']);
    expect(instance.events).toMatchObject([{ workers: [1, 2, 4] }, { workers: [3] }]);
  });

  test('of which one goes has a crash, also while the others are busy', () => {
    const busy = four.map((raw, place) =>
      place === 0 ? raw : { ...raw, status: 'busy', cores: [busyCore(-5)] },
    );
    for (const workers of [four, busy]) {
      const [first, ...others] = workers;
      if (first === undefined) throw new Error('no worker');
      const instance = happened(workers, [next(first), ...others]);
      expect(respawnsOf(instance).map(({ worker: number, cause }) => [number, cause.by])).toEqual([
        [1, 'crash'],
      ]);
    }
  });

  test('of which all but one go while that one idles has crashes', () => {
    const instance = happened(
      four,
      four.map((raw, place) => (place === 3 ? raw : next(raw))),
    );
    expect(respawnsOf(instance).map(({ cause }) => cause.by)).toEqual(['crash', 'crash', 'crash']);
  });

  test('of which one crashes long after a reload of its workers has a crash', () => {
    // In a request, as the last one to be reloaded would be, and a little older than the others.
    const [first, ...others] = four.map((raw, place) =>
      next(raw, { last_spawn: epochSeconds + Math.sign(place) }),
    );
    if (first === undefined) throw new Error('no worker');
    const busy = { ...first, status: 'busy', cores: [busyCore(400)] };
    const instance = instanceAfter(
      observation(workerDocument(four), 0, { limits }),
      observation(workerDocument([first, ...others]), 1000),
      observation(workerDocument([busy, ...others]), 500_000),
      observation(workerDocument([next(busy, { last_spawn: epochSeconds + 500 }), ...others]), 501_000),
    );
    expect(instance.events.map(({ kind }) => kind)).toEqual(['workers-reload', 'respawn']);
    expect(respawnsOf(instance).map(({ cause }) => cause.by)).toEqual(['crash']);
  });

  test('whose workers crash in turn has crashes, though they are all young', () => {
    // All the time in requests, each time in others.
    const inTurn = (raw: RawWorker, turn: number) => {
      return { ...raw, status: 'busy', cores: [busyCore(turn - 1, { requests: turn })] };
    };
    let workers: readonly RawWorker[] = four.map((raw) => inTurn(raw, 0));
    const polls = [workers];
    for (const [turn, place] of [0, 1, 2, 3, 0, 1, 2, 3].entries()) {
      workers = workers.map((raw, index) =>
        inTurn(index === place ? next(raw, { last_spawn: epochSeconds + turn + 1 }) : raw, turn + 1),
      );
      polls.push(workers);
    }
    const [first = [], ...rest] = polls;
    expect(respawnsOf(happened(first, ...rest)).map(({ cause }) => cause.by)).toEqual(
      Array<string>(8).fill('crash'),
    );
  });

  test('forgets with a reload of its workers what ended the process before', () => {
    const [first, ...others] = four;
    if (first === undefined) throw new Error('no worker');
    const crashed = [next(first), ...others];
    const before = happened(four, crashed);
    expect(before.seen?.workers[0]?.lastRespawn?.cause.by).toBe('crash');
    const after = instanceAfter(
      observation(workerDocument(four), 0, { limits }),
      observation(workerDocument(crashed), 1000),
      observation(workerDocument(reloadedAt(20, crashed)), 20_000),
    );
    expect(kindsOf(after)).toEqual(['respawn', 'workers-reload']);
    expect(after.seen?.workers[0]?.lastRespawn).toBeUndefined();
  });

  test('keeps a kill that falls into a reload of its workers', () => {
    const [first, ...others] = four;
    if (first === undefined) throw new Error('no worker');
    const instance = happened(
      [...four, worker({ id: 5, pid: 150, status: 'cheap' })],
      [
        ...[first, ...others].map((raw) => next(raw)),
        worker({ id: 5, pid: 150, status: 'cheap', harakiri_count: 1 }),
      ],
    );
    expect(kindsOf(instance).sort()).toEqual(['respawn', 'workers-reload']);
  });

  test('keeps a kill of a worker that a reload of the workers has replaced, too', () => {
    const [first, ...others] = reloadedAt(1, four);
    if (first === undefined) throw new Error('no worker');
    const { events } = happened(four, [{ ...first, harakiri_count: 1, respawn_count: 3 }, ...others]);
    expect(events).toMatchObject([
      { kind: 'respawn', worker: 1, cause: { by: 'harakiri' } },
      { kind: 'workers-reload', workers: [1, 2, 3, 4] },
    ]);
  });

  test('of one worker that is replaced has no reload of its workers', () => {
    const instance = happened(
      four.slice(0, 1),
      four.slice(0, 1).map((raw) => next(raw)),
    );
    expect(respawnsOf(instance).map(({ cause }) => cause.by)).toEqual(['crash']);
  });

  test('that reloads keeps its master, begins its counters anew and has no other event', () => {
    const reloaded = four.map((raw) => next(raw, { requests: 2, delta_requests: 2, respawn_count: 1 }));
    expect(kindsOf(happened(four, reloaded))).toEqual(['reload']);
    // Those that have exited wait for the last one, without a process.
    const exited = four.map((raw, place) => (place < 3 ? { ...raw, pid: 0 } : raw));
    expect(kindsOf(happened(four, exited, exited, reloaded))).toEqual(['reload']);
  });

  test('that scales says by how many, and a worker that was never there is no respawn', () => {
    const parked = (place: number) =>
      worker({ id: 0, pid: 0, status: 'cheap', last_spawn: 0, respawn_count: 0, requests: place - place });
    const two = four.slice(0, 2);
    const small = [...two, parked(2), parked(3)];
    const draining = four.map((raw, place) => (place < 3 ? raw : { ...raw, status: 'cheap' }));
    const gone = draining.map((raw) => (raw.status === 'cheap' ? { ...raw, pid: 0 } : raw));
    const grown = happened(small, [
      ...two,
      ...four
        .slice(2)
        .map((raw) => ({ ...raw, requests: 0, delta_requests: 0, last_spawn: epochSeconds + 1 })),
    ]);
    expect(grown.events.map(describeEvent)).toEqual(['scaled up by 2: workers 3-4 started']);
    const shrunk = happened(four, draining, gone, gone);
    expect(shrunk.events.map(describeEvent)).toEqual(['scaled down by 1: worker 4 goes cheap']);
    const back = happened(
      gone,
      gone.map((raw) => (raw.pid === 0 ? next(raw, { pid: 900 }) : raw)),
    );
    expect(back.events.map(describeEvent)).toEqual(['scaled up by 1: worker 4 started']);
  });
});

describe('in words', () => {
  const cases: readonly (readonly [LifeEnd, string, string])[] = [
    [{ by: 'harakiri', kills: 1 }, 'killed by harakiri', 'harakiri'],
    [
      { by: 'harakiri', kills: 1, victim: { ageSeconds: 5.7, method: 'GET', uri: '/a?b=\u001b[31m' } },
      'killed by harakiri in GET /a?b=?[31m, last seen at 5 s',
      'harakiri',
    ],
    [
      { by: 'harakiri', kills: 1, victim: { ageSeconds: 6 } },
      'killed by harakiri in a request, last seen at 6 s',
      'harakiri',
    ],
    [
      { by: 'max-requests', requests: 5012, threshold: 5000 },
      'recycled by max-requests: 5.0k of 5.0k requests',
      'requests',
    ],
    [
      { by: 'max-worker-lifetime', ageSeconds: 3661, threshold: 3600 },
      'recycled by max-worker-lifetime: 1h01 of 1h00',
      'lifetime',
    ],
    [
      { by: 'reload-on-rss', bytes: 210 * mb, threshold: 200 * mb },
      'recycled by reload-on-rss: 210M of 200M',
      'memory',
    ],
    [
      { by: 'evil-reload-on-as', bytes: 900 * mb, threshold: 800 * mb },
      'killed by evil-reload-on-as: 900M of 800M',
      'evil mem',
    ],
    [{ by: 'crash' }, 'ended: crash or out of memory', 'crash'],
    [{ by: 'unknown', reason: 'not known whether x' }, 'ended: not known whether x', '?'],
    [{ by: 'cheap' }, 'scaled down', 'cheap'],
    [{ by: 'reload' }, 'replaced by a reload of the workers', 'reload'],
  ];

  test.each(cases)('%j', (cause, sentence, word) => {
    expect(describeCause(cause)).toBe(sentence);
    expect(causeWord(cause)).toBe(word);
  });
});
