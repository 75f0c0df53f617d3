/** The rules on processes, locks, sockets, stats, logs and emperors: each with what trips it and what does not. */
import { configRules } from '../../src/doctor/rules/index';
import { type Asked, complaintsOf, lines } from './complaining';
import { factsOf } from './facts';

interface Case extends Asked {
  readonly id: string;
  readonly trips: string;
  /** Of the message. */
  readonly says: string;
  readonly fix: string;
  /** Where it stands; none where something is missing. */
  readonly line?: number;
  readonly quiet: readonly string[];
}

const app = 'module = shop.wsgi';

const cases: readonly Case[] = [
  {
    id: 'L35',
    trips: 'plugin = python313; py-call-osafterfork = true',
    says: 'py-call-osafterfork aborts every worker of Python 3.13',
    fix: 'py-call-uwsgi-fork-hooks = true',
    line: 3,
    quiet: [
      'plugin = python311; py-call-osafterfork = true',
      'plugin = python313; py-call-osafterfork = false',
      'plugin = python3; py-call-osafterfork = true',
      'plugin = python313; py-call-osafterfork = true; py-call-uwsgi-fork-hooks = true',
      'virtualenv = /srv/python3.1; py-call-osafterfork = true',
    ],
  },
  {
    id: 'L36',
    trips: 'py-call-osafterfork = true; evil-reload-on-rss = 300',
    says: 'evil-reload-on-rss = 300 together with py-call-osafterfork can end in a loop of segfaults',
    fix: 'reload-on-rss = 300',
    line: 3,
    quiet: ['evil-reload-on-rss = 300', 'py-call-osafterfork = true; reload-on-rss = 300'],
  },
  {
    id: 'L37',
    trips: app,
    says: 'enable-threads is not set',
    fix: 'enable-threads = true',
    quiet: [
      `${app}; enable-threads = true`,
      `${app}; threads = 4`,
      `${app}; gevent = 100`,
      'emperor = /etc/vassals',
      `${app}; include = /missing.ini`,
    ],
  },
  {
    id: 'L38',
    trips: `${app}; thunder-lock = true`,
    says: 'thunder-lock can stay locked when a worker is killed',
    fix: 'remove thunder-lock',
    line: 3,
    quiet: [app, 'thunder-lock = false'],
  },
  {
    id: 'L39',
    trips: 'processes = 16',
    says: '16 processes wake up for each connection',
    fix: 'thunder-lock = true',
    line: 2,
    host: { uwsgiVersion: '2.0.12' },
    quiet: ['processes = 2', 'processes = 16; thunder-lock = true'],
  },
  {
    id: 'L40',
    trips: 'lazy-apps = true; processes = 4',
    says: 'lazy-apps: 4 workers hold 4 copies',
    fix: 'remove lazy-apps',
    line: 2,
    quiet: [
      'lazy-apps = true',
      'lazy-apps = false; processes = 4',
      'processes = 4',
      'lazy = true; processes = 4',
    ],
  },
  {
    id: 'L41',
    trips: 'lazy = true',
    says: 'lazy = true is the old form',
    fix: 'lazy-apps = true',
    line: 2,
    quiet: ['lazy-apps = true', 'lazy = false'],
  },
  {
    id: 'L42',
    trips: app,
    says: 'strict is not set',
    fix: 'strict = true',
    quiet: ['strict = true', 'strict = %(unknown)', 'include = /missing.ini'],
  },
  {
    id: 'L43',
    trips: `${app}; processes = 4`,
    says: 'master is not set: when one of the 4 processes dies, nothing starts another',
    fix: 'master = true',
    quiet: [
      'processes = 4; master = true',
      'processes = 4; stats = /run/stats.sock',
      'processes = 4; py-autoreload = 1',
      'emperor = /etc/vassals',
      'processes = 4; include = /missing.ini',
      'processes = @(/missing)',
    ],
  },
  {
    id: 'L44',
    trips: 'master = true',
    says: 'die-on-term is not set: SIGTERM reloads uWSGI instead of stopping it',
    fix: 'die-on-term = true',
    quiet: [
      'master = true; die-on-term = true',
      'master = true; hook-master-start = unix_signal:15 gracefully_kill_them_all',
      app,
      'emperor = /etc/vassals',
    ],
  },
  {
    id: 'L45',
    trips: app,
    says: 'need-app is not set',
    fix: 'need-app = true',
    quiet: [`${app}; need-app = true`, 'emperor = /etc/vassals', 'socket = /run/dynamic.sock'],
  },
  {
    id: 'L46',
    trips: 'socket = /run/app.sock',
    says: 'vacuum is not set: socket = /run/app.sock leaves its file behind',
    fix: 'vacuum = true',
    quiet: ['socket = /run/app.sock; vacuum = true', 'socket = 127.0.0.1:3031'],
  },
  {
    id: 'L47',
    trips: app,
    says: 'single-interpreter is not set',
    fix: 'single-interpreter = true',
    quiet: [`${app}; single-interpreter = true`, 'psgi = app.psgi'],
  },
  {
    id: 'L48',
    trips: app,
    says: 'buffer-size is not set: a request whose head is longer than 4096 bytes is dropped',
    fix: 'buffer-size = 16384',
    quiet: [`${app}; buffer-size = 8192`, 'emperor = /etc/vassals'],
  },
  {
    id: 'L49',
    trips: 'stats = :1717',
    says: 'stats = :1717 answers anybody on every address of the machine',
    fix: 'stats = 127.0.0.1:1717',
    line: 2,
    quiet: [
      'stats = 127.0.0.1:1717',
      'stats = localhost:1717',
      'stats = [::1]:1717',
      'stats = [::ffff:127.0.0.1]:1717',
      'stats = /run/stats.sock',
      'stats = @stats',
      'stats = 10.0.0.5:1717',
      'stats = stats.internal:1717',
      'stats = $(STATS)',
      'stats = :1717; stats = 127.0.0.1:1717',
    ],
  },
  {
    id: 'L50',
    trips: 'stats = 127.0.0.1:1717; stats-http = true',
    says: 'stats-http opens stats = 127.0.0.1:1717 to any web page in a browser that can reach it',
    fix: 'remove stats-http',
    line: 3,
    quiet: [
      'stats = 127.0.0.1:1717',
      'stats = /run/s.sock; stats-http = true',
      'stats-http = true',
      'stats = 127.0.0.1:1717; stats-http = false',
      'stats = 127.0.0.1:1717; stats-http = 127.0.0.1:1717',
    ],
  },
  {
    id: 'L51',
    trips: 'stats-http = 127.0.0.1:1717',
    says: 'stats-http = 127.0.0.1:1717 opens no port',
    fix: 'stats = 127.0.0.1:1717',
    line: 2,
    quiet: ['stats-http = true', 'stats-http', 'stats-http = 1', 'stats = 127.0.0.1:1717'],
  },
  {
    id: 'L52',
    trips: 'stats = /run/stats.sock; chmod-socket = 666',
    says: 'chmod-socket = 666 lets every user of the machine read stats = /run/stats.sock',
    fix: 'chmod-socket = 660',
    line: 3,
    quiet: [
      'stats = /run/stats.sock; chmod-socket = 664',
      'stats = /run/stats.sock; chmod-socket = 660',
      'stats = 127.0.0.1:1717; chmod-socket = 666',
      'chmod-socket = 666',
    ],
  },
  {
    id: 'L53',
    trips: 'stats = /run/stats.sock; gevent = 256; processes = 4',
    says: 'gevent = 256: each answer of stats lists 256 cores of each worker',
    fix: 'stats-no-cores = true',
    line: 3,
    quiet: [
      'stats = /run/stats.sock; gevent = 50',
      'stats = /run/stats.sock; gevent = 256; stats-no-cores = true',
      'gevent = 256',
    ],
  },
  {
    id: 'L54',
    trips: 'socket = 0.0.0.0:3031',
    says: 'socket = 0.0.0.0:3031 trusts anybody on every address of the machine',
    fix: 'socket = 127.0.0.1:3031, or http-socket where it has to listen so',
    line: 2,
    quiet: [
      'socket = 127.0.0.1:3031',
      'socket = /run/app.sock',
      'socket = 192.168.1.5:3031',
      'socket = :3031; protocol = http',
      'http = :8080',
      'http-socket = :8080',
      'socket = =0',
    ],
  },
  {
    id: 'L55',
    trips: 'uid = root',
    says: 'uid = root: workers run as root',
    fix: 'uid = www-data',
    line: 2,
    quiet: [
      'uid = www-data',
      app,
      'chroot = /srv; uid = shop',
      'emperor = /etc/vassals; emperor-tyrant = true; uid = root',
    ],
  },
  {
    id: 'L56',
    trips: 'harakiri = 120; worker-reload-mercy = 30',
    says: 'worker-reload-mercy = 30 is shorter than harakiri 120 s',
    fix: 'worker-reload-mercy = 125',
    line: 3,
    quiet: [
      'harakiri = 30; worker-reload-mercy = 30',
      'harakiri = 60',
      'worker-reload-mercy = 5',
      'harakiri = 120; include = /missing.ini',
    ],
  },
  {
    id: 'L57',
    trips: 'reload-mercy = 600',
    says: 'reload-mercy = 600: one stuck process holds a reload up for 600 s',
    fix: 'reload-mercy = 60',
    line: 2,
    quiet: ['reload-mercy = 60', 'reload-mercy = 299', 'harakiri = 600; worker-reload-mercy = 605'],
  },
  {
    id: 'L58',
    trips: 'evil-reload-on-as = 900',
    says: 'evil-reload-on-as = 900 kills a worker in the middle of its request',
    fix: 'reload-on-as = 900',
    line: 2,
    quiet: ['reload-on-as = 900', 'evil-reload-on-as = 0'],
  },
  {
    id: 'L59',
    trips: 'socket-timeout = 300',
    says: 'socket-timeout = 300 lets one slow reader of stats stop the master for 300 s',
    fix: 'socket-timeout = 4',
    line: 2,
    quiet: [app, 'socket-timeout = 30'],
  },
  {
    id: 'L60',
    trips: 'http = 127.0.0.1:8080',
    says: 'http = 127.0.0.1:8080 can only be reached by a proxy of this machine',
    fix: 'http-socket = 127.0.0.1:8080',
    line: 2,
    quiet: ['http = :8080', 'http-socket = 127.0.0.1:8080', 'http = 127.0.0.1:8080; http-to = /run/a.sock'],
  },
  {
    id: 'L61',
    trips: 'max-fd = 1073741816',
    says: 'max-fd = 1073741816: a reload closes so many descriptors one by one',
    fix: 'max-fd = 65536',
    line: 2,
    quiet: [app, 'max-fd = 65536'],
  },
  {
    id: 'L62',
    trips: 'py-autoreload = 2',
    says: 'py-auto-reload = 2 scans all modules every 2 s',
    fix: 'touch-reload = /path/to/app.ini',
    line: 2,
    quiet: [app, 'py-autoreload = 0'],
  },
  {
    id: 'L63',
    trips: 'disable-logging = true; harakiri = 30; log-4xx = true',
    says: 'disable-logging without log-5xx, harakiri-verbose',
    fix: 'log-5xx = true',
    line: 2,
    quiet: [app, 'disable-logging = true; log-4xx = true; log-5xx = true', 'disable-logging = false'],
  },
  {
    id: 'L64',
    trips: app,
    says: 'py-tracebacker is not set',
    fix: 'py-tracebacker = /run/uwsgi/tracebacker.',
    quiet: [`${app}; py-tracebacker = /run/tb.`, 'emperor = /etc/vassals'],
  },
  {
    id: 'L65',
    trips: 'emperor = /etc/uwsgi/vassals',
    says: 'emperor = /etc/uwsgi/vassals without emperor-stats',
    fix: 'emperor-stats = /run/uwsgi/emperor.stats.sock',
    line: 2,
    quiet: [app, 'emperor = /etc/uwsgi/vassals; emperor-stats-server = 127.0.0.1:1717'],
  },
  {
    id: 'L66',
    trips: 'emperor = /etc/uwsgi/vassals; vassal-set = stats=/run/stats.sock',
    says: 'vassal-set = stats=/run/stats.sock gives all vassals the same stats socket',
    fix: 'vassals-inherit = /etc/uwsgi/vassal.ini, and in it stats = /run/uwsgi/%N.stats.sock',
    line: 3,
    quiet: [
      'emperor = /etc/uwsgi/vassals; vassal-set = stats=/run/%(name).sock',
      'vassal-set = harakiri=30',
      'stats = /run/stats.sock',
    ],
  },
  {
    id: 'L67',
    trips: 'stats = /tmp/shop.sock',
    says: 'stats = /tmp/shop.sock stands where every user can write',
    fix: 'stats = /run/uwsgi/shop.sock',
    line: 2,
    quiet: ['stats = /run/shop.sock', 'socket = /tmp/shop.sock', 'stats = 127.0.0.1:1717'],
  },
  {
    id: 'L69',
    trips: app,
    says: 'auto-procname is not set',
    fix: 'auto-procname = true',
    quiet: ['auto-procname = true', 'procname-prefix = shop'],
  },
  {
    id: 'L70',
    trips: 'stats = *:1717',
    says: 'stats = *:1717 cannot be reached: uWSGI listens on 255.255.255.255',
    fix: 'stats = 127.0.0.1:1717',
    line: 2,
    quiet: ['stats = :1717', 'socket = *:3031', 'stats = /run/*:1'],
  },
  {
    id: 'L71',
    trips: 'stats = 1717',
    says: 'stats = 1717 makes a file named 1717: nothing listens on that port',
    fix: 'stats = 127.0.0.1:1717',
    line: 2,
    quiet: ['stats = :1717', 'socket = /run/1717', 'socket = =0'],
  },
  {
    id: 'L72',
    trips: 'http = :99999',
    says: 'http = :99999 listens on port 34463: a port is 65535 at most',
    fix: 'http = 127.0.0.1:9191',
    line: 2,
    quiet: ['http = :65535', 'socket = /run/a:99999/b'],
  },
  {
    id: 'L73',
    trips: 'stats = 10.1.2.3:1717',
    says: 'stats = 10.1.2.3:1717 answers anybody in its private network',
    fix: 'stats = 127.0.0.1:1717',
    line: 2,
    quiet: ['stats = 127.0.0.1:1717', 'stats = 11.1.2.3:1717', 'stats = :1717', 'stats = [::1]:1717'],
  },
  {
    id: 'L74',
    trips: 'socket = [fd00::5]:3031',
    says: 'socket = [fd00::5]:3031 trusts anybody in its private network',
    fix: 'socket = 127.0.0.1:3031',
    line: 2,
    quiet: ['socket = [::1]:3031', 'socket = 172.32.0.1:3031', 'http-socket = 10.0.0.1:80'],
  },
  {
    id: 'L75',
    trips: 'http-socket = :8080',
    says: 'http-socket = :8080 is for a proxy in front',
    fix: 'http = :8080',
    line: 2,
    quiet: ['http-socket = 127.0.0.1:8080', 'http = :8080', 'http-socket = 10.0.0.4:8080'],
  },
  {
    id: 'L76',
    trips: 'chdir = /srv/shop; static-map = /files=/srv/shop/',
    says: 'static-map = /files=/srv/shop/ serves the folder of the application, its source code too',
    fix: 'static-map = /static=/srv/shop/static',
    line: 3,
    quiet: ['chdir = /srv/shop; static-map = /static=/srv/shop/static', 'static-map = /static=/srv/static'],
  },
  {
    id: 'L77',
    trips: 'auto-procname = true',
    says: 'auto-procname without procname-prefix-spaced',
    fix: 'procname-prefix-spaced = NAME',
    line: 2,
    quiet: [app, 'auto-procname = true; procname-prefix-spaced = shop', 'auto-procname = false'],
  },
  {
    id: 'L78',
    trips: 'buffer-size = 131072',
    says: 'buffer-size = 131072 becomes 65535',
    fix: 'buffer-size = 65535',
    line: 2,
    quiet: [app, 'buffer-size = 65535'],
  },
  {
    id: 'L79',
    trips: 'max-requests = 1000',
    says: 'max-requests = 1000 without harakiri and worker-reload-mercy: a worker on its way out has 60 s, then SIGKILL',
    fix: 'harakiri = 55, or worker-reload-mercy as long as the longest request takes',
    line: 2,
    quiet: [app, 'max-requests = 1000; worker-reload-mercy = 30', 'max-requests = 1000; harakiri = 30'],
  },
  {
    id: 'L80',
    trips: app,
    says: 'no max-requests, max-worker-lifetime or reload-on-rss',
    fix: 'max-worker-lifetime = 3600, with max-worker-lifetime-delta = 60',
    quiet: [`${app}; max-requests = 1000`, `${app}; evil-reload-on-rss = 500`, 'emperor = /etc/vassals'],
  },
  {
    id: 'L81',
    trips: app,
    says: 'every request is logged',
    fix: 'disable-logging = true, with log-4xx = true and log-5xx = true',
    quiet: [`${app}; disable-logging = true`, `${app}; log-format = %(uri)`, 'emperor = /etc/vassals'],
  },
  {
    id: 'L82',
    trips: 'socket = app.sock; chmod-socket = 666',
    says: 'chmod-socket = 666 lets every user of the machine run code through socket = app.sock',
    fix: 'chmod-socket = 660, with the proxy in the group',
    line: 3,
    quiet: [
      'socket = app.sock; chmod-socket = 664',
      'socket = 127.0.0.1:3031; chmod-socket = 666',
      'http-socket = app.sock; chmod-socket = 666',
    ],
  },
  {
    id: 'L83',
    trips: 'socket = /run/app.sock',
    says: 'socket = /run/app.sock without chmod-socket: only the user of uWSGI can connect',
    fix: 'chmod-socket = 660, with the proxy in the group',
    line: 2,
    quiet: [
      'socket = /run/app.sock; chmod-socket = 660',
      'socket = /run/app.sock; uid = www-data',
      'socket = @app',
      'socket = 127.0.0.1:3031',
    ],
  },
  {
    id: 'L84',
    trips: 'processes = 8; cheaper = 2; cheaper-busyness-max = 70',
    says: 'cheaper-busyness-max does nothing: cheaper-algo is not set',
    fix: 'cheaper-algo = busyness',
    line: 4,
    quiet: [
      'processes = 8; cheaper = 2; cheaper-busyness-max = 70; cheaper-algo = busyness',
      'processes = 8; cheaper-busyness-max = 70',
      'processes = 8; cheaper = 2; cheaper-busyness-max = 70; cheaper-algo = $(ALGO)',
      'processes = 8; cheaper = 2',
    ],
  },
  {
    id: 'L85',
    trips: app,
    says: 'neither py-call-osafterfork nor py-call-uwsgi-fork-hooks',
    fix: 'py-call-uwsgi-fork-hooks = true',
    quiet: [`${app}; py-call-osafterfork = true`, `${app}; lazy-apps = true`, 'emperor = /etc/vassals'],
  },
  {
    id: 'L86',
    trips: `${app}; processes = 64`,
    says: 'all 64 processes run all the time',
    fix: 'cheaper = 13, with cheaper-algo = busyness',
    line: 3,
    quiet: [`${app}; processes = 4`, `${app}; processes = 64; cheaper = 8`, 'processes = 64'],
  },
  {
    id: 'L87',
    trips: app,
    says: "no python plugin is loaded: Debian's uWSGI can then serve no request",
    fix: 'plugins = python3',
    host: { uwsgiVersion: '2.0.21-debian' },
    quiet: [
      `${app}; plugins = http,python3`,
      `${app}; plugin = @(/missing)`,
      `${app}; autoload = true`,
      'emperor = /etc/vassals',
    ],
  },
  {
    id: 'L88',
    trips: 'plugins = python3,router_http; http-timeout = 5; http = :8080',
    says: "http-timeout = 5 does nothing: the plugin http of Debian's uWSGI is not loaded",
    fix: 'plugins = http, above it',
    line: 3,
    host: { uwsgiVersion: '2.0.21-debian' },
    quiet: [
      'http-socket = :8080; http11-socket = :8081; https-socket = :8443,a,b; http-socket-modifier1 = 5',
      'plugin = python3; need-plugin = http; https = :443,a,b',
      'plugins = 0:/usr/lib/uwsgi/plugins/http_plugin.so; http = :80',
      'plugins = @(/missing); http = :80',
      'autoload = true; http = :80',
      'cgi-mode = true; cheaper-busyness-max = 70',
    ],
  },
  {
    id: 'L89',
    trips: 'processes = 4; harakiri = 30s',
    says: 'harakiri = 30s: uWSGI reads 30',
    fix: 'harakiri = 30',
    line: 3,
    quiet: [
      'harakiri = 30',
      'harakiri = 30  # s',
      'harakiri = $(TIME)',
      'master; vacuum = On; enable-threads = 0',
      'stats = four',
    ],
  },
  {
    id: 'L89',
    trips: 'workers = four',
    says: 'processes = four: uWSGI reads 0',
    fix: 'a whole number for processes',
    line: 2,
    quiet: ['workers = 4'],
  },
  {
    id: 'L89',
    trips: 'enable-threads = false # for now',
    says: 'enable-threads = false # for now: uWSGI takes it for on',
    fix: 'enable-threads = true, or enable-threads = false',
    line: 2,
    quiet: ['enable-threads = true # for now', 'enable-threads = no'],
  },
  {
    id: 'L90',
    trips: 'processes = 4; harakiri = 30; workers = 8',
    says: 'processes = 4 does not count: line 4 says processes = 8',
    fix: 'remove it, or line 4',
    line: 2,
    quiet: ['processes = 4; workers = 4', 'stats = :1; stats = :2', 'processes = 4; processes = $(COUNT)'],
  },
];

