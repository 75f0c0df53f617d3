/** The System screen: a table for each kind of thing beside the workers, or a word why there is none. */
import type { KnownLimits } from '../../../src/model/observation';
import type { WorkerDocument } from '../../../src/stats/schema';
import { capture, decoded } from '../../stats/captures';
import { epochSeconds, knownLimits, localFacts, worker, workerDocument } from '../../support/documents';
import { fleetOf, lost, polled, press, screen, type Session, sighted, sit, type } from '../scenes';

const workers = [worker({ pid: 101 }), worker({ pid: 102 })];
const wide = { columns: 120, rows: 70 };

interface Known {
  readonly limits?: KnownLimits;
  readonly host?: ReturnType<typeof localFacts>;
}

/** After two answers, two seconds apart. */
function systemOf(before: Partial<WorkerDocument>, now = before, known: Known = {}): Session {
  const answers = [before, now].map((change, index) => ({
    ...polled('shop', workerDocument(workers, change), index * 2000),
    ...known,
  }));
  return press(sit(fleetOf(['shop'], ...answers), { size: wide, atMs: 2000 }), '5');
}

const all = (session: Session) => screen(session).join('\n');

/** The lines below a header up to the next blank one. */
function rowsUnder(session: Session, title: string): string[] {
  const lines = screen(session);
  const header = lines.findIndex((line) => line.startsWith(` ${title} `));
  if (header < 0) return [];
  const rows = lines.slice(header + 1);
  return rows
    .slice(
      0,
      rows.findIndex((line) => line.trim() === ''),
    )
    .map((line) => line.replaceAll(/ +/g, ' ').trim());
}

describe('has a table of', () => {
  test('sockets, with their queues and who told them', () => {
    const sockets = [
      { name: '127.0.0.1:8000', proto: 'http', queue: 3, max_queue: 100 },
      { name: '/run/shop.sock', proto: 'uwsgi', queue: 0, max_queue: 0 },
      { name: '/run/other.sock', proto: 'uwsgi', queue: 0, max_queue: 0 },
    ];
    const queues = [
      { socket: '127.0.0.1:8000' },
      { socket: '/run/shop.sock', length: 7, source: '/proc/net/unix' as const },
      { socket: '/run/other.sock', reason: 'no such socket' },
    ];
    const session = systemOf({ sockets }, { sockets }, { host: localFacts({ queues }) });
    expect(rowsUnder(session, 'SOCKET')).toEqual([
      '127.0.0.1:8000 http 3/100 uwsgi',
      '/run/shop.sock uwsgi 7/- /proc/net/unix',
      '/run/other.sock uwsgi - no such socket',
    ]);
  });

  test('caches, with what they found in the last interval and since the start', () => {
    const cache = { name: 'pages', hits: 60, miss: 40, items: 500, max_items: 1000, full: 2 };
    const session = systemOf(
      { caches: [cache] },
      {
        caches: [
          { ...cache, hits: 150, miss: 50, full: 5 },
          { name: 'bare' },
          { name: 'new', hits: 3, miss: 3 },
        ],
      },
    );
    expect(rowsUnder(session, 'CACHE')).toEqual([
      'pages 90% 75% 50.0 ▆▆▆▆▁▁▁▁ 50% 500/1.0k 5',
      'bare - - - - -/- -',
      'new - 50% - - -/- -',
    ]);
  });

  test('spoolers, with what waits, or why that is not known', () => {
    const spoolers = [
      { dir: '/spool/mail', pid: 7, tasks: 10, respawns: 1, running: 1 },
      { dir: '/spool/bills', pid: 8, tasks: 4, respawns: 0, running: 0 },
      { dir: '/spool/many', pid: 9, tasks: 4, respawns: 0, running: 0 },
    ];
    const host = localFacts({
      spoolers: [
        { dir: '/spool/mail', pending: 12 },
        { dir: '/spool/bills', reason: 'the folder cannot be read' },
        { dir: '/spool/many', pending: 9000, reason: 'only a part was counted' },
      ],
    });
    const later = spoolers.map((spooler) => ({ ...spooler, tasks: spooler.tasks + 3 }));
    expect(rowsUnder(systemOf({ spoolers }, { spoolers: later }, { host }), 'SPOOLER')).toEqual([
      '/spool/mail busy 12 1.5 13 1 7',
      '/spool/bills idle - 1.5 7 0 8',
      '/spool/many idle >9.0k 1.5 7 0 9',
      'the folder cannot be read',
      'only a part was counted',
    ]);
    expect(rowsUnder(systemOf({ spoolers }), 'SPOOLER')[0]).toBe('/spool/mail busy - 0 10 1 7');
  });

  test('crons, with their schedule in words and how long they have been running', () => {
    const crons = [
      {
        minute: 5,
        hour: 3,
        day: -1,
        month: -1,
        week: -1,
        command: 'backup',
        pid: 12,
        started_at: epochSeconds - 63,
      },
      { minute: -5, hour: -1, day: -1, month: -1, week: -1, command: 'clean "all"', pid: -1, started_at: 0 },
    ];
    expect(rowsUnder(systemOf({ crons }), 'CRON')).toEqual([
      'daily at 03:05 1m05 12 backup',
      'every 5 minutes - - clean "all"',
    ]);
  });

  test('daemons, whose deaths uWSGI does not count', () => {
    const daemons = [
      { cmd: 'celery -A shop', pid: 33, respawns: 0 },
      { cmd: 'tail', pid: 0, respawns: 12 },
    ];
    expect(rowsUnder(systemOf({ daemons }), 'DAEMON')).toEqual(['celery -A shop 33', 'tail -']);
  });

  test('locks that are held, by whom and for how long, and the names of the others', () => {
    const locks = [{ 'user 0': 102 }, { signal: 0 }, { rpc: 4711 }, { cron: 99 }, { timer: 0 }];
    expect(rowsUnder(systemOf({ locks }), 'LOCK')).toEqual([
      'user 0 worker 2 102 2s',
      'rpc none of its workers 4711 2s',
      'cron this instance 99 2s',
      '2 locks free: signal, timer',
    ]);
  });

  test('limits that are set, with where they were read, and the names of the others', () => {
    const session = systemOf({}, {}, { limits: knownLimits({ harakiri: 60, 'max-requests': 500 }) });
    expect(rowsUnder(session, 'LIMIT').slice(0, 2)).toEqual([
      expect.stringMatching(/^harakiri .*60 s, from app\.ini line 2$/),
      expect.stringMatching(/^max-requests .*500, from app\.ini line 3$/),
    ]);
    expect(rowsUnder(session, 'LIMIT').slice(2).join(' ')).toMatch(/^not set in app\.ini: .*listen/);
  });

  test('metrics, with the growth of counters', () => {
    const metrics = {
      'worker.0.requests': { type: 0, value: 100 },
      'core.idle_workers': { type: 1, value: 4 },
      'worker.1.rss_size': { type: 1, value: 3 * 2 ** 20 },
      odd: { type: 7, value: -1.5 },
    };
    const later = { ...metrics, 'worker.0.requests': { type: 0, value: 130 } };
    expect(rowsUnder(systemOf({ metrics }, { metrics: later }), 'METRIC')).toEqual([
      'worker.0.requests counter 130 15.0',
      'core.idle_workers gauge 4 -',
      'worker.1.rss_size gauge 3.0M -',
      'odd 7 -1.5 -',
    ]);
  });
});

