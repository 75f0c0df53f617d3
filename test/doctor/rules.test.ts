/** Every rule with a configuration that trips it, and one that differs from it by the cure. */
import type { HostLimits } from '../../src/doctor/config-facts';
import { configRules } from '../../src/doctor/rules';
import { complaintsOf, factsOf, told } from './facts';

interface Case {
  readonly id: string;
  readonly wrong: string;
  /** As it is told. */
  readonly says: string;
  readonly right: readonly string[];
  readonly host?: HostLimits;
}

const socket = 'socket = 127.0.0.1:3031';
const unix = 'socket = /run/app.sock';
const gigabyte = 1024 ** 3;

const cases: readonly Case[] = [
  {
    id: 'L01',
    wrong: 'workers = 4\ncheaper = 4',
    says: 'app.ini line 3: cheaper 4 is not below processes 4 -> cheaper = 1',
    right: [
      'workers = 4\ncheaper = 3',
      'cheaper = 0',
      'processes = $(N)\ncheaper = 4',
      'include = gone.ini\ncheaper = 4',
    ],
  },
  {
    id: 'L01',
    wrong: 'cheaper = 2',
    says: 'app.ini line 2: cheaper 2 is not below 1 process, which is what uWSGI starts untold -> processes = 10',
    right: [],
  },
  {
    id: 'L02',
    wrong: 'processes = 4\ncheaper = 2\ncheaper-initial = 5',
    says: 'app.ini line 4: cheaper-initial 5 is above processes 4 -> cheaper-initial = 4',
    right: ['processes = 4\ncheaper = 2\ncheaper-initial = 4', 'processes = 4\ncheaper-initial = 5'],
  },
  {
    id: 'L03',
    wrong: 'processes = 4\ncheaper = 2\ncheaper-initial = 1',
    says: 'app.ini line 4: cheaper-initial 1 is below cheaper 2 -> cheaper-initial = 2',
    right: [
      'processes = 4\ncheaper = 2\ncheaper-initial = 2',
      'processes = 4\ncheaper = 2\ncheaper-initial = 0',
    ],
  },
  {
    id: 'L04',
    wrong: 'processes = 4\ncheaper-algo = busyness\ncheaper-step = 2',
    says: 'app.ini line 3: cheaper-algo and 1 more do nothing: cheaper is not set -> cheaper = 2',
    right: [
      'processes = 4\ncheaper = 1\ncheaper-algo = busyness',
      'processes = 4',
      'cheaper-step = 2\nini = gone.ini',
    ],
  },
  {
    id: 'L05',
    wrong: 'cheaper-algo = busynes',
    says: "app.ini line 2: cheaper-algo busynes is none of uWSGI's -> cheaper-algo = busyness",
    right: [
      'cheaper-algo = busyness',
      'cheaper-algo = backlog2',
      'plugins = my_cheaper\ncheaper-algo = mine',
      'cheaper-algo = $(ALGO)',
    ],
  },
  {
    id: 'L05',
    wrong: 'cheaper-algo = spare2',
    says: 'app.ini line 2: cheaper-algo spare2 is there from uWSGI 2.1 on only -> cheaper-algo = busyness',
    right: [],
  },
  {
    id: 'L05',
    wrong: 'cheaper-algo = busyness',
    says: "app.ini line 2: cheaper-algo busyness is a plugin in Debian's uWSGI, and it is not loaded -> plugins = cheaper_busyness",
    right: ['plugin = python3,cheaper_busyness\ncheaper-algo = busyness'],
    host: { uwsgiVersion: '2.0.21-debian' },
  },
  {
    id: 'L06',
    wrong: `${unix}\ncheaper-algo = backlog`,
    says: 'app.ini line 3: cheaper-algo backlog never adds a worker: all sockets are UNIX sockets -> cheaper-algo = busyness',
    right: [
      `${socket}\ncheaper-algo = backlog`,
      `${unix}\n${socket}\ncheaper-algo = backlog`,
      `${unix}\ncheaper-algo = spare`,
      `${unix}\nhttp = :80\ncheaper-algo = backlog`,
      `${unix}\nsocket = @(gone)\ncheaper-algo = backlog`,
      'cheaper-algo = backlog',
    ],
  },
  {
    id: 'L07',
    wrong: `${unix}\ncheaper-busyness-backlog-alert = 16`,
    says: 'app.ini line 3: cheaper-busyness-backlog-alert does nothing: all sockets are UNIX sockets -> listen on 127.0.0.1:PORT, or remove the cheaper-busyness-backlog-* options',
    right: [`${socket}\ncheaper-busyness-backlog-alert = 16`, unix],
  },
  {
    id: 'L08',
    wrong: 'processes = 4\ncheaper = 1\ncheaper-overload = 0',
    says: 'app.ini line 4: cheaper-overload is 0 -> cheaper-overload = 3',
    right: ['processes = 4\ncheaper = 1\ncheaper-overload = 1', 'processes = 4\ncheaper-overload = 0'],
  },
  {
    id: 'L09',
    wrong: 'processes = 9\ncheaper = 2\ncheaper-algo = busyness',
    says: 'app.ini line 4: busyness is taken over 3 s unless set -> cheaper-overload = 10',
    right: [
      'processes = 9\ncheaper = 2\ncheaper-algo = busyness\ncheaper-overload = 10',
      'processes = 9\ncheaper = 2\ncheaper-algo = spare\ncheaper-overload = 1',
    ],
  },
  {
    id: 'L10',
    wrong:
      'processes = 9\ncheaper = 2\ncheaper-algo = busyness\ncheaper-busyness-min = 60\ncheaper-busyness-max = 70',
    says: 'app.ini line 6: at 60 % busyness worker 3 goes, the other 2 are at 90 % then, above cheaper-busyness-max 70 -> cheaper-busyness-min = 35',
    right: [
      'processes = 9\ncheaper = 1\ncheaper-algo = busyness',
      'processes = 9\ncheaper = 8\ncheaper-algo = busyness\ncheaper-busyness-min = 60\ncheaper-busyness-max = 70',
    ],
  },
  {
    id: 'L10',
    wrong: 'processes = 9\ncheaper = 4\ncheaper-algo = busyness\ncheaper-busyness-max = 20',
    says: 'app.ini line 5: cheaper-busyness-min 25 is not below cheaper-busyness-max 20 -> cheaper-busyness-min = 10',
    right: [],
  },
  {
    id: 'L11',
    wrong: 'cheaper-rss-limit-soft = 2000000000',
    says: 'app.ini line 2: cheaper-rss-limit-soft needs memory-report -> memory-report = true',
    right: [
      'memory-report = true\ncheaper-rss-limit-soft = 2000000000',
      'reload-on-rss = 200\ncheaper-rss-limit-soft = 2000000000',
      'memory-report = $(REPORT)\ncheaper-rss-limit-soft = 2000000000',
    ],
  },
  {
    id: 'L12',
    wrong: 'cheaper-rss-limit-soft = 6000000000\ncheaper-rss-limit-hard = 5000000000',
    says: 'app.ini line 3: cheaper-rss-limit-hard 5000000000 is not above cheaper-rss-limit-soft 6000000000 -> cheaper-rss-limit-soft = 4000000000',
    right: ['cheaper-rss-limit-soft = 4000000000\ncheaper-rss-limit-hard = 5000000000'],
  },
  {
    id: 'L12',
    wrong: 'cheaper-rss-limit-hard = 5000000000',
    says: 'app.ini line 2: cheaper-rss-limit-hard is set without cheaper-rss-limit-soft -> cheaper-rss-limit-soft = 4000000000',
    right: [],
  },
  {
    id: 'L13',
    wrong: 'cheaper-rss-limit-soft = 2048',
    says: 'app.ini line 2: cheaper-rss-limit-soft 2048 is in bytes -> cheaper-rss-limit-soft = 2147483648',
    right: ['cheaper-rss-limit-soft = 4294967296'],
  },
  {
    id: 'L14',
    wrong: 'processes = 50\ncheaper = 8',
    says: 'app.ini line 3: cheaper 8 is below 20 % of processes 50 -> cheaper = 10',
    right: ['processes = 50\ncheaper = 10', 'processes = 4\ncheaper = 1', 'processes = 50'],
  },
  {
    id: 'L15',
    wrong: `${unix}\nlisten = 1024`,
    says: 'app.ini line 3: listen 1024 is above net.core.somaxconn 128 of this machine -> listen = 128, or sysctl net.core.somaxconn=1024',
    right: [`${unix}\nlisten = 128`, unix, 'listen = 1024'],
    host: { somaxconn: 128 },
  },
  {
    id: 'L16',
    wrong: `${socket}\nprocesses = 16\nthreads = 4`,
    says: 'nowhere: listen is left at 100 for 64 requests at a time -> a listen that the load asks for: uwtop tune tells one from what it has seen',
    right: [
      `${socket}\nprocesses = 64\nlisten = 1024`,
      `${socket}\nprocesses = 4`,
      `${unix}\nprocesses = 64`,
    ],
  },
  {
    id: 'L17',
    wrong: socket,
    says: 'nowhere: harakiri is not set -> harakiri = 55',
    right: [
      `${socket}\nharakiri = 30`,
      'emperor = /etc/uwsgi/vassals',
      `${socket}\nharakiri = $(LIMIT)`,
      `${socket}\nini = gone.ini`,
    ],
  },
  {
    id: 'L17',
    wrong: `${socket}\nharakiri = 0`,
    says: 'app.ini line 3: harakiri is off -> harakiri = 55',
    right: [],
  },
  {
    id: 'L18',
    wrong: `${socket}\nharakiri = 30`,
    says: 'app.ini line 3: harakiri without master -> master = true',
    right: [
      'master = true\nharakiri = 30',
      'stats = 127.0.0.1:1717\nharakiri = 30',
      'master = $(M)\nharakiri = 30',
    ],
  },
  {
    id: 'L19',
    wrong: 'harakiri = 60',
    says: 'app.ini line 2: harakiri 60 s is not below the 60 s that a proxy waits unless told -> harakiri = 55, or a longer uwsgi_read_timeout or proxy_read_timeout',
    right: ['harakiri = 59', 'http = :80\nhttp-timeout = 300\nharakiri = 120'],
  },
  {
    id: 'L19',
    wrong: 'http = :80\nhttp-timeout = 20\nharakiri = 30',
    says: 'app.ini line 4: harakiri 30 s is not below http-timeout 20 s -> harakiri = 15, or a longer http-timeout',
    right: [],
  },
  {
    id: 'L20',
    wrong: `${unix}\nharakiri = 30\nharakiri-queue-threshold = 5`,
    says: 'app.ini line 4: harakiri-queue-threshold 5 switches harakiri off: all sockets are UNIX sockets -> remove harakiri-queue-threshold',
    right: [
      `${socket}\nharakiri = 30\nharakiri-queue-threshold = 5`,
      `${unix}\nharakiri = 30\nharakiri-queue-threshold = 0`,
    ],
  },
  {
    id: 'L21',
    wrong: 'harakiri = 30\nthreads = 4',
    says: 'app.ini line 2: harakiri with 4 requests at a time in a worker -> time-outs in the application for what may hang',
    right: ['harakiri = 30', 'harakiri = 30\nthreads = 1', 'threads = 4'],
  },
  {
    id: 'L22',
    wrong: 'harakiri = 30',
    says: 'app.ini line 2: harakiri without post-buffering, which uWSGI itself warns of -> post-buffering = 8192',
    right: ['harakiri = 30\npost-buffering = 8192', ''],
  },
  {
    id: 'L23',
    wrong: 'harakiri-graceful-timeout = 5',
    says: 'app.ini line 2: harakiri-graceful-timeout is not known before uWSGI 2.0.22 -> remove harakiri-graceful-timeout',
    right: ['harakiri = 5'],
    host: { uwsgiVersion: '2.0.21-debian' },
  },
  {
    id: 'L24',
    wrong: 'reload-on-rss = 200',
    says: 'app.ini line 2: reload-on-rss without memory-report -> memory-report = true',
    right: ['reload-on-rss = 200\nmemory-report = true', 'reload-on-rss = 0'],
  },
  {
    id: 'L25',
    wrong: socket,
    says: 'nowhere: memory-report is not on -> memory-report = true',
    right: [
      `${socket}\nmemory-report = true`,
      `${socket}\nreload-on-as = 900`,
      'emperor = /etc/uwsgi/vassals',
    ],
  },
  {
    id: 'L26',
    wrong: 'reload-on-rss = 8',
    says: 'app.ini line 2: reload-on-rss 8 MB is less than a worker without an application takes (12 MB) -> reload-on-rss = 512',
    right: ['reload-on-rss = 80'],
  },
  {
    id: 'L27',
    wrong: 'processes = 8\nreload-on-rss = 512',
    says: 'app.ini line 3: 8 processes x reload-on-rss 512 MB are above 70 % of the 4096 MB of this machine -> reload-on-rss = 358, or fewer processes',
    right: ['processes = 4\nreload-on-rss = 512', 'processes = $(N)\nreload-on-rss = 512'],
    host: { memoryBytes: 4 * gigabyte },
  },
  {
    id: 'L28',
    wrong: 'reload-on-rss = 200\nharakiri = 600',
    says: 'app.ini line 2: reload-on-rss alone, with harakiri 600 s -> harakiri = 55, or evil-reload-on-rss = 400 for the worst',
    right: ['reload-on-rss = 200\nharakiri = 60', 'reload-on-rss = 200\nevil-reload-on-rss = 500'],
  },
  {
    id: 'L29',
    wrong: 'processes = 4\nmax-requests = 1000',
    says: 'app.ini line 3: max-requests 1000 is the same for all 4 processes -> max-requests-delta = 25',
    right: ['processes = 4\nmax-requests = 1000\nmax-requests-delta = 10', 'max-requests = 1000'],
  },
  {
    id: 'L29',
    wrong: 'processes = 4\nmax-requests = 1000\nmax-requests-delta = 10',
    says: 'app.ini line 3: max-requests 1000 is the same for all 4 processes -> max-worker-lifetime = 3600 and max-worker-lifetime-delta = 60, with a max-requests that is seldom reached before: max-requests-delta needs uWSGI 2.0.29',
    right: ['processes = 4\nmax-requests = 1000\nmax-worker-lifetime = 900\nmax-worker-lifetime-delta = 9'],
    host: { uwsgiVersion: '2.0.28' },
  },
  {
    id: 'L30',
    wrong: 'processes = 24\nmax-worker-lifetime = 300',
    says: 'app.ini line 3: max-worker-lifetime 300 s is the same for all 24 processes -> max-worker-lifetime-delta = 2, at least as long as the application takes to start',
    right: [
      'processes = 24\nmax-worker-lifetime = 300\nmax-worker-lifetime-delta = 5',
      'max-worker-lifetime = 300',
    ],
  },
  {
    id: 'L31',
    wrong: 'max-worker-lifetime = 10',
    says: 'app.ini line 2: max-worker-lifetime 10 s is not above min-worker-lifetime 10 s (unless set) -> max-worker-lifetime = 3600',
    right: ['max-worker-lifetime = 11', 'max-worker-lifetime = 10\nmin-worker-lifetime = 5'],
  },
  {
    id: 'L32',
    wrong: 'max-requests = 100',
    says: 'app.ini line 2: max-requests 100 is very low -> max-requests = 5000',
    right: ['max-requests = 1000', 'max-requests = 0'],
  },
  {
    id: 'L33',
    wrong: 'module = app\nthreads = 4\nmax-worker-lifetime = 900',
    says: 'app.ini line 4: max-worker-lifetime with threads in Python, and nothing that mends its locks after a fork -> py-call-uwsgi-fork-hooks = true, or lazy-apps = true',
    right: [
      'module = app\nthreads = 4\nmax-worker-lifetime = 900\npy-call-uwsgi-fork-hooks = true',
      'module = app\nmax-worker-lifetime = 900',
      'psgi = app.psgi\nthreads = 4\nmax-worker-lifetime = 900',
    ],
  },
  {
    id: 'L34',
    wrong: 'py-callos-afterfork = true',
    says: 'app.ini line 2: py-callos-afterfork is no option of uWSGI -> py-call-osafterfork = true',
    right: ['py-call-osafterfork = true'],
  },
  {
    id: 'L68',
    wrong: 'harakri = 30',
    says: 'app.ini line 2: harakri is no option of uWSGI; did you mean harakiri? -> harakiri = 30',
    right: [
      'harakiri = 30',
      'count = 3\nprocesses = %(count)',
      'count = 3\nprocesses = %(count * 2)',
      'set-ph = count=3\nprocesses = %(count)',
      'declare-option = web=processes=$1\nweb = 4',
      'if-env = HOME\nmaster = true\nend =',
      'ini = shortcuts.ini\ntrac = /var/www/trac',
      'if-opt = stage=live\nmaster = true\nendif =\nstage = live',
      'plugins = of_our_own\nwhatever-it-knows = 1',
      'need-plugins = dogstatsd,shortmsecs\ndogstatsd-all-gauges = true',
      'workers = 3\nsocket-send-timeout = 3\nhttp-ss = :1',
    ],
  },
  {
    id: 'L68',
    wrong: 'strict = true\nif-env = HOME\nmaster = true\nend =',
    says: 'app.ini line 5: end is no option of uWSGI; did you mean endif? -> endif = ',
    right: [],
  },
  {
    id: 'L68',
    wrong: 'zzqx-of-nobody = 1',
    says: 'app.ini line 2: zzqx-of-nobody is no option of uWSGI -> remove zzqx-of-nobody',
    right: [],
  },
  {
    id: 'L68',
    wrong: 'py-call-uwsgi-fork-hooks = true',
    says: 'app.ini line 2: py-call-uwsgi-fork-hooks is there from uWSGI 2.0.21 on, and this is 2.0.20 -> remove py-call-uwsgi-fork-hooks',
    right: ['py-executable = /usr/bin/python3'],
    host: { uwsgiVersion: '2.0.20' },
  },
];