describe.each(cases)('$id', ({ id, trips, says, fix, line, quiet, ...asked }) => {
  test('says what is wrong, where it stands and what to write', () => {
    const [complaint, ...more] = complaintsOf(id, lines(trips), asked);
    expect(more).toEqual([]);
    expect(complaint?.message).toContain(says);
    expect(complaint?.fix).toBe(fix);
    const origin = complaint?.origin;
    expect(origin?.kind === 'file' ? origin.line : undefined).toBe(line);
  });

  test.each(quiet)('is quiet about %s', (ini) => {
    expect(complaintsOf(id, lines(ini), asked)).toEqual([]);
  });

  test('fits on a line or two', () => {
    const [complaint] = complaintsOf(id, lines(trips), asked);
    expect(complaint?.message.length).toBeLessThanOrEqual(160);
  });
});

test('strict comes with set-placeholder for the keys that would not start under it', () => {
  const rule = configRules.find(({ id }) => id === 'L42');
  const fixOf = (ini: string) => rule?.check(factsOf(ini))[0]?.fix;
  const mine = 'base = /home/django\nchdir = %(base)/x\nname = shop\nprocname = %(name) %(processes)';
  expect(fixOf(`${mine}\nprocesses = 2\nset-ph = a=1\nb = 1\nif-opt = b=1\nendif =\nvacuum = %(a)`)).toBe(
    'strict = true, and as strict knows no keys of your own: set-placeholder = base=…, set-placeholder = name=…, set-placeholder = b=…',
  );
  expect(fixOf('base = /home/django\nset-placeholder = base=/srv\nchdir = %(base)')).toBe('strict = true');
});

