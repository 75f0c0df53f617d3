/** The Instance screen of an emperor, and the way from it into a vassal and back. */
import { withTargets } from '../../../src/model/fleet';
import type { Observation } from '../../../src/model/observation';
import { update } from '../../../src/ui/update';
import { capture, decoded } from '../../stats/captures';
import { emperorObservation, epochMs, vassal, worker, workerDocument } from '../../support/documents';
import { frameProblems } from '../frame-problems';
import {
  fleetOf,
  frameOf,
  polled,
  press,
  screen,
  selectedLine,
  type Session,
  sighted,
  sit,
  type,
} from '../scenes';

const vassals = [
  vassal('shop.ini', { pid: 700 }),
  vassal('b.ini', { pid: 701 }),
  vassal('api.ini', { pid: 702, loyal: 0 }),
  vassal('b.ini:zerg', { pid: 703, zerg: 1 }),
  vassal('dead.ini', { pid: 704, ready: 0, accepting: 0, cursed: 1 }),
  vassal('asleep.ini', { pid: -1, ready: 0, accepting: 0, on_demand: '/run/asleep.sock' }),
];

const vassalStats: Observation['vassalStats'] = {
  'shop.ini': { address: '/run/shop.sock' },
  'b.ini': { reason: 'no stats option' },
};

const answer = (targetId = 'emperor'): Observation => ({
  ...emperorObservation(vassals, 0),
  targetId,
  vassalStats,
});

/** In front of an emperor alone, unless others are watched as well. */
const emperor = (...others: Observation[]): Session =>
  sit(fleetOf(['emperor', ...others.map(({ targetId }) => targetId)], answer(), ...others));

const wide = (session: Session): Session => ({ ...session, size: { columns: 200, rows: 30 } });

/** The first words of the rows of the table. */
function rowsOf(session: Session): string[] {
  const lines = screen(session);
  const header = lines.findIndex((line) => line.startsWith('VASSAL'));
  return lines.slice(header + 1, -1).flatMap((line) => /^ *\S+\.ini\S*/.exec(line) ?? []);
}

