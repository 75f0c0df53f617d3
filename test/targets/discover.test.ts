import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatAddress, parseTarget } from '../../src/targets/address';
import { discoverLocal } from '../../src/targets/discover';
import { createFakeProcesses, type FakeProcess, type FakeProcesses } from './fake-processes';

let fake: FakeProcesses;
beforeEach(() => (fake = createFakeProcesses()));
afterEach(() => fake.delete());
const run = (pid: number, process: FakeProcess) => fake.run(pid, process);

/** The application's socket, the pipes to the children, the stats socket, and some that nobody listens on. */
const app = 100;
const pipes = [201, 202, 203];
const stats = 900;
const log = '/var/log/uwsgi.log';

const kernel = (
  listening: Readonly<Record<number, string>> = { [app]: '/run/app.sock', [stats]: '/run/stats.sock' },
) => fake.listen(listening);

const found = async () => (await discoverLocal(fake.root)).found.map(({ address }) => formatAddress(address));

describe('the stats socket of a master is found, and never the application’s', () => {
  const master = { parent: 1, holds: [app, log, ...pipes, stats] };
  const firstWorker = { parent: 50, holds: [app, log, 202] };
  const respawned = { parent: 50, holds: [app, log, 202, stats] };
  const spooler = { parent: 50, holds: [log, 203] };

  test.each([
    ['with its first workers', [firstWorker, firstWorker]],
    ['with a worker that was respawned, which inherits the stats socket', [firstWorker, respawned]],
    ['with nothing but respawned workers, as max-requests leaves them', [respawned, respawned]],
    ['with one worker, respawned', [respawned]],
    ['with a spooler, which closes the socket of the application', [firstWorker, spooler]],
    ['with a spooler and workers, all of them respawned', [respawned, { parent: 50, holds: [203, stats] }]],
    ['with a worker that has just died', [firstWorker, { parent: 50, holds: [] }]],
    ['while no worker is left but a spooler', [spooler]],
  ])('%s', async (_when, children) => {
    kernel();
    run(50, master);
    children.forEach((child, index) => run(51 + index, child));
    expect(await found()).toEqual(['/run/stats.sock']);
  });

  test('where the application listens on several sockets, and opened others before', async () => {
    kernel({ 98: '/run/one.sock', [app]: '/run/two.sock', [stats]: '/run/stats.sock' });
    run(50, { parent: 1, holds: [7, log, 98, app, ...pipes, stats] });
    run(51, { parent: 50, holds: [7, log, 98, app, 202] });
    expect(await found()).toEqual(['/run/stats.sock']);
  });

  test('where somebody asks for stats just now', async () => {
    kernel();
    run(50, { ...master, holds: [...master.holds, 950] });
    run(51, respawned);
    expect(await found()).toEqual(['/run/stats.sock']);
  });

  test('where there is none, and a router listens behind the pipes of another one', async () => {
    kernel({ 98: '/run/http.sock', [app]: '/run/fast.sock' });
    run(50, { parent: 1, holds: [98, 201, app, 202, 203, 204] });
    run(51, { parent: 50, holds: [98, 201] });
    run(52, { parent: 50, holds: [app, 202] });
    expect(await found()).toEqual([]);
  });

  test('where the application itself listens on something, as for its own metrics', async () => {
    kernel({ [app]: '/run/app.sock', 300: '/run/metrics.sock', [stats]: '/run/stats.sock' });
    run(50, { parent: 1, holds: [app, ...pipes, 300, stats] });
    run(51, { parent: 50, holds: [app, 202, 300] });
    expect(await found()).toEqual(['/run/stats.sock']);
  });

  test('where it has the tenth descriptor: they are numbers, not words', async () => {
    kernel();
    run(50, { parent: 1, holds: [app, ...pipes, log, log, log, log, log, stats] });
    run(51, { parent: 50, holds: [app, 202, stats] });
    expect(await found()).toEqual(['/run/stats.sock']);
  });
});