test('a rate is not known of what has shrunk, nor of what stands where another stood', () => {
  const metrics = { requests: { type: 0, value: 100 } };
  const fewer = { requests: { type: 0, value: 30 } };
  expect(rowsUnder(systemOf({ metrics }, { metrics: fewer }), 'METRIC')).toEqual(['requests counter 30 -']);
  const spooler = (dir: string, tasks: number) => ({ dir, pid: 7, tasks, respawns: 0, running: 0 });
  const session = systemOf({ spoolers: [spooler('/a', 5)] }, { spoolers: [spooler('/b', 9)] });
  expect(rowsUnder(session, 'SPOOLER')[0]).toBe('/b idle - - 9 0 7');
});

test('a rate is not known after one answer, nor across a restart of the master', () => {
  const caches = [{ name: 'pages', hits: 600, miss: 400 }];
  const metrics = { requests: { type: 0, value: 100 } };
  const first = fleetOf(['shop'], polled('shop', workerDocument(workers, { caches, metrics }), 0));
  const restarted = fleetOf(
    ['shop'],
    polled('shop', workerDocument(workers, { caches, metrics }), 0),
    polled('shop', workerDocument(workers, { caches, metrics, pid: 5 }), 1000),
  );
  for (const fleet of [first, restarted]) {
    const session = press(sit(fleet, { size: wide }), '5');
    expect(rowsUnder(session, 'CACHE')).toEqual(['pages - 60% - - -/- -']);
    expect(rowsUnder(session, 'METRIC')).toEqual(['requests counter 100 -']);
  }
});

test('of what uWSGI prints none of it says so, with the option that makes some', () => {
  const said = all(systemOf({}));
  for (const absence of [
    'no sockets',
    'no caches (cache2)',
    'no spoolers (spooler)',
    'no crons (cron, cron2)',
    'no daemons (attach-daemon)',
    'no lock is held',
    'limits are being read',
    'no metrics (enable-metrics)',
  ])
    expect(said).toContain(absence);
  expect(said).not.toMatch(/SOCKET|CACHE|SPOOLER|CRON|DAEMON|LOCK|METRIC/);
  expect(all(systemOf({}, {}, { limits: knownLimits() }))).toContain('no limit is known to be set');
});

