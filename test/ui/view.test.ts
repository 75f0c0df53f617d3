import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { instanceColumns } from '../../src/columns/instance-columns';
import { nodeColumns } from '../../src/columns/node-columns';
import { vassalColumns } from '../../src/columns/vassal-columns';
import { workerColumns } from '../../src/columns/worker-columns';
import { simulateDocument } from '../../src/demo/members';
import { demoDocument } from '../../src/demo/synthetic';
import type { FleetState } from '../../src/model/fleet';
import type { Observation } from '../../src/model/observation';
import { cellsOf } from '../../src/ui/cells';
import { lineLength } from '../../src/ui/frame';
import { keyBindings } from '../../src/ui/key-table';
import { smallest } from '../../src/ui/view';
import { busyCore, core, epochMs, localFacts, worker, workerDocument } from '../support/documents';
import {
  decoded,
  fleetOf,
  frameOf,
  linesOf,
  lost,
  polled,
  press,
  screen,
  selectedLine,
  type Session,
  sighted,
  sit,
  type,
} from './scenes';

const captured = (name: string) =>
  decoded(new Uint8Array(readFileSync(join(__dirname, '../fixtures/captures', name))));

const simulated = (name: string, seconds: readonly number[]) =>
  seconds.map((second) => {
    const moment = { seed: 1, fromMs: epochMs, atMs: epochMs + second * 1000 };
    return sighted(name, decoded(simulateDocument(name, moment)), second * 1000);
  });

/** One instance that is up, one that is stale, one that was never there, one not yet asked, an emperor, a router. */
const wholeFleet = fleetOf(
  ['shop', 'api', 'gone', 'new', 'emperor', 'router'],
  ...simulated('shop', [1, 2, 3]),
  ...simulated('api', [1, 2]),
  lost('api', 3000),
  lost('gone', 3000),
  sighted('emperor', captured('emperor.t1.json'), 3000),
  sighted('router', captured('fastrouter.json'), 3000),
);

const shopOnly = fleetOf(['shop'], ...simulated('shop', [1, 2, 3]));

const all = (session: Session) => screen(session).join('\n');

/** The lines below a table's header, up to the first blank one. */
function tableRows(session: Session): string[] {
  const lines = screen(session);
  const header = lines.findIndex((line) => /REQ\/S/.test(line) && /BUSY/.test(line));
  const rows = lines.slice(header + 1, -1);
  const end = rows.findIndex((line) => line.trim() === '');
  return end < 0 ? rows : rows.slice(0, end);
}

