/** The Worker screen: what one worker does, what lies ahead of it and what lies behind. */
import type { RawWorker } from '../../../src/stats/schema';
import { busyCore, core, epochSeconds, knownLimits, worker, workerDocument } from '../../support/documents';
import { fleetOf, frameOf, lost, polled, press, screen, type Session, sit, situationOf } from '../scenes';

const tall = { columns: 120, rows: 60 };
const limits = knownLimits({ harakiri: 60, 'max-requests': 500, 'reload-on-rss': 200 });

/** Polls of the same workers, a second apart. */
function workerScreen(...polls: readonly (readonly RawWorker[])[]): Session {
  const answers = polls.map((workers, second) => ({
    ...polled('shop', workerDocument(workers), second * 1000),
    limits,
  }));
  const situation = situationOf(['shop'], ...answers);
  const atMs = (polls.length - 1) * 1000;
  return press(sit(situation.fleet, { ...situation, size: tall, atMs }), 'enter');
}

const all = (session: Session) => screen(session).join('\n');

describe('a request in flight', () => {
  const vars = [
    'REQUEST_METHOD=POST',
    'REQUEST_URI=/pay?token=hidden&item=3',
    'HTTP_HOST=shop.example',
    'HTTP_COOKIE=session=hidden; lang=it',
    'HTTP_AUTHORIZATION=Basic hidden',
    'HTTP_X_API_KEY=hidden',
    'HTTP_REFERER=https://shop.example/login?password=hidden',
    'CONTENT_LENGTH=',
    '',
  ];
  const busy = [worker({ cores: [busyCore(-48, { vars })] })];
  const session = workerScreen(busy, busy);

  test('has its core, its age, how far it is on its way to be killed, and what was asked', () => {
    expect(all(session)).toMatch(
      /^ core 0 +4[89]s +▆+▁+ +killed in ~?1\ds +POST shop\.example\/pay\?token=\*\*\*&item=3/m,
    );
  });

  test('shows its variables with v, and again v hides them', () => {
    expect(all(session)).not.toContain('HTTP_REFERER');
    expect(all(session)).toContain('v shows the variables');
    const open = press(session, 'v');
    expect(all(open)).toMatch(/^ +CONTENT_LENGTH$|^ +CONTENT_LENGTH +$/m);
    expect(all(open)).toMatch(/^ +HTTP_HOST +shop\.example *$/m);
    expect(all(open)).toContain('v hides the variables');
    expect(screen(press(open, 'v'))).toEqual(screen(session));
  });

  test('hides every secret among them', () => {
    const said = all(press(session, 'v'));
    expect(said).not.toContain('hidden');
    expect(said).toMatch(/HTTP_COOKIE +\*\*\*/);
    expect(said).toMatch(/HTTP_AUTHORIZATION +\*\*\*/);
    expect(said).toMatch(/HTTP_X_API_KEY +\*\*\*/);
    expect(said).toMatch(/REQUEST_URI +\/pay\?token=\*\*\*&item=3/);
    expect(said).toMatch(/HTTP_REFERER +https:\/\/shop\.example\/login\?password=\*\*\*/);
  });

  test('shows them to who asked for it', () => {
    const said = all({ ...press(session, 'v'), showSecrets: true });
    expect(said).toMatch(/HTTP_COOKIE +session=hidden; lang=it/);
    expect(said).toMatch(/^ core 0 .*POST shop\.example\/pay\?token=hidden&item=3/m);
    expect(said).toMatch(/HTTP_REFERER .*password=hidden/);
  });

  test('whose variables nobody knows says so', () => {
    const bare = [worker({ cores: [busyCore(-5, { vars: [] })] })];
    expect(all(press(workerScreen(bare), 'v'))).toContain('its variables are not known');
  });

  test('there is none', () => {
    expect(all(workerScreen([worker()]))).toContain('no request in flight');
    expect(all(press(workerScreen([worker()]), 'v'))).toContain('no request in flight');
  });
});

describe('a hundred requests in flight', () => {
  const cores = Array.from({ length: 100 }, (_, id) =>
    busyCore(-id, { id, vars: ['REQUEST_METHOD=GET', `REQUEST_URI=/item/${id}`] }),
  );
  const session = workerScreen([worker({ cores })], [worker({ cores })]);
  const flights = (shown: Session) => screen(shown).filter((line) => /^ core \d+ /.test(line));

  test('are shown as far as they are the oldest, with how many more there are', () => {
    const ids = flights(session).map((line) => Number(/^ core (\d+)/.exec(line)?.[1]));
    expect(ids).toEqual([99, 98, 97, 96, 95, 94, 93, 92]);
    expect(all(session)).toContain('and 92 younger ones');
  });

  test('each with its variables, and the page scrolls', () => {
    const open = press(session, 'v');
    expect(flights(open).length).toBe(8);
    expect(all(open).match(/REQUEST_URI +\/item\/9\d/g)?.length).toBe(8);
    expect(screen(press({ ...open, size: { columns: 80, rows: 24 } }, 'end')).join('\n')).toMatch(
      /^ 99 +in req/m,
    );
  });
});