describe('the filter', () => {
  const full = systemOf({
    sockets: [{ name: '127.0.0.1:8000', proto: 'http', queue: 0, max_queue: 100 }],
    daemons: [{ cmd: 'celery worker', pid: 1, respawns: 0 }],
    locks: [{ rpc: 0 }],
    metrics: { 'worker.1.requests': { type: 0, value: 1 }, 'Core.Idle': { type: 1, value: 2 } },
  });
  const filtered = (words: string) => type(press(full, '/'), words);

  test('keeps the rows of all tables that have all its words, and no table without rows', () => {
    const workerOnly = filtered('worker');
    expect(rowsUnder(workerOnly, 'DAEMON')).toEqual(['celery worker 1']);
    expect(rowsUnder(workerOnly, 'METRIC')).toEqual(['worker.1.requests counter 1 0']);
    expect(all(workerOnly)).not.toMatch(/SOCKET|no caches|locks? free|Core\.Idle/);
    expect(rowsUnder(filtered('REQUESTS worker'), 'METRIC')).toEqual(['worker.1.requests counter 1 0']);
    expect(rowsUnder(filtered('8000'), 'SOCKET').length).toBe(1);
    expect(rowsUnder(filtered('idle'), 'METRIC')).toEqual(['Core.Idle gauge 2 -']);
  });

  test('to nothing says how to come back, and Esc does', () => {
    expect(all(filtered('zzz'))).toMatch(/nothing matches the filter; Esc clears it/);
    expect(screen(press(filtered('zzz'), 'escape'))).toEqual(screen(full));
    expect(screen(press(filtered('zzz'), 'enter escape'))).toEqual(screen(full));
    expect(press(filtered('zzz'), 'enter escape').ui.screen).toBe('system');
  });
});

describe('with thousands of metrics', () => {
  const names = Array.from({ length: 8000 }, (_, index) => `worker.${index % 500}.metric.${index}`);

  /** And which of them were looked at. */
  function crowded() {
    const asked = new Set<string>();
    const metrics = new Proxy(Object.fromEntries(names.map((name) => [name, { type: 0, value: 1 }])), {
      get: (all, name) => {
        if (typeof name === 'string') asked.add(name);
        return Reflect.get(all, name) as unknown;
      },
    });
    const session = systemOf({ metrics });
    asked.clear();
    return { session, asked };
  }

  test.each(['up', 'end', 'pagedown pagedown', 'end pageup'])(
    'only those in sight are made, after %s',
    (keys) => {
      const { session, asked } = crowded();
      const there = press(session, keys);
      asked.clear();
      const shown = screen(there).filter((line) => / counter /.test(line));
      expect(shown.length).toBeGreaterThan(30);
      expect(asked.size).toBe(shown.length);
    },
  );

  test('a filter looks at their names alone', () => {
    const { session, asked } = crowded();
    const filtered = type(press(session, '/'), 'worker.7.');
    asked.clear();
    expect(screen(filtered).filter((line) => /worker\.7\.metric/.test(line)).length).toBe(16);
    expect(asked.size).toBe(16);
  });

  test('the last one can be reached', () => {
    expect(all(press(crowded().session, 'end'))).toContain('worker.499.metric.7999');
  });
});

describe('without workers', () => {
  test('shows the vassals of an emperor and the nodes of a router', () => {
    const emperor = fleetOf(['one'], sighted('one', decoded(capture('emperor.t1.json')).snapshot, 0));
    expect(all(press(sit(emperor), '5'))).toMatch(/system .*one[^]*VASSAL[^]*crash\.ini/);
    const router = fleetOf(['one'], sighted('one', decoded(capture('fastrouter.json')).snapshot, 0));
    expect(all(press(sit(router), '5'))).toMatch(/KEY +NODE[^]*lab\.local/);
  });

  test('says why there is nothing', () => {
    expect(all(press(sit(fleetOf(['shop'])), '5'))).toMatch(/no answer yet: nothing to show/);
    expect(all(press(sit(fleetOf(['shop'], lost('shop', 0))), '5'))).toMatch(
      /DOWN.*refused[^]*no answer yet/,
    );
    expect(all(press(sit(fleetOf([])), '5'))).toMatch(/no instance is chosen; 1 shows the fleet/);
  });

  test('an instance that has fallen silent keeps its tables, and says how old they are', () => {
    const sockets = [{ name: '127.0.0.1:8000', queue: 3, max_queue: 100 }];
    const fleet = fleetOf(
      ['shop'],
      polled('shop', workerDocument(workers, { sockets }), 0),
      lost('shop', 1000),
    );
    expect(all(press(sit(fleet, { atMs: 4000 }), '5'))).toMatch(
      /STALE.*4s old[^]*127\.0\.0\.1:8000 .* 3\/100/,
    );
  });
});
