/** Every key that changes what a screen shows, on the simulated fleet. */
import { readlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectCursorOn } from '../support/cursor';
import { readNumber, readTable, type ScreenTable } from '../support/screen';
import { sortBy } from '../support/sort-menu';
import { answering, capture, serversOfEachTest } from '../support/stats-server';
import type { Terminal } from '../support/terminal';
import { large, small, withUwtop } from '../support/uwtop';

jest.setTimeout(60_000);
const startServer = serversOfEachTest();

const titleOf = (screen: string): string => screen.split('\n')[0] ?? '';
const belowTitle = (screen: string): string => screen.split('\n').slice(1).join('\n');
const footerOf = (screen: string): string => screen.trimEnd().split('\n').at(-1) ?? '';

async function tableOnce(terminal: Terminal, fits: (table: ScreenTable) => boolean): Promise<ScreenTable> {
  return readTable(
    await terminal.waitFor((screen) => /\bSTATE\b.*\bBUSY\b/.test(screen) && fits(readTable(screen))),
  );
}

/** The first answer has no rates; from the second on there is something to sort. */
const tableWithRates = (terminal: Terminal): Promise<ScreenTable> =>
  tableOnce(terminal, ({ rows }) => rows.some((row) => Number(readNumber(row.cell('REQ/S'))) > 0));

async function freeze(terminal: Terminal): Promise<void> {
  await terminal.send('Space');
  await terminal.waitFor((screen) => /FROZEN/.test(titleOf(screen)));
}

describe('the order', () => {
  const isOrdered = ({ rows }: ScreenTable, title: string, mark: string): boolean => {
    const values = rows.map((row) => readNumber(row.cell(title)));
    // What is not known comes last in either direction.
    const known = values.filter((value) => value !== undefined);
    const sign = mark === '▼' ? -1 : 1;
    const ordered = known.every(
      (value, index) => index === 0 || sign * (value - Number(known[index - 1])) >= 0,
    );
    return ordered && values.slice(known.length).every((value) => value === undefined);
  };

  test.each([small, large])('by the menu at $columns x $rows', async (size) => {
    await withUwtop(['demo', 'shop', '--seed', '8'], size, async (terminal) => {
      await tableWithRates(terminal);
      await freeze(terminal);
      for (const title of ['REQS', 'BUSY', 'RSS']) {
        await sortBy(terminal, title);
        const table = await tableOnce(terminal, ({ sorted }) => sorted?.title === title);
        expect(table.sorted?.mark).toBe('▼');
        expect(isOrdered(table, title, '▼')).toBe(true);
        await terminal.send('r');
        const reversed = await tableOnce(terminal, ({ sorted }) => sorted?.mark === '▲');
        expect(isOrdered(reversed, title, '▲')).toBe(true);
        expect(reversed.rows.map((row) => row.cell('#'))).not.toEqual(table.rows.map((row) => row.cell('#')));
      }
      await terminal.send('s');
      await terminal.waitFor(/Sort by/);
      await terminal.send('j', 'Escape');
      const kept = await tableOnce(terminal, ({ titles }) => titles.at(-1) === 'IN FLIGHT');
      expect(kept.sorted).toEqual({ title: 'RSS', mark: '▲' });
    });
  });

  test('by walking the columns', async () => {
    await withUwtop(['demo', 'shop'], large, async (terminal) => {
      const { titles, sorted } = await tableWithRates(terminal);
      expect(sorted).toEqual({ title: '#', mark: '▲' });
      await freeze(terminal);
      for (const title of titles.slice(1)) {
        await terminal.send('>');
        await tableOnce(terminal, (table) => table.sorted?.title === title);
      }
      await terminal.send('>');
      await tableOnce(terminal, (table) => table.sorted?.title === '#');
      await terminal.send('<');
      await tableOnce(terminal, (table) => table.sorted?.title === titles.at(-1));
      await terminal.send('<');
      const before = await tableOnce(terminal, (table) => table.sorted?.title === titles.at(-2));
      expect(before.sorted?.title).toBe('INREQ');
    });
  });

  test('the cursor stays with its worker', async () => {
    await withUwtop(['demo', 'legacy', '-i', '0.5'], small, async (terminal) => {
      await tableWithRates(terminal);
      await terminal.send('j', 'j', 'j', 'j', 'j');
      await expectCursorOn(terminal, '6');
      const orders = new Set<string>();
      for (const key of ['>', '>', '>', 'r', '>', '>', '>', '<', 'r']) {
        await terminal.send(key);
        await expectCursorOn(terminal, '6');
        orders.add((await tableOnce(terminal, () => true)).rows.map((row) => row.cell('#')).join(' '));
      }
      expect(orders.size).toBeGreaterThan(2);
      // And while the rows dance under a living order.
      for (let look = 0; look < 4; look += 1) {
        await sleep(500);
        await expectCursorOn(terminal, '6');
      }
    });
  });

  test('of the fleet', async () => {
    await withUwtop(['demo', 'shop', 'api', 'search', 'batch', '--seed', '9'], large, async (terminal) => {
      await tableWithRates(terminal);
      await freeze(terminal);
      // The worst first, then as they were named, then the columns.
      await terminal.send('>');
      await terminal.waitFor(/ as named *$/m);
      await terminal.send('>', '>');
      const table = await tableOnce(terminal, ({ sorted }) => sorted?.title === 'INSTANCE');
      const names = table.rows.map((row) => row.cell('INSTANCE'));
      expect(names).toEqual(names.toSorted());
      expect(names).toHaveLength(4);
    });
  });
});

