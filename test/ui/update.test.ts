import { activeColumns } from '../../src/ui/active-table';
import * as fc from 'fast-check';
import { fleetOrders } from '../../src/columns/fleet-order';
import { workerColumns } from '../../src/columns/worker-columns';
import { usualOrders } from '../../src/columns/tables';
import { createFleet, observe, withTargets } from '../../src/model/fleet';
import { keyBindings } from '../../src/ui/key-table';
import { actionOf, isOn } from '../../src/ui/keys';
import { createUi, type ScreenName, type UiState } from '../../src/ui/state';
import { type Effect, update } from '../../src/ui/update';
import { busyCore, worker, workerDocument, knownLimits } from '../support/documents';
import {
  fleetOf,
  label,
  lost,
  polled,
  press,
  screen,
  selectedLine,
  type Session,
  sit,
  situationOf,
  type,
} from './scenes';

/** Three workers, each ahead of the others in something. */
const workers = [
  worker({ pid: 101, requests: 10, rss: 3 * 2 ** 20 }),
  worker({ pid: 102, requests: 30, rss: 1 * 2 ** 20, cores: [busyCore(-5)] }),
  worker({ pid: 103, requests: 20, rss: 2 * 2 ** 20 }),
];

const shopFleet = fleetOf(['shop'], polled('shop', workerDocument(workers), 0));
const shop = () => sit(shopFleet);

/** Of its table: of what nothing is known there is no column. */
const shownColumns = activeColumns(shop(), shop().ui);

const names = ['shop', 'api', 'batch'];
const twoUp = names.slice(0, 2).map((name) => polled(name, workerDocument(workers), 0));
const three = () => sit(fleetOf(names, ...twoUp, lost('batch', 0)));

/** Two of them in a group. */
const grouped = () => {
  const targets = names.map((name) => ({ ...label(name), ...(name !== 'api' && { group: 'web' }) }));
  return sit(withTargets(three().fleet, targets));
};

/** A request of 100 s, and of 70 s in another instance, while no harakiri is known: two warnings. */
const alarming = situationOf(
  ['shop', 'api'],
  polled('shop', workerDocument([worker({ cores: [busyCore(-100)] })]), 0),
  polled('api', workerDocument([worker({ cores: [busyCore(-70)] })]), 0),
);
const alarmed = () => sit(alarming.fleet, { alerts: alarming.alerts });

const order = ({ ui }: { ui: UiState }) => ui.tables[ui.screen === 'fleet' ? 'fleet' : 'workers'].order;
/** The workers' numbers from the top, as they stand on the screen. */
const numbers = (session: ReturnType<typeof shop>) =>
  screen(session).flatMap((line) => /^ +([\d:]+) +(?:\d{3} )?/.exec(line)?.[1] ?? []);

