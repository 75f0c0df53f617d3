import type { Observation } from '../../src/model/observation';
import type { HostFacts } from '../../src/model/host-facts';
import { adviceOn, lineOf } from '../support/advice';
import {
  emperorObservation,
  failedObservation,
  instanceAfter,
  knownLimits,
  localFacts,
  routerObservation,
} from '../support/documents';
import { exponential, type QueueWish, serveQueue } from '../support/queue';
import { observationsOf, type RecordedWish } from '../support/recorded-load';

const gibi = 1024 ** 3;
const mebi = 1024 ** 2;

interface Scene extends Partial<QueueWish>, Partial<Omit<RecordedWish, 'seconds' | 'servers'>> {
  readonly cpuShare?: number;
  readonly rssBytes?: number;
  readonly memoryBytes?: number;
  readonly version?: string;
}

function recorded(scene: Scene = {}): Observation[] {
  const wish = { seed: 6, servers: 16, seconds: 1000, rate: 20, service: exponential(0.3), ...scene };
  const { cpuShare, rssBytes = 100 * mebi, memoryBytes = 64 * gibi } = scene;
  const host = (second: number, busySeconds: number): HostFacts =>
    localFacts({
      readAtMs: second * 1000,
      memory: { source: 'host', totalBytes: memoryBytes, availableBytes: gibi, usedBytes: gibi },
      processes: Object.fromEntries(
        Array.from({ length: wish.servers }, (_, index) => [
          100 + index,
          { startTicks: 1, rssBytes, cpuTimeMs: ((cpuShare ?? 0) * busySeconds * 1000) / wish.servers },
        ]),
      ),
    });
  return observationsOf(serveQueue(wish), { ...wish, ...(cpuShare !== undefined && { host }) });
}

const withLimits = (options: Readonly<Record<string, number | string>>): Scene => {
  const limits = knownLimits(options);
  return { change: () => ({ limits }) };
};

describe('not enough data is an answer', () => {
  test.each<[string, readonly Observation[], readonly string[]]>([
    ['nothing was seen', [], ['it never answered']],
    [
      'no poll was answered',
      [failedObservation(0), failedObservation(1000)],
      ['it never answered: connection refused'],
    ],
    [
      'one answer',
      recorded().slice(0, 1),
      ['nothing was measured: that takes two answers of one start of the master'],
    ],
    ['two minutes', recorded().slice(0, 121), ['2m00 were seen: it takes 5m00 at least']],
    ['hardly a request', recorded({ rate: 0.02 }), ['14 requests ended: it takes 100 at least']],
  ])('%s', (_, observations, missing) => {
    const advice = adviceOn(observations);
    expect(advice).toMatchObject({ state: 'too-little', lines: [] });
    expect(advice.missing).toEqual(missing);
    expect(advice.sizing).toBeUndefined();
  });

  test('emperors and routers have no workers', () => {
    expect(adviceOn([emperorObservation([], 0), emperorObservation([], 1000)])).toMatchObject({
      state: 'no-workers',
      missing: ['an emperor has no workers to advise on: name the stats servers of its vassals'],
    });
    expect(adviceOn([routerObservation([], 0)]).state).toBe('no-workers');
  });
});

test('all slots busy: the load is a lower bound, and so is the advice', () => {
  const advice = adviceOn(recorded({ servers: 5, seconds: 900 }));
  expect(advice.load?.isLowerBound).toBe(true);
  expect(advice.load?.erlangs).toBeCloseTo(5, 0);
  expect(advice.caveats[0]).toMatch(
    /^all slots were busy or requests waited for \d+% of the time: the load is a lower bound/,
  );
  expect(lineOf(advice, 'processes')).toMatchObject({
    confidence: 'low',
    reason: expect.stringContaining('at least: all slots were busy') as string,
    doubt: expect.stringContaining('measure again') as string,
  });
  expect(advice.sizing?.today?.probability).toBeGreaterThan(0.9);
});

