/** The vassals of a real emperor, each in another state, as a script reads them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { InstanceState } from '../../src/model/instance';
import type { VassalReport } from '../../src/output/empire-contract';
import { eventually } from '../support/eventually';
import { generateLoad } from '../support/load';
import { freePort } from '../support/ports';
import { reportOnce } from '../support/program';
import { serversOfThisFile } from '../support/servers';
import type { RunningUwsgi } from '../support/uwsgi';
import { type Moment, type Watch, watchTarget } from '../support/watching';

jest.setTimeout(60_000);

const application = resolve(__dirname, '../fixtures/uwsgi/app.py');
const folder = mkdtempSync(join(tmpdir(), 'uwtop-vassals-'));
const vassals = join(folder, 'vassals');
const fileOf = (name: string) => join(vassals, name);
const start = serversOfThisFile();
let emperor: RunningUwsgi;
let [visitedPort, sleepingPort] = [0, 0];

/** It is never listed half written: a vassal is what ends in ini. */
function writeVassal(name: string, ...lines: readonly string[]): void {
  writeFileSync(
    fileOf(`${name}.ini`),
    ['[uwsgi]', 'master = true', 'need-app = true', ...lines, ''].join('\n'),
  );
}

beforeAll(async () => {
  mkdirSync(vassals);
  [visitedPort, sleepingPort] = [await freePort(), await freePort()];
  const app = `wsgi-file = ${application}`;
  writeVassal('visited', `http-socket = 127.0.0.1:${visitedPort}`, app, `stats = ${folder}/visited.stats`);
  writeVassal('idle', 'http-socket = 127.0.0.1:0', app, 'heartbeat = 1');
  writeVassal('sleeping', app, 'protocol = http');
  writeFileSync(fileOf('sleeping.ini.socket'), `127.0.0.1:${sleepingPort}`);
  emperor = await start({
    app: 'none',
    statsOption: 'emperor-stats',
    name: 'emperor',
    options: {
      emperor: vassals,
      'emperor-freq': 1,
      'emperor-throttle': 300,
      'emperor-on-demand-extension': '.socket',
      'vassal-set': 'plugin=python3',
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function vassalsNow(): Promise<ReadonlyMap<string, VassalReport>> {
  const { report } = await reportOnce([emperor.statsAddress]);
  const [only] = report.instances;
  expect(only).toMatchObject({ kind: 'emperor', state: 'up' });
  return new Map((only?.vassals ?? []).map((vassal) => [vassal.id, vassal]));
}

test('each has its state, and what it is known by', async () => {
  const visits = await eventually(async () => {
    expect((await vassalsNow()).get('visited.ini')?.state).toBe('accepting');
    return generateLoad({ port: visitedPort, path: '/fast', concurrency: 1, requests: 5 });
  });
  expect(visits.failed).toBe(0);
  await eventually(async () => {
    const all = await vassalsNow();
    expect([...all.keys()].sort()).toEqual(['idle.ini', 'sleeping.ini', 'visited.ini']);
    expect(all.get('visited.ini')).toMatchObject({
      ...{ state: 'accepting', served: true, crashes: null, heartbeatSeconds: null, onDemand: null },
      stats: { address: `${folder}/visited.stats`, reason: null },
    });
    const idle = all.get('idle.ini');
    expect(idle).toMatchObject({
      state: 'accepting',
      served: false,
      crashes: null,
      stats: { address: null },
    });
    expect(idle?.heartbeatSeconds).toBeLessThan(10);
    expect(all.get('sleeping.ini')).toMatchObject({
      ...{ state: 'on demand', pid: null, onDemand: `127.0.0.1:${sleepingPort}` },
    });
  });
});

test('one that waits for a connection is up with the first', async () => {
  const { completed } = await generateLoad({
    port: sleepingPort,
    path: '/fast',
    concurrency: 1,
    requests: 1,
  });
  expect(completed).toBe(1);
  expect((await vassalsNow()).get('sleeping.ini')).toMatchObject({ state: 'accepting', crashes: null });
});

describe('one that dies again and again', () => {
  let watch: Watch;

  beforeAll(async () => {
    watch = watchTarget(emperor.statsAddress, { intervalMs: 100 });
    await watch.polls(2);
    writeVassal('flapping', 'http-socket = 127.0.0.1:0', 'wsgi-file = no_such_app.py');
  });
  afterAll(() => watch.stop());
  const eventsOf = ({ instance }: Moment, name: string) =>
    instance.events.filter((event) => 'vassal' in event && event.vassal === name).map(({ kind }) => kind);

  test('is blacklisted, with its crashes and the wait that grows', async () => {
    await watch.until(({ instance }) => attemptsOf(instance) >= 3, 30_000);
    const flapping = (await vassalsNow()).get('flapping.ini');
    expect(flapping).toMatchObject({ state: 'blacklisted' });
    expect(flapping?.crashes).toBeGreaterThanOrEqual(3);
    expect(flapping?.throttleSeconds).toBeGreaterThan(0.5);
  });

  test('is one event and one alert, until it serves', async () => {
    const before = watch.moments.at(-1);
    expect(before && eventsOf(before, 'flapping.ini')).toEqual(['vassal-new', 'vassal-cursed']);
    const alarmed = await watch.until(({ alerts }) => alerts.length > 0);
    expect(alarmed.alerts).toMatchObject([{ rule: 'vassal', subject: 'vassal flapping.ini' }]);
    const mended = ['http-socket = 127.0.0.1:0', `wsgi-file = ${application}`];
    writeVassal('flapping', ...mended);
    const served = await watch.until((moment) => eventsOf(moment, 'flapping.ini').length > 2, 20_000);
    expect(eventsOf(served, 'flapping.ini')).toEqual(['vassal-new', 'vassal-cursed', 'vassal-serves']);
    await watch.until(({ alerts }) => alerts.length === 0, 20_000);
  });
});

const attemptsOf = ({ seen }: InstanceState): number =>
  seen?.vassals.find(({ id }) => id === 'flapping.ini')?.attempts ?? 0;