describe('earlier lives', () => {
  const next = (before: RawWorker, change: Partial<RawWorker> = {}): RawWorker => ({
    ...before,
    pid: before.pid + 1,
    status: 'idle',
    delta_requests: 0,
    respawn_count: (before.respawn_count ?? 0) + 1,
    last_spawn: epochSeconds,
    cores: [core()],
    ...change,
  });
  const first = worker({
    requests: 900,
    delta_requests: 400,
    rss: 50 * 2 ** 20,
    last_spawn: epochSeconds - 99,
  });
  const second = next(first, { requests: 1003, delta_requests: 3, rss: 60 * 2 ** 20 });
  const third = next(second);
  const rows = (session: Session) => {
    const lines = screen(session);
    const header = lines.findIndex((line) => /^ +ENDED +PID +LIVED/.test(line));
    return lines.slice(header + 1, header + 3).map((line) => line.trim().replaceAll(/ +/g, ' '));
  };

  test('are told with what each came to, the newest first', () => {
    const session = workerScreen([first], [second], [third]);
    expect(rows(session)).toEqual([
      '0s 101 0s 3 60M ended: crash or out of memory',
      '1s 100 1m39 500 50M recycled by max-requests: 500 of 500 requests',
    ]);
    const later = { ...session, atMs: 62_000 };
    expect(rows(later).map((row) => row.split(' ')[0])).toEqual(['1m00', '1m01']);
  });

  test('are in columns: the numbers end where their titles do', () => {
    const lines = screen(workerScreen([first], [second], [third]));
    const header = lines.findIndex((line) => /^ +ENDED +PID/.test(line));
    for (const [title, value] of [
      ['ENDED', '1s'],
      ['PID', '100'],
      ['LIVED', '1m39'],
      ['SERVED', '500'],
      ['RSS', '50M'],
    ] as const) {
      const end = (lines[header] ?? '').indexOf(title) + title.length;
      expect(lines[header + 2]?.slice(0, end).endsWith(` ${value}`)).toBe(true);
    }
  });

  test('there are none', () => {
    expect(all(workerScreen([first]))).toContain('no process of this worker has ended while uwtop watched');
  });
});

describe('its charts', () => {
  const session = workerScreen([worker({ rss: 2 ** 20 })], [worker({ rss: 2 ** 20 })]);

  test('stand where there is room for them beside the text, else there is a strip', () => {
    expect(frameOf(session).charts.length).toBe(4);
    expect(all(session)).not.toContain('busyness, last minute');
    for (const size of [
      { columns: 79, rows: 60 },
      { columns: 120, rows: 24 },
    ]) {
      expect(frameOf({ ...session, size }).charts).toEqual([]);
      expect(all({ ...session, size })).toContain('busyness, last minute');
    }
  });

  test('have the limit that recycles it drawn in', () => {
    expect(all(session)).toMatch(/rss {2}reload at 200M/);
    expect(frameOf(session).charts[3]).toMatchObject({ levels: [200 * 2 ** 20] });
  });

  test('mark what happened to it, and not what happened to others', () => {
    const pair = (first: number, other: number) => [
      worker({ pid: 100 + first, respawn_count: 1 + first }),
      worker({ pid: 200 + other, respawn_count: 1 + other }),
    ];
    const axis = (shown: Session) => screen(shown).find((line) => /^ +-1m /.test(line)) ?? '';
    expect(axis(workerScreen(pair(0, 0), pair(1, 0), pair(1, 0)))).toMatch(/─r─|─r$|r/);
    expect(axis(workerScreen(pair(0, 0), pair(0, 1), pair(0, 1)))).not.toMatch(/r/);
  });
});

describe('a worker that is not there', () => {
  const two = [worker(), worker({ pid: 102 })];

  test('is gone, and says how to go on', () => {
    const inside = press(workerScreen(two), 'escape end enter');
    const fewer = fleetOf(['shop'], polled('shop', workerDocument([worker()]), 1000));
    expect(all({ ...inside, fleet: fewer })).toMatch(/worker 2 is gone; 2 shows the instance/);
    expect(press({ ...inside, fleet: fewer }, '2').ui.screen).toBe('instance');
  });

  test('is waited for while nobody has answered', () => {
    const waiting = sit(fleetOf(['shop']));
    const ui = { ...waiting.ui, screen: 'worker', workerNumber: 1 } as const;
    expect(all({ ...waiting, ui })).toContain('no answer yet from /run/shop.sock');
    const refused = { ...waiting, ui, fleet: fleetOf(['shop'], lost('shop', 0)) };
    expect(all(refused)).toMatch(/DOWN.*connection refused[^]*no answer yet/);
  });

  test('was never chosen', () => {
    expect(all(press(sit(fleetOf(['shop', 'api'])), '3'))).toContain(
      'no worker is chosen; 2 shows the instance',
    );
  });
});

test('an alert of its own stands at the top, one of another worker does not', () => {
  const slow = [worker({ cores: [busyCore(-55)] }), worker({ pid: 102 })];
  expect(all(workerScreen(slow, slow))).toMatch(
    /^ (CRITICAL|WARNING) +worker 1: GET \/cart has been running/m,
  );
  expect(all(press(workerScreen(slow, slow), 'right'))).not.toMatch(/CRITICAL|WARNING/);
});