describe('the table of an emperor', () => {
  test.each([
    ['pid>702', ['b.ini:zerg', 'dead.ini']],
    ['crash>3', []],
    ['respawns>0', []],
    ['retry<5', []],
    ['age<60', []],
  ])('can be filtered by its numbers: %s', (filter, rows) => {
    const filtered = press(type(press(emperor(), '/'), filter), 'enter');
    expect(rowsOf(filtered).map((row) => row.trim())).toEqual(rows);
    expect(screen(filtered).at(-1)).not.toContain('no number');
  });

  test('does not go away while the name of a column is typed', () => {
    expect(rowsOf(type(press(emperor(), '/'), 'heartb'))).toHaveLength(vassals.length);
  });

  test('says above it how many vassals are in which state', () => {
    expect(screen(emperor())[1]).toMatch(/^ 6 vassals +1 on demand +4 accepting +1 cursed *$/);
  });

  test.each([
    ['s enter', ['api.ini', 'asleep.ini', 'b.ini', '  b.ini:zerg', 'dead.ini', 'shop.ini']],
    ['r', ['shop.ini', 'dead.ini', 'b.ini', '  b.ini:zerg', 'asleep.ini', 'api.ini']],
    // By process id, and then by state.
    ['>', ['shop.ini', 'b.ini', '  b.ini:zerg', 'api.ini', 'dead.ini', 'asleep.ini']],
    ['> >', ['dead.ini', 'shop.ini', 'b.ini', '  b.ini:zerg', 'api.ini', 'asleep.ini']],
  ])('keeps a zerg below its vassal in every order: %s', (keys, rows) => {
    expect(rowsOf(press(emperor(), keys))).toEqual(rows);
  });

  test.each([
    ['zerg', ['b.ini:zerg']],
    ['on demand', ['asleep.ini']],
    ['nobody', []],
  ])('shows what the filter %s leaves', (filter, rows) => {
    const session = press(type(press(emperor(), '/'), filter), 'enter');
    expect(rowsOf(session)).toEqual(rows);
    if (rows.length === 0) expect(screen(session).join()).toContain('no vassal matches the filter');
    expect(rowsOf(press(session, 'escape')).length).toBe(6);
  });

  test('has columns to choose', () => {
    const chosen = press(emperor(), 'o down space escape');
    expect(screen(emperor()).join()).toMatch(/VASSAL\S* +PID/);
    expect(screen(chosen).join()).toMatch(/VASSAL\S* +STATE/);
    expect(screen(press(chosen, 'o d escape')).join()).toMatch(/VASSAL\S* +PID/);
  });

  test('gives the row under the cursor to the clipboard', () => {
    const session = press(emperor(), 'down down down');
    const { copied } = update(session.ui, 'y', {
      ...session,
      page: frameOf(session).page,
      wallMs: epochMs,
    });
    expect(copied).toBe('emperor: VASSAL b.ini:zerg, PID 703, STATE accepting, SERVED yes, RESP 0');
  });

  test('tells where stats are, or why not', () => {
    const lines = screen(wide(emperor())).join('\n');
    expect(lines).toMatch(/shop\.ini .*\/run\/shop\.sock/);
    expect(lines).toMatch(/^b\.ini .*no stats option/m);
  });

  test('offers no key that means nothing there', () => {
    const footer = screen(wide(emperor())).at(-1) ?? '';
    expect(footer).toMatch(/Enter Open/);
    expect(footer).toMatch(/s Sort/);
    expect(footer).not.toMatch(/Cores|Zoom/);
    const session = emperor();
    for (const key of ['a', 'z', 'Z']) expect(press(session, key).ui.cores).toBe('off');
  });

  test('has no place for anything that a file name can do to a terminal', () => {
    const hostile = 'x\u001b]0;a\u0007\u202e漢字\n.ini';
    const stats = { [hostile]: { reason: 'its \u001b[31mfile' } };
    const observation = {
      ...emperorObservation([vassal(hostile, { on_demand: '\u009b2J' })], 0),
      targetId: 'emperor',
      vassalStats: stats,
    };
    for (const columns of [60, 80, 200]) {
      const session = sit(fleetOf(['emperor'], observation), { size: { columns, rows: 24 } });
      for (const keys of ['1', 'enter', 'y', '5']) {
        const after = press(session, keys);
        expect(frameProblems(frameOf(after), { size: after.size, ascii: false, menu: false })).toEqual([]);
      }
    }
  });
});

/** One key, with what it asks of the edge. */
const key = (session: Session, name: string) =>
  update(session.ui, name, { ...session, page: frameOf(session).page, wallMs: epochMs });

