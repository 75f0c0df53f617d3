import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateLoad, type Load } from '../support/load';
import { serversOfThisFile } from '../support/servers';
import { countByRates, type Stretch, stretchesOf, watchTarget } from '../support/watching';

jest.setTimeout(60_000);

const processes = 4;
const seconds = 20;
const slowSeconds = 0.02;
const lanes = 3;

describe('requests per second under load', () => {
  const start = serversOfThisFile();
  let stretches: readonly Stretch[];
  let fast: Load;
  let slow: Load;
  let loadStartedMs: number;

  beforeAll(async () => {
    const uwsgi = await start({ options: { processes }, name: 'rates' });
    const size = { port: uwsgi.httpPort, concurrency: lanes, seconds };
    const watch = watchTarget(uwsgi.statsAddress, { intervalMs: 1000 });
    await watch.polls(1);
    loadStartedMs = performance.now();
    [fast, slow] = await Promise.all([
      generateLoad({ ...size, path: '/fast' }),
      generateLoad({ ...size, path: `/slow?s=${slowSeconds}` }),
    ]);
    // A worker counts a request just after it has answered it.
    await sleep(200);
    await watch.polls(1);
    stretches = stretchesOf(await watch.stop());
  });

  test('add up to what the load generator counted', () => {
    expect(fast.failed + slow.failed).toBe(0);
    const sent = fast.completed + slow.completed;
    expect(sent).toBeGreaterThan(10 * seconds);
    expect(Math.abs(countByRates(stretches) - sent) / sent).toBeLessThan(0.01);
  });

  test('belong to their own second, not to an earlier or a later one', () => {
    const loadSecond = (ms: number) => Math.floor((ms - loadStartedMs) / 1000);
    const sentBefore = (second: number) =>
      [fast, slow].reduce((total, { perSecond }) => total + sum(perSecond.slice(0, Math.max(0, second))), 0);
    // Each lane has one request on its way at most: by so many the two counts may differ at any moment.
    const onTheWay = 2 * lanes;
    for (const [index, { fromMs, toMs }] of stretches.entries()) {
      const counted = countByRates(stretches.slice(0, index + 1));
      // The master collected the figures between the connection, at most one poll ago, and its first byte.
      const dialledMs = Math.max(fromMs, toMs - 200);
      expect(counted).toBeGreaterThanOrEqual(sentBefore(loadSecond(dialledMs)) - onTheWay);
      expect(counted).toBeLessThanOrEqual(sentBefore(loadSecond(toMs) + 1) + onTheWay);
    }
  });

  test('of the workers add up to those of the instance', () => {
    for (const { workers, totals } of stretches) {
      expect(workers).toHaveLength(processes);
      const rates = workers.map(({ requestsPerSecond }) => requestsPerSecond ?? NaN);
      expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
      expect(sum(rates)).toBeCloseTo(totals.requestsPerSecond ?? NaN, 6);
    }
  });

  test('come with service times that account for the time of the slow ones, and for no more than there was', () => {
    const spentMs = sum(
      stretches.map(
        ({ totals, ...stretch }) => (totals.serviceTimeMs ?? 0) * countByRates([{ totals, ...stretch }]),
      ),
    );
    const lastedMs = (stretches.at(-1)?.toMs ?? NaN) - (stretches[0]?.fromMs ?? NaN);
    expect(spentMs).toBeGreaterThanOrEqual(slow.completed * slowSeconds * 1000);
    expect(spentMs).toBeLessThanOrEqual(processes * lastedMs);
  });
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
