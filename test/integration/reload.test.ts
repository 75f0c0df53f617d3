import { mkdtempSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isActive } from '../../src/model/worker-activity';
import { generateLoad, holdRequest } from '../support/load';
import { readQuietStats } from '../support/quiet';
import { serversOfThisFile } from '../support/servers';
import { countRequests } from '../support/stats';
import type { RunningUwsgi } from '../support/uwsgi';
import {
  countByRates,
  eventsOf,
  type Moment,
  stretchesOf,
  type Watch,
  watchTarget,
} from '../support/watching';

jest.setTimeout(60_000);

const start = serversOfThisFile();
const processes = 4;
const intervalMs = 200;

describe('SIGHUP under light load', () => {
  let uwsgi: RunningUwsgi;
  let moments: readonly Moment[];
  let pollsBefore: number;

  beforeAll(async () => {
    uwsgi = await start({ options: { processes }, name: 'reload' });
    const port = uwsgi.httpPort;
    const watch = watchTarget(uwsgi.statsAddress, { intervalMs });
    await generateLoad({ port, path: '/slow?s=0.05', concurrency: 2, seconds: 2 });
    // The reload waits for this one, and so is long enough to be looked at from inside.
    const held = holdRequest({ port, path: '/slow?s=2.5', headers: '' });
    await watch.polls(2);
    pollsBefore = watch.moments.length;
    uwsgi.signal('SIGHUP');
    await generateLoad({ port, path: '/slow?s=0.05', concurrency: 2, seconds: 5 });
    expect(await held.done).toContain('slept');
    await sleep(200);
    await watch.polls(2);
    moments = await watch.stop();
  });

  test('is survived: every poll is answered, by the same master', () => {
    for (const { observation, instance } of moments) {
      expect(observation.outcome.ok).toBe(true);
      expect(instance).toMatchObject({ phase: 'up', seen: { pid: uwsgi.pid } });
      expect(instance.seen?.workers).toHaveLength(processes);
    }
  });

  test('is one event and no more', () => {
    expect(eventsOf(moments)).toEqual([{ kind: 'reload' }]);
  });

  test('leaves a gap in the rates of the interval of the reset, and no absurd number anywhere', () => {
    const reset = resetOf(moments);
    expect(reset).toBeGreaterThan(pollsBefore);
    const { totals, workers = [] } = moments[reset]?.instance.seen ?? {};
    expect(workers.filter(({ interval }) => interval !== undefined)).toEqual([]);
    expect(totals?.requestsPerSecond).toBeUndefined();
    expect(totals?.busyness).toBeUndefined();
    for (const stretch of stretchesOf(moments)) {
      const { requestsPerSecond = 0, busyness = 0, serviceTimeMs = 50 } = stretch.totals;
      const most = (2 * (stretch.toMs - stretch.fromMs + 200)) / 50 + 2;
      expect(requestsPerSecond).toBeGreaterThanOrEqual(0);
      expect(countByRates([stretch])).toBeLessThanOrEqual(most);
      expect(busyness).toBeGreaterThanOrEqual(0);
      expect(busyness).toBeLessThanOrEqual(1);
      expect(serviceTimeMs).toBeGreaterThanOrEqual(50);
    }
  });

  test('counts right again from then on', async () => {
    const reset = resetOf(moments);
    const already = sum(
      moments[reset]?.instance.seen?.workers.map(({ counters }) => counters.requests) ?? [],
    );
    const after = stretchesOf(moments.slice(reset));
    const document = await readQuietStats(uwsgi.statsAddress);
    expect(already + countByRates(after)).toBeCloseTo(countRequests(document), 3);
    expect(countByRates(after)).toBeGreaterThan(10);
  });

  test('never counts a worker without a process as one that takes requests', () => {
    let withoutProcess = 0;
    for (const { observation, instance } of moments) {
      if (!observation.outcome.ok || observation.outcome.value.snapshot.kind !== 'worker') continue;
      const raw = observation.outcome.value.snapshot.document.workers;
      const { workers = [], totals } = instance.seen ?? {};
      for (const [index, { pid }] of raw.entries()) {
        const worker = workers[index];
        if (pid > 0 || worker === undefined) continue;
        withoutProcess += 1;
        expect(isActive(worker.activity)).toBe(false);
        expect(worker.flights).toEqual([]);
      }
      expect(totals?.active).toBe(raw.filter(({ pid }) => pid > 0).length);
    }
    // Otherwise the reload was never seen from inside, and nothing was tested.
    expect(withoutProcess).toBeGreaterThan(0);
  });
});