describe('the filter', () => {
  test.each([small, large])('works while it is typed at $columns x $rows', async (size) => {
    await withUwtop(['demo', 'shop'], size, async (terminal) => {
      const all = await tableOnce(terminal, ({ rows }) => rows.length === 16);
      const pid = all.rows[3]?.cell('PID') ?? '';
      await terminal.send('/');
      await terminal.type(pid);
      const one = await tableOnce(terminal, ({ rows }) => rows.length === 1);
      expect(one.rows[0]?.cell('PID')).toBe(pid);
      expect(footerOf(await terminal.screen())).toContain(`/${pid}`);
      // As a command this would quit; here it is a letter that no pid has.
      await terminal.type('q');
      const none = await terminal.waitFor((screen) => footerOf(screen).includes(`/${pid}q`));
      expect(none).toMatch(/no worker matches/);
      await terminal.send('BSpace');
      await tableOnce(terminal, ({ rows }) => rows.length === 1);
      await terminal.send('Enter');
      const kept = await terminal.waitFor((screen) => /Quit/.test(footerOf(screen)));
      expect(footerOf(kept)).toContain(`/${pid}`);
      await terminal.send('Escape');
      await tableOnce(terminal, ({ rows }) => rows.length === 16);
      expect(footerOf(await terminal.screen())).not.toContain(pid);
      await terminal.send('/');
      await terminal.type(pid);
      await tableOnce(terminal, ({ rows }) => rows.length === 1);
      await terminal.send('Escape');
      await tableOnce(terminal, ({ rows }) => rows.length === 16);
      expect(await terminal.exitCode()).toBeUndefined();
    });
  });

  test('chooses instances of the fleet, and Enter goes into what is left', async () => {
    await withUwtop(['demo'], small, async (terminal) => {
      await tableOnce(terminal, ({ rows }) => rows.length === 13);
      await terminal.send('/');
      await terminal.type('name:led -group:web');
      // Its group stands above it.
      await tableOnce(terminal, ({ rows }) => rows.length === 2);
      await terminal.send('Enter', 'j', 'Enter');
      await terminal.waitFor((screen) => /\bledger\b/.test(titleOf(screen)));
    });
  });
});

describe('the freeze', () => {
  test('stands still while the order may change, and goes on afterwards', async () => {
    await withUwtop(['demo', 'legacy', '-i', '0.5'], small, async (terminal) => {
      await tableWithRates(terminal);
      await freeze(terminal);
      const picture = belowTitle(await terminal.screen());
      await sleep(2000);
      expect(belowTitle(await terminal.screen())).toBe(picture);
      await terminal.send('G');
      await expectCursorOn(terminal, '24');
      await terminal.send('s', 'G', 'Enter');
      const table = await tableOnce(terminal, ({ sorted }) => sorted?.title !== '#');
      expect(table.sorted?.title).toBe('IN FLIGHT');
      await terminal.send('s', 'g', 'Enter', 'Home');
      await terminal.waitFor((screen) => belowTitle(screen) === picture);
      await terminal.send('Space');
      await terminal.waitFor((screen) => !/FROZEN/.test(titleOf(screen)) && belowTitle(screen) !== picture);
    });
  });
});