describe('the cursor', () => {
  test('starts on the first row and moves within the rows', () => {
    expect(selectedLine(shop())).toMatch(/^ +1 /);
    expect(selectedLine(press(shop(), 'down'))).toMatch(/^ +2 /);
    expect(selectedLine(press(shop(), 'down down down down'))).toMatch(/^ +3 /);
    expect(selectedLine(press(shop(), 'end up'))).toMatch(/^ +2 /);
    expect(selectedLine(press(shop(), 'G g'))).toMatch(/^ +1 /);
    expect(selectedLine(press(shop(), 'pagedown'))).toMatch(/^ +3 /);
    expect(selectedLine(press(shop(), 'pagedown pageup'))).toMatch(/^ +1 /);
  });

  test('stays with its worker when the order changes', () => {
    const onTwo = press(shop(), 'j');
    expect(numbers(onTwo)).toEqual(['1', '2', '3']);
    const reversed = press(onTwo, 'r');
    expect(numbers(reversed)).toEqual(['3', '2', '1']);
    expect(selectedLine(reversed)).toMatch(/^ +2 /);
    expect(selectedLine(press(reversed, 'up'))).toMatch(/^ +3 /);
  });

  test('stays with its worker when the numbers change under it', () => {
    const overtaken = workers.map((raw, index) => ({ ...raw, requests: [99, 31, 50][index] ?? 0 }));
    const before = press({ ...shop(), ui: sortedBy('requests', true) }, 'down');
    expect(selectedLine(before)).toMatch(/^ +3 /);
    const fleet = fleetOf(
      ['shop'],
      polled('shop', workerDocument(workers), 0),
      polled('shop', workerDocument(overtaken), 1000),
    );
    const later = { ...before, fleet };
    expect(numbers(later)).toEqual(['1', '3', '2']);
    expect(selectedLine(later)).toMatch(/^ +3 /);
  });

  test('stays where it is when its target has gone: what took its place is chosen', () => {
    const { fleet } = three();
    const onApi = press(three(), 'down');
    const left = withTargets(fleet, ['shop', 'batch'].map(label));
    const gone = { ...onApi, fleet: left };
    expect(selectedLine(gone)).toContain('batch');
    expect(press(gone, 'enter').ui.instanceId).toBe('batch');
    expect(press(gone, 'up enter').ui.instanceId).toBe('shop');
    const onLast = { ...press(three(), 'end'), fleet: withTargets(fleet, ['shop', 'api'].map(label)) };
    expect(selectedLine(onLast)).toContain('api');
  });

  test('comes back to the row that was opened, whatever the order has become', () => {
    const { fleet } = three();
    const worst = { ...three(), fleet: withTargets(fleet, ['shop', 'api'].map(label)) };
    const tables = { ...worst.ui.tables, fleet: { ...worst.ui.tables.fleet, order: usualOrders.fleet } };
    const inside = press({ ...worst, ui: { ...worst.ui, tables } }, 'enter');
    const stale = press({ ...inside, fleet: observe(inside.fleet, lost('api', 3000)) }, 'escape');
    expect(screen(stale).findIndex((line) => line.includes(' api '))).toBeLessThan(
      screen(stale).findIndex((line) => line.includes(' shop ')),
    );
    expect(selectedLine(stale)).toContain('shop');
    expect(press(stale, 'enter').ui.instanceId).toBe('shop');
  });

  test('goes to the first row when its own was filtered away', () => {
    const filtered = press(type(press(shop(), 'end /'), '102'), 'enter');
    expect(selectedLine(filtered)).toMatch(/^ +2 /);
  });
});

function sortedBy(column: string, descending: boolean): UiState {
  const { ui } = shop();
  return {
    ...ui,
    tables: { ...ui.tables, workers: { ...ui.tables.workers, order: { column, descending } } },
  };
}