describe('Enter on a vassal', () => {
  const onShop = () => press(emperor(), 'end');
  const into = { address: '/run/shop.sock', name: 'shop', group: 'emperor' };

  test('watches where its stats are told, and goes there', () => {
    const { effect, attached, ui } = key(onShop(), 'enter');
    expect([effect, attached]).toEqual(['attach', into]);
    const before = { ...onShop(), ui };
    expect(screen(before)[0]).toMatch(/uwtop +shop +\/run\/shop\.sock/);
    expect(screen(before).join('\n')).toContain('connecting to /run/shop.sock');
    const target = { id: into.address, name: into.name, address: into.address };
    const labels = [...before.fleet.instances.values()].map((instance) => instance.target);
    const fleet = withTargets(before.fleet, [...labels, target]);
    expect(screen({ ...before, fleet }).join('\n')).toContain('connecting to /run/shop.sock');
  });

  test('only goes there where it is watched already', () => {
    const watched = emperor(polled('/run/shop.sock', workerDocument([worker()], { pid: 700 }), 0));
    const there = press(watched, 'enter end enter');
    expect(there.effects).toEqual([]);
    expect(there.ui).toMatchObject({ screen: 'instance', instanceId: '/run/shop.sock' });
    expect(screen(there)[1]).toContain('vassal shop.ini of the emperor emperor');
  });

  test('leads back to the same vassal with Esc, also from further inside', () => {
    const watched = emperor(polled('/run/shop.sock', workerDocument([worker()], { pid: 700 }), 0));
    for (const keys of ['escape', 'enter escape escape', 'e escape escape', '/ x enter escape escape']) {
      const back = press(press(watched, 'enter end enter'), keys);
      expect([keys, back.ui.screen, back.ui.instanceId]).toEqual([keys, 'instance', 'emperor']);
      expect(selectedLine(back)).toMatch(/^shop\.ini/);
      expect(press(back, 'escape').ui.screen).toBe('fleet');
    }
  });

  test('stays with the vassal that was the first of the table only by chance', () => {
    const watched = emperor(polled('/run/shop.sock', workerDocument([worker()], { pid: 700 }), 0));
    const back = press(watched, 'enter r enter escape r');
    expect(back.ui.instanceId).toBe('emperor');
    expect(selectedLine(back)).toMatch(/^shop\.ini/);
  });

  test('is forgotten by who comes another way', () => {
    const watched = emperor(polled('/run/shop.sock', workerDocument([worker()], { pid: 700 }), 0));
    const inside = press(watched, 'enter end enter');
    const again = press(inside, '1 down enter');
    expect(again.ui.instanceId).toBe('/run/shop.sock');
    expect(press(again, 'escape').ui.screen).toBe('fleet');
  });

  test.each([
    ['home', 'where the stats of api.ini are is not known yet'],
    ['home down', 'asleep.ini has no process that could tell its stats'],
    ['home down down', 'no way into b.ini: no stats option'],
  ])('says why it goes nowhere: %s', (keys, said) => {
    const session = press(emperor(), keys);
    const after = key(session, 'enter');
    expect([after.effect, after.ui.instanceId, after.ui.said]).toEqual([undefined, 'emperor', said]);
  });

  test('works in a frozen picture, which has nothing to show of it yet', () => {
    const frozen = press(onShop(), 'space');
    const { attached, ui } = key(frozen, 'enter');
    expect(attached).toEqual(into);
    expect(screen({ ...frozen, ui }).join('\n')).toContain('not in the frozen picture');
    expect(selectedLine(press({ ...frozen, ui }, 'escape'))).toMatch(/^shop\.ini/);
  });

  test('works with a click on the chosen row', () => {
    const session = onShop();
    const { table } = frameOf(session).page;
    expect(key(session, `click ${(table?.line ?? 0) + 5}`).attached).toEqual(into);
  });
});

test('a menu goes with the table that it lay on, when another kind of instance answers', () => {
  const before = press(sit(fleetOf(['shop'], polled('shop', workerDocument([worker()]), 0))), 'o');
  const after = { ...before, fleet: fleetOf(['shop'], answer('shop')) };
  expect(screen(after).join('\n')).not.toContain('Columns  d');
  expect(press(after, '?').ui.screen).toBe('help');
});

test('a zerg and the vassal that it reinforces say so', () => {
  const stats = { 'b.ini': { address: 'b' }, 'b.ini:zerg': { address: 'z' } };
  const fleet = fleetOf(
    ['emperor', 'b', 'z'],
    { ...answer(), vassalStats: stats },
    polled('b', workerDocument([worker()], { pid: 701 }), 0),
    polled('z', workerDocument([worker()], { pid: 703 }), 0),
  );
  expect(screen(press(sit(fleet), 'down enter'))[1]).toMatch(
    /vassal b\.ini of the emperor emperor, reinforced by 1 zerg/,
  );
  expect(screen(press(sit(fleet), 'down down enter'))[1]).toMatch(
    /zerg b\.ini:zerg, reinforces b\.ini, of the emperor emperor/,
  );
});

test('an emperor without vassals says so', () => {
  const fleet = fleetOf(['emperor'], { ...emperorObservation([], 0), targetId: 'emperor' });
  expect(screen(sit(fleet)).join('\n')).toContain('this emperor has no vassals');
});

test('as uWSGI itself prints them', () => {
  const documents = ['emperor.t1.json'].map((name) => sighted('emperor', decoded(capture(name)).snapshot, 0));
  expect(rowsOf(sit(fleetOf(['emperor'], ...documents)))).toEqual([
    'broodlord.ini',
    '  broodlord.ini:zerg',
    'crash.ini',
    'good.ini',
    'slow-start.ini',
  ]);
});
