import { limitTable, type LimitName } from '../../src/limits/limit-table';
import { limitsOf } from '../../src/limits/limits';
import { statedConfiguration, type OptionValue } from '../../src/limits/configuration';
import { limitsOfIni, readFiles, readIni } from './memory-source';

const MiB = 1024 * 1024;

describe('every limit is found under its names', () => {
  const cases: readonly (readonly [LimitName, string, unknown])[] = [
    ['harakiriSeconds', 'harakiri = 60', 60],
    ['maxRequests', 'max-requests = 5000', 5000],
    ['maxRequestsDelta', 'max-requests-delta = 10', 10],
    ['minWorkerLifetimeSeconds', 'min-worker-lifetime = 0', 0],
    ['maxWorkerLifetimeSeconds', 'max-worker-lifetime = 3600', 3600],
    ['maxWorkerLifetimeDeltaSeconds', 'max-worker-lifetime-delta = 7', 7],
    ['reloadOnRssBytes', 'reload-on-rss = 512', 512 * MiB],
    ['reloadOnAsBytes', 'reload-on-as = 1024M', 1024 * MiB],
    ['reloadOnUssBytes', 'reload-on-uss = 1', MiB],
    ['reloadOnPssBytes', 'reload-on-pss = 2', 2 * MiB],
    ['evilReloadOnRssBytes', 'evil-reload-on-rss = 2048', 2048 * MiB],
    ['evilReloadOnAsBytes', 'evil-reload-on-as = 3', 3 * MiB],
    ['workerReloadMercySeconds', 'worker-reload-mercy = 8', 8],
    ['processes', 'workers = 4', 4],
    ['processes', 'processes = 5', 5],
    ['threads', 'threads = 2', 2],
    ['cheaper', 'cheaper = 2', 2],
    ['cheaperInitial', 'cheaper-initial = 3', 3],
    ['cheaperStep', 'cheaper-step = 1', 1],
    ['cheaperAlgo', 'cheaper-algo = busyness', 'busyness'],
    ['cheaperOverloadSeconds', 'cheaper-overload = 30', 30],
    ['cheaperBusynessMinPercent', 'cheaper-busyness-min = 20', 20],
    ['cheaperBusynessMaxPercent', 'cheaper-busyness-max = 70', 70],
    ['cheaperBusynessMultiplier', 'cheaper-busyness-multiplier = 5', 5],
    ['cheaperBusynessPenalty', 'cheaper-busyness-penalty = 2', 2],
    ['cheaperBusynessBacklogAlert', 'cheaper-busyness-backlog-alert = 16', 16],
    ['cheaperBusynessBacklogStep', 'cheaper-busyness-backlog-step = 2', 2],
    ['cheaperBusynessBacklogMultiplier', 'cheaper-busyness-backlog-multiplier = 4', 4],
    ['cheaperBusynessBacklogNonzeroSeconds', 'cheaper-busyness-backlog-nonzero = 30', 30],
    ['listen', 'listen = 1024', 1024],
    ['memoryReport', 'memory-report', true],
    ['memoryReport', 'memory-report = OFF', false],
    ['memoryReport', 'memory-report = 00', true],
    ['stats', 'stats-server = :1717', [':1717']],
    ['stats', 'stats = a\nstats = b\nhttp-ss = c', ['b', 'c']],
    ['statsHttp', 'stats-http = true', true],
    ['pyTracebacker', 'py-tracebacker = /run/tb', '/run/tb'],
    ['masterFifo', 'master-fifo = /a\nmaster-fifo = /b', ['/a', '/b']],
    ['procnamePrefix', 'procname-prefix = a\nprocname-prefix-spaced = shop', 'shop '],
  ];

  test.each(cases)('%s from %j', (name, text, value) => {
    expect(limitsOfIni(text)[name]).toMatchObject({ state: 'set', value });
  });

  test('and none is left out of these cases', () => {
    expect(new Set(cases.map(([name]) => name))).toEqual(new Set(Object.keys(limitTable)));
  });
});

