import { performance } from 'node:perf_hooks';
import { holdRequest } from '../support/load';
import { serversOfThisFile } from '../support/servers';
import { countRequests, readStats } from '../support/stats';
import {
  eventsOf,
  eventsOfKind,
  type Moment,
  type Stretch,
  stretchesOf,
  watchTarget,
} from '../support/watching';

jest.setTimeout(60_000);

const path = '/slow?s=30&order=17';

/** Polled so often that the row is seen in which the new process still shows the old one's request. */
describe('a stuck request that harakiri ends', () => {
  const start = serversOfThisFile();
  let moments: readonly Moment[];
  let stretches: readonly Stretch[];
  let sentMs: number;
  let answeredMs: number;

  beforeAll(async () => {
    const uwsgi = await start({ options: { processes: 2, harakiri: 2 }, name: 'harakiri' });
    const watch = watchTarget(uwsgi.statsAddress, { intervalMs: 50 });
    await watch.polls(2);
    sentMs = performance.now();
    const answer = await holdRequest({ port: uwsgi.httpPort, path, headers: 'Host: shop.example\r\n' }).done;
    answeredMs = performance.now();
    expect(answer).toBe('');
    await watch.until(({ instance }) => (instance.seen?.totals?.harakiriCount ?? 0) > 0);
    await watch.polls(20);
    moments = await watch.stop();
    stretches = stretchesOf(moments);
    const document = await readStats(uwsgi.statsAddress);
    expect(document.workers.map(({ harakiri_count }) => harakiri_count).sort()).toEqual([0, 1]);
    expect(countRequests(document)).toBe(0);
  });

  test('is the one event, with the method and the URI of the victim', () => {
    const [event, ...others] = eventsOf(moments);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ kind: 'respawn', times: 1 });
    expect(event).toMatchObject({
      cause: { by: 'harakiri', kills: 1, victim: { method: 'GET', uri: path } },
    });
    const [respawn] = eventsOfKind(moments, 'respawn');
    const age = respawn?.cause.by === 'harakiri' ? respawn.cause.victim?.ageSeconds : undefined;
    expect(age).toBeGreaterThan(2);
    expect(age).toBeLessThan(5);
  });

  test('is counted once, for its own worker', () => {
    const seen = moments.at(-1)?.instance.seen;
    const kills = seen?.workers.map(({ counters }) => counters.harakiriCount);
    expect(kills?.toSorted()).toEqual([0, 1]);
    expect(kills?.indexOf(1)).toBe(Number(eventsOf(moments)[0]?.['worker']) - 1);
    expect(seen?.totals).toMatchObject({ harakiriCount: 1 });
  });

  test('keeps its worker wholly busy until the kill', () => {
    const victim = Number(eventsOf(moments)[0]?.['worker']) - 1;
    const within = stretches.filter(({ fromMs, toMs }) => fromMs > sentMs + 100 && toMs < answeredMs - 100);
    expect(within.length).toBeGreaterThan(5);
    for (const { workers } of within) {
      expect(workers[victim]).toMatchObject({ activity: 'busy', busyness: 1 });
      expect(workers[victim]?.flights).toMatchObject([{ method: 'GET', uri: path, host: 'shop.example' }]);
    }
    // After the kill the master rests for a second, in which it answers nobody: most of that interval is not busy.
    const pid = within[0]?.workers[victim]?.pid;
    const kill = stretches.find(({ workers }) => workers[victim]?.pid !== pid);
    expect(kill?.workers[victim]?.busyness).toBeLessThan(0.3);
  });

  test('is not shown any more by the process that comes after it', () => {
    const victim = Number(eventsOf(moments)[0]?.['worker']) - 1;
    const pids = moments.map(({ instance }) => instance.seen?.workers[victim]?.pid ?? 0);
    const after = moments.slice(pids.findIndex((pid) => pid > 0 && pid !== pids[0]));
    expect(after.length).toBeGreaterThan(10);
    for (const { instance } of after) {
      expect(instance.seen?.totals?.requestsInFlight).toBe(0);
      expect(instance.seen?.workers[victim]?.flights).toEqual([]);
      expect(instance.seen?.workers[victim]?.activity).not.toBe('busy');
    }
    // The interval of the kill itself may count as busy; those after it do not.
    for (const { instance } of after.slice(1)) expect(instance.seen?.totals?.busyness).toBe(0);
  });
});
