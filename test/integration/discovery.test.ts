import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Discovery, discoverLocal } from '../../src/targets/discover';
import { formatAddress } from '../../src/targets/address';
import { type InstanceReport, reportSchema } from '../../src/output/contract';
import { eventually } from '../support/eventually';
import { holdRequest } from '../support/load';
import { freePort } from '../support/ports';
import { runProgram } from '../support/program';
import { serversOfThisFile } from '../support/servers';
import { readStats, readStatsText } from '../support/stats';
import type { RunningUwsgi } from '../support/uwsgi';
import { hasPlugin } from '../support/uwsgi-plugins';

jest.setTimeout(60_000);

describe('once without an address', () => {
  const start = serversOfThisFile();
  let running: RunningUwsgi[];

  beforeAll(async () => {
    running = await Promise.all([
      start({ options: { processes: 1 }, name: 'found-tcp' }),
      start({ options: { processes: 1 }, stats: 'unix', name: 'found-unix' }),
      start({ options: { processes: 1 }, stats: 'abstract', name: 'found-abstract' }),
    ]);
  });

  test('finds the running instances, whatever their stats listen on', async () => {
    const instances = await discover();
    for (const { statsAddress, pid } of running) {
      const found = instances.filter((instance) => instance.pid === pid);
      expect(found).toMatchObject([{ target: statsAddress, kind: 'worker', state: 'up', error: null }]);
    }
  });

  test('finds them also after a worker was respawned, which inherits the stats socket', async () => {
    const [first] = running;
    if (first === undefined) throw new Error('nothing runs');
    await holdRequest({ port: first.httpPort, path: '/die', headers: '' }).done;
    while ((await readStats(first.statsAddress)).workers[0]?.respawn_count !== 2) await sleep(100);
    const found = (await discover()).filter(({ pid }) => pid === first.pid);
    expect(found).toMatchObject([{ target: first.statsAddress, workers: [{ respawnCount: 2 }] }]);
  });

  test('does not touch the sockets of the application', async () => {
    // A connection to a server that is wholly busy stays in its queue, even when the client has gone.
    const held = running.map(({ httpPort }) =>
      holdRequest({ port: httpPort, path: '/slow?s=30', headers: '' }),
    );
    await sleep(300);
    await discover();
    expect(await queues(running)).toEqual([0, 0, 0]);
    const visitor = holdRequest({ port: running[0]?.httpPort ?? 0, path: '/fast', headers: '' });
    await sleep(100);
    visitor.abort();
    expect(await queues(running)).toEqual([1, 0, 0]);
    for (const request of held) request.abort();
  });
});

/** Others may run on this machine too, and may be of any kind: only ours are looked at. */
async function discover(): Promise<readonly InstanceReport[]> {
  const { exitCode, stdout } = await runProgram(['once', '--json', '-i', '0.2', '--timeout', '2']);
  expect(exitCode).toBe(0);
  return reportSchema.parse(JSON.parse(stdout.toString())).instances;
}

/** Connections that wait for each application; the master looks about once a second. */
async function queues(running: readonly RunningUwsgi[]): Promise<number[]> {
  await sleep(1500);
  const texts = await Promise.all(running.map(({ statsAddress }) => readStatsText(statsAddress)));
  return texts.map((text) => (JSON.parse(text) as { readonly listen_queue: number }).listen_queue);
}

/** What was found of these, as `name: address`, with the group of a vassal. */
const namesOf = ({ found }: Discovery, isOurs: (address: string) => boolean): string[] =>
  found
    .map(({ name, group, address }) => ({ name, group, text: formatAddress(address) }))
    .filter(({ text }) => isOurs(text))
    .map(({ name, group, text }) => `${group === undefined ? '' : `${group} / `}${name}: ${text}`)
    .sort();

const application = resolve(__dirname, '../fixtures/uwsgi/app.py');
const ini = (...lines: readonly string[]) => ['[uwsgi]', ...lines, ''].join('\n');

