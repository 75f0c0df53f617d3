/** What this machine tells of a uWSGI that runs on it, all the way into the model: processes, titles, limits. */
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execFileSync } from 'node:child_process';
import type { WorkerState } from '../../src/model/worker';
import { generateLoad, holdRequest, type HeldRequest } from '../support/load';
import { serversOfThisFile } from '../support/servers';
import type { RunningUwsgi } from '../support/uwsgi';
import { eventsOf, type Moment, type Watch, watchTarget } from '../support/watching';

jest.setTimeout(60_000);

const start = serversOfThisFile();
const intervalMs = 500;

const workersOf = ({ instance }: Moment): readonly WorkerState[] => instance.seen?.workers ?? [];
const configOf = (uwsgi: RunningUwsgi) => join(uwsgi.directory, 'uwsgi.ini');
const lineOf = (uwsgi: RunningUwsgi, option: string) =>
  readFileSync(configOf(uwsgi), 'utf8')
    .split('\n')
    .findIndex((line) => line.startsWith(`${option} `)) + 1;

describe('a uWSGI on this machine', () => {
  let uwsgi: RunningUwsgi;
  let watch: Watch;
  const held: HeldRequest[] = [];

  beforeAll(async () => {
    uwsgi = await start({
      options: { processes: 2, harakiri: 40, 'max-requests': 5000 },
      configuration: 'ini',
      name: 'facts',
    });
    watch = watchTarget(uwsgi.statsAddress, { intervalMs });
    await watch.polls(2);
  });
  afterAll(async () => {
    await watch.stop();
    for (const request of held) request.abort();
  });

  test('has the RSS of statm, without memory-report', async () => {
    await generateLoad({ port: uwsgi.httpPort, path: '/leak?mb=20', concurrency: 2, requests: 4 });
    const workers = workersOf(await watch.polls(2));
    const page = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));
    for (const { pid, rssBytes, rssSource, pssBytes, reportedMemory } of workers) {
      const pages = Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
      expect(rssBytes).toBe(pages * page);
      expect(rssSource).toBe('/proc');
      expect(reportedMemory).toEqual({});
      expect(pssBytes).toBeLessThanOrEqual(pages * page);
    }
  });

  test('tells where each limit is from', () => {
    const limits = watch.moments.at(-1)?.instance.limits;
    const place = (option: string) => `from ${configOf(uwsgi)} line ${lineOf(uwsgi, option)}`;
    expect(limits?.notes).toEqual([]);
    expect(limits?.limits.harakiriSeconds).toMatchObject({
      state: 'set',
      value: 40,
      source: `harakiri 40 s, ${place('harakiri')}`,
    });
    expect(limits?.limits.maxRequests.state).toBe('set');
    expect(limits?.limits.maxRequests).toMatchObject({
      source: expect.stringContaining(place('max-requests')) as string,
    });
    expect(limits?.limits.reloadOnRssBytes).toMatchObject({
      state: 'off',
      reason: expect.any(String) as string,
    });
  });

  test('uses a CPU where a worker spins, and none elsewhere', async () => {
    held.push(holdRequest({ port: uwsgi.httpPort, path: '/spin', headers: '' }));
    const spinning = (moment: Moment) => workersOf(moment).findIndex(({ flights }) => flights.length > 0);
    const index = spinning(await watch.until((moment) => spinning(moment) >= 0));
    const pid = watch.moments.at(-1)?.instance.seen?.workers[index]?.pid ?? 0;
    const shares: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const [waitedBefore, atMs] = [waitedMs(pid), performance.now()];
      const workers = workersOf(await watch.polls(1));
      const waited = (waitedMs(pid) - waitedBefore) / (performance.now() - atMs);
      // On a busy machine it has to wait for a CPU at times, which the scheduler counts as well.
      if (turn > 1) shares.push((workers[index]?.cpuFraction ?? NaN) + waited);
      for (const [other, { cpuFraction }] of workers.entries())
        if (other !== index) expect(cpuFraction).toBeLessThan(0.1);
    }
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(Math.abs(mean - 1)).toBeLessThan(0.15);
  });

  test('has workers with the title that the application gave them', async () => {
    expect(workersOf(watch.moments.at(-1) ?? (await watch.polls(1))).map(({ label }) => label)).toEqual([
      undefined,
      undefined,
    ]);
    await holdRequest({ port: uwsgi.httpPort, path: '/name?n=checkout+desk', headers: '' }).done;
    const named = await watch.until(
      (moment) => workersOf(moment).some(({ label }) => label !== undefined),
      15_000,
    );
    expect(workersOf(named).flatMap(({ label }) => label ?? [])).toEqual(['checkout desk']);
  });
});