describe('processes', () => {
  test('are what the load asks for where nothing stands against it, and say what that is', () => {
    const advice = adviceOn(recorded({ cpuShare: 0.3 }), { cpus: 4 });
    expect(advice.sizing).toMatchObject({ binding: 'load', plainSlots: 9 });
    expect(lineOf(advice, 'processes')).toMatchObject({ value: String(advice.sizing?.slots), today: '16' });
    expect(lineOf(advice, 'processes').reason).toMatch(
      /^at most 5% of requests waiting at \d\.\d\d erlangs need 11 slots by Erlang C \(the plain rule of 70% says 9\); the 16 of today serve it as well: fewer save up to 500M of 64G$/,
    );
  });

  test('are held to the memory, which is named', () => {
    const advice = adviceOn(recorded({ cpuShare: 0.6, rssBytes: 200 * mebi, memoryBytes: 2 * gibi }));
    expect(advice.sizing).toMatchObject({ binding: 'memory', expected: { slots: 7 } });
    expect(lineOf(advice, 'processes')).toMatchObject({
      value: '7',
      reason: expect.stringMatching(
        /^70% of 2.0G \(the machine\) hold 7 processes of 200M .* the load asks for 11 processes/,
      ) as string,
    });
  });

  test('are planned on what the person says there is', () => {
    const observations = recorded({ cpuShare: 0.6, rssBytes: 200 * mebi, memoryBytes: 2 * gibi });
    expect(adviceOn(observations, { memoryBytes: 16 * gibi }).sizing?.binding).toBe('load');
  });

  test('are held to the CPUs where requests compute', () => {
    const advice = adviceOn(recorded({ cpuShare: 0.95 }), { cpus: 6 });
    expect(advice.sizing?.binding).toBe('cpu');
    expect(lineOf(advice, 'processes')).toMatchObject({
      value: '6',
      reason: expect.stringContaining('with 6, 9') as string,
    });
    expect(lineOf(advice, 'threads').value).toBeUndefined();
    expect(adviceOn(recorded({ cpuShare: 0.95 })).unknowns).toContain(
      'how many CPUs there are (--cpus): processes are not held to them',
    );
  });

  test('of which nothing is known of the machine are not held to it, and that is said', () => {
    const { sizing, unknowns } = adviceOn(recorded());
    expect(sizing?.bounds).toEqual([]);
    expect(unknowns).toEqual(
      expect.arrayContaining([
        'the limits of today: no configuration of it is known (--uwsgi-config names one)',
        expect.stringMatching(/^whether requests compute or wait/) as string,
        'the memory of the machine (--memory): processes are not held to it',
      ]),
    );
  });
});

describe('threads', () => {
  test('come where memory binds and requests wait', () => {
    const scene = { cpuShare: 0.1, rssBytes: 400 * mebi, memoryBytes: 2 * gibi };
    const advice = adviceOn(recorded({ ...scene, ...withLimits({ processes: 16 }) }));
    expect(lineOf(advice, 'threads')).toMatchObject({
      value: '4',
      today: 'not set',
      doubt: expect.stringContaining('safe') as string,
    });
    expect(lineOf(advice, 'processes').value).toBe('3');
    expect(advice.sizing?.binding).toBe('memory');
  });

  test('do not where it is not known whether they wait', () => {
    const line = lineOf(adviceOn(recorded()), 'threads');
    expect(line.value).toBeUndefined();
    expect(line.doubt).toMatch(/^processor time of the workers/);
  });
});

describe('cheaper', () => {
  const wave = (second: number) => 22 + 20 * Math.sin(second / 250);

  test('keeps enough for quiet times, and begins between that and all', () => {
    const advice = adviceOn(recorded({ rate: wave }));
    const value = (option: string) => Number(lineOf(advice, option).value);
    expect(value('cheaper')).toBeGreaterThanOrEqual(0.2 * value('processes'));
    expect(value('cheaper')).toBeGreaterThanOrEqual((advice.load?.windows.p10 ?? 0) / 0.5);
    expect(value('cheaper-initial')).toBeGreaterThan(value('cheaper'));
    expect(value('cheaper-initial')).toBeLessThan(value('processes'));
    expect(value('cheaper-busyness-max')).toBeGreaterThanOrEqual(2 * value('cheaper-busyness-min'));
    expect(value('cheaper-overload')).toBeGreaterThanOrEqual(10);
    expect(value('cheaper-overload')).toBeLessThanOrEqual(30);
  });

  test('is nothing for a load that is always the same', () => {
    const advice = adviceOn(recorded({ rate: 200, service: exponential(0.1), servers: 40 }));
    expect(lineOf(advice, 'cheaper')).toMatchObject({
      reason: expect.stringContaining('quiet times need') as string,
    });
    expect(advice.lines.some(({ option }) => option === 'cheaper-step')).toBe(false);
  });

  test('acts on a queue only where uWSGI sees one', () => {
    const unix = adviceOn(
      recorded({ rate: wave, sockets: () => [{ name: '/run/app.sock', queue: 0, max_queue: 0 }] }),
    );
    expect(lineOf(unix, 'cheaper-busyness-backlog-alert')).toMatchObject({
      reason: 'uWSGI cannot see the queue of a UNIX socket: it would never act on it',
    });
    const tcp = adviceOn(
      recorded({ rate: wave, sockets: (queue) => [{ name: ':3031', queue, max_queue: 100 }] }),
    );
    expect(Number(lineOf(tcp, 'cheaper-busyness-backlog-alert').value)).toBeLessThanOrEqual(33);
    expect(lineOf(tcp, 'cheaper-busyness-backlog-step').value).toBe(lineOf(tcp, 'cheaper-step').value);
  });
});