describe('in and out', () => {
  test('Enter goes into the instance and the worker under the cursor, Esc comes back to the same rows', () => {
    const inside = press(three(), 'down enter');
    expect([inside.ui.screen, inside.ui.instanceId]).toEqual(['instance', 'api']);
    const worker3 = press(inside, 'down down enter');
    expect([worker3.ui.screen, worker3.ui.workerNumber]).toEqual(['worker', 3]);
    const back = press(worker3, 'escape');
    expect(back.ui.screen).toBe('instance');
    expect(selectedLine(back)).toMatch(/^ +3 /);
    const out = press(back, 'escape');
    expect(out.ui.screen).toBe('fleet');
    expect(selectedLine(out)).toContain('api');
  });

  test('another instance is entered at its first row', () => {
    const elsewhere = press(three(), 'enter down down escape down enter');
    expect(elsewhere.ui.instanceId).toBe('api');
    expect(selectedLine(elsewhere)).toMatch(/^ +1 /);
  });

  test('one target alone is shown from the inside, several from above', () => {
    expect(shop().ui.screen).toBe('instance');
    expect(three().ui.screen).toBe('fleet');
  });

  test('Esc undoes the filter, then the screen, and never quits', () => {
    const filtered = press(type(press(three(), 'enter /'), 'idle'), 'enter');
    const cleared = press(filtered, 'escape');
    expect([cleared.ui.screen, cleared.ui.tables.workers.filter]).toEqual(['instance', '']);
    const outside = press(cleared, 'escape');
    expect(outside.ui.screen).toBe('fleet');
    expect(press(outside, 'escape escape escape').effects).toEqual([]);
  });

  test('a row of a core leads to its worker', () => {
    const onCore = press(press(shop(), 'a'), 'down down');
    expect(selectedLine(onCore)).toMatch(/^ +2:0 /);
    expect(press(onCore, 'enter').ui.workerNumber).toBe(2);
  });

  test('the digits lead to the screens, with what is under the cursor', () => {
    expect(press(three(), 'down 2').ui).toMatchObject({ screen: 'instance', instanceId: 'api' });
    expect(press(three(), 'down 2 down 3').ui).toMatchObject({ screen: 'worker', workerNumber: 2 });
    expect(press(three(), '4').ui.screen).toBe('events');
    expect(press(three(), 'enter enter 1').ui.screen).toBe('fleet');
    expect(press(three(), 'e escape').ui.screen).toBe('fleet');
  });

  test('Tab goes round all screens, and Shift-Tab round the other way', () => {
    const round = (key: string) =>
      Array.from(
        { length: 7 },
        (_, times) =>
          press(
            three(),
            Array(times + 1)
              .fill(key)
              .join(' '),
          ).ui.screen,
      );
    expect(round('tab')).toEqual(['instance', 'worker', 'events', 'system', 'tune', 'help', 'fleet']);
    expect(round('S-tab')).toEqual(['help', 'tune', 'system', 'events', 'worker', 'instance', 'fleet']);
  });

  test('Tab takes what is under the cursor along, as the digits do', () => {
    const inside = press(three(), 'down tab');
    expect(inside.ui.instanceId).toBe('api');
    expect(press(inside, 'down tab').ui).toMatchObject({ screen: 'worker', workerNumber: 2 });
  });
});

describe('help', () => {
  test.each(['?', 'h', 'f1'])('%s opens it', (key) => {
    expect(press(shop(), key).ui.screen).toBe('help');
  });

  test.each(['?', 'h', 'f1', 'q', 'escape'])('%s closes it and leads back', (key) => {
    const closed = press(three(), `enter enter ? ${key}`);
    expect([closed.ui.screen, closed.effects]).toEqual(['worker', []]);
  });

  test('scrolls, and never beyond its end', () => {
    const scrolled = press(shop(), '? down');
    expect(screen(scrolled)[1]).toBe(screen(press(shop(), '?'))[2]);
    const end = screen(press(shop(), '? end'));
    expect(screen(press(shop(), '? end down pagedown'))).toEqual(end);
    expect(screen(press(shop(), '? end home'))).toEqual(screen(press(shop(), '?')));
    expect(screen(press(shop(), '? end up'))).not.toEqual(end);
  });
});