describe('an emperor', () => {
  const start = serversOfThisFile();
  const folder = mkdtempSync(join(tmpdir(), 'uwtop-empire-'));
  let emperor: RunningUwsgi;
  let appPort: number;

  beforeAll(async () => {
    appPort = await freePort();
    const vassal = [
      'master = true',
      'http-socket = 127.0.0.1:0',
      `wsgi-file = ${application}`,
      'need-app = true',
    ];
    const vassals: Readonly<Record<string, string>> = {
      'found-good.ini': ini(...vassal, `stats = ${folder}/%n.stats`),
      'found-silent.ini': ini(...vassal),
      'found-crash.ini': ini(
        'master = true',
        'http-socket = 127.0.0.1:0',
        'wsgi-file = no_such_app.py',
        'need-app = true',
      ),
      'found-brood.ini':
        ini(
          'master = true',
          `http-socket = 127.0.0.1:${appPort}`,
          `wsgi-file = ${application}`,
          'processes = 1',
          `zerg-server = ${folder}/zerg.sock`,
          'vassal-sos-backlog = 3',
          `stats = ${folder}/found-brood.stats`,
        ) +
        [
          '[zerg]',
          `zerg = ${folder}/zerg.sock`,
          'master = true',
          'processes = 1',
          `wsgi-file = ${application}`,
          `stats = ${folder}/zerg.stats`,
          '',
        ].join('\n'),
    };
    mkdirSync(join(folder, 'vassals'));
    for (const [name, text] of Object.entries(vassals)) writeFileSync(join(folder, 'vassals', name), text);
    emperor = await start({
      app: 'none',
      statsOption: 'emperor-stats',
      name: 'emperor',
      configuration: 'ini',
      options: {
        emperor: join(folder, 'vassals'),
        'emperor-freq': 1,
        'emperor-throttle': 500,
        'emperor-broodlord': 2,
        'vassal-set': 'plugin=python3',
        'procname-prefix': 'empire-',
      },
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const isOurs = (address: string) => address.startsWith(folder) || address === emperor.statsAddress;

  test('is found with its vassals, which are its group, and those without stats are told what to add', async () => {
    const expected = [
      `empire / empire: ${emperor.statsAddress}`,
      `empire / found-brood: ${folder}/found-brood.stats`,
      `empire / found-good: ${folder}/found-good.stats`,
    ];
    await eventually(async () => {
      expect(namesOf(await discoverLocal(), isOurs)).toEqual(expected);
    });
    const file = `${folder}/vassals/found-silent.ini`;
    const { remarks } = await discoverLocal();
    expect(remarks.filter((remark) => remark.includes(folder))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^found-silent \\(pid \\d+\\) has no stats socket: add stats = /tmp/found-silent\\S*.stats.sock to ${file} and`,
        ),
      ),
    ]);
  });

  test('tells where the stats of each vassal are, one that crashes at boot and a zerg among them', async () => {
    const held = Array.from({ length: 12 }, () =>
      holdRequest({ port: appPort, path: '/slow?s=20', headers: '' }),
    );
    try {
      await eventually(async () => {
        expect(await vassalsOf(emperor.statsAddress)).toEqual({
          'found-brood.ini': { address: `${folder}/found-brood.stats` },
          'found-brood.ini:zerg': { address: `${folder}/zerg.stats` },
          'found-good.ini': { address: `${folder}/found-good.stats` },
          'found-silent.ini': {
            reason: expect.stringContaining(
              `no stats option in ${folder}/vassals/found-silent.ini: add stats = `,
            ) as string,
          },
          'found-crash.ini': {
            reason: expect.stringContaining(
              `no stats option in ${folder}/vassals/found-crash.ini: add stats = `,
            ) as string,
          },
        });
      });
      expect(namesOf(await discoverLocal(), isOurs)).toContain(
        `empire / found-brood zerg: ${folder}/zerg.stats`,
      );
    } finally {
      for (const request of held) request.abort();
    }
  });
});

/** Of several zergs the first: while the requests are held the emperor may start more of them. */
async function vassalsOf(address: string): Promise<unknown> {
  const { stdout } = await runProgram(['targets', '--json', address]);
  const { targets } = JSON.parse(stdout.toString()) as { targets: { vassals: Record<string, unknown> }[] };
  const all = Object.entries(targets[0]?.vassals ?? {});
  return Object.fromEntries(all.filter(([id]) => !/:zerg #\d+$/.test(id)));
}

const withRouters = hasPlugin('http') && hasPlugin('fastrouter') ? test : test.skip;

describe('routers', () => {
  const start = serversOfThisFile();

  withRouters('are found beside the master that has them', async () => {
    const [httpPort, subscriptions] = [await freePort(), await freePort()];
    const edge = await start({
      app: 'none',
      plugins: ['http', 'fastrouter'],
      statsOption: 'http-stats-server',
      configuration: 'ini',
      name: 'edge',
      options: {
        http: `127.0.0.1:${httpPort}`,
        'http-subscription-server': `127.0.0.1:${subscriptions}`,
        fastrouter: 'fast.sock',
        'fastrouter-subscription-server': `127.0.0.1:${await freePort()}`,
        'fastrouter-stats': 'fast.stats',
      },
    });
    const name = basename(edge.directory);
    const isOurs = (address: string) => address.startsWith(edge.directory) || address === edge.statsAddress;
    await eventually(async () => {
      expect(namesOf(await discoverLocal(), isOurs)).toEqual([
        `${name} fastrouter: ${edge.directory}/fast.stats`,
        `${name} http: ${edge.statsAddress}`,
      ]);
    });
  });
});