describe('harakiri', () => {
  const harakiri = (options: Readonly<Record<string, number>>, proxyTimeoutSeconds = 60, mean = 0.3) =>
    lineOf(
      adviceOn(recorded({ rate: 6 / mean, service: exponential(mean), ...withLimits(options) }), {
        proxyTimeoutSeconds,
      }),
      'harakiri',
    );

  test('stays as it is between what finishes and what the proxy waits', () => {
    expect(harakiri({ harakiri: 30 })).toMatchObject({ value: '30', today: '30' });
  });

  test('stands below the patience of the proxy, where it is above or not set', () => {
    expect(harakiri({})).toMatchObject({ value: '55', today: 'not set' });
    expect(harakiri({ harakiri: 300 })).toMatchObject({ value: '55' });
    expect(harakiri({}, 30)).toMatchObject({ value: '25' });
  });

  test('rises above what finishes', () => {
    const line = harakiri({ harakiri: 12 }, 300, 3);
    expect(Number(line.value)).toBeGreaterThan(20);
    expect(line.reason).toMatch(/^above what finishes/);
  });

  test('stands where it has to where the proxy leaves little room', () => {
    expect(harakiri({}, 12, 0.3)).toMatchObject({
      value: '7',
      reason: expect.stringContaining('though requests that finished took up to') as string,
    });
  });

  test('is not advised where it would kill what finishes, for the proxy is gone by then', () => {
    const line = harakiri({}, 10, 3);
    expect(line.value).toBeUndefined();
    expect(line.reason).toContain('let the proxy wait longer');
  });
});

describe('recycling', () => {
  const leaking = (perRequest: number, version = '2.0.21') =>
    recorded({
      rate: 40,
      changeWorker: ({ requests }) => ({ rss: 100 * mebi + requests * perRequest }),
    }).map((one): Observation => {
      const { outcome } = one;
      if (!outcome.ok || outcome.value.snapshot.kind !== 'worker') return one;
      const document = {
        ...outcome.value.snapshot.document,
        version,
        workers: outcome.value.snapshot.document.workers.map((worker) => ({
          ...worker,
          apps: [{ startup_time: 3 }],
        })),
      };
      return {
        ...one,
        outcome: { ok: true, value: { ...outcome.value, snapshot: { kind: 'worker', document } } },
      };
    });

  test('a leak and the memory make max-requests', () => {
    const advice = adviceOn(leaking(10_000), { memoryBytes: 4 * gibi });
    const line = lineOf(advice, 'max-requests');
    const processes = Number(lineOf(advice, 'processes').value);
    const filled = processes * (100 * mebi + Number(line.value) * 10_000);
    expect(filled).toBeLessThan(0.72 * 4 * gibi);
    expect(filled).toBeGreaterThan(0.55 * 4 * gibi);
    expect(line.evidence).toMatch(/^memory grows by 9\.\dM in 1,000 requests/);
    expect(lineOf(advice, 'max-requests-delta').reason).toMatch(/^uWSGI 2\.0\.21 does not know it/);
    expect(
      Number(
        lineOf(adviceOn(leaking(10_000, '2.0.30'), { memoryBytes: 4 * gibi }), 'max-requests-delta').value,
      ),
    ).toBeGreaterThan(0);
    expect(lineOf(advice, 'max-worker-lifetime-delta').value).toBe('4');
  });

  test('a leak that leaves less than ten minutes is named', () => {
    const line = lineOf(adviceOn(leaking(150_000), { memoryBytes: 4 * gibi }), 'max-requests');
    expect(line.reason).toMatch(/which is short: mend the leak, or give it more memory$/);
  });

  test('memory that does not even hold fresh processes is no limit of requests', () => {
    const line = lineOf(adviceOn(leaking(10_000), { memoryBytes: 100 * mebi }), 'max-requests');
    expect(line.value).toBeUndefined();
    expect(line.reason).toBe(
      '1 process fills 70% of 100M before they serve anything: fewer processes, or more memory',
    );
  });

  test('without memory to plan on there is no number', () => {
    const line = lineOf(adviceOn(leaking(10_000)), 'max-requests');
    expect(line.value).toBeUndefined();
    expect(line.doubt).toContain('--memory');
  });

  test('no leak: nothing that it would help against', () => {
    const line = lineOf(
      adviceOn(recorded({ rate: 40, changeWorker: () => ({ rss: 100 * mebi }) })),
      'max-requests',
    );
    expect(line.value).toBeUndefined();
    expect(line.reason).toMatch(/^no growth of memory with requests showed in 16 processes/);
  });

  test('no memory-report: nothing is known, and what would tell it', () => {
    const advice = adviceOn(recorded());
    expect(lineOf(advice, 'max-requests').doubt).toContain('memory-report = true');
    expect(lineOf(advice, 'reload-on-rss').value).toBeUndefined();
  });

  test('reload-on-rss stands above what processes come to, and all of them at it fit', () => {
    const flat = recorded({ changeWorker: () => ({ rss: 100 * mebi }) });
    expect(lineOf(adviceOn(flat, { memoryBytes: 4 * gibi }), 'reload-on-rss').value).toBe('150');
    const tight = adviceOn(flat, { memoryBytes: 2 * gibi });
    expect(lineOf(tight, 'reload-on-rss').value).toBeUndefined();
    expect(lineOf(tight, 'reload-on-rss').reason).toContain('would recycle without end');
  });

  test('reload-on-rss leaves small processes room for more than a few modules', () => {
    const small = recorded({ changeWorker: () => ({ rss: 14 * mebi }) });
    expect(lineOf(adviceOn(small, { memoryBytes: 4 * gibi }), 'reload-on-rss').value).toBe('64');
    expect(lineOf(adviceOn(small, { memoryBytes: 0.3 * gibi }), 'reload-on-rss').value).toBeUndefined();
  });
});

