/** Whatever the state of an instance, each screen says in words what is the case. */
import type { RawWorker } from '../../src/stats/schema';
import { busyCore, worker, workerDocument } from '../support/documents';
import { frameProblems } from './frame-problems';
import { frameOf, lost, polled, press, screen, type Session, sit, situationOf, type } from './scenes';

const atSecond = (second: number, workers: readonly RawWorker[]) =>
  polled('shop', workerDocument(workers), second * 1000);

/** Seen a second after the last of them, beside another instance that is not asked yet. */
function watching(...observations: readonly ReturnType<typeof lost>[]): Session {
  const situation = situationOf(['shop', 'other'], ...observations);
  const last = observations.at(-1)?.monotonicMs ?? 0;
  return sit(situation.fleet, { ...situation, atMs: last + 1000, size: { columns: 110, rows: 30 } });
}

const calm = [worker({ pid: 101, requests: 50 }), worker({ pid: 102, requests: 70 })];
const later = calm.map((raw) => ({ ...raw, requests: raw.requests + 5 }));
const parked = worker({ id: 0, pid: 0, status: 'cheap', last_spawn: 0, respawn_count: 0 });
const paused = calm.map((raw) => ({ ...raw, status: 'pause' }));
const exited = calm.map((raw) => ({ ...raw, pid: 0, accepting: 0 }));
const anew = [worker({ pid: 201 }), worker({ pid: 202, accepting: 0 })];

interface Case {
  readonly state: string;
  readonly session: Session;
  readonly fleet: RegExp;
  readonly instance: RegExp;
  readonly worker: RegExp;
  readonly system: RegExp;
}

const cases: readonly Case[] = [
  {
    state: 'connecting',
    session: watching(),
    fleet: /0 up .*2 connecting[^]*^connecting shop/m,
    instance: /connecting to \/run\/shop\.sock/,
    worker: /no worker is chosen/,
    system: /no answer yet: nothing to show/,
  },
  {
    state: 'the first sample',
    session: watching(atSecond(0, calm)),
    fleet: /^up +shop .* 0\/2 +- .* -/m,
    instance: /busyness +- [^]*req\/s -   time -[^]*^ +1 +101 idle +- +- +- +-/m,
    worker: /BUSY +-[^]*REQ\/S +-/,
    system: /no sockets/,
  },
  {
    state: 'no workers',
    session: watching(atSecond(0, []), atSecond(1, [])),
    fleet: /^up +shop .* 0\/0 /m,
    instance: /0 busy {2}0 idle {2}of 0 workers[^]*this instance has no workers/,
    worker: /no worker is chosen/,
    system: /no lock is held/,
  },
  {
    state: 'all cheap',
    session: watching(atSecond(0, [parked, parked]), atSecond(1, [parked, parked])),
    fleet: /^up +shop .* 0\/0 +-/m,
    instance: /busyness +- .*2 cheap {2}of 2 workers[^]*^ +1 +- cheap +-[^]*^ +2 +- cheap +-/m,
    worker: /STATE +cheap[^]*PID +-|PID +-[^]*STATE +cheap/,
    system: /no sockets/,
  },
  {
    state: 'paused',
    session: watching(atSecond(0, paused), atSecond(1, paused)),
    fleet: /^up +shop .* 0\/2 /m,
    instance: /2 paused[^]*^ +1 +101 paused/m,
    worker: /STATE +paused/,
    system: /no sockets/,
  },
  {
    state: 'about to reload',
    session: watching(atSecond(0, calm), atSecond(1, exited)),
    fleet: /^up +shop .* 0\/0 /m,
    instance: /2 exited[^]*^ +1 +- exited/m,
    worker: /STATE +exited/,
    system: /no sockets/,
  },
  {
    state: 'reloaded, and starting',
    session: watching(atSecond(0, calm), atSecond(1, later), atSecond(2, exited), atSecond(3, anew)),
    fleet: /^up +shop .* 0\/2 /m,
    instance: /1 starting[^]*req\/s -[^]*^ +2 +202 starting/m,
    worker: /REQ\/S +-/,
    system: /no sockets/,
  },
  {
    state: 'stale',
    session: watching(atSecond(0, calm), atSecond(1, later), lost('shop', 2000)),
    fleet: /1 stale[^]*shop: connection refused.*numbers are 2s old; is uWSGI running[^]*^stale +shop/m,
    instance: /STALE +connection refused.*numbers are 2s old, 1 poll missed\n is uWSGI running/,
    worker: /STALE +connection refused[^]*REQ\/S +5\.0/,
    system: /STALE +connection refused[^]*no sockets/,
  },
  {
    state: 'down',
    session: watching(atSecond(0, calm), atSecond(1, later), lost('shop', 2000), lost('shop', 14_000)),
    fleet: /1 down[^]*^down +shop/m,
    instance: /DOWN +connection refused.*numbers are 14s old, 2 polls missed\n is uWSGI running/,
    worker: /DOWN +connection refused[^]*REQ\/S +5\.0/,
    system: /DOWN +connection refused/,
  },
  {
    state: 'never there',
    session: watching(lost('shop', 0), lost('shop', 1000)),
    fleet: /1 down[^]*^down +shop/m,
    instance: /DOWN +connection refused.*never answered, 2 polls missed\n is uWSGI running/,
    worker: /no worker is chosen/,
    system: /DOWN +connection refused[^]*no answer yet/,
  },
];