describe('where a value comes from', () => {
  const source = (text: string, name: LimitName): string | undefined => {
    const limit = limitsOfIni(text)[name];
    return limit.state === 'set' ? limit.source : limit.reason;
  };

  test.each([
    ['; first\nharakiri = 60', 'harakiriSeconds', 'harakiri 60 s, from app.ini line 3'],
    ['reload-on-rss = 512', 'reloadOnRssBytes', 'reload-on-rss 512 MB, from app.ini line 2'],
    [
      'cheaper-busyness-max = 70',
      'cheaperBusynessMaxPercent',
      'cheaper-busyness-max 70 %, from app.ini line 2',
    ],
    ['memory-report = true', 'memoryReport', 'memory-report on, from app.ini line 2'],
    ['harakiri = 0', 'harakiriSeconds', 'harakiri 0, from app.ini line 2'],
    [
      'stats = :1\nhttp-stats = :2',
      'stats',
      'stats :1, from app.ini line 2; http-stats :2, from app.ini line 3',
    ],
    ['x = 1', 'harakiriSeconds', 'not set in app.ini'],
  ] as const)('%j', (text, name, expected) => {
    expect(source(text, name)).toBe(expected);
  });

  test('the environment and the command line', () => {
    const configuration = readFiles(
      {},
      { commandLine: ['uwsgi', '-p', '4', '--master'], environment: { UWSGI_HARAKIRI: '30', PATH: '/bin' } },
    );
    const limits = limitsOf(configuration);
    expect(limits.processes).toMatchObject({ value: 4, source: 'processes 4, from the command line' });
    expect(limits.harakiriSeconds).toMatchObject({
      value: 30,
      source: 'harakiri 30 s, from environment UWSGI_HARAKIRI',
    });
    expect(limits.maxRequests).toEqual({
      state: 'off',
      reason: 'not set in environment UWSGI_HARAKIRI and the command line',
    });
  });

  test('a file that a person named, called anything', () => {
    const configuration = readFiles(
      { '/srv/shop.conf': '{"uwsgi": {\n"harakiri": 20}}' },
      { commandLine: [], files: ['shop.conf'] },
    );
    expect(limitsOf(configuration).harakiriSeconds).toMatchObject({
      value: 20,
      source: 'harakiri 20 s, from shop.conf line 2',
    });
  });
});

describe('numbers are what uWSGI makes of them', () => {
  test.each([
    ['harakiri = 5 minutes', 5],
    ['harakiri = \t+7', 7],
    ['harakiri = 0x10', undefined],
    ['harakiri = 1e3', 1],
    ['harakiri = 4294967297', 1],
    ['harakiri = "30"', undefined],
    ['harakiri', undefined],
    ['harakiri = 30\nharakiri = 40', 40],
  ])('%j', (text, value) => {
    expect(limitsOfIni(text).harakiriSeconds.value).toBe(value);
  });

  test.each(['harakiri = -5', 'harakiri = 99999999999999999999'])('%j is not one to start with', (text) => {
    expect(limitsOfIni(text).harakiriSeconds).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('not a number that uWSGI starts with') as string,
    });
  });

  test.each(['max-requests = -1', 'max-requests = 18446744073709551615'])(
    '%j is beyond reckoning',
    (text) => {
      expect(limitsOfIni(text).maxRequests.state).toBe('unknown');
    },
  );
});

describe('sources by rank', () => {
  const flag: OptionValue = { name: 'harakiri', value: '60', origin: { kind: 'flag', flag: '--harakiri' } };
  const flags = statedConfiguration('the flags', [flag]);

  test('the highest that says something decides', () => {
    const limits = limitsOf([flags, readIni('harakiri = 30\nprocesses = 2')]);
    expect(limits.harakiriSeconds).toMatchObject({
      value: 60,
      source: 'harakiri 60 s, from flag --harakiri',
    });
    expect(limits.processes.value).toBe(2);
  });

  test('off is a word too', () => {
    const off = statedConfiguration("uwtop's config", [
      { name: 'harakiri', value: '0', origin: { kind: 'uwtop config' } },
    ]);
    const { harakiriSeconds } = limitsOf([off, readIni('harakiri = 30')]);
    expect(harakiriSeconds).toEqual({ state: 'off', reason: "harakiri 0, from uwtop's config" });
  });

  test('what flags leave out stays open, what a whole configuration leaves out is off', () => {
    expect(limitsOf(flags).processes.state).toBe('unknown');
    expect(limitsOf([]).processes).toEqual({
      state: 'unknown',
      reason: 'no configuration of this instance is known',
    });
    expect(limitsOf([flags, readIni('')]).processes.state).toBe('unknown');
    expect(limitsOf([flags, readIni('x = 1')]).processes.state).toBe('off');
  });

  test('one that could not be read through does not hide one that could', () => {
    const torn = readIni('harakiri = 30\nini = missing.ini');
    expect(limitsOf(torn).harakiriSeconds.state).toBe('unknown');
    expect(limitsOf([torn, readIni('harakiri = 20')]).harakiriSeconds.value).toBe(20);
    expect(limitsOf([torn, readIni('x = 1')]).harakiriSeconds.state).toBe('unknown');
  });
});
