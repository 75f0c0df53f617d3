import type { Observation } from '../../src/model/observation';
import type { RawWorker } from '../../src/stats/schema';
import {
  busyCore,
  core,
  epochMs,
  epochSeconds,
  failedObservation,
  knownLimits,
  observation,
  worker,
  workerDocument,
} from '../support/documents';
import { about, four, lines, messages, type Polled, polls, watch } from './watched';

describe('a request that harakiri will kill', () => {
  const limits = knownLimits({ harakiri: 5 });

  /** It begins at `startMs`; uWSGI kills it between one and two seconds after its time. */
  function lastSeconds(startMs: number, killMs: number, everyMs: number) {
    const busy = worker({ cores: [busyCore(Math.floor(startMs / 1000))] });
    const killed = {
      ...worker({ pid: 101, harakiri_count: 1, respawn_count: 2 }),
      last_spawn: epochSeconds + Math.ceil(killMs / 1000),
    };
    const observations: Observation[] = [];
    for (let atMs = 0; atMs < 90_000; atMs += everyMs) {
      const raw = atMs < startMs ? worker() : atMs < killMs ? busy : killed;
      observations.push(
        observation(workerDocument([raw]), atMs, { wallMs: epochMs + atMs, ...(atMs === 0 && { limits }) }),
      );
    }
    return watch(observations);
  }

  test.each(Array.from({ length: 20 }, (_, index) => index))(
    'is a warning at half, critical at 80 %% before the kill, one alert of the kill, and none after it (%d of 20)',
    (index) => {
      const startMs = 3000 + 137 * index;
      const killMs = startMs + 6000 + ((index * 53) % 1000);
      const { told } = lastSeconds(startMs, killMs, 1000);
      const changes = told.map(({ change, alert }) => `${change} ${alert.rule} ${alert.severity}`);
      expect(changes).toEqual([
        'raised request-age warning',
        'worsened request-age critical',
        'cleared request-age critical',
        'raised harakiri warning',
        'cleared harakiri warning',
      ]);
      const [warned, worsened, gone, killed, over] = told.map(({ second }) => second * 1000);
      expect(Math.abs((warned ?? NaN) - startMs - 2500)).toBeLessThanOrEqual(1500);
      expect(worsened).toBeLessThan(killMs);
      expect(gone).toBe(Math.ceil(killMs / 1000) * 1000);
      expect(killed).toBe(gone);
      expect(over).toBe((gone ?? NaN) + 60_000);
    },
  );

  test('is named with worker, method, address, age and what is left', () => {
    const { told } = lastSeconds(3000, 9500, 1000);
    expect(told.map(({ alert }) => alert.message).slice(0, 2)).toEqual([
      expect.stringMatching(
        /^worker 1: GET \/cart has been running for [23]s, harakiri \(5s\) kills it in [12]s: /,
      ) as string,
      expect.stringMatching(
        /^worker 1: GET \/cart has been running for 4s, harakiri \(5s\) kills it in [01]s: /,
      ) as string,
    ]);
    expect(told[3]?.alert.message).toMatch(
      /^worker 1 killed by harakiri in GET \/cart, last seen at 6 s: make it shorter or raise harakiri$/,
    );
    expect(told[0]?.alert.subject).toBe('worker 1');
  });

  test('of several cores is said to be killed in about so long, and past its time at any moment', () => {
    const cores = (startedSeconds: number) => [busyCore(startedSeconds, { id: 0 }), core({ id: 1 })];
    const messageOf = (startedSeconds: number) =>
      watch(
        polls(
          1,
          () => ({ workers: [worker({ cores: cores(startedSeconds) })] }),
          knownLimits({ harakiri: 60 }),
        ),
      ).standing[0]?.message;
    expect(messageOf(-40)).toMatch(/kills it in about (20|21)s/);
    expect(messageOf(-70)).toMatch(/kills it any moment/);
  });

  test('is told for each worker for itself', () => {
    const workers = four({ cores: [busyCore(-4)] }, { cores: [busyCore(-5)] });
    const { standing } = watch(polls(1, () => ({ workers }), limits));
    expect(standing.map(({ subject }) => subject).sort()).toEqual([
      'worker 1',
      'worker 2',
      'worker 3',
      'worker 4',
    ]);
  });
});

test.each([
  ['known', undefined],
  ['set', knownLimits({ harakiri: 0 })],
])('a request whose harakiri is not %s is long after a minute', (_, limits) => {
  const busy = worker({ cores: [busyCore(1)] });
  const result = watch(polls(70, (second) => ({ workers: [second < 2 ? worker() : busy] }), limits));
  expect(about(result, 'long-request', 'request-age')).toEqual(['62 raised long-request warning']);
  expect(messages(result, 'long-request')).toEqual([
    expect.stringMatching(
      /^worker 1: GET \/cart has been running for 1m0\d and no harakiri is known to end it: /,
    ),
  ]);
});

