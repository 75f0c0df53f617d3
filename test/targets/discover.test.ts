import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discoverLocal } from '../../src/targets/discover';
import { parseTarget } from '../../src/targets/address';

let proc = '';

beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'uwtop-proc-'));
  mkdirSync(join(proc, 'net'));
});

afterEach(() => {
  rmSync(proc, { recursive: true });
});

interface FakeProcess {
  readonly name?: string;
  readonly parent: number;
  /** What the descriptors from 3 on are: the inode of a socket, or the path of a file. */
  readonly holds: readonly (number | string)[];
  readonly cwd?: string;
}

function run(pid: number, { name = 'uwsgi', parent, holds, cwd = '/srv/app' }: FakeProcess): void {
  const folder = join(proc, String(pid));
  mkdirSync(join(folder, 'fd'), { recursive: true });
  writeFileSync(join(folder, 'stat'), `${pid} (${name}) S ${parent} ${pid} ${pid} 0 -1 4194560 1 0 0 0`);
  symlinkSync(cwd, join(folder, 'cwd'));
  holds.forEach((held, index) => {
    symlinkSync(typeof held === 'number' ? `socket:[${held}]` : held, join(folder, 'fd', String(index + 3)));
  });
}

/** The application's socket, the pipes to the children, the stats socket, and some that nobody listens on. */
const app = 100;
const pipes = [201, 202, 203];
const stats = 900;
const log = '/var/log/uwsgi.log';

function kernel(
  listening: Readonly<Record<number, string>> = { [app]: '/run/app.sock', [stats]: '/run/stats.sock' },
) {
  const line = (inode: string, path: string) =>
    `0000000000000000: 00000002 00000000 00010000 0001 01 ${inode} ${path}`;
  const lines = Object.entries(listening).map(([inode, path]) => line(inode, path));
  writeFileSync(join(proc, 'net', 'unix'), ['Num RefCount ...', ...lines, ''].join('\n'));
}

const found = async () => (await discoverLocal(proc)).addresses;

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
  const line = '   0: 0100007F:06B5 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 900 1';
  writeFileSync(join(proc, 'net', 'tcp'), `  sl  local_address\n${line}\n`);
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

test('a master without a stats socket is told as such', async () => {
  kernel({ [app]: '/run/app.sock' });
  run(50, { parent: 1, holds: [app, ...pipes] });
  run(51, { parent: 50, holds: [app, 202] });
  run(52, { parent: 50, holds: [203] });
  expect(await discoverLocal(proc)).toEqual({ addresses: [], unreadablePids: [], silentPids: [50] });
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
  rmSync(join(proc, '40', 'fd'), { recursive: true });
  run(50, { parent: 1, holds: [app, ...pipes, stats] });
  run(51, { parent: 50, holds: [app, 202] });
  const discovery = await discoverLocal(proc);
  expect([discovery.addresses, discovery.unreadablePids]).toEqual([['/run/stats.sock'], [40]]);
});

test('who is no uWSGI master is left alone: other programs, and a uWSGI without children', async () => {
  kernel();
  run(50, { name: 'gunicorn', parent: 1, holds: [stats] });
  run(51, { name: 'gunicorn', parent: 50, holds: [] });
  run(60, { parent: 1, holds: [stats] });
  run(70, { name: 'bash (uwsgi) ', parent: 1, holds: [stats] });
  run(71, { parent: 70, holds: [] });
  mkdirSync(join(proc, 'self'));
  writeFileSync(join(proc, 'uptime'), '1 1');
  expect(await discoverLocal(proc)).toEqual({ addresses: [], unreadablePids: [], silentPids: [] });
});

test('the name of a process may be any text', async () => {
  kernel();
  run(50, { name: 'uwsgi) S 1 (x', parent: 1, holds: [app, ...pipes, stats] });
  run(51, { name: 'uwsgi-worker', parent: 50, holds: [app, 202] });
  expect(await found()).toEqual(['/run/stats.sock']);
});

test('where there is no /proc, or none that can be read, nothing is found', async () => {
  const nothing = { addresses: [], unreadablePids: [], silentPids: [] };
  expect(await discoverLocal(join(proc, 'nowhere'))).toEqual(nothing);
  mkdirSync(join(proc, '50'));
  chmodSync(join(proc, '50'), 0o000);
  expect(await discoverLocal(proc)).toEqual(nothing);
});
