import { createRandom } from '../../../src/random/random';
import type { RawWorker } from '../../../src/stats/schema';
import {
  epochSeconds,
  instanceAfter,
  instancesAfter,
  knownLimits,
  observation,
  worker,
  workerDocument,
} from '../../support/documents';
import { foresee, paced, poisson } from './simulated-life';

const kb = 1024;
const mb = 1024 * kb;
const page = 4 * kb;

const toPages = (bytes: number) => Math.round(bytes / page) * page;

/** Memory after each request, remembered: asked twice it says the same. */
function remembered(count: number, valueAt: (requests: number) => number): (requests: number) => number {
  const values = Array.from({ length: count + 1 }, (_, requests) => toPages(valueAt(requests)));
  return (requests) => values[requests] ?? NaN;
}

interface Leak {
  readonly perRequest: number;
  readonly perSecond: number;
  readonly limitMb: number;
  /** On top of the leak, bytes, after so many requests. */
  readonly noise: (requests: number) => number;
  /** Seconds that it may be off whatever is left. */
  readonly grain?: number;
}

/** How far the ETA is off, as a share of what is left, whenever one is shown; and when that began, as a share of the life. */
function missesOf(
  { perRequest, perSecond, limitMb, noise, grain = 1 }: Leak,
  ends?: (to: number) => readonly number[],
) {
  const requests = ((limitMb - 60) * mb) / perRequest;
  const seconds = (1.3 * requests) / perSecond + 100;
  const endsMs = ends?.(seconds) ?? paced({ fromSeconds: 0, toSeconds: seconds, perSecond });
  const rssAfter = remembered(endsMs.length, (count) => 60 * mb + perRequest * count + noise(count));
  const over = endsMs.findIndex((_, index) => rssAfter(index + 1) >= limitMb * mb);
  const endMs = endsMs[over];
  if (endMs === undefined) throw new Error('it never gets there');
  const limits = { 'reload-on-rss': limitMb, 'min-worker-lifetime': 10 };
  const life = { spawnSeconds: 0, endsMs, rssAfter };
  const foreseen = foresee(life, 'reload-on-rss', { fromSeconds: 0, untilSeconds: endMs / 1000, limits });
  const shown = foreseen.filter(({ forecast }) => forecast?.etaSeconds !== undefined);
  return {
    firstShown: (shown[0]?.atMs ?? Infinity) / endMs,
    misses: shown.map(({ atMs, forecast }) => {
      const left = (endMs - atMs) / 1000;
      // Between two requests, or two lumps, nobody can know better.
      return Math.max(0, Math.abs((forecast?.etaSeconds ?? NaN) - left) - grain) / left;
    }),
    inRange: shown.filter(({ atMs, forecast }) => {
      const left = (endMs - atMs) / 1000;
      const [earliest, latest] = forecast?.range ?? [NaN, NaN];
      return earliest <= left + 1 && left - 1 <= latest;
    }).length,
    shown: shown.length,
  };
}

describe('a linear leak', () => {
  const rates: readonly (readonly [string, Omit<Leak, 'noise'>])[] = [
    ['100 KB a request', { perRequest: 100 * kb, perSecond: 10, limitMb: 200 }],
    ['8 KB a request', { perRequest: 8 * kb, perSecond: 40, limitMb: 110 }],
    ['1 MB a request', { perRequest: mb, perSecond: 2, limitMb: 300 }],
    ['1 KB a request', { perRequest: kb, perSecond: 100, limitMb: 80 }],
  ];

  test.each(rates)('of %s is foretold to 15 %% from the first word on, through noise of pages', (_, leak) => {
    for (let seed = 1; seed <= 4; seed++) {
      const random = createRandom(seed);
      const { misses, firstShown, inRange, shown } = missesOf({
        ...leak,
        noise: () => random.between(-3, 3) * page,
      });
      expect(firstShown).toBeLessThan(0.5);
      expect(Math.max(...misses)).toBeLessThan(0.15);
      expect(inRange / shown).toBeGreaterThan(0.9);
    }
  });

  test('that comes in lumps of 256 KB is foretold to 15 % too', () => {
    const perRequest = 10 * kb;
    const lump = 256 * kb;
    const noise = (requests: number) => -((perRequest * requests) % lump);
    const { misses, firstShown } = missesOf({ perRequest, perSecond: 20, limitMb: 120, noise, grain: 2 });
    expect(firstShown).toBeLessThan(0.6);
    expect(Math.max(...misses)).toBeLessThan(0.15);
  });

  test('is foretold within its range under load that comes as it likes', () => {
    let inRange = 0;
    let shown = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const random = createRandom(seed);
      const leak = {
        perRequest: 500 * kb,
        perSecond: 5,
        limitMb: 200,
        noise: () => random.between(-3, 3) * page,
      };
      const result = missesOf(leak, (toSeconds) =>
        poisson(random, { fromSeconds: 0, toSeconds, perSecond: 5 }),
      );
      inRange += result.inRange;
      shown += result.shown;
    }
    expect(shown).toBeGreaterThan(200);
    expect(inRange / shown).toBeGreaterThan(0.9);
  });
});