describe('ends of processes', () => {
  const limits = knownLimits({ harakiri: 60 });
  const crashed = (raw: RawWorker, second: number): RawWorker => ({
    ...raw,
    pid: raw.pid + 1000,
    respawn_count: (raw.respawn_count ?? 0) + 1,
    last_spawn: epochSeconds + second,
  });
  const [first = worker(), ...others] = four();
  const once = crashed(first, 5);

  test('that no limit explains are a crash for a minute, and are counted', () => {
    const twice = crashed(once, 30);
    const result = watch(
      polls(
        120,
        (second) => ({ workers: [second < 5 ? first : second < 30 ? once : twice, ...others] }),
        limits,
      ),
    );
    expect(lines(result)).toEqual(['5 raised crash warning', '90 cleared crash warning']);
    const standing = watch(
      polls(
        40,
        (second) => ({ workers: [second < 5 ? first : second < 30 ? once : twice, ...others] }),
        limits,
      ),
    );
    expect(messages(standing, 'crash')).toEqual([
      "2 crashes in the last minute; worker 1 ended: crash or out of memory: see uWSGI's and the kernel's log",
    ]);
  });

  test('of which nobody knows whether a limit explains them are no crash', () => {
    const result = watch(polls(30, (second) => ({ workers: [second < 5 ? first : once, ...others] })));
    expect(lines(result)).toEqual([]);
  });

  test('by harakiri are counted, and the last one is named', () => {
    const stuck = worker({ cores: [busyCore(-61)] });
    const kill = (raw: RawWorker, count: number, second: number) => ({
      ...crashed(raw, second),
      cores: [core()],
      status: 'idle',
      harakiri_count: count,
    });
    const result = watch(
      polls(
        40,
        (second) => {
          const raw =
            second < 3 ? stuck : second < 20 ? kill(stuck, 1, 3) : kill({ ...kill(stuck, 1, 3) }, 2, 20);
          return { workers: [raw, ...others] };
        },
        limits,
      ),
    );
    expect(about(result, 'harakiri')).toEqual(['3 raised harakiri warning']);
    expect(messages(result, 'harakiri')).toEqual([
      '2 kills in the last minute; worker 1 killed by harakiri: make it shorter or raise harakiri',
    ]);
  });
});

describe('a reload or a restart raises no alert', () => {
  const limits = knownLimits({ harakiri: 60 });
  const before = four({ requests: 900, exceptions: 300 }, { requests: 800, exceptions: 200 });
  const after = (pid: number) =>
    four({}, {}).map((raw) => ({ ...raw, pid: raw.pid + pid, last_spawn: epochSeconds + 12, exceptions: 9 }));
  const exited = before.map((raw, place) => (place === 3 ? raw : { ...raw, pid: 0 }));

  test.each<[string, (second: number) => Polled | undefined]>([
    [
      'of the same master',
      (second) => ({ workers: second < 8 ? before : second < 12 ? exited : after(500) }),
    ],
    [
      'of another master',
      (second) => ({ workers: second < 8 ? before : after(500), document: { pid: second < 8 ? 99 : 498 } }),
    ],
    [
      'of its workers',
      (second) => ({
        workers:
          second < 8
            ? before
            : before.map((raw) => ({
                ...raw,
                pid: raw.pid + 900,
                respawn_count: 2,
                last_spawn: epochSeconds + 8,
                delta_requests: 0,
              })),
      }),
    ],
    [
      'behind some polls that failed',
      (second) =>
        second >= 8 && second < 10
          ? undefined
          : { workers: second < 8 ? before : after(500), document: { pid: second < 8 ? 99 : 498 } },
    ],
  ])('%s', (_, at) => {
    const observations = polls(90, (second) => at(second) ?? { workers: before }, limits).map(
      (one, second) => (at(second) === undefined ? failedObservation(second * 1000) : one),
    );
    expect(lines(watch(observations))).toEqual([]);
  });
});

test('exceptions in numbers are a warning until they are fewer', () => {
  const result = watch(
    polls(150, (second) => ({ workers: four({ exceptions: Math.min(2 * Math.max(0, second - 5), 40) }) })),
  );
  expect(lines(result)).toEqual([
    '10 raised exceptions warning',
    expect.stringMatching(/^8[2-5] cleared exceptions warning$/),
  ]);
  expect(result.told[0]?.alert.message).toMatch(
    /^10 exceptions in 10 s \(100% of the requests\): see the application's log$/,
  );
});

test('the few exceptions that a large site has at any time are no warning and no event', () => {
  const at = (requests: number) =>
    watch(polls(150, (second) => ({ workers: four({ exceptions: second, requests: requests * second }) })));
  const large = at(101);
  expect(lines(large)).toEqual([]);
  expect(large.events).toEqual([]);
  expect(lines(at(99))).not.toEqual([]);
});
