import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createDiscovery, discoverLocal } from '../../src/targets/discover';
import { formatAddress, parseTarget } from '../../src/targets/address';

let proc = '';

beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'uwtop-proc-'));
  mkdirSync(join(proc, 'net'));
  mkdirSync(join(proc, 'self', 'ns'), { recursive: true });
  for (const kind of ['net', 'mnt']) symlinkSync(`${kind}:[${ours}]`, join(proc, 'self', 'ns', kind));
});

afterEach(() => {
  rmSync(proc, { recursive: true });
});

interface FakeProcess {
  readonly name?: string;
  readonly state?: string;
  /** Its words, without the program; or a title that was written over them. */
  readonly words?: readonly string[] | string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Its namespaces, where they are not ours; its files are then under `files`. */
  readonly container?: string;
  readonly parent: number;
  /** What the descriptors from 3 on are: the inode of a socket, or the path of a file. */
  readonly holds: readonly (number | string)[];
  readonly cwd?: string;
}

function run(pid: number, { name = 'uwsgi', state = 'S', ...process }: FakeProcess): void {
  const { parent, holds, cwd = '/srv/app', words, environment = {}, container } = process;
  const folder = join(proc, String(pid));
  mkdirSync(join(folder, 'fd'), { recursive: true });
  writeFileSync(join(folder, 'stat'), `${pid} (${name}) ${state} ${parent} ${'0 '.repeat(30)}`);
  const all = typeof words === 'string' ? [words] : words && ['uwsgi', ...words];
  if (all !== undefined) writeFileSync(join(folder, 'cmdline'), all.map((word) => `${word}\0`).join(''));
  const variables = Object.entries(environment).map(([key, value]) => `${key}=${value}\0`);
  writeFileSync(join(folder, 'environ'), variables.join(''));
  symlinkSync(cwd, join(folder, 'cwd'));
  if (container !== undefined) {
    mkdirSync(join(folder, 'ns'));
    for (const kind of ['net', 'mnt']) symlinkSync(`${kind}:[${container}]`, join(folder, 'ns', kind));
    mkdirSync(join(folder, 'root'));
  }
  holds.forEach((held, index) => {
    symlinkSync(typeof held === 'number' ? `socket:[${held}]` : held, join(folder, 'fd', String(index + 3)));
  });
}

/** The application's socket, the pipes to the children, the stats socket, and some that nobody listens on. */
const app = 100;
const pipes = [201, 202, 203];
const stats = 900;
const log = '/var/log/uwsgi.log';

const ours = '1';

function kernel(
  listening: Readonly<Record<number, string>> = { [app]: '/run/app.sock', [stats]: '/run/stats.sock' },
) {
  const line = (inode: string, path: string) =>
    `0000000000000000: 00000002 00000000 00010000 0001 01 ${inode} ${path}`;
  const lines = Object.entries(listening).map(([inode, path]) => line(inode, path));
  writeFileSync(join(proc, 'net', 'unix'), ['Num RefCount ...', ...lines, ''].join('\n'));
}

const found = async () => (await discoverLocal(proc)).found.map(({ address }) => formatAddress(address));

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

