import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createDiscovery, discoverLocal } from '../../src/targets/discover';
import { formatAddress } from '../../src/targets/address';
import { createFakeProcesses, type FakeProcess, type FakeProcesses } from './fake-processes';

/** The application's socket, the pipes to the children, the stats socket. */
const app = 100;
const pipes = [201, 202, 203];
const stats = 900;

let fake: FakeProcesses;
const listen = (
  paths: Readonly<Record<number, string>> = { [app]: '/run/app.sock', [stats]: '/run/stats.sock' },
) => fake.listen(paths);
const found = async () => (await discoverLocal(fake.root)).found.map(({ address }) => formatAddress(address));

describe('what is found', () => {
  let files: string;
  beforeEach(() => {
    fake = createFakeProcesses();
    files = mkdtempSync(join(tmpdir(), 'uwtop-etc-'));
  });
  afterEach(() => {
    fake.delete();
    rmSync(files, { recursive: true });
  });

  const write = (path: string, ...lines: readonly string[]): string => {
    mkdirSync(dirname(join(files, path)), { recursive: true });
    writeFileSync(join(files, path), ['[uwsgi]', ...lines, ''].join('\n'));
    return join(files, path);
  };
  const statsLine = 'stats = /run/stats.sock';
  const names = async () => (await discoverLocal(fake.root)).found.map(({ name }) => name);
  const master = (words: readonly string[] | string, more: Partial<FakeProcess> = {}) => {
    listen();
    fake.run(50, { parent: 1, holds: [app, ...pipes, stats], words, ...more });
    fake.run(51, { parent: 50, holds: [app, 202], words });
  };

  test.each<[string, string, readonly string[], string]>([
    ['its file', 'shop.ini', [statsLine], 'shop'],
    ['its folder, where every file is called like that', 'shop/uwsgi.ini', [statsLine], 'shop'],
    ['the prefix of its processes', 'a.ini', [statsLine, 'procname-prefix = shop-'], 'shop'],
    ['the prefix, with what it is made of', 'shop.ini', [statsLine, 'procname-prefix = %n_'], 'shop'],
    ['its file, with what is no letter in it', 'a\u001bb.ini', [statsLine], 'a?b'],
  ])('is named from %s', async (_, path, lines, name) => {
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
  ])('is named from %s', async (_, words, name) => {
    master([...words, '--stats', '/run/stats.sock']);
    expect(await names()).toEqual([name]);
  });

  test('is named from the title that was written over its command line', async () => {
    master('shop-uWSGI master');
    expect(await names()).toEqual(['shop']);
  });

  test('is named from its own file and not from those that bring defaults', async () => {
    const base = write('base.ini', 'master = true');
    const shop = write('shop.ini', `ini = ${write('more.ini', 'processes = 2')}`, statsLine);
    master(['--ini', base, '--ini', shop]);
    expect(await names()).toEqual(['shop']);
  });

  test('is named from a file that the environment names, and from where it was started', async () => {
    write('shop.yaml');
    writeFileSync(join(files, 'shop.yaml'), 'uwsgi:\n  stats: /run/stats.sock\n');
    master([], { environment: { UWSGI_YAML: 'shop.yaml', PWD: files }, cwd: '/' });
    expect(await names()).toEqual(['shop']);
  });

  test('and two of one name are told apart by their addresses', async () => {
    const words = ['--ini', write('shop.ini', 'stats = :$(PORT)')];
    fake.listenTcp({ 901: 9000, 902: 9001 });
    for (const [pid, port] of [
      [50, 9000],
      [60, 9001],
    ] as const) {
      const environment = { PORT: String(port) };
      fake.run(pid, { parent: 1, holds: [...pipes, port === 9000 ? 901 : 902], words, environment });
      fake.run(pid + 1, { parent: pid, holds: [202], words, environment });
    }
    expect(await names()).toEqual(['shop :9000', 'shop :9001']);
  });

  test('an emperor with its vassals, which are its group, and one that has none', async () => {
    listen({ 10: '/run/emperor.sock', 20: '/run/good.sock', 21: '/run/zerg.sock', 30: '/run/lone.sock' });
    const words = ['--ini', write('empire.ini', 'emperor = %d', 'emperor-stats = /run/emperor.sock')];
    write('good.ini', 'stats = /run/good.sock');
    writeFileSync(join(files, 'brood.ini'), '[uwsgi]\n[zerg]\nstats = /run/zerg.sock\n');
    fake.run(40, { parent: 1, holds: [1, 2], words });
    fake.run(41, { parent: 40, holds: [10, 3], words, cwd: files });
    fake.run(50, { parent: 41, holds: [20], words: ['--ini', 'good.ini'] });
    fake.run(51, { parent: 50, holds: [], words: ['--ini', 'good.ini'] });
    fake.run(60, { parent: 41, holds: [21], words: ['--ini', 'brood.ini:zerg'] });
    fake.run(70, {
      parent: 1,
      holds: [30, 4],
      words: ['--emperor', '/etc/vassals', '--emperor-stats', '/run/lone.sock'],
    });
    expect((await discoverLocal(fake.root)).found).toEqual([
      { address: { kind: 'unix', path: '/run/emperor.sock' }, name: 'empire', pid: 41, group: 'empire' },
      { address: { kind: 'unix', path: '/run/lone.sock' }, name: 'emperor', pid: 70 },
      { address: { kind: 'unix', path: '/run/good.sock' }, name: 'good', pid: 50, group: 'empire' },
      { address: { kind: 'unix', path: '/run/zerg.sock' }, name: 'brood zerg', pid: 60, group: 'empire' },
    ]);
  });

  test('an emperor beside workers of its own is told from them, and gives its name to the group', async () => {
    listen({ 10: '/run/shop.stats', 11: '/run/emperor.stats', 20: '/run/vassal.stats' });
    const lines = ['emperor = /etc/vassals', 'stats = /run/shop.stats', 'emperor-stats = /run/emperor.stats'];
    const words = ['--ini', write('shop.ini', ...lines)];
    fake.run(40, { parent: 1, holds: [1, 10], words });
    fake.run(41, { parent: 40, holds: [], words });
    fake.run(42, { parent: 40, holds: [11], words });
    fake.run(50, {
      parent: 42,
      holds: [20],
      words: ['--ini', write('vassal-a.ini', 'stats = /run/vassal.stats')],
    });
    const discovery = await discoverLocal(fake.root);
    expect(discovery.found.map(({ name, group }) => [name, group])).toEqual([
      ['shop', undefined],
      ['shop emperor', 'shop emperor'],
      ['vassal-a', 'shop emperor'],
    ]);
  });

  test('an emperor with a title has its vassals, and the master beside it is not asked for stats', async () => {
    listen({ 10: '/run/emperor.stats', 20: '/run/vassal.stats' });
    fake.run(40, { parent: 1, holds: [1, 2], words: 'empire-uWSGI master' });
    fake.run(41, { parent: 40, holds: [10, 3], words: 'empire-uWSGI Emperor' });
    fake.run(50, { parent: 41, holds: [4, 20], words: 'shop-uWSGI master' });
    fake.run(51, { parent: 50, holds: [4], words: 'shop-uWSGI worker 1' });
    expect(await discoverLocal(fake.root)).toEqual({
      found: [
        { address: { kind: 'unix', path: '/run/emperor.stats' }, name: 'empire', pid: 41, group: 'empire' },
        { address: { kind: 'unix', path: '/run/vassal.stats' }, name: 'shop', group: 'empire', pid: 50 },
      ],
      remarks: [],
    });
  });

  test('routers are found beside their master, and their application’s sockets never', async () => {
    listen({ 10: '/run/fast.sock', 20: '/run/http.stats', 21: '/run/fast.stats', 22: '/run/metrics.sock' });
    const lines = ['http = :80', 'http-stats-server = /run/http.stats', 'fastrouter = /run/fast.sock'];
    const words = ['--ini', write('edge.ini', ...lines, 'fastrouter-ss = /run/fast.stats')];
    fake.run(50, { parent: 1, holds: [5, 10, ...pipes], words });
    fake.run(51, { parent: 50, holds: [20], words });
    fake.run(52, { parent: 50, holds: [10, 21, 22], words });
    expect(await discoverLocal(fake.root)).toMatchObject({
      found: [
        { address: { path: '/run/http.stats' }, name: 'edge http', pid: 51 },
        { address: { path: '/run/fast.stats' }, name: 'edge fastrouter', pid: 52 },
      ],
      remarks: [],
    });
  });

  test('what says that it has no stats is believed, whatever else it listens on', async () => {
    listen({ [stats]: '/run/metrics.sock' });
    const words = ['--ini', write('shop.ini', 'processes = 1')];
    fake.run(50, { parent: 1, holds: [...pipes, stats], words });
    fake.run(51, { parent: 50, holds: [202], words });
    expect(await found()).toEqual([]);
  });

  test('nothing is asked of one whose only child has ended, nor of one that has none', async () => {
    listen({ [app]: '/run/app.sock' });
    const words = ['--ini', write('shop.ini', 'socket = /run/app.sock')];
    fake.run(50, { parent: 1, holds: [app], words });
    fake.run(51, { parent: 50, holds: [], words, state: 'Z' });
    expect(await discoverLocal(fake.root)).toEqual({ found: [], remarks: [] });
  });

  test('stats over HTTP are asked for over HTTP', async () => {
    fake.listenTcp({ [stats]: 1717 });
    const words = ['--stats', '127.0.0.1:1717', '--stats-http'];
    fake.run(50, { parent: 1, holds: [...pipes, stats], words });
    fake.run(51, { parent: 50, holds: [202], words });
    expect(await found()).toEqual(['http://127.0.0.1:1717/']);
  });

  test('of a master that may not be looked at its own words are believed, if something listens there', async () => {
    listen();
    const words = ['--ini', write('shop.ini', statsLine)];
    for (const [pid, parent] of [
      [50, 1],
      [51, 50],
    ] as const) {
      fake.run(pid, { parent, holds: [], words });
      rmSync(join(fake.root, String(pid), 'fd'), { recursive: true });
    }
    expect(await names()).toEqual(['shop']);
    listen({});
    expect((await discoverLocal(fake.root)).remarks).toEqual([
      expect.stringContaining('may not be looked at'),
    ]);
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
    listen({ [app]: '/run/app.sock' });
    const file = write(path, ...lines);
    fake.run(50, { parent: 1, holds: [app, ...pipes], words: [file] });
    fake.run(51, { parent: 50, holds: [app, 202], words: [file] });
    const { remarks } = await discoverLocal(fake.root);
    expect(remarks).toEqual([expect.stringContaining(expected.replace('FILE', file))]);
  });

  test('two that lack it are not sent to one place', async () => {
    listen({});
    for (const pid of [50, 60]) {
      const words = ['--module', 'shop:app', '--socket', `:${pid}`];
      fake.run(pid, { parent: 1, holds: pipes, words });
      fake.run(pid + 1, { parent: pid, holds: [202], words });
    }
    expect((await discoverLocal(fake.root)).remarks).toEqual([
      'shop (pid 50) has no stats socket: add --stats /tmp/shop.stats.sock to its command line and reload it',
      'shop (pid 60) has no stats socket: add --stats /tmp/shop-2.stats.sock to its command line and reload it',
    ]);
  });

  test('a container’s UNIX socket is reached through its files, its TCP socket is not', async () => {
    listen({});
    const inside = (pid: number, statsAddress: string) => {
      const words = ['--ini', '/etc/shop.ini'];
      fake.run(pid, { parent: 1, holds: [...pipes, pid * 10], words, container: String(pid) });
      fake.run(pid + 1, { parent: pid, holds: [202], words });
      mkdirSync(join(fake.root, String(pid), 'root', 'etc'));
      writeFileSync(
        join(fake.root, String(pid), 'root', 'etc', 'shop.ini'),
        `[uwsgi]\nstats = ${statsAddress}\n`,
      );
    };
    inside(50, '/run/stats.sock');
    fake.listen({ 500: '/run/stats.sock' }, 50);
    inside(60, '127.0.0.1:1717');
    fake.listenTcp({ 600: 1717 }, 60);
    const discovery = await discoverLocal(fake.root);
    expect(discovery.found).toMatchObject([
      { address: { kind: 'unix', path: join(fake.root, '50/root/run/stats.sock') }, name: 'shop' },
    ]);
    expect(discovery.remarks).toEqual([
      '1 uWSGI master (pid 60) with stats in another network, such as a container’s: give an address that leads there from here',
    ]);
  });

  test('a configuration is read again after a reload only', async () => {
    const look = createDiscovery(fake.root);
    const file = write('shop.ini', 'processes = 1');
    listen({ [app]: '/run/app.sock' });
    fake.run(50, { parent: 1, holds: [app, ...pipes], words: [file] });
    fake.run(51, { parent: 50, holds: [app, 202], words: [file] });
    const before = await look();
    write('shop.ini', statsLine);
    expect(await look()).toEqual(before);
    listen();
    symlinkSync(`socket:[${stats}]`, join(fake.root, '50', 'fd', '20'));
    expect((await look()).found).toMatchObject([{ name: 'shop' }]);
  });
});