describe('the filter', () => {
  test('asks for fields, and says which one nobody knows while the rest counts', () => {
    expect(numbers(type(press(shop(), '/'), 'state:idle pid>101'))).toEqual(['3']);
    const typed = type(press(shop(), '/'), 'idle bussyness>70');
    expect(screen(typed).at(-1)).toMatch(
      /\/idle bussyness>70 +no field "bussyness": did you mean busyness\?/,
    );
    expect(numbers(typed)).toEqual(['1', '3']);
    expect(screen(press(typed, 'enter')).at(-1)).toMatch(/no field "bussyness": did you mean busyness\?/);
    expect(screen(type(press(shop(), 'e /'), 'bussyness>70')).at(-1)).toMatch(/Esc clears/);
  });

  test.each(['b', 'busyne', 'busyness', 'busyness>', 'age', 'rss>'])(
    'leaves the table while %s is typed',
    (typed) => {
      expect(numbers(type(press(shop(), '/'), typed)).length).toBeGreaterThan(0);
    },
  );

  test('narrows the rows with every key', () => {
    const typing = type(press(shop(), '/'), 'GET');
    expect(numbers(typing)).toEqual(['2']);
    expect(numbers(press(typing, 'backspace backspace backspace'))).toEqual(['1', '2', '3']);
  });

  test('takes all words, in any order and any case', () => {
    expect(numbers(type(press(shop(), '/'), 'CART 102'))).toEqual(['2']);
    expect(numbers(type(press(shop(), '/'), 'cart 103'))).toEqual([]);
  });

  test.each([
    ['enter', 'id', false],
    ['escape', '', false],
    ['C-u', '', true],
    ['backspace', 'i', true],
    ['up', 'id', true],
    ['f6', 'id', true],
    ['tab', 'id', true],
  ])('%s while typing', (key, filter, typing) => {
    const { ui } = press(type(press(shop(), '/'), 'id'), key);
    expect([ui.tables.workers.filter, ui.typing]).toEqual([filter, typing]);
  });

  test('takes the letters that mean something elsewhere as letters', () => {
    const typing = type(press(shop(), '/'), 'q?r/s a');
    expect([typing.ui.tables.workers.filter, typing.ui.screen, typing.effects]).toEqual([
      'q?r/s a',
      'instance',
      [],
    ]);
  });

  test('is bounded', () => {
    expect(type(press(shop(), '/'), 'x'.repeat(300)).ui.tables.workers.filter.length).toBeLessThan(100);
  });

  test('belongs to its screen', () => {
    const fleet = press(press(type(press(three(), '/'), 'sho'), 'enter'), 'enter');
    expect(numbers(fleet)).toEqual(['1', '2', '3']);
  });

  test('opens again as it was kept', () => {
    const again = press(type(press(shop(), '/'), 'idle'), 'enter /');
    expect([again.ui.typing, again.ui.tables.workers.filter]).toEqual([true, 'idle']);
  });
});

describe('the order', () => {
  test('walks over the columns with < and >, round and round', () => {
    const ids = shownColumns.map(({ id }) => id);
    const walk = (key: string) =>
      ids.map(
        (_, times) =>
          order(
            press(
              shop(),
              Array(times + 1)
                .fill(key)
                .join(' '),
            ),
          ).column,
      );
    const [first = '', ...rest] = ids;
    expect(walk('>')).toEqual([...rest, first]);
    expect(walk('<')).toEqual([...[...rest].reverse(), first]);
  });

  test('begins with the largest where that is what one looks for, and r reverses it', () => {
    const byBusyness = press(shop(), '> > >');
    expect(order(byBusyness)).toEqual({ column: 'busyness', descending: true });
    expect(order(press(byBusyness, 'r'))).toEqual({ column: 'busyness', descending: false });
    expect(order(press(shop(), '>'))).toEqual({ column: 'pid', descending: false });
  });

  test('of the fleet walks over the columns of the fleet', () => {
    const ids = fleetOrders.map(({ id }) => id);
    const seen = ids.map(
      (_, times) =>
        order(
          press(
            three(),
            Array(times + 1)
              .fill('>')
              .join(' '),
          ),
        ).column,
    );
    expect([...seen].sort()).toEqual([...ids].sort());
  });

  test('is chosen from a menu', () => {
    const menu = press(shop(), 's');
    expect(
      screen(menu).filter((line) => workerColumns.some(({ title }) => line.endsWith(`  ${title}`.padEnd(24))))
        .length,
      // The others are below the edge: the menu scrolls.
    ).toBe(24 - 8);
    const chosen = press(menu, 'down down down down enter');
    expect([order(chosen).column, chosen.ui.sortMenu]).toEqual([shownColumns[4]?.id, undefined]);
  });

  test.each([
    ['end', shownColumns.length - 1],
    ['home', 0],
    ['up', shownColumns.length - 1],
    ['j j', 2],
  ])('%s in the menu', (keys, index) => {
    expect(press(shop(), `s ${keys}`).ui.sortMenu).toBe(index);
  });

  test.each(['escape', 'q', 's', 'f6'])('%s closes the menu and changes nothing', (key) => {
    const closed = press(shop(), `s down ${key}`);
    expect([closed.ui.sortMenu, order(closed), closed.effects]).toEqual([undefined, order(shop()), []]);
  });

  test('has no menu where the order is fixed', () => {
    for (const where of ['e', '?', 'enter']) expect(press(shop(), `${where} s`).ui.sortMenu).toBeUndefined();
  });
});