test('a master without a stats socket, of which nothing else is known, is told as such', async () => {
  kernel({ [app]: '/run/app.sock' });
  run(50, { parent: 1, holds: [app, ...pipes] });
  run(51, { parent: 50, holds: [app, 202] });
  run(52, { parent: 50, holds: [203] });
  expect(await discoverLocal(proc)).toEqual({
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
  rmSync(join(proc, '40', 'fd'), { recursive: true });
  run(50, { parent: 1, holds: [app, ...pipes, stats] });
  run(51, { parent: 50, holds: [app, 202] });
  expect(await found()).toEqual(['/run/stats.sock']);
  expect((await discoverLocal(proc)).remarks).toEqual([
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
  writeFileSync(join(proc, 'uptime'), '1 1');
  expect(await discoverLocal(proc)).toEqual({ found: [], remarks: [] });
});

test('the name of a process may be any text', async () => {
  kernel();
  run(50, { name: 'uwsgi) S 1 (x', parent: 1, holds: [app, ...pipes, stats] });
  run(51, { name: 'uwsgi-worker', parent: 50, holds: [app, 202] });
  expect(await found()).toEqual(['/run/stats.sock']);
});

test('where there is no /proc, or none that can be read, nothing is found', async () => {
  const nothing = { found: [], remarks: [] };
  expect(await discoverLocal(join(proc, 'nowhere'))).toEqual(nothing);
  mkdirSync(join(proc, '50'));
  chmodSync(join(proc, '50'), 0o000);
  expect(await discoverLocal(proc)).toEqual(nothing);
});

describe('what is found has a name', () => {
  let files: string;
  beforeEach(() => (files = mkdtempSync(join(tmpdir(), 'uwtop-etc-'))));
  afterEach(() => rmSync(files, { recursive: true }));

  const write = (path: string, ...lines: readonly string[]): string => {
    mkdirSync(dirname(join(files, path)), { recursive: true });
    writeFileSync(join(files, path), ['[uwsgi]', ...lines, ''].join('\n'));
    return join(files, path);
  };
  const statsLine = 'stats = /run/stats.sock';
  const names = async () => (await discoverLocal(proc)).found.map(({ name }) => name);
  const master = (words: readonly string[] | string, more: Partial<FakeProcess> = {}) => {
    kernel();
    run(50, { parent: 1, holds: [app, ...pipes, stats], words, ...more });
    run(51, { parent: 50, holds: [app, 202], words });
  };

  test.each<[string, string, readonly string[], string]>([
    ['its file', 'shop.ini', [statsLine], 'shop'],
    ['its folder, where every file is called like that', 'shop/uwsgi.ini', [statsLine], 'shop'],
    ['the prefix of its processes', 'a.ini', [statsLine, 'procname-prefix = shop-'], 'shop'],
    ['the prefix, with what it is made of', 'shop.ini', [statsLine, 'procname-prefix = %n_'], 'shop'],
    ['its file, with what is no letter in it', 'a\u001bb.ini', [statsLine], 'a?b'],
  ])('from %s', async (_, path, lines, name) => {
    master(['--ini', write(path, ...lines)]);
    expect(await names()).toEqual([name]);
  });

  test.each<[string, readonly string[], string]>([
    ['its module', ['--module', 'shop.wsgi:application'], 'shop'],
    ['its script', ['--wsgi-file', '/srv/shop.py'], 'shop'],
    ['the folder of a script like any other', ['--wsgi-file', '/srv/shop/app.py'], 'shop'],
    ['the folder in which a module like any other is', ['-w', 'wsgi:app', '--chdir', '/srv/shop'], 'shop'],
    ['where it is mounted', ['--mount', '/shop=/srv/app.py'], 'shop'],
    ['its address, where nothing else is known', ['-M'], '/run/stats.sock'],
  ])('from %s', async (_, words, name) => {
    master([...words, '--stats', '/run/stats.sock']);
    expect(await names()).toEqual([name]);
  });

  test('from the title that was written over its command line', async () => {
    master('shop-uWSGI master');
    expect(await names()).toEqual(['shop']);
  });

  test('from its own file and not from those that bring defaults', async () => {
    const base = write('base.ini', 'master = true');
    const shop = write('shop.ini', `ini = ${write('more.ini', 'processes = 2')}`, statsLine);
    master(['--ini', base, '--ini', shop]);
    expect(await names()).toEqual(['shop']);
  });

  test('from the environment, and from where it was started', async () => {
    write('shop.yaml');
    writeFileSync(join(files, 'shop.yaml'), 'uwsgi:\n  stats: /run/stats.sock\n');
    master([], { environment: { UWSGI_YAML: 'shop.yaml', PWD: files }, cwd: '/' });
    expect(await names()).toEqual(['shop']);
  });

  test('and two of one name are told apart by their addresses', async () => {
    const words = ['--ini', write('shop.ini', 'stats = :$(PORT)')];
    const row = (port: string, inode: number) => `   0: 00000000:${port} 0:0 0A 0:0 0:0 0 0 0 ${inode} 1`;
    writeFileSync(join(proc, 'net', 'tcp'), ['head', row('2328', 901), row('2329', 902), ''].join('\n'));
    for (const [pid, port] of [
      [50, 9000],
      [60, 9001],
    ] as const) {
      const environment = { PORT: String(port) };
      run(pid, { parent: 1, holds: [...pipes, port === 9000 ? 901 : 902], words, environment });
      run(pid + 1, { parent: pid, holds: [202], words, environment });
    }
    expect(await names()).toEqual(['shop :9000', 'shop :9001']);
  });

  test('an emperor with its vassals, which are its group, and one that has none', async () => {
    kernel({ 10: '/run/emperor.sock', 20: '/run/good.sock', 21: '/run/zerg.sock', 30: '/run/lone.sock' });
    const words = ['--ini', write('empire.ini', 'emperor = %d', 'emperor-stats = /run/emperor.sock')];
    write('good.ini', 'stats = /run/good.sock');
    writeFileSync(join(files, 'brood.ini'), '[uwsgi]\n[zerg]\nstats = /run/zerg.sock\n');
    run(40, { parent: 1, holds: [1, 2], words });
    run(41, { parent: 40, holds: [10, 3], words, cwd: files });
    run(50, { parent: 41, holds: [20], words: ['--ini', 'good.ini'] });
    run(51, { parent: 50, holds: [], words: ['--ini', 'good.ini'] });
    run(60, { parent: 41, holds: [21], words: ['--ini', 'brood.ini:zerg'] });
    run(70, {
      parent: 1,
      holds: [30, 4],
      words: ['--emperor', '/etc/vassals', '--emperor-stats', '/run/lone.sock'],
    });
    expect((await discoverLocal(proc)).found).toEqual([
      { address: { kind: 'unix', path: '/run/emperor.sock' }, name: 'empire', pid: 41 },
      { address: { kind: 'unix', path: '/run/lone.sock' }, name: 'emperor', pid: 70 },
      { address: { kind: 'unix', path: '/run/good.sock' }, name: 'good', pid: 50, group: 'empire' },
      { address: { kind: 'unix', path: '/run/zerg.sock' }, name: 'brood zerg', pid: 60, group: 'empire' },
    ]);
  });

  test('routers are found beside their master, and their application’s sockets never', async () => {
    kernel({ 10: '/run/fast.sock', 20: '/run/http.stats', 21: '/run/fast.stats', 22: '/run/metrics.sock' });
    const lines = ['http = :80', 'http-stats-server = /run/http.stats', 'fastrouter = /run/fast.sock'];
    const words = ['--ini', write('edge.ini', ...lines, 'fastrouter-ss = /run/fast.stats')];
    run(50, { parent: 1, holds: [5, 10, ...pipes], words });
    run(51, { parent: 50, holds: [20], words });
    run(52, { parent: 50, holds: [10, 21, 22], words });
    expect(await discoverLocal(proc)).toMatchObject({
      found: [
        { address: { path: '/run/http.stats' }, name: 'edge http', pid: 51 },
        { address: { path: '/run/fast.stats' }, name: 'edge fastrouter', pid: 52 },
      ],
      remarks: [],
    });
  });

  test('stats over HTTP are asked for over HTTP', async () => {
    const row = '   0: 0100007F:06B5 0:0 0A 0:0 0:0 0 0 0 900 1';
    writeFileSync(join(proc, 'net', 'tcp'), `head\n${row}\n`);
    const words = ['--stats', '127.0.0.1:1717', '--stats-http'];
    run(50, { parent: 1, holds: [...pipes, stats], words });
    run(51, { parent: 50, holds: [202], words });
    expect(await found()).toEqual(['http://127.0.0.1:1717/']);
  });

  test('of a master that may not be looked at its own words are believed, if something listens there', async () => {
    kernel();
    const words = ['--ini', write('shop.ini', statsLine)];
    for (const [pid, parent] of [
      [50, 1],
      [51, 50],
    ] as const) {
      run(pid, { parent, holds: [], words });
      rmSync(join(proc, String(pid), 'fd'), { recursive: true });
    }
    expect(await names()).toEqual(['shop']);
    kernel({});
    expect((await discoverLocal(proc)).remarks).toEqual([expect.stringContaining('may not be looked at')]);
  });

  test.each<[string, readonly string[], string]>([
    ['shop.ini', ['processes = 2'], 'add stats = /tmp/shop.stats.sock to FILE and reload it'],
    [
      'empire.ini',
      ['emperor = /etc/vassals'],
      'add emperor-stats = /tmp/empire.stats.sock to FILE and reload it',
    ],
    ['shop.ini', ['stats = :1717'], 'does not listen on stats = :1717, which FILE says: reload it'],
  ])('the line that %s with %j lacks is said with its file', async (path, lines, expected) => {
    kernel({ [app]: '/run/app.sock' });
    const file = write(path, ...lines);
    run(50, { parent: 1, holds: [app, ...pipes], words: [file] });
    run(51, { parent: 50, holds: [app, 202], words: [file] });
    const { remarks } = await discoverLocal(proc);
    expect(remarks).toEqual([expect.stringContaining(expected.replace('FILE', file))]);
  });

  test('two that lack it are not sent to one place', async () => {
    kernel({});
    for (const pid of [50, 60]) {
      const words = ['--module', 'shop:app', '--socket', `:${pid}`];
      run(pid, { parent: 1, holds: pipes, words });
      run(pid + 1, { parent: pid, holds: [202], words });
    }
    expect((await discoverLocal(proc)).remarks).toEqual([
      'shop (pid 50) has no stats socket: add --stats /tmp/shop.stats.sock to its command line and reload it',
      'shop (pid 60) has no stats socket: add --stats /tmp/shop-2.stats.sock to its command line and reload it',
    ]);
  });

  test('a container’s UNIX socket is reached through its files, its TCP socket is not', async () => {
    kernel({});
    const inside = (pid: number, statsAddress: string) => {
      const words = ['--ini', '/etc/shop.ini'];
      run(pid, { parent: 1, holds: [...pipes, pid * 10], words, container: String(pid) });
      run(pid + 1, { parent: pid, holds: [202], words });
      mkdirSync(join(proc, String(pid), 'root', 'etc'));
      writeFileSync(join(proc, String(pid), 'root', 'etc', 'shop.ini'), `[uwsgi]\nstats = ${statsAddress}\n`);
      mkdirSync(join(proc, String(pid), 'net'));
    };
    inside(50, '/run/stats.sock');
    const line = '0000000000000000: 00000002 00000000 00010000 0001 01 500 /run/stats.sock';
    writeFileSync(join(proc, '50', 'net', 'unix'), `head\n${line}\n`);
    inside(60, '127.0.0.1:1717');
    const row = '   0: 0100007F:06B5 0:0 0A 0:0 0:0 0 0 0 600 1';
    writeFileSync(join(proc, '60', 'net', 'tcp'), `head\n${row}\n`);
    const discovery = await discoverLocal(proc);
    expect(discovery.found).toMatchObject([
      { address: { kind: 'unix', path: join(proc, '50/root/run/stats.sock') }, name: 'shop' },
    ]);
    expect(discovery.remarks).toEqual([
      '1 uWSGI master (pid 60) with stats in another network, such as a container’s: give an address that leads there from here',
    ]);
  });

  test('a configuration is read again after a reload only', async () => {
    const look = createDiscovery(proc);
    const file = write('shop.ini', 'processes = 1');
    kernel({ [app]: '/run/app.sock' });
    run(50, { parent: 1, holds: [app, ...pipes], words: [file] });
    run(51, { parent: 50, holds: [app, 202], words: [file] });
    const before = await look();
    write('shop.ini', statsLine);
    expect(await look()).toEqual(before);
    kernel();
    symlinkSync(`socket:[${stats}]`, join(proc, '50', 'fd', '20'));
    expect((await look()).found).toMatchObject([{ name: 'shop' }]);
  });
});