test('threads are nobody’s concern where the version has them on', () => {
  expect(complaintsOf('L37', app, { host: { uwsgiVersion: '2.0.28' } })).toEqual([]);
  expect(complaintsOf('L37', app, { host: { uwsgiVersion: '2.0.21-debian' } })).toHaveLength(1);
});

test('the herd is nobody’s concern on a kernel and a uWSGI that wake one', () => {
  const host = { uwsgiVersion: '2.0.21', kernelVersion: '6.1.0-18-amd64' };
  expect(complaintsOf('L39', 'processes = 16', { host })).toEqual([]);
  expect(complaintsOf('L39', 'processes = 16', { host: { kernelVersion: '3.10.0-1160.el7' } })).toHaveLength(
    1,
  );
  expect(complaintsOf('L39', 'processes = 16')).toEqual([]);
});

test('what only root can do tells who starts it', () => {
  const [complaint] = complaintsOf('L55', 'chroot = /srv');
  expect(complaint?.message).toBe('chroot = /srv wants root, and without uid the workers stay root');
});

test('of a kill alone it is the place that is missing', () => {
  const [complaint] = complaintsOf('L63', 'disable-logging\nharakiri = 30\nlog-4xx\nlog-5xx');
  expect(complaint?.message).toBe(
    'disable-logging without harakiri-verbose: a kill does not tell where the request hung',
  );
});

