/** Choosing the columns of a table. */
import { workerColumns } from '../../src/columns/worker-columns';
import { busyCore, worker, workerDocument } from '../support/documents';
import { capture, decoded } from '../stats/captures';
import { fleetOf, lost, polled, press, screen, type Session, sighted, sit } from './scenes';

const workers = [1, 2, 3].map((pid) => worker({ pid, requests: pid, cores: [busyCore(-pid)] }));
const shopFleet = fleetOf(
  ['shop'],
  polled('shop', workerDocument(workers), 0),
  polled('shop', workerDocument(workers), 1000),
);
/** Too narrow for charts: the whole list is in sight. */
const tall = { columns: 79, rows: 45 };
const shop = () => sit(shopFleet, { size: tall });
const two = () => sit(fleetOf(['shop', 'api'], polled('shop', workerDocument(workers), 0)), { size: tall });

const isOpen = (session: Session) => screen(session).some((line) => line.includes('Columns  d: what fits'));

/** What stands in the box before each title. */
function marks(session: Session): Record<string, string> {
  const entries = screen(session).flatMap((line) => [...line.matchAll(/\[([x -])\] (.+?) *$/g)]);
  return Object.fromEntries(entries.map(([, mark = '', title = '']) => [title, mark]));
}

const header = (session: Session) => screen(session).find((line) => /\bSTATE\b/.test(line)) ?? '';

/** Down to the entry of this title, and there these keys; the menu stays open. */
function at(session: Session, title: string, keys: string): Session {
  const place = workerColumns.findIndex((column) => column.title === title);
  return press(session, `home ${'down '.repeat(place)}${keys}`);
}

test('lists every column, with a cross at those that are in sight', () => {
  const open = press(shop(), 'o');
  expect(Object.keys(marks(open))).toEqual(workerColumns.map(({ title }) => title));
  for (const [title, mark] of Object.entries(marks(open)))
    expect([title, mark]).toEqual([title, header(shop()).includes(` ${title}`) ? 'x' : ' ']);
});

test.each(['space', 'enter'])('%s hides the column under the cursor, and shows it again', (key) => {
  const hidden = at(press(shop(), 'o'), 'BUSY', key);
  expect([marks(hidden)['BUSY'], header(hidden)]).toEqual([' ', expect.not.stringContaining('BUSY')]);
  const again = at(hidden, 'BUSY', key);
  expect([marks(again)['BUSY'], header(again)]).toEqual(['x', expect.stringContaining('BUSY')]);
});

test('shows what no row has anything to say in, and what was left out for want of room', () => {
  expect(header(shop())).not.toMatch(/PSS|REQS/);
  const chosen = at(at(press(shop(), 'o'), 'PSS', 'space'), 'REQS', 'space escape');
  expect(header({ ...chosen, size: { columns: 160, rows: 24 } })).toMatch(/REQS.*PSS/);
});

test('a column that is wanted but finds no room has a dash', () => {
  const all = workerColumns.reduce(
    (session, { title }) => (marks(session)[title] === ' ' ? at(session, title, 'space') : session),
    press(shop(), 'o'),
  );
  const kinds = new Set(Object.values(marks(all)));
  expect(kinds).toEqual(new Set(['x', '-']));
  for (const [title, mark] of Object.entries(marks(all)))
    if (mark === '-') expect(header(all)).not.toContain(` ${title} `);
  const wide = { ...all, size: { columns: 300, rows: 45 } };
  expect(new Set(Object.values(marks(wide)))).toEqual(new Set(['x']));
});

test('d goes back to as many as fit', () => {
  const changed = at(at(press(shop(), 'o'), 'BUSY', 'space'), 'RSS', 'space');
  expect(marks(press(changed, 'd'))).toEqual(marks(press(shop(), 'o')));
  expect(header(press(changed, 'd escape'))).toBe(header(shop()));
});

test('the last column stays: a table without any would be none', () => {
  const shown = Object.entries(marks(press(shop(), 'o'))).filter(([, mark]) => mark === 'x');
  const none = shown.reduce((session, [title]) => at(session, title, 'space'), press(shop(), 'o'));
  const [last] = shown.at(-1) ?? [];
  const left = Object.entries(marks(none)).filter(([, mark]) => mark !== ' ');
  expect(left).toEqual([[last, 'x']]);
  expect(screen(none).join('\n')).toMatch(/ IN FLIGHT .*Columns/);
});

test.each(['escape', 'q', 'o', 'f2'])('%s closes the list and keeps the choice', (key) => {
  const closed = press(at(press(shop(), 'o'), 'BUSY', 'space'), key);
  expect([isOpen(closed), closed.ui.screen, closed.effects]).toEqual([false, 'instance', []]);
  expect(header(closed)).not.toContain('BUSY');
});

test('the cursor goes round, and to both ends', () => {
  const last = workerColumns.length - 1;
  expect(press(shop(), 'o up').ui.chooser).toBe(last);
  expect(press(shop(), 'o up down').ui.chooser).toBe(0);
  expect(press(shop(), 'o end').ui.chooser).toBe(last);
  expect(press(shop(), 'o end home').ui.chooser).toBe(0);
  const low = { ...press(shop(), 'o end'), size: { columns: 80, rows: 24 } };
  expect(screen(low).join('\n')).toContain(`] ${workerColumns[last]?.title ?? ''}`);
});

test('the choice outlives an order, other screens, a freeze and polls, and is that of its table alone', () => {
  const chosen = press(at(press(two(), 'enter o'), 'BUSY', 'space'), 'escape');
  for (const keys of ['> >', 'r', 'e escape', 'enter escape', '? escape', 'escape enter', 'space', 'a'])
    expect(header(press(chosen, keys))).not.toContain('BUSY');
  const later = fleetOf(['shop', 'api'], polled('shop', workerDocument(workers), 9000));
  expect(header({ ...chosen, fleet: later })).not.toContain('BUSY');
  expect(header(press(chosen, '1'))).toContain('BUSY');
});

test('a column that orders the rows is in sight, chosen or not', () => {
  const sorted = at(press(shop(), '> > > o'), 'BUSY', 'space escape');
  expect(sorted.ui.tables.workers.order.column).toBe('busyness');
  expect(header(sorted)).toContain('BUSY');
  expect(header(press(sorted, '<'))).not.toContain('BUSY');
});

test('there is no list where there is nothing to choose', () => {
  for (const keys of ['e', '?', '5', 'enter']) expect(isOpen(press(shop(), `${keys} o`))).toBe(false);
});

describe('where no table is', () => {
  const emperor = sighted('shop', decoded(capture('emperor.t1.json')).snapshot, 0);
  const silentRouter = sighted('shop', decoded(capture('http-router.json')).snapshot, 0);

  test.each([
    ['a router that tells of no node', fleetOf(['shop'], silentRouter)],
    ['an instance that has not answered yet', fleetOf(['shop'])],
    ['one that never answered', fleetOf(['shop'], lost('shop', 0))],
  ])('on %s no menu opens: what cannot be seen takes no keys', (_where, fleet) => {
    for (const key of ['o', 's']) {
      const after = press(sit(fleet), key);
      expect([after.ui.chooser, after.ui.sortMenu]).toEqual([undefined, undefined]);
    }
  });

  test.each(['o', 's'])('the menu of %s goes with the table that it lay on', (key) => {
    const open = press(shop(), key);
    const left = press({ ...open, fleet: fleetOf(['shop'], emperor) }, '?');
    expect([left.ui.screen, left.ui.chooser, left.ui.sortMenu]).toEqual(['help', undefined, undefined]);
  });
});