describe('alerts', () => {
  const shown = (session: ReturnType<typeof alarmed>) => screen(session).join('\n');

  test('are counted in the title of every screen, and stand first among the events', () => {
    for (const keys of ['up', 'e', '?']) {
      expect(screen(press(alarmed(), keys))[0]).toContain('2 warnings');
    }
    // Inside an instance its own alerts are what matters.
    for (const keys of ['enter', 'enter enter']) {
      expect(screen(press(alarmed(), keys))[0]).toMatch(/ 1 warning +(every|1 elsewhere)/);
    }
    const [first = '', second = ''] = screen(press(alarmed(), 'e')).slice(1);
    expect(first).toMatch(/14:03:22 WARNING +\w+ +worker 1: GET \/cart has been running for 1m/);
    expect(second).toContain('WARNING');
  });

  test('are counted in the line of their instance', () => {
    const lines = screen(sit(alarming.fleet, { alerts: alarming.alerts, size: { columns: 120, rows: 24 } }));
    expect(lines.filter((line) => /^up .*warn 1/.test(line)).length).toBe(2);
  });

  test('of an instance stand on its screen in place of what comes next', () => {
    expect(shown(press(alarmed(), 'enter'))).toMatch(/^ WARNING +worker 1: GET \/cart/m);
    const twice = [0, 1000].map((atMs) => polled('shop', workerDocument(workers), atMs));
    const quiet = sit(fleetOf(['shop'], ...twice));
    expect(shown(quiet)).not.toMatch(/WARNING/);
    expect(shown(quiet)).toMatch(/^ next +/m);
  });

  test('that are acknowledged stay in the list and no longer call; the key again takes that back', () => {
    const known = press(alarmed(), 'e x');
    expect(screen(known)[0]).toContain('1 warning ');
    expect(shown(known).match(/ ack /g)?.length).toBe(1);
    const again = press(known, 'end x');
    expect(screen(again)[0]).toContain('2 warnings');
  });

  test('whose rule is muted are quiet for that instance, also when they come anew', () => {
    const muted = press(alarmed(), 'e X');
    expect(screen(muted)[0]).toMatch(/ 1 warning +1 muted /);
    const name = / muted +(\w+) +worker 1/.exec(shown(muted))?.[1] ?? '';
    expect(['shop', 'api']).toContain(name);
    const later = situationOf(
      ['shop', 'api'],
      ...['shop', 'api'].map((instance) =>
        polled(instance, workerDocument([worker({ cores: [busyCore(-200)] })]), 100_000),
      ),
    );
    expect(screen({ ...muted, ...later })[0]).toContain('1 warning ');
  });

  test('that are muted and silent are still in the list, where they can be listened to again', () => {
    const muted = press(alarmed(), 'e X');
    const quiet = { ...muted, ...situationOf(['shop', 'api'], ...twoUp) };
    const row = screen(quiet).findIndex((line) => /muted +\w+ +long-request: X listens again/.test(line));
    expect(row).toBeGreaterThan(0);
    expect(press(quiet, 'home X').ui.muted.size).toBe(0);
  });

  test('that become critical after somebody took note of the warning call again', () => {
    const limits = knownLimits({ harakiri: 100 });
    const at = (second: number) => ({
      ...polled(
        'shop',
        workerDocument([worker({ cores: [busyCore(-55)] }), worker({ pid: 101 })]),
        second * 1000,
      ),
      ...(second === 0 && { limits }),
    });
    const warned = situationOf(['shop'], at(0));
    const known = press(sit(warned.fleet, { alerts: warned.alerts }), 'x');
    expect(screen(known)[0]).not.toContain('warning');
    const worse = { ...known, ...situationOf(['shop'], at(0), at(30)) };
    expect(screen(worse)[0]).toContain('1 critical');
    expect(screen(press(worse, 'x'))[0]).not.toMatch(/critical|warning/);
  });

  test('are acknowledged and muted from the Fleet screen too: the first one of the row', () => {
    const known = press(alarmed(), 'down x');
    expect([...known.ui.acknowledged].join()).toMatch(/^api /);
    expect(known.ui.said).toMatch(/^acknowledged: long-request of api/);
    expect([...press(alarmed(), 'X').ui.muted].join()).toMatch(/^shop /);
    expect(press(known, 'x').ui.said).toBe('no alert calls here; e lists all of them');
  });

  test('are acknowledged from the Instance screen too', () => {
    const inside = press(alarmed(), 'enter x');
    expect(shown(inside)).not.toMatch(/^ WARNING/m);
    const wide = screen({ ...inside, size: { columns: 120, rows: 24 } });
    expect(wide[0]).toContain(' 1 elsewhere ');
    expect(screen(inside)[0]).not.toContain('warning');
  });

  test('keep the cursor when they move down the list: the same key takes back what it did', () => {
    for (const key of ['x', 'X']) {
      const twice = press(press(alarmed(), `e ${key}`), key);
      expect([twice.ui.muted.size, twice.ui.acknowledged.size]).toEqual([0, 0]);
    }
  });

  test('lead to the worker that they are about, as events do, and Esc back', () => {
    const there = press(alarmed(), 'e enter');
    expect([there.ui.screen, there.ui.workerNumber]).toEqual(['worker', 1]);
    const name = / (shop|api) +worker 1/.exec(shown(press(alarmed(), 'e')))?.[1];
    expect(there.ui.instanceId).toBe(name);
    expect(press(there, 'escape').ui.screen).toBe('events');
    const events = sit(fleetOf(names, ...twoUp, lost('shop', 2000)));
    const instance = press(events, 'e enter');
    expect([instance.ui.screen, instance.ui.instanceId]).toEqual(['instance', 'shop']);
  });

  test('that are over stay among what happened, with how long they stood', () => {
    const over = situationOf(
      ['shop'],
      polled('shop', workerDocument([worker({ cores: [busyCore(-100)] }), worker({ pid: 101 })]), 0),
      polled('shop', workerDocument([worker({ requests: 1 }), worker({ pid: 101 })]), 7000),
    );
    const said = shown(press(sit(over.fleet, over), 'e'));
    expect(said).toMatch(/14:03:22 over +shop +warning for 7s: worker 1: GET \/cart has been running/);
    expect(said).not.toMatch(/nothing has happened/);
  });

  test('keep the picture of a freeze', () => {
    const frozen = { ...press(alarmed(), 'space'), ...situationOf(['shop', 'api']) };
    expect(screen(frozen)[0]).toContain('2 warnings');
    expect(screen(press(frozen, 'space'))[0]).not.toContain('warning');
  });

  test('the whole sentence of the chosen one stands below, however long', () => {
    const said = screen(press(alarmed(), 'e')).slice(-4).join(' ').replaceAll(/ +/g, ' ');
    expect(said).toMatch(/rule long-request.*no harakiri is known to end it: see what it waits for/);
  });
});