test('SIGHUP of an instance that has never served is one event too', async () => {
  const uwsgi = await start({ options: { processes: 2 }, name: 'idle-reload' });
  const watch = watchTarget(uwsgi.statsAddress, { intervalMs });
  // last_spawn has a grain of one second: within one, the new workers could not be told from the old.
  await sleep(1100);
  await watch.polls(1);
  uwsgi.signal('SIGHUP');
  await watch.until(({ instance }) => instance.events.length > 0);
  await watch.polls(5);
  expect(eventsOf(await watch.stop())).toEqual([{ kind: 'reload' }]);
});

describe('a master that is killed and started again on the same socket', () => {
  test('is lost, then back as another master, with the data of the old one kept in between', async () => {
    // Both listen on paths of their own; the address that is watched leads to the one that is meant.
    const directory = mkdtempSync(join(tmpdir(), 'uwtop-restart-'));
    const address = join(directory, 'stats.sock');
    const first = await start({ options: { processes: 2 }, stats: 'unix', name: 'first' });
    symlinkSync(first.statsAddress, address);
    const watch = watchTarget(address, { intervalMs });
    await generateLoad({ port: first.httpPort, path: '/fast', concurrency: 2, requests: 50 });
    await watch.polls(2);
    const before = watch.moments.at(-1)?.instance.seen;
    first.signal('SIGKILL');
    const lost = await watch.until(({ observation }) => !observation.outcome.ok);
    expect(lost.instance).toMatchObject({ phase: 'stale', polls: { missed: 1 } });
    expect(lost.instance.failure?.code).toMatch(/^(refused|reset)$/);
    await watch.until(({ instance }) => instance.failure?.code === 'refused');
    const second = await start({ options: { processes: 2 }, stats: 'unix', name: 'second' });
    const stillLost = watch.moments.at(-1)?.instance;
    expect(stillLost?.seen?.totals).toEqual(before?.totals);
    unlinkSync(address);
    symlinkSync(second.statsAddress, address);
    const back = await watch.until(({ instance }) => instance.phase === 'up');
    rmSync(directory, { recursive: true });
    expect(eventsOf(await watch.stop())).toEqual([
      { kind: 'lost', message: expect.stringMatching(/^connection refused|broke off/) as string },
      { kind: 'back', awaySeconds: expect.any(Number) as number },
      {
        ...{ kind: 'master-restart', pid: second.pid, previousPid: first.pid },
        moved: { from: first.directory, to: second.directory },
      },
    ]);
    expect(back.instance.seen).toMatchObject({ pid: second.pid });
    expect(back.instance.seen?.totals?.requestsPerSecond).toBeUndefined();
    expect(back.instance.seen?.totals?.busyness).toBeUndefined();
  });
});

describe('a master that is stopped by SIGSTOP', () => {
  let watch: Watch;

  test('is silent while the last data stays, and comes back by SIGCONT', async () => {
    const uwsgi = await start({ options: { processes: 2 }, name: 'stopped' });
    await generateLoad({ port: uwsgi.httpPort, path: '/fast', concurrency: 2, requests: 50 });
    watch = watchTarget(uwsgi.statsAddress, { intervalMs, readTimeoutMs: 600 });
    await watch.polls(2);
    uwsgi.signal('SIGSTOP');
    const silent = await watch.until(({ observation }) => !observation.outcome.ok);
    await watch.polls(2);
    expect(silent.instance.failure?.code).toMatch(/^(silent|read-timeout)$/);
    const stopped = watch.moments.at(-1)?.instance;
    expect(stopped).toMatchObject({ phase: 'stale', failure: { code: 'silent' }, seen: { pid: uwsgi.pid } });
    expect(stopped?.seen?.workers.reduce((total, { counters }) => total + counters.requests, 0)).toBe(50);
    // The workers go on without their master, and what they serve meanwhile belongs to the time of the silence.
    const meanwhile = await generateLoad({
      port: uwsgi.httpPort,
      path: '/fast',
      concurrency: 2,
      requests: 30,
    });
    expect(meanwhile.failed).toBe(0);
    uwsgi.signal('SIGCONT');
    const back = await watch.until(({ instance }) => instance.phase === 'up');
    const moments = await watch.stop();
    expect(eventsOf(moments).map(({ kind }) => kind)).toEqual(['lost', 'back']);
    const { requestsPerSecond = NaN } = back.instance.seen?.totals ?? {};
    const awaySeconds = (back.observation.monotonicMs - (stopped?.seen?.monotonicMs ?? NaN)) / 1000;
    expect(requestsPerSecond * awaySeconds).toBeCloseTo(30, 3);
  });
});

/** The first poll that brought smaller counters than the one before. */
function resetOf(moments: readonly Moment[]): number {
  const counts = moments.map(({ instance }) =>
    sum(instance.seen?.workers.map(({ counters }) => counters.requests) ?? []),
  );
  return counts.findIndex((count, index) => count < (counts[index - 1] ?? 0));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