test.each(cases)('$id: $wrong', ({ id, wrong, says, right, host }) => {
  const rule = configRules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  expect(complaintsOf(rule, wrong, host).map(told)).toEqual([says]);
  for (const ini of right) expect([ini, complaintsOf(rule, ini, host).map(told)]).toEqual([ini, []]);
});

test('what spreads the workers of max-requests depends on the version', () => {
  const [rule] = configRules.filter(({ id }) => id === 'L29');
  const fixOf = (uwsgiVersion: string) =>
    rule?.check(factsOf('processes = 4\nmax-requests = 50', { uwsgiVersion }))[0]?.fix;
  expect(fixOf('2.0.30')).toBe('max-requests-delta = 2');
  expect(fixOf('2.0.21')).toMatch(
    /^max-worker-lifetime = 3600 and max-worker-lifetime-delta = 60, with a max-req/,
  );
  expect(fixOf('2.0.18')).toMatch(/^remove max-requests, or set it so high/);
});

test('without what is known of a machine and a version, rules about them are silent', () => {
  const ini = `${socket}\nlisten = 100000\nprocesses = 900\nreload-on-rss = 9999\nharakiri-graceful-timeout = 5`;
  const ofHost = configRules.filter(({ id }) => ['L15', 'L23', 'L27'].includes(id));
  expect(ofHost.flatMap((rule) => complaintsOf(rule, ini))).toEqual([]);
});

test('under strict a misspelt or an early name ends the start', () => {
  const severities = configRules.flatMap((rule) =>
    complaintsOf(
      rule,
      'strict = true\nharakri = 3\npy-callos-afterfork = 1\nmax-requests-delta = 3\nharakiri-queue-threshold = 3',
      {
        uwsgiVersion: '2.0.21',
      },
    ).map(({ severity }) => [rule.id, severity]),
  );
  expect(severities).toEqual(
    expect.arrayContaining([
      ['L23', 'error'],
      ['L34', 'error'],
      ['L68', 'error'],
      ['L68', 'error'],
    ]),
  );
});

test('every rule stands in the table above', () => {
  const own = configRules.filter(({ id }) => Number(id.slice(1)) <= 34 || id === 'L68');
  expect(own.map(({ id }) => id)).toEqual([...new Set(cases.map(({ id }) => id))]);
});

test('ids and names are used once, and their sentences end', () => {
  const names = configRules.flatMap(({ id, name }) => [id, name]);
  expect(new Set(names).size).toBe(names.length);
  for (const { id, name, why } of configRules) {
    expect(id).toMatch(/^L\d{2}$/);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(why).toMatch(/^[A-Z0-9a-z][^]*[.:]$/);
  }
});
