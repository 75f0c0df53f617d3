import type { MemoryFacts } from '../../src/model/host-facts';
import type { RawWorker } from '../../src/stats/schema';
import { epochSeconds, knownLimits, localFacts } from '../support/documents';
import { about, four, messages, polls, watch } from './watched';

const mb = 1024 * 1024;

describe('memory', () => {
  const memory = (change: Partial<MemoryFacts> = {}): MemoryFacts => ({
    source: 'host',
    totalBytes: 1000 * mb,
    availableBytes: 300 * mb,
    usedBytes: 700 * mb,
    ...change,
  });
  const workers = four({ rss: 200 * mb }, { rss: 200 * mb });
  const pss = (bytes: number) =>
    Object.fromEntries(workers.map(({ pid }) => [pid, { rssBytes: 200 * mb, pssBytes: bytes }]));
  const told = (host: ReturnType<typeof localFacts>) => watch(polls(10, () => ({ workers, host })));

  test('of all workers is held against what there is, PSS before RSS', () => {
    const rss = told(localFacts({ memory: memory() }));
    expect(about(rss, 'memory')).toEqual(['5 raised memory warning']);
    expect(messages(rss, 'memory')).toEqual([
      'the workers take 800M (RSS, shared pages counted more than once) of 1.0G (host): fewer processes, or reload-on-rss',
    ]);
    expect(about(told(localFacts({ memory: memory(), processes: pss(50 * mb) })), 'memory')).toEqual([]);
    const cgroup = told(localFacts({ memory: memory({ source: 'cgroup v2' }), processes: pss(240 * mb) }));
    expect(about(cgroup, 'memory')).toEqual(['5 raised memory critical']);
    expect(messages(cgroup, 'memory')[0]).toMatch(/960M \(PSS\) of .* \(cgroup v2\)/);
  });

  test.each([
    ['not known', localFacts()],
    ['of a machine that is not ours', { local: false, reason: 'far' } as const],
  ])('is not judged where it is %s', (_, host) => {
    expect(about(told(host), 'memory', 'memory-full')).toEqual([]);
  });

  test('that fills up is foretold', () => {
    const gb = 1024 * mb;
    const result = watch(
      polls(90, (second) => {
        const usedBytes = 4 * gb + second * 10 * mb;
        const facts = memory({ totalBytes: 8 * gb, usedBytes, availableBytes: 8 * gb - usedBytes });
        return { workers: four(), host: localFacts({ memory: facts }) };
      }),
    );
    expect(about(result, 'memory-full')).toEqual([expect.stringMatching(/^3\d raised memory-full warning$/)]);
    expect(messages(result, 'memory-full')[0]).toMatch(
      /left, host\) will be used up in 5m\d\d if it goes on so: /,
    );
  });
});

describe('a herd', () => {
  const dueIn = (seconds: number, change: Partial<RawWorker> = {}) =>
    four().map((raw) => ({ ...raw, last_spawn: epochSeconds - 1000 + seconds, ...change }));
  const lifetime = { 'max-worker-lifetime': 1000 };

  test('is told five minutes before, not hours', () => {
    expect(about(watch(polls(10, () => ({ workers: dueIn(900) }), knownLimits(lifetime))), 'herd')).toEqual(
      [],
    );
    const soon = watch(polls(10, () => ({ workers: dueIn(290) }), knownLimits(lifetime)));
    expect(about(soon, 'herd')).toEqual(['5 raised herd warning']);
    expect(messages(soon, 'herd')[0]).toMatch(
      /^workers 1-4 \(100%\) will be recycled within 1s of each other, in 4m4\d: set max-worker-lifetime-delta$/,
    );
  });

  test.each([
    ['2.0.21', /from uWSGI 2\.0\.\d\d on$/],
    ['2.0.30', /: set max-requests-delta$/],
  ])('by max-requests under uWSGI %s has advice that this version knows', (version, advice) => {
    const workers = (second: number) =>
      four().map((raw) => ({ ...raw, requests: 3600 + second, delta_requests: 3600 + second }));
    const result = watch(
      polls(
        12,
        (second) => ({ workers: workers(second), document: { version } }),
        knownLimits({ 'max-requests': 3700 }),
      ),
    );
    expect(messages(result, 'herd')[0]).toMatch(advice);
  });
});