describe('every screen stays within its edges', () => {
  const sizes = fc.record({
    columns: fc.integer({ min: smallest.columns, max: 220 }),
    rows: fc.integer({ min: smallest.rows, max: 70 }),
  });
  const ways = fc.constantFrom(
    '1',
    '2',
    'enter 3',
    'enter a',
    'enter a a',
    'enter s',
    'enter s end',
    'end up enter',
    'end enter',
    'down enter',
    'down down enter',
    'down down down enter',
    'e',
    '?',
    '? end',
    'space',
    'enter /',
    'S-tab S-tab',
  );

  test('whatever the size', () => {
    fc.assert(
      fc.property(sizes, ways, fc.boolean(), (size, keys, ascii) => {
        const frame = frameOf(press(sit(wholeFleet, { size, ascii, atMs: 4500 }), keys));
        expect(frame.lines.length).toBeLessThanOrEqual(size.rows);
        for (const line of frame.lines) expect(lineLength(line)).toBeLessThanOrEqual(size.columns);
        for (const { place } of frame.charts) {
          expect(place.left + place.width).toBeLessThanOrEqual(size.columns);
          expect(place.top + place.height).toBeLessThan(size.rows);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('with the longest filter that can be typed', () => {
    for (const keep of ['enter', 'end']) {
      const size = { columns: smallest.columns, rows: smallest.rows };
      const typed = press(type(press(sit(shopOnly, { size }), '/'), 'x'.repeat(100)), keep);
      for (const line of screen(typed)) expect(line.length).toBeLessThanOrEqual(size.columns);
    }
  });

  test('and shows no part of a number: what does not fit is left out', () => {
    const wide = screen(sit(shopOnly, { size: { columns: 220, rows: 24 } }));
    const figures = new Set(
      wide
        .slice(1, 4)
        .join(' ')
        .match(/[a-z/]+ [\d.]+[a-zA-Z%]*/g),
    );
    for (let columns = 60; columns < 110; columns++) {
      const narrow = screen(sit(shopOnly, { size: { columns, rows: 24 } })).slice(1, 4);
      for (const figure of narrow.join(' ').match(/(req\/s|time|tx\/s|rss|exceptions|kills) [^ ]+/g) ?? []) {
        expect(figures).toContain(figure);
      }
    }
  });
});

describe('80x24 is complete', () => {
  const shop = sit(shopOnly, { atMs: 3200 });

  test('title, meters, table header, a row a worker, and the keys', () => {
    const lines = screen(shop);
    expect(lines.length).toBe(24);
    expect(lines[0]).toMatch(/uwtop +shop .*14:03:22/);
    expect(all(shop)).toMatch(/busyness .*\d+%/);
    expect(all(shop)).toMatch(/slots .*\d+%.*req\/s \d/);
    expect(all(shop)).toMatch(/queue .*\d+\/100.*kills \d/);
    for (const title of ['#', 'PID', 'STATE', 'BUSY', 'REQ/S', 'TIME', 'RSS', 'IN FLIGHT']) {
      expect(all(shop)).toContain(title);
    }
    expect(tableRows(shop).map((line) => Number(line.slice(0, 6)))).toEqual(
      Array.from({ length: 16 }, (_, index) => index + 1),
    );
    expect(lines.at(-1)).toMatch(/\? Help.*q Quit/);
  });

  test('has no charts there, and has them where there is room', () => {
    expect(frameOf(shop).charts).toEqual([]);
    const large = { ...shop, size: { columns: 200, rows: 60 } };
    expect(frameOf(large).charts.length).toBeGreaterThanOrEqual(3);
    expect(tableRows(large).length).toBe(16);
    expect(screen(large).at(-1)).toMatch(/\? Help/);
  });

  test('a golden table', () => {
    const before = [
      worker({ requests: 100, pid: 101 }),
      worker({ requests: 50, pid: 102, rss: 2 ** 27, cores: [busyCore(-12)] }),
    ];
    const later = [
      worker({ pid: 101, requests: 112, delta_requests: 112, running_time: 480_000 }),
      worker({ pid: 102, requests: 50, rss: 2 ** 27, cores: [busyCore(-12)] }),
      worker({ id: 0, pid: 0, status: 'cheap', last_spawn: 0, respawn_count: 0 }),
    ];
    const fleet = fleetOf(
      ['shop'],
      polled('shop', workerDocument(before), 0),
      polled('shop', workerDocument(later), 1000),
    );
    expect(screen(sit(fleet, { ascii: true })).slice(4, 10)).toEqual([
      ' next      limits are being read',
      ' busyness                        +   req/s                        # max 12.0',
      '    #^     PID STATE     BUSY MINUTE   REQ/S   TIME   RSS  INREQ IN FLIGHT      ',
      '     1     101 idle       48%       -   12.0   40ms     -                       ',
      '     2     102 busy      100%       #      0      -  128M    12s GET /cart      ',
      '     3       - cheap        -              -      -     -                       ',
    ]);
  });
});

test.each([
  [smallest.columns - 1, 24],
  [80, smallest.rows - 1],
  [40, 10],
])('%dx%d is too small, and says so with both sizes', (columns, rows) => {
  const said = all(sit(shopOnly, { size: { columns, rows } }));
  expect(said).toContain(`${columns}x${rows}`);
  expect(said).toContain(`${smallest.columns}x${smallest.rows}`);
});

test('even where nothing can be said, nothing is written over the edge', () => {
  const lines = screen(sit(shopOnly, { size: { columns: 10, rows: 3 } }));
  expect(lines.length).toBeLessThanOrEqual(3);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(10);
});

describe('before and beyond the numbers', () => {
  test('connecting names the address', () => {
    const connecting = sit(fleetOf(['shop']));
    expect(all(connecting)).toMatch(/connecting to \/run\/shop\.sock/);
    expect(screen(connecting).at(-1)).toMatch(/q Quit/);
  });

  test('no target at all is no crash', () => {
    for (const keys of ['1', '2', '3', '4', '?', 'enter']) {
      expect(screen(press(sit(fleetOf([])), keys)).length).toBeLessThanOrEqual(24);
    }
  });

  test('the first sample has dashes for rates, not zeros', () => {
    const first = sit(fleetOf(['shop'], polled('shop', workerDocument([worker({ requests: 9 })]), 0)));
    expect(all(first)).toMatch(/busyness +-/);
    expect(all(first)).toMatch(/req\/s -/);
    expect(tableRows(first)[0]).toMatch(/idle +- +- +- +- *$/);
  });

  test('no workers', () => {
    expect(all(sit(fleetOf(['shop'], polled('shop', workerDocument([]), 0))))).toMatch(/no workers/);
  });

  test('all of them cheap', () => {
    const parked = worker({ id: 0, pid: 0, status: 'cheap', respawn_count: 0, last_spawn: 0 });
    const documents = [0, 1000].map((atMs) => polled('shop', workerDocument([parked, parked]), atMs));
    const cheap = sit(fleetOf(['shop'], ...documents));
    expect(tableRows(cheap).filter((line) => / cheap /.test(line)).length).toBe(2);
    expect(all(cheap)).toMatch(/busyness +-/);
    expect(all(cheap)).toMatch(/2 cheap/);
    expect(all(cheap)).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('filtered to nothing says how to get back', () => {
    const nothing = type(press(sit(shopOnly), '/'), 'no such worker');
    expect(all(nothing)).toMatch(/no worker matches.*Esc/);
    expect(screen(press(nothing, 'enter')).at(-1)).toContain('/no such worker');
    expect(all(type(press(sit(wholeFleet), '/'), 'zzz'))).toMatch(/no instance matches.*Esc/);
    expect(all(type(press(sit(wholeFleet), 'e /'), 'zzz'))).toMatch(/nothing matches.*Esc/);
  });

  test('a worker that is gone, and none chosen', () => {
    const chosen = press(sit(shopOnly), 'end enter');
    const fewer = fleetOf(['shop'], polled('shop', workerDocument([worker()]), 0));
    expect(all({ ...chosen, fleet: fewer })).toMatch(/worker 16 is gone/);
    expect(all(press(sit(fleetOf(['shop', 'api'])), '3'))).toMatch(/no worker is chosen/);
  });
});

describe('an instance that does not answer', () => {
  const stale = fleetOf(['shop'], ...simulated('shop', [1, 2]), lost('shop', 3000), lost('shop', 4000));
  const down = fleetOf(['shop'], ...simulated('shop', [1, 2]), lost('shop', 3000), lost('shop', 13_000));

  test.each([
    ['STALE', stale, 5000, '3s'],
    ['DOWN', down, 14_000, '12s'],
  ])('%s: says what happened, how old the numbers are, and what to try', (word, fleet, atMs, age) => {
    const lines = screen(sit(fleet, { atMs }));
    const trouble = lines.findIndex((line) => line.includes(word));
    expect(lines[trouble]).toContain('connection refused');
    expect(lines[trouble]).toContain(`${age} old`);
    expect(lines[trouble]).toContain('2 polls');
    expect(lines[trouble + 1]).toMatch(/is uWSGI running/);
  });

  test.each([
    ['stale', stale],
    ['down', down],
  ])('%s keeps its last numbers, dimmed but for the row of the cursor', (_word, fleet) => {
    const session = sit(fleet, { atMs: 5000 });
    const rows = frameOf(session).lines.slice(-12, -3);
    expect(all(session)).toMatch(/req\/s \d/);
    const tones = new Set(
      rows.flatMap((line) => line.map(({ tone = 'plain', text }) => (text.trim() ? tone : 'dim'))),
    );
    expect([...tones]).toEqual(['dim']);
  });

  test('grows older with the clock alone', () => {
    expect(all(sit(stale, { atMs: 9000 }))).toContain('7s old');
  });

  test('that never answered says so', () => {
    const never = all(sit(fleetOf(['gone'], lost('gone', 0)), { atMs: 500 }));
    expect(never).toMatch(/DOWN.*connection refused.*never answered/);
    expect(never).toMatch(/is uWSGI running/);
  });

  test('is a line of the fleet with its word', () => {
    const rows = tableRows(sit(wholeFleet, { size: { columns: 160, rows: 30 } }));
    expect(rows.map((line) => line.split(/ +/).slice(0, 2))).toEqual([
      ['up', 'shop'],
      ['stale', 'api'],
      ['down', 'gone'],
      ['connecting', 'new'],
      ['up', 'emperor'],
      ['up', 'router'],
    ]);
    expect(rows[3]?.replaceAll(/connecting|new/g, '')).toMatch(/^[ -]+$/);
  });
});

test('a freeze is told in the title, with its age', () => {
  const frozen = press(sit(shopOnly, { atMs: 3000 }), 'space');
  expect(screen({ ...frozen, atMs: 68_000 })[0]).toMatch(/FROZEN 1m05/);
  expect(screen(press({ ...frozen, atMs: 68_000 }, 'space'))[0]).not.toMatch(/FROZEN/);
});

test('the interval stands in the title', () => {
  expect(screen(press(sit(shopOnly), '-'))[0]).toContain('0.5s');
});

describe('many workers', () => {
  const documents = [0, 10].map((second) => {
    const atMs = epochMs + second * 1000;
    const printed = demoDocument({ workers: 500, cores: 2, inFlight: 300, seed: 1, atMs });
    return sighted('large', decoded(printed), second * 1000);
  });
  const large = fleetOf(['large'], ...documents);

  test('the cursor is always in sight, wherever it goes', () => {
    const keys = fc.array(
      fc.constantFrom('down', 'up', 'pagedown', 'pageup', 'home', 'end', 'r', '>', 'a', 'space'),
      { maxLength: 12 },
    );
    const sizes = fc.record({ columns: fc.constant(80), rows: fc.integer({ min: 15, max: 40 }) });
    fc.assert(
      fc.property(keys, sizes, (pressed, size) => {
        const session = press(sit(large, { size }), ['down', ...pressed].join(' '));
        const { cursor } = session.ui.tables.workers;
        const selected = selectedLine(session);
        if (session.ui.cores !== 'merged') expect(selected?.trim().split(' ')[0]).toBe(cursor);
        expect(selected).toBeDefined();
      }),
      { numRuns: 25 },
    );
  });

  test('the page is full at the end of the list', () => {
    const end = press(sit(large), 'end');
    expect(tableRows(end).length).toBeGreaterThan(10);
    expect(tableRows(end).at(-1)).toMatch(/^ +500 /);
  });

  test('a smaller window keeps the cursor in sight', () => {
    const chosen = press(sit(large, { size: { columns: 80, rows: 60 } }), 'pagedown up');
    const smaller = { ...chosen, size: { columns: 80, rows: 15 } };
    expect(selectedLine(smaller)).toBe(selectedLine({ ...chosen, size: { columns: 80, rows: 60 } }));
  });
});

describe('text from outside', () => {
  const hostile = [
    ['wide', '/漢字カナ/한국어'],
    ['combining', '/Cafe\u0301/Z\u0337\u0322\u0301algo'],
    ['right to left', '/\u05e9\u05dc\u05d5\u05dd/\u0645\u0631\u062d\u0628\u0627'],
    ['bidi overrides', '/a\u202egnp.exe\u202c'],
    ['emoji', '/👩‍👩‍👧‍👦/🏳️‍🌈/☕'],
    ['escape sequences', '/\u001b[2J\u001b]0;gotcha\u0007'],
    ['controls and blanks', '/a\tb\r\nc\u0000d\u0085e\u2028f\u00a0g\u00adh'],
    ['lone surrogates', '/\ud83d/\udc4d'],
    ['blessed markup', '/{red-fg}{bold}x{/}'],
  ] as const;

  test.each(hostile)('%s takes one cell a character and moves no column', (_name, uri) => {
    const plain = busy('/plain');
    const sessions = [plain, busy(uri)].map((fleet) => sit(fleet, { size: { columns: 120, rows: 24 } }));
    const [expected = [], shown = []] = sessions.map((session) => tableRows(session));
    expect(shown.map((line) => line.length)).toEqual(expected.map((line) => line.length));
    expect(shown[1]).toBe(expected[1]);
    const at = expected[0]?.indexOf('GET') ?? 0;
    expect(shown[0]?.slice(0, at)).toBe(expected[0]?.slice(0, at));
    for (const session of sessions) {
      for (const line of [...screen(session), ...screen(press(session, 'enter'))]) {
        expect([...cellsOf(line, false)].join('')).toBe(line);
      }
    }
  });

  function busy(uri: string): FleetState {
    const vars = ['REQUEST_METHOD=GET', `REQUEST_URI=${uri}`, `HTTP_HOST=${uri}`];
    const workers = [worker({ cores: [busyCore(0, { vars })] }), worker({ pid: 102 })];
    const documents = [0, 1000].map((atMs) => polled('shop', workerDocument(workers), atMs));
    return fleetOf(['shop'], ...documents);
  }

  test.each(hostile)('%s in the name of a target', (_name, text) => {
    const name = `${text}${'x'.repeat(100)}`;
    const fleet = fleetOf(
      [name, 'shop'],
      polled(name, workerDocument([worker()]), 0),
      polled('shop', workerDocument([worker()]), 0),
    );
    for (const keys of ['1', 'enter', 'enter enter', 'down e']) {
      for (const line of screen(press(sit(fleet), keys))) {
        expect([...cellsOf(line, false)].join('')).toBe(line);
        expect(line.length).toBeLessThanOrEqual(80);
      }
    }
  });

  test('any text at all becomes characters of one cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, ascii) => {
        const cells = [...cellsOf(text, ascii)];
        expect(cells.every((cell) => cell.length === 1)).toBe(true);
        expect(cells.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Zl}\p{Zp}\p{Emoji_Presentation}]/u);
        expect(cells.length).toBeLessThanOrEqual(Array.from(text).length);
        if (ascii) expect(cells.join('')).toMatch(/^[ -~]*$/);
        else
          expect(cells.join('')).not.toMatch(
            /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uff00-\uff60\u0590-\u08ff]/,
          );
      }),
      { numRuns: 2000 },
    );
  });

  test('letters of other scripts that take one cell stay readable', () => {
    expect([...cellsOf('größe Ελλάδα привет …', false)].join('')).toBe('größe Ελλάδα привет …');
  });
});

test('with ASCII glyphs the whole frame is ASCII, on every screen', () => {
  for (const keys of [
    '1',
    '2',
    '2 3',
    '2 a',
    '2 s',
    'e',
    '?',
    '? end',
    'down 2',
    'space',
    '2 /',
    'end 2',
    'end up 2',
  ]) {
    for (const size of [
      { columns: 80, rows: 24 },
      { columns: 200, rows: 60 },
    ]) {
      const session = press(sit(wholeFleet, { size, ascii: true, atMs: 4000 }), keys);
      for (const line of screen(session)) expect(line).toMatch(/^[ -~]*$/);
    }
  }
});

describe('the worker screen', () => {
  test('has the facts of the table, the requests in flight and the cores', () => {
    const vars = ['REQUEST_METHOD=POST', 'REQUEST_URI=/pay?token=abc', 'HTTP_HOST=shop.example'];
    const cores = [core({ requests: 7 }), busyCore(-20, { id: 1, requests: 3, vars })];
    const documents = [0, 1000].map((atMs) =>
      polled('shop', workerDocument([worker({ pid: 4711, cores })]), atMs),
    );
    const lines = screen(press(sit(fleetOf(['shop'], ...documents)), 'enter'));
    const said = lines.join('\n');
    expect(lines[0]).toMatch(/worker 1 .*shop/);
    expect(said).toContain('4711');
    expect(said).toMatch(/core 1 +2[01]s +POST shop\.example\/pay\?token=\*\*\*/);
    expect(lines.filter((line) => /^ [01] +(idle|in req) +\d/.test(line)).length).toBe(2);
  });

  test('has every column of the table but the sparkline', () => {
    const said = all(press(sit(shopOnly), 'enter'));
    for (const { title, spark, id } of workerColumns) {
      if (spark === undefined && id !== 'inFlight' && id !== 'requestAge')
        expect(said).toMatch(new RegExp(`^.*\\b${title}|${title} `, 'm'));
    }
  });
});

describe('where the numbers of a process are from', () => {
  const saidOf = (change: Partial<Observation>) => {
    const seen = { ...polled('shop', workerDocument([worker({ rss: 2 ** 20 })]), 0), ...change };
    return all(press(sit(fleetOf(['shop'], seen)), 'enter'));
  };

  test('is said on the Worker screen, and why some are missing', () => {
    expect(saidOf({})).toContain('RSS as uWSGI measured it at the end of the last request');
    expect(saidOf({ host: { local: false, reason: 'not on this machine' } })).toContain(
      '; not on this machine',
    );
    const local = localFacts({ processes: { 100: { rssBytes: 3 * 2 ** 20 } } });
    expect(saidOf({ host: local })).toMatch(/RSS +3\.0M[^]*RSS and CPU of \/proc/);
  });
});

describe('the events screen', () => {
  const documents = [worker({ pid: 101 }), worker({ pid: 102, respawn_count: 2 })].map((raw, second) =>
    polled('shop', workerDocument([raw]), second * 1000),
  );
  const eventful = fleetOf(
    ['shop', 'api'],
    ...documents,
    polled('api', workerDocument([worker()]), 0),
    lost('api', 5000),
  );

  test('tells what happened in all instances, the newest first, with time and place', () => {
    const lines = screen(press(sit(eventful), 'e')).filter((line) => line.includes('14:03:22 '));
    const told = lines.slice(1);
    expect(told[0]).toMatch(/api .*lost.*connection refused/);
    expect(told[1]).toMatch(/shop .*worker 1 ended: not known whether max-requests/);
  });

  test('tells of one instance where it was opened there', () => {
    const said = all(press(sit(eventful), 'enter e'));
    expect(said).toMatch(/worker 1 ended/);
    expect(said).not.toMatch(/lost/);
  });

  test('is filtered and says when there is nothing', () => {
    expect(all(type(press(sit(eventful), 'e /'), 'lost'))).not.toMatch(/worker 1 ended/);
    expect(all(press(sit(fleetOf(['shop'])), 'e'))).toMatch(/nothing has happened/);
  });
});

describe('the help screen', () => {
  /** All of it, however many pages it has, with its wrapped lines joined again. */
  const pages = (columns: number) => {
    const help = press(sit(shopOnly, { size: { columns, rows: 400 } }), '?');
    return linesOf(frameOf(help))
      .map((line) => line.trim())
      .join(' ')
      .replaceAll(/ +/g, ' ');
  };

  test.each([60, 80, 200])(
    'has every key and every column, with what they mean, at %d columns',
    (columns) => {
      const said = pages(columns);
      for (const { shown, help } of keyBindings) {
        expect(said).toContain(shown);
        expect(said).toContain(help);
      }
      for (const { title, help } of [...workerColumns, ...instanceColumns, ...vassalColumns, ...nodeColumns])
        expect(said).toContain(`${title} ${help}`);
    },
  );
});

describe('documents without workers', () => {
  test('the vassals of an emperor, with their state and their crashes', () => {
    const fleet = fleetOf(['emperor'], sighted('emperor', captured('emperor.t1.json'), 0));
    const said = all(sit(fleet));
    expect(said).toMatch(/good\.ini +17786 +accepting/);
    expect(said).toMatch(/broodlord\.ini:zerg +17864/);
    expect(said).toMatch(/crash\.ini +17870 +blacklisted .* 3 +\ds\/3s/);
  });

  test('the subscriptions of a router, with their nodes', () => {
    const fleet = fleetOf(['router'], sighted('router', captured('fastrouter.json'), 0));
    expect(all(sit(fleet))).toMatch(/lab\.local +- +0[^]*127\.0\.0\.1:48081 +- +0 +0 +0/);
  });

  test('scroll where they are long', () => {
    const vassals = Array.from({ length: 100 }, (_, index) => ({ id: `v${index}.ini`, pid: index + 1 }));
    const snapshot = { kind: 'emperor', document: { version: '2.0.21', pid: 1, vassals } } as const;
    const session = sit(fleetOf(['emperor'], sighted('emperor', snapshot, 0)));
    expect(all(session)).not.toContain('v99.ini');
    expect(all(press(session, 'end'))).toContain('v99.ini');
    expect(all(press(session, 'end home'))).toContain('v0.ini');
  });

  test('have no worker to go into', () => {
    const fleet = fleetOf(['emperor'], sighted('emperor', captured('emperor.t1.json'), 0));
    expect(press(sit(fleet), 'enter').ui.screen).toBe('instance');
  });
});

test('a name is shown with its address', () => {
  expect(screen(sit(shopOnly))[0]).toMatch(/shop +\/run\/shop\.sock/);
});
