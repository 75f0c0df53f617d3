import { setTimeout as sleep } from 'node:timers/promises';
import { generateLoad, type Load } from '../support/load';
import { readQuietStats } from '../support/quiet';
import { serversOfThisFile } from '../support/servers';
import type { StatsDocument } from '../support/stats';
import {
  countByRates,
  eventsOf,
  type Moment,
  type Stretch,
  stretchesOf,
  watchTarget,
} from '../support/watching';

jest.setTimeout(60_000);

const processes = 4;
const requestSeconds = 0.02;
const lanes = 6;
const intervalMs = 500;

describe('workers that are recycled by max-requests under load', () => {
  const start = serversOfThisFile();
  let moments: readonly Moment[];
  let stretches: readonly Stretch[];
  let load: Load;
  let end: StatsDocument;

  beforeAll(async () => {
    // Two polls at least see each life, so that no respawn hides behind another.
    const options = { processes, 'max-requests': 20, 'min-worker-lifetime': 2 };
    const uwsgi = await start({ options, name: 'recycling' });
    const watch = watchTarget(uwsgi.statsAddress, { intervalMs });
    await watch.polls(1);
    const path = `/slow?s=${requestSeconds}`;
    load = await generateLoad({ port: uwsgi.httpPort, path, concurrency: lanes, seconds: 14 });
    // The last to be recycled have to be back before the tally is made.
    await sleep(1000);
    end = await readQuietStats(uwsgi.statsAddress);
    await watch.polls(1);
    moments = await watch.stop();
    stretches = stretchesOf(moments);
  });

  test('lose no request of the count', () => {
    expect(load.failed).toBe(0);
    expect(Math.abs(countByRates(stretches) - load.completed) / load.completed).toBeLessThan(0.01);
  });

  test('show no spike and nothing negative', () => {
    for (const { fromMs, toMs, workers } of stretches) {
      // More requests of this length than fit cannot have been served, whatever the machine was doing.
      const most = (toMs - fromMs + intervalMs / 5) / (requestSeconds * 1000) + 1;
      for (const { requestsPerSecond, busyness, serviceTimeMs, interval } of workers) {
        expect(interval).toBeDefined();
        expect(requestsPerSecond).toBeGreaterThanOrEqual(0);
        expect(interval?.requests).toBeLessThanOrEqual(most);
        expect(busyness).toBeGreaterThanOrEqual(0);
        expect(busyness).toBeLessThanOrEqual(1);
        if (serviceTimeMs !== undefined) expect(serviceTimeMs).toBeGreaterThanOrEqual(requestSeconds * 1000);
      }
    }
  });

  test('give one respawn event each time, and no other', () => {
    const events = eventsOf(moments);
    for (const [index, worker] of end.workers.entries()) {
      const respawns = events.filter((event) => event['kind'] === 'respawn' && event['worker'] === index + 1);
      expect(worker.respawn_count).toBeGreaterThan(3);
      expect(respawns).toHaveLength(worker.respawn_count - 1);
      expect(respawns.at(-1)).toMatchObject({ pid: worker.pid });
      for (const respawn of respawns)
        expect(respawn).toMatchObject({ times: 1, cause: { by: 'max-requests', threshold: 20 } });
      for (const [turn, { previousPid }] of respawns.slice(1).entries()) {
        expect(previousPid).toBe(respawns[turn]?.['pid']);
      }
    }
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(['respawn']));
  });
});