test('a plugin is missed only where it is a file of its own and nobody else loads it', () => {
  const host = { uwsgiVersion: '2.0.21-debian' };
  for (const [id, ini] of [
    ['L87', app],
    ['L88', 'http = :80'],
  ] as const) {
    expect(complaintsOf(id, ini, { host: { uwsgiVersion: '2.0.30' } })).toEqual([]);
    expect(complaintsOf(id, ini)).toEqual([]);
    expect(complaintsOf(id, ini, { host, path: '/etc/uwsgi/apps-enabled/shop.ini' })).toEqual([]);
    expect(complaintsOf(id, `${ini}\nstrict = true`, { host })[0]?.severity).toBe('error');
    const [complaint] = complaintsOf(id, `${ini}\nstrict = true`, {
      host: { ...host, isVersionGuessed: true },
    });
    expect(complaint?.severity).toBeUndefined();
    expect(complaint?.fix).toContain('a uWSGI of pip has it built in');
  }
});

test.each([
  ['gevent = 100', 'plugins = python3,gevent_python3, above it'],
  ['https = :443,a,b', 'plugins = http, above it'],
  ['carbon = 10.0.0.1:2003', 'plugins = carbon, above it'],
  ['fastrouter = :3017', 'plugins = fastrouter, above it'],
  ['cgi = /srv/cgi', 'plugins = cgi, above it'],
])('%s is one of a plugin', (ini, fix) => {
  const host = { uwsgiVersion: '2.0.21-debian' };
  expect(complaintsOf('L88', ini, { host }).map((complaint) => complaint.fix)).toEqual([fix]);
});