describe('the interval', () => {
  test('+ - and f change it, and R asks at once', async () => {
    const server = await startServer(answering(capture('plain.t1.json')));
    await withUwtop([server.address], small, async (terminal) => {
      const every = (text: string) =>
        terminal.waitFor((screen) => titleOf(screen).includes(`every ${text} `));
      await every('1s');
      await terminal.send('+');
      await every('2s');
      await terminal.send('-');
      await every('1s');
      await terminal.send('f');
      await every('0.2s');
      const asked = server.accepted();
      await waitUntil(() => server.accepted() > asked + 5);
      await terminal.send('f');
      await every('1s');
      for (let step = 0; step < 6; step += 1) await terminal.send('+');
      await every('60s');
      await sleep(300);
      const before = server.accepted();
      await terminal.send('R');
      await waitUntil(() => server.accepted() === before + 1);
    });
  });

  async function waitUntil(holds: () => boolean): Promise<void> {
    const deadline = performance.now() + 10_000;
    while (!holds()) {
      if (performance.now() > deadline) throw new Error('it did not come');
      await sleep(20);
    }
  }
});

describe('the cores', () => {
  test('a: under their workers, merged, off again', async () => {
    await withUwtop(['demo', 'api'], large, async (terminal) => {
      const numbers = ({ rows }: ScreenTable): string[] => rows.map((row) => row.cell('#'));
      const off = numbers(await tableOnce(terminal, ({ rows }) => rows.length === 8));
      await terminal.send('a');
      // A row a core that was ever used, below its worker.
      const workers = (table: ScreenTable): string[] =>
        numbers(table).filter((number) => !number.includes(':'));
      const under = await tableOnce(
        terminal,
        (table) => table.rows.length > 8 && workers(table).join() === off.join(),
      );
      let worker = '';
      for (const number of numbers(under)) {
        if (number.includes(':')) expect(number.split(':')[0]).toBe(worker);
        else worker = number;
      }
      await terminal.send('a');
      await tableOnce(terminal, (table) => numbers(table).every((number) => /^\d+:\d+$/.test(number)));
      await terminal.send('a');
      await tableOnce(terminal, (table) => numbers(table).join() === off.join());
    });
  });
});

describe('moving among more rows than fit', () => {
  test('keeps the cursor in sight', async () => {
    await withUwtop(['demo', 'legacy'], small, async (terminal) => {
      const { rows } = await tableOnce(terminal, (table) => table.rows.length > 10);
      expect(rows.length).toBeLessThan(24);
      const press = async (key: string, number: string): Promise<void> => {
        await terminal.send(key);
        await expectCursorOn(terminal, number);
      };
      await press('j', '2');
      await press('Down', '3');
      await press('k', '2');
      await press('Up', '1');
      await press('k', '1');
      await press('G', '24');
      await press('j', '24');
      expect((await tableOnce(terminal, () => true)).rows.length).toBe(rows.length);
      await press('g', '1');
      await press('End', '24');
      await press('Home', '1');
      const page = String(rows.length);
      await press('NPage', page);
      await press('NPage', '24');
      await press('PPage', String(24 - rows.length + 1));
      await press('PPage', '1');
      for (let number = 2; number <= 24; number += 1) await press('j', String(number));
      for (let number = 23; number >= 1; number -= 1) await press('k', String(number));
    });
  });
});

describe('^L', () => {
  test('paints over what another program has written', async () => {
    await withUwtop(['demo', 'shop'], small, async (terminal) => {
      await tableWithRates(terminal);
      await freeze(terminal);
      const picture = belowTitle(await terminal.screen());
      const device = readlinkSync(`/proc/${await terminal.pid()}/fd/1`);
      writeFileSync(device, '\x1b[5;10HA MESSAGE TO ALL\x1b[12;1HOF YOU');
      await terminal.waitFor(/A MESSAGE TO ALL[^]*OF YOU/);
      await terminal.send('C-l');
      await terminal.waitFor((screen) => belowTitle(screen) === picture);
    });
  });
});