const ways = { fleet: '1', instance: '2', worker: '2 3', system: '2 5' } as const;

describe.each(cases)('$state', ({ session, ...said }) => {
  test.each(Object.keys(ways) as (keyof typeof ways)[])('is told on the screen %s', (name) => {
    const there = press(session, ways[name]);
    const lines = screen(there).map((line) => line.trimEnd());
    expect(lines.join('\n')).toMatch(said[name]);
  });

  test.each(['1', '2', '2 3', '2 5', '2 e', 'e', '2 a', '2 s', '2 enter z'])(
    'breaks nothing, at any size, after %s',
    (keys) => {
      for (const columns of [60, 80, 120, 200])
        for (const rows of [15, 24, 40, 60]) {
          const there = press({ ...session, size: { columns, rows } }, keys);
          const looks = { size: there.size, ascii: false, menu: there.ui.sortMenu !== undefined };
          expect(frameProblems(frameOf(there), looks)).toEqual([]);
        }
    },
  );
});

test('how old the numbers are is said once', () => {
  const down = cases.find(({ state }) => state === 'down')?.session ?? watching();
  expect(screen(press(down, '2')).join('\n').match(/14s/g)).toEqual(['14s']);
});

test('a saved snapshot says in the title of what time it is', () => {
  const saved = { ...watching(atSecond(0, calm)), atMs: 3_700_000 };
  expect(screen(press(saved, '2'))[0]).toMatch(/shop .* as of 1h01 ago/);
});

test('numbers that an answer is overdue for do not pass as those of now', () => {
  const asked = watching(atSecond(0, calm), atSecond(1, later));
  const titleAt = (atMs: number) => screen(press({ ...asked, atMs }, '2'))[0];
  expect(titleAt(3500)).not.toContain('as of');
  expect(titleAt(5000)).toMatch(/shop .* as of 4s ago/);
});

describe('events tell of what was', () => {
  const told = (session: Session) => screen(press(session, 'e')).join('\n');

  test.each([
    ['reloaded', 'reloaded, and starting', /shop +reloaded: all counters began anew/],
    ['lost', 'stale', /shop +lost: connection refused/],
  ])('%s', (_what, state, pattern) => {
    const session = cases.find((candidate) => candidate.state === state)?.session ?? watching();
    expect(told(session)).toMatch(pattern);
  });

  test('and say so when there was nothing', () => {
    expect(told(watching())).toMatch(/no alert stands, and nothing has happened since uwtop was started/);
  });
});

describe('filtered to nothing', () => {
  const session = watching(atSecond(0, calm), atSecond(1, later));

  test.each([
    ['1', 'no instance matches the filter; Esc clears it'],
    ['2', 'no worker matches the filter; Esc clears it'],
    ['e', 'nothing matches the filter; Esc clears it'],
    ['2 5', 'nothing matches the filter; Esc clears it'],
  ])('on %s says how to come back, and Esc does', (keys, said) => {
    const before = press(session, keys);
    const filtered = type(press(before, '/'), 'zzz');
    for (const there of [filtered, press(filtered, 'enter')])
      expect(screen(there).join('\n')).toContain(said);
    expect(screen(press(filtered, 'enter')).at(-1)).toMatch(/^ \/zzz /);
    expect(screen(press(filtered, 'enter escape'))).toEqual(screen(before));
    expect(press(filtered, 'enter escape').ui.screen).toBe(before.ui.screen);
  });

  test('cores that were never used are another matter than a filter', () => {
    const unused = press(watching(atSecond(0, [worker({ requests: 0 })])), '2 a a');
    expect(screen(unused).join('\n')).toContain('no core has served a request yet; a shows the workers');
  });
});

describe('too small', () => {
  const session = watching(atSecond(0, [worker({ cores: [busyCore(-5)] })]));

  test.each([
    [59, 24],
    [80, 14],
    [20, 5],
    [5, 1],
    [1, 1],
  ])('%dx%d says so as far as it can, and keeps what was done', (columns, rows) => {
    const there = press(session, '2 down');
    const small = { ...there, size: { columns, rows } };
    const lines = screen(small);
    expect(lines.length).toBeLessThanOrEqual(rows);
    if (columns >= 20 && rows >= 3) {
      expect(lines.join('\n')).toContain(`too small: ${columns}x${rows}`);
      expect(lines.join('\n')).toContain('needs 60x15');
    }
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    expect(screen({ ...press(small, 'R'), size: there.size })).toEqual(screen(there));
  });

  test('q and ^C still quit', () => {
    for (const key of ['q', 'C-c'])
      expect(press({ ...session, size: { columns: 20, rows: 5 } }, key).effects).toEqual(['quit']);
  });
});

test('without workers the charts leave the table the line that says so', () => {
  const { fleet, alerts, past } = situationOf(['shop'], atSecond(0, []), atSecond(1, []));
  for (let rows = 24; rows <= 60; rows++) {
    const session = sit(fleet, { alerts, past, atMs: 2000, size: { columns: 120, rows } });
    expect(frameProblems(frameOf(session), session)).toEqual([]);
    expect(screen(session).join('\n')).toContain('this instance has no workers');
  }
});