test('a vassal whose stats do not carry its name collides with the next one', () => {
  const vassal = { path: '/etc/uwsgi/vassals/shop.ini' };
  const [complaint] = complaintsOf('L66', 'stats = /run/stats.sock', vassal);
  expect(complaint?.message).toBe('stats = /run/stats.sock does not carry the name of the vassal, shop');
  expect(complaintsOf('L66', 'stats = /run/%n.sock', vassal)).toEqual([]);
  expect(complaintsOf('L66', 'stats = 127.0.0.1:1717', vassal)).toEqual([]);
});

test('every stats server is looked at, under each of its names', () => {
  const ini = 'stats-server = :1\nemperor-stats = :2\nhttp-ss = :3\nfastrouter-stats = 8.8.8.8:4';
  expect(complaintsOf('L49', ini).map(({ fix }) => fix)).toEqual([
    'stats = 127.0.0.1:1',
    'emperor-stats = 127.0.0.1:2',
    'http-stats = 127.0.0.1:3',
    'fastrouter-stats = 127.0.0.1:4',
  ]);
});

test('no id and no name is given twice, and each rule has its reason in one sentence', () => {
  expect(new Set(configRules.map(({ id }) => id)).size).toBe(configRules.length);
  expect(new Set(configRules.map(({ name }) => name)).size).toBe(configRules.length);
  for (const { why } of configRules) expect(why).toMatch(/^[A-Za-z][^\n]{20,160}\.$/);
});