describe('a freeze', () => {
  const later = fleetOf(['shop'], polled('shop', workerDocument([worker({ pid: 999 })]), 0));

  test.each(['space', 'p'])(
    'by %s keeps the picture while the fleet goes on, until it is pressed again',
    (key) => {
      const frozen = { ...press(shop(), key), fleet: later };
      expect(frozen.ui.frozen?.fleet).toBe(shopFleet);
      expect(screen(frozen).join('\n')).not.toContain('999');
      const thawed = press(frozen, key);
      expect(thawed.ui.frozen).toBeUndefined();
      expect(screen(thawed).join('\n')).toContain('999');
    },
  );

  test('leaves moving, sorting, filtering and detail to the frozen rows', () => {
    const frozen = { ...press(shop(), 'space'), fleet: later };
    expect(numbers(press(frozen, 'r'))).toEqual(['3', '2', '1']);
    expect(numbers(type(press(frozen, '/'), '103'))).toEqual(['3']);
    expect(press(frozen, 'end enter').ui.workerNumber).toBe(3);
    expect(press(frozen, 'r end enter escape').ui.frozen?.fleet).toBe(shopFleet);
  });
});

describe('the interval', () => {
  test.each([
    ['+', 2000],
    ['=', 2000],
    ['-', 500],
    ['- - - - - - - - -', 100],
    ['+ + + + + + + + + + + +', 60_000],
    ['+ -', 1000],
  ])('after %s', (keys, intervalMs) => {
    const changed = press(shop(), keys);
    expect(changed.ui.intervalMs).toBe(intervalMs);
    expect(new Set(changed.effects)).toEqual(new Set(['interval-changed']));
  });

  test('at its bound tells nobody', () => {
    const shortest = press(shop(), '- - -');
    expect(press(shortest, '-').effects).toEqual(shortest.effects);
  });

  test('stays within 0.1 to 60 s from wherever it began', () => {
    const keys = fc.array(fc.constantFrom('+', '-', 'f', 'R'), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(keys, fc.integer({ min: 100, max: 60_000 }), (pressed, intervalMs) => {
        const ui = createUi({ intervalMs, instanceIds: ['shop'] });
        const end = press({ ...shop(), ui }, pressed.join(' ')).ui.intervalMs;
        expect(end >= 100 && end <= 60_000).toBe(true);
      }),
    );
  });

  test('f is fast, and again f comes back', () => {
    const fast = press(shop(), 'f');
    expect([fast.ui.intervalMs, fast.effects]).toEqual([200, ['interval-changed']]);
    expect(press(fast, 'f').ui.intervalMs).toBe(1000);
  });

  test('f never makes it slower', () => {
    const fastest = press(shop(), '- - -');
    expect(press(fastest, 'f').ui.intervalMs).toBe(100);
    expect(press(fastest, 'f f').ui.intervalMs).toBe(100);
  });
});