describe('what is no leak', () => {
  test.each<[string, (requests: number, random: ReturnType<typeof createRandom>) => number]>([
    ['flat with noise', (_, random) => 90 * mb + random.between(-8, 8) * page],
    [
      'a warm-up that levels off',
      (requests, random) => 90 * mb - 40 * mb * Math.exp(-requests / 300) + random.between(-2, 2) * page,
    ],
    ['a single jump', (requests, random) => (requests < 700 ? 60 : 90) * mb + random.between(-2, 2) * page],
  ])('%s has a value, a threshold and no time', (_, rss) => {
    const random = createRandom(3);
    const endsMs = paced({ fromSeconds: 0, toSeconds: 300, perSecond: 10 });
    const life = { spawnSeconds: 0, endsMs, rssAfter: remembered(3000, (requests) => rss(requests, random)) };
    const limits = { 'reload-on-rss': 100 };
    const foreseen = foresee(life, 'reload-on-rss', { fromSeconds: 0, untilSeconds: 300, limits });
    const told = foreseen.filter(({ forecast }) => forecast !== undefined);
    expect(told.length).toBeGreaterThan(290);
    for (const { forecast } of told) {
      expect([forecast?.threshold, forecast?.etaSeconds, forecast?.range]).toEqual([
        100 * mb,
        undefined,
        undefined,
      ]);
    }
  });

  test('a worker whose memory is not reported has no forecast of it', () => {
    const endsMs = paced({ fromSeconds: 0, toSeconds: 100, perSecond: 10 });
    const limits = { 'reload-on-rss': 100 };
    const foreseen = foresee({ spawnSeconds: 0, endsMs }, 'reload-on-rss', {
      fromSeconds: 0,
      untilSeconds: 90,
      limits,
    });
    for (const { forecast } of foreseen) expect(forecast).toBeUndefined();
  });
});

describe('a memory limit that is reached', () => {
  const big: Partial<RawWorker> = { requests: 9, delta_requests: 9, rss: 200 * mb, vsz: 900 * mb };
  const forecastOf = (options: Readonly<Record<string, number>>, ageSeconds: number) => {
    const raw = worker({ ...big, last_spawn: epochSeconds - ageSeconds });
    const { seen } = instanceAfter(observation(workerDocument([raw]), 0, { limits: knownLimits(options) }));
    return seen?.workers[0]?.forecasts[0];
  };

  test.each([
    ['reload-on-rss', 100, 20, 40],
    ['reload-on-rss', 100, 100, 0],
    ['reload-on-as', 800, 20, 40],
    // By the master, whatever the age.
    ['evil-reload-on-rss', 100, 20, 0],
    ['evil-reload-on-as', 800, 20, 0],
  ] as const)('%s %d MB ends a worker of %d s in %d s', (name, limitMb, ageSeconds, eta) => {
    const forecast = forecastOf({ [name]: limitMb, 'min-worker-lifetime': 60 }, ageSeconds);
    expect([forecast?.limit, forecast?.threshold]).toEqual([name, limitMb * mb]);
    expect(forecast?.value).toBe(name.endsWith('rss') ? 200 * mb : 900 * mb);
    expect(forecast?.etaSeconds).toBeCloseTo(eta, 3);
  });
});

test('a respawn begins a new life: the leak of the old one is forgotten', () => {
  const leaky = (second: number, change: Partial<RawWorker> = {}) =>
    worker({ requests: second * 10, delta_requests: second * 10, rss: 60 * mb + second * mb, ...change });
  const limits = knownLimits({ 'reload-on-rss': 1000 });
  const polls = Array.from({ length: 60 }, (_, second) =>
    observation(workerDocument([leaky(second)]), second * 1000, second === 0 ? { limits } : {}),
  );
  const next = leaky(60, {
    pid: 101,
    delta_requests: 3,
    respawn_count: 2,
    last_spawn: epochSeconds + 59,
    rss: 30 * mb,
  });
  const [before, after] = instancesAfter(...polls, observation(workerDocument([next]), 60_000)).slice(-2);
  expect(before?.seen?.workers[0]?.life.leak?.perUnit).toBeCloseTo(mb / 10, 0);
  expect(before?.seen?.workers[0]?.forecasts[0]?.etaSeconds).toBeDefined();
  expect(after?.seen?.workers[0]?.life.leak).toBeUndefined();
  expect(after?.seen?.workers[0]?.life.memory.rss?.points).toEqual([3, 30 * mb]);
  expect(after?.seen?.workers[0]?.forecasts[0]).toEqual({
    limit: 'reload-on-rss',
    value: 30 * mb,
    threshold: 1000 * mb,
  });
});

test('leaks of address space are followed where a limit looks at it', () => {
  const grown = (second: number) =>
    worker({ requests: second * 10, delta_requests: second * 10, rss: 60 * mb, vsz: 300 * mb + second * mb });
  const etaWith = (options: Readonly<Record<string, number>>) => {
    const limits = knownLimits(options);
    const { seen } = instanceAfter(
      ...Array.from({ length: 90 }, (_, second) =>
        observation(workerDocument([grown(second)]), second * 1000, second === 0 ? { limits } : {}),
      ),
    );
    return seen?.workers[0]?.forecasts[0]?.etaSeconds;
  };
  expect(etaWith({ 'reload-on-as': 439 })).toBeCloseTo(50, 0);
  expect(etaWith({ 'reload-on-rss': 439 })).toBeUndefined();
});