test('listen holds a second of the highest rate', () => {
  expect(lineOf(adviceOn(recorded()), 'listen').value).toBe('100');
  const busy = adviceOn(recorded({ rate: 300, service: exponential(0.02), seconds: 600 }));
  expect(lineOf(busy, 'listen')).toMatchObject({
    value: '512',
    doubt: expect.stringContaining('somaxconn') as string,
  });
});

test('the hours are told where there are some', () => {
  const rate = (second: number) => (second < 3600 ? 2 : second < 7200 ? 10 : 5);
  const advice = adviceOn(recorded({ seconds: 10_800, rate, intervalMs: 5000 }));
  expect(advice.load?.quietHour).toMatchObject({ hour: 8 });
  expect(advice.load?.peakHour).toMatchObject({ hour: 9 });
  expect(advice.load?.peakHour?.erlangs).toBeCloseTo(3, 0);
});

test('nothing of what is said holds a number that is none', () => {
  const all = [recorded(), recorded({ servers: 2 }), recorded({ rate: 0.2 }), recorded({ cpuShare: 0.5 })];
  for (const observations of all) {
    expect(JSON.stringify(adviceOn(observations))).not.toMatch(/NaN|Infinity|undefined|null/);
  }
  expect(instanceAfter(...recorded().slice(0, 2)).phase).toBe('up');
});

test('no value is advised that counters ask for which cannot be right', () => {
  const mad = recorded({
    ...withLimits({ 'max-worker-lifetime': 3600 }),
    sockets: () => [{ name: ':3031', queue: 2 ** 62, max_queue: 100 }],
    changeWorker: () => ({ apps: [{ startup_time: 2 ** 62 }] }),
  });
  const advice = adviceOn(mad);
  expect(lineOf(advice, 'listen')).toMatchObject({
    reason: expect.stringContaining('any queue holds') as string,
  });
  expect(lineOf(advice, 'listen').value).toBeUndefined();
  expect(lineOf(advice, 'max-worker-lifetime-delta').value).toBeUndefined();
});

test('no reload-on-rss is advised of sizes that no process can have', () => {
  const line = lineOf(adviceOn(recorded({ changeWorker: () => ({ rss: 2 ** 63 }) })), 'reload-on-rss');
  expect(line.value).toBeUndefined();
  expect(line.reason).toContain('more than an address space holds');
});