test('a shows the cores below their workers, then alone, then not', () => {
  expect(numbers(press(shop(), 'a'))).toEqual(['1', '2', '2:0', '3']);
  expect(numbers(press(shop(), 'a a'))).toEqual(['2:0']);
  expect(numbers(press(shop(), 'a a a'))).toEqual(['1', '2', '3']);
});

describe('quitting', () => {
  test.each(['enter', '1', '2', '3', '4', 'space', 'a'])('q quits after %s', (key) => {
    expect(press(three(), `${key} q`).effects).toEqual(['quit']);
  });

  test('C-c quits from everywhere: while a filter is typed, from the menu, from the help', () => {
    for (const keys of ['/', 's', '?', 'enter enter', 'space']) {
      expect(press(three(), `${keys} C-c`).effects).toEqual(['quit']);
    }
  });

  test('C-z suspends and C-l repaints from everywhere too', () => {
    for (const keys of ['/', 's', '?', 'enter enter']) {
      expect(press(three(), `${keys} C-z`).effects).toEqual(['suspend']);
      expect(press(three(), `${keys} C-l`).effects).toEqual(['repaint']);
    }
  });
});

describe('the table of keys', () => {
  const screens: readonly ScreenName[] = ['fleet', 'instance', 'worker', 'events', 'system', 'help'];

  test('binds every key to one action on each screen', () => {
    for (const screen of screens) {
      const keys = keyBindings
        .filter((binding) => isOn(binding, { screen }))
        .flatMap((binding) => binding.keys);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });

  test('gives the keys of a replay to it on every screen, and to nothing while targets are watched', () => {
    const ofReplay = keyBindings.filter(({ during }) => during === 'replay');
    for (const { action, keys } of ofReplay) {
      for (const key of keys) {
        expect(screens.map((screen) => actionOf(key, { screen, replaying: true }))).toEqual(
          screens.map(() => action),
        );
        expect(screens.map((screen) => actionOf(key, { screen }))).not.toContain(action);
      }
    }
  });

  test('has each action once, with help and a way to show its keys', () => {
    const actions = keyBindings.map(({ action }) => action);
    expect(new Set(actions).size).toBe(actions.length);
    expect(keyBindings.filter(({ help, shown }) => help === '' || shown === '')).toEqual([]);
  });

  test.each(keyBindings.flatMap((binding) => binding.keys.map((key) => [key, binding] as const)))(
    '%s reaches its action on the screens where it means something, and nothing elsewhere',
    (key, { action, during, on = screens }) => {
      const places = screens.map((screen) => ({ screen, replaying: during === 'replay' }));
      const reached = places.filter((place) => actionOf(key, place) === action).map(({ screen }) => screen);
      expect(reached).toEqual(screens.filter((name) => on.includes(name)));
      const others = keyBindings.filter((other) => other.keys.includes(key) && other.action !== action);
      const elsewhere = places.filter(
        (place) => !on.includes(place.screen) && !others.some((other) => isOn(other, place)),
      );
      expect(elsewhere.filter((place) => actionOf(key, place) !== undefined)).toEqual([]);
    },
  );

  /** Somewhere, by pressing it, something must happen. */
  test.each(keyBindings.map((binding) => [binding.action, binding] as const))(
    '%s does something, with each of its keys',
    (_action, { keys, during }) => {
      const inItsTime = (session: Session): Session =>
        during === 'replay' ? { ...session, ui: { ...session.ui, replaying: true } } : session;
      const places = [
        three(),
        press(three(), 'down enter down'),
        press(three(), 'enter enter'),
        press(three(), 'e'),
        press(three(), '? down'),
        press(alarmed(), 'e'),
        grouped(),
        press(grouped(), 'left'),
      ];
      for (const key of keys) {
        const happened = places.map(inItsTime).some((before) => {
          const after = press(before, key);
          return after.ui !== before.ui || after.effects.length > before.effects.length;
        });
        expect(happened).toBe(true);
      }
    },
  );

  test('a key that is not in it does nothing', () => {
    const before = shop();
    for (const key of ['Y', 'f12', 'M-a', 'delete', 'ä']) expect(press(before, key)).toEqual(before);
  });
});

test('no sequence of keys breaks anything, and only q, C-c and F10 quit', () => {
  const key = fc.constantFrom(...keyBindings.flatMap(({ keys }) => keys), 'backspace', 'C-u', 'x', ':');
  const fleets = [shop().fleet, three().fleet, createFleet([label('new')]), createFleet([])];
  const ends = new Set<Effect>();
  fc.assert(
    fc.property(fc.array(key, { maxLength: 40 }), fc.constantFrom(...fleets), (keys, fleet) => {
      const quitting = (pressed: string) => ['q', 'C-c', 'f10'].includes(pressed);
      const end = press(sit(fleet), ['down', ...keys.filter((pressed) => !quitting(pressed))].join(' '));
      for (const effect of end.effects) ends.add(effect);
      expect(end.effects).not.toContain('quit');
      expect(screen(end).length).toBeGreaterThan(0);
    }),
  );
  expect(ends.has('quit')).toBe(false);
});

test('what was given stays as it was: a new state is a new object', () => {
  const { ui, fleet, alerts } = shop();
  const copy = structuredClone(ui);
  for (const key of ['down', 'r', 'space', '/', 's', '+', 'a']) {
    update(ui, key, { fleet, alerts, past: [], page: { rows: 10, textLines: 0 }, wallMs: 0 });
  }
  expect(ui).toEqual(copy);
});