test('an emperor, which serves no application, and its vassals', async () => {
  kernel({ 10: '/run/emperor.sock', [app]: '/run/app.sock', [stats]: '/run/vassal.sock' });
  run(40, { parent: 1, holds: [10, 11, 12] });
  run(50, { parent: 40, holds: [13, app, ...pipes, stats] });
  run(51, { parent: 50, holds: [app, 202] });
  expect(await found()).toEqual(['/run/emperor.sock', '/run/vassal.sock']);
});

test('over TCP', async () => {
  fake.listenTcp({ [stats]: 1717 });
  run(50, { parent: 1, holds: [...pipes, stats] });
  run(51, { parent: 50, holds: [202] });
  expect(await found()).toEqual(['127.0.0.1:1717']);
});

test('a relative path is one from where its master lives', async () => {
  kernel({ [app]: 'app.sock', [stats]: 'stats.sock' });
  run(50, { parent: 1, holds: [app, ...pipes, stats], cwd: '/srv/shop' });
  run(51, { parent: 50, holds: [app, 202] });
  expect(await found()).toEqual(['/srv/shop/stats.sock']);
});

test.each(['/run/[1] a=b:c?.sock', '@abstract: name@', '/run/täst.sock'])(
  'what is found can be parsed again: %s',
  async (path) => {
    kernel({ [stats]: path });
    run(50, { parent: 1, holds: [stats] });
    run(51, { parent: 50, holds: [202] });
    const addresses = await found();
    expect(addresses.length).toBe(1);
    expect(addresses.map((address) => parseTarget(address).ok)).toEqual([true]);
  },
);

test('a master without a stats socket, of which nothing else is known, is told as such', async () => {
  kernel({ [app]: '/run/app.sock' });
  run(50, { parent: 1, holds: [app, ...pipes] });
  run(51, { parent: 50, holds: [app, 202] });
  run(52, { parent: 50, holds: [203] });
  expect(await discoverLocal(fake.root)).toEqual({
    found: [],
    remarks: [
      'a uWSGI master (pid 50) has no stats socket: add stats = /tmp/uwsgi.stats.sock to its configuration and reload it',
    ],
  });
});

test('the socket of an application is not taken for one while its only worker has just died', async () => {
  kernel({ [app]: '/run/app.sock' });
  run(50, { parent: 1, holds: [app, ...pipes] });
  run(51, { parent: 50, holds: [] });
  expect(await found()).toEqual([]);
});

test('a master of somebody else is told as such, and the others are found', async () => {
  kernel();
  run(40, { parent: 1, holds: [] });
  run(41, { parent: 40, holds: [] });
  rmSync(join(fake.root, '40', 'fd'), { recursive: true });
  run(50, { parent: 1, holds: [app, ...pipes, stats] });
  run(51, { parent: 50, holds: [app, 202] });
  expect(await found()).toEqual(['/run/stats.sock']);
  expect((await discoverLocal(fake.root)).remarks).toEqual([
    '1 uWSGI master (pid 40) may not be looked at: run as the same user or as root, or give the address',
  ]);
});

test('who is no uWSGI master is left alone: other programs, and a uWSGI without children', async () => {
  kernel();
  run(50, { name: 'gunicorn', parent: 1, holds: [stats] });
  run(51, { name: 'gunicorn', parent: 50, holds: [] });
  run(60, { parent: 1, holds: [stats] });
  run(70, { name: 'bash (uwsgi) ', parent: 1, holds: [stats] });
  run(71, { parent: 70, holds: [] });
  writeFileSync(join(fake.root, 'uptime'), '1 1');
  expect(await discoverLocal(fake.root)).toEqual({ found: [], remarks: [] });
});

test('the name of a process may be any text', async () => {
  kernel();
  run(50, { name: 'uwsgi) S 1 (x', parent: 1, holds: [app, ...pipes, stats] });
  run(51, { name: 'uwsgi-worker', parent: 50, holds: [app, 202] });
  expect(await found()).toEqual(['/run/stats.sock']);
});

test('where there is no /proc, or none that can be read, nothing is found', async () => {
  const nothing = { found: [], remarks: [] };
  expect(await discoverLocal(join(fake.root, 'nowhere'))).toEqual(nothing);
  mkdirSync(join(fake.root, '50'));
  chmodSync(join(fake.root, '50'), 0o000);
  expect(await discoverLocal(fake.root)).toEqual(nothing);
});