/** What the scheduler counted of waiting for a CPU. */
function waitedMs(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[1]) / 1e6;
}

test('limits are read again after a reload', async () => {
  const uwsgi = await start({ options: { processes: 1, harakiri: 40 }, configuration: 'ini', name: 'again' });
  const watch = watchTarget(uwsgi.statsAddress, { intervalMs });
  await watch.polls(1);
  const told = () => watch.moments.map(({ instance }) => instance.limits?.limits.harakiriSeconds.value);
  expect(told().at(-1)).toBe(40);
  const text = readFileSync(configOf(uwsgi), 'utf8');
  writeFileSync(configOf(uwsgi), `${text.replace('harakiri = 40', 'harakiri = 77')}max-requests = 9\n`);
  // last_spawn has a grain of one second: within one, the new workers could not be told from the old.
  await sleep(1100);
  expect(told().at(-1)).toBe(40);
  uwsgi.signal('SIGHUP');
  const { instance } = await watch.until((moment) => moment.instance.events.length > 0);
  expect(instance.limits?.limits.harakiriSeconds).toMatchObject({ value: 77 });
  expect(instance.forecastLimits).toMatchObject({ harakiriSeconds: 77, maxRequests: 9 });
  await watch.polls(2);
  expect(eventsOf(await watch.stop())).toEqual([{ kind: 'reload' }]);
});

test('the tasks of a spooler that wait are counted, those of all priorities', async () => {
  const uwsgi = await start({
    options: { processes: 1, spooler: 'spool', 'spooler-ordered': true, 'spooler-frequency': 1 },
    name: 'spool',
  });
  const folder = join(uwsgi.directory, 'spool');
  const watch = watchTarget(uwsgi.statsAddress, { intervalMs });
  const spoolers = ({ observation: { host } }: Moment) => (host?.local === true ? host.spoolers : undefined);
  expect(spoolers(await watch.polls(1))).toEqual([{ dir: folder, pending: 0 }]);
  for (const path of ['/spool?n=3&s=60', '/spool?n=2&s=60&p=7'])
    await generateLoad({ port: uwsgi.httpPort, path, concurrency: 1, requests: 1 });
  const counted = await watch.until((moment) => spoolers(moment)?.[0]?.pending === 5, 15_000);
  expect(spoolers(counted)).toEqual([{ dir: folder, pending: 5 }]);
  const files = readdirSync(folder, { recursive: true }).map(String);
  expect(files.filter((name) => name.includes('uwsgi_spoolfile_on_'))).toHaveLength(5);
  await watch.stop();
});

describe('a configuration that cannot be read', () => {
  test.each([
    ['is gone', (path: string) => renameSync(path, `${path}.away`), /does not exist/],
    [
      'is no text of this kind',
      (path: string) => writeFileSync(path, Buffer.alloc(3 * 1024 * 1024, 'x\n')),
      /1 MiB/,
    ],
  ])(
    'because it %s leaves the limits unknown, with a note, and all else as it is',
    async (_, spoil, reason) => {
      const uwsgi = await start({
        options: { processes: 2, harakiri: 40 },
        configuration: 'ini',
        name: 'spoilt',
      });
      spoil(configOf(uwsgi));
      const watch = watchTarget(uwsgi.statsAddress, { intervalMs });
      await watch.polls(3);
      const moments = await watch.stop();
      for (const { observation, instance } of moments) {
        expect(observation.outcome.ok).toBe(true);
        expect(instance.seen?.workers.map(({ rssSource }) => rssSource)).toEqual(['/proc', '/proc']);
        expect(instance.limits?.notes.join()).toMatch(reason);
        const { harakiriSeconds, maxRequests } = instance.limits?.limits ?? {};
        expect([harakiriSeconds?.state, maxRequests?.state]).toEqual(['unknown', 'unknown']);
        expect(harakiriSeconds).toMatchObject({ reason: expect.stringMatching(reason) as string });
        expect(instance.forecastLimits.harakiriSeconds).toBeUndefined();
      }
      expect(eventsOf(moments)).toEqual([]);
    },
  );
});
