import { setTimeout as sleep } from 'node:timers/promises';
import { generateLoad, holdRequest } from '../support/load';
import { countRequests, readStats, readStatsText, type StatsDocument } from '../support/stats';
import { startUwsgi, type RunningUwsgi } from '../support/uwsgi';

jest.setTimeout(60_000);

describe('the load generator', () => {
  let uwsgi: RunningUwsgi;

  beforeAll(async () => {
    uwsgi = await startUwsgi({ options: { processes: 2, threads: 2 }, name: 'load' });
  });
  afterAll(() => uwsgi.stop());

  test.each([
    ['a number of requests', { requests: 500 }, 500],
    ['a time', { seconds: 2 }, undefined],
  ] as const)('counts for %s exactly what uWSGI counts', async (_, size, expected) => {
    const before = countRequests(await quiet(uwsgi));
    const load = await generateLoad({ port: uwsgi.httpPort, path: '/fast', concurrency: 8, ...size });
    const after = countRequests(await quiet(uwsgi));
    expect(load.failed).toBe(0);
    expect(load.completed).toBe(expected ?? after - before);
    expect(after - before).toBe(load.completed);
    expect(load.perSecond.reduce((sum, count) => sum + count, 0)).toBe(load.completed);
  });

  test('holds a request with raw header bytes until it is answered or aborted', async () => {
    const headers = Buffer.from('X-Odd: \xff\x1b[31m\r\nHost: here\r\n', 'latin1');
    const answered = holdRequest({ port: uwsgi.httpPort, path: '/slow?s=1', headers });
    const aborted = holdRequest({ port: uwsgi.httpPort, path: '/slow?s=2', headers });
    await sleep(500);
    // With such headers in flight, what uWSGI prints is no JSON any more: it is looked at as text.
    const text = await readStatsText(uwsgi.statsAddress);
    expect(text.match(/"in_request":1/g)).toHaveLength(2);
    expect(text.match(/\x1b\[31m/g)).toHaveLength(2);
    aborted.abort();
    expect(await aborted.done).toBe('');
    expect(await answered.done).toMatch(/^HTTP\/1\.[01] 200 OK\r\n[^]*slept\n$/);
  });

  // Stands last: a core that died in a request says for a while that it is still in it.
  test('calls a request failed that was answered with nothing', async () => {
    const load = await generateLoad({ port: uwsgi.httpPort, path: '/die', concurrency: 1, requests: 1 });
    expect(load).toMatchObject({ completed: 0, failed: 1 });
  });
});

/** The stats once no request is in flight any more: a worker counts a request just after it has answered it. */
async function quiet(uwsgi: RunningUwsgi): Promise<StatsDocument> {
  for (let turn = 0; turn < 100; turn += 1) {
    await sleep(50);
    const document = await readStats(uwsgi.statsAddress);
    if (countInFlight(document) === 0) return document;
  }
  throw new Error('requests are still in flight');
}

function countInFlight(document: StatsDocument): number {
  return document.workers.flatMap((worker) => worker.cores).filter((core) => core.in_request === 1).length;
}
