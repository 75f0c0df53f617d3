/** Every screen of the program, on the simulated fleet, in a small terminal and in a large one. */
import { instanceColumns } from '../../src/columns/instance-columns';
import { workerColumns } from '../../src/columns/worker-columns';
import { keyBindings } from '../../src/ui/key-table';
import { isFooter, readTable } from '../support/screen';
import { waitForCursor } from '../support/cursor';
import type { Terminal } from '../support/terminal';
import { large, small, withUwtop } from '../support/uwtop';

jest.setTimeout(60_000);

/** Group by group, as they are named in each. */
const names = [
  'shop',
  'api',
  'search',
  'images',
  'checkout',
  'batch',
  'legacy',
  'ledger',
  'router',
  'emperor',
];
const titleOf = (screen: string): string => screen.split('\n')[0] ?? '';
const waitForTitle = (terminal: Terminal, wanted: RegExp): Promise<string> =>
  terminal.waitFor((screen) => wanted.test(titleOf(screen)));
/** The second answer has brought rates: every number that the program can know is there. */
const waitForRates = (terminal: Terminal): Promise<string> =>
  terminal.waitFor((screen) => /req\/s +\d/.test(screen) && /\bSTATE\b/.test(screen));

describe.each([
  { ...small, seed: '2' },
  { ...large, seed: '3' },
])('the fleet at $columns x $rows', ({ seed, ...size }) => {
  test('has a line an instance, and one a group; Enter goes in and Esc comes back to the same row', async () => {
    await withUwtop(['demo', '--sort', 'named', '--seed', seed], size, async (terminal) => {
      const screen = await terminal.waitFor((text) => readNames(text).length === names.length);
      expect(readNames(screen)).toEqual(names);
      expect(isFooter(screen.split('\n')[size.rows - 1] ?? '')).toBe(true);
      await terminal.send('j', 'j', 'j');
      await waitForCursor(terminal, /^\S+ +search\b/);
      await terminal.send('Enter');
      await waitForTitle(terminal, /^ uwtop +search\b.*every/);
      await terminal.send('Escape');
      await terminal.waitFor((text) => readNames(text).length === names.length);
      await waitForCursor(terminal, /^\S+ +search\b/);
    });
  });

  test('goes into an emperor and a router, which have no workers', async () => {
    await withUwtop(
      ['demo', 'router', 'emperor', '--sort', 'named', '--seed', seed],
      size,
      async (terminal) => {
        await terminal.waitFor(/\d+ nodes[^]*\d+ vassals/);
        await terminal.send('Enter');
        expect(await terminal.waitFor(/KEY.* NODE/)).toMatch(/REQS/);
        await terminal.send('Escape');
        await waitForTitle(terminal, /\b2 instances\b/);
        await terminal.send('j', 'Enter');
        expect(await terminal.waitFor(/VASSAL/)).toMatch(/accepting/);
      },
    );
  });
});

function readNames(screen: string): string[] {
  if (!/\bSTATE\b.*\bBUSY\b/.test(screen)) return [];
  return readTable(screen).rows.flatMap((row) => (row.cell('STATE') === 'up' ? [row.cell('INSTANCE')] : []));
}

describe('the instance', () => {
  test('is complete at 80x24', async () => {
    await withUwtop(['demo', 'shop'], small, async (terminal) => {
      const screen = await waitForRates(terminal);
      const lines = screen.split('\n');
      expect(lines[0]).toMatch(/uwtop +shop .*every 1s/);
      const table = readTable(screen);
      const head = lines.slice(1, table.at);
      for (const meter of ['busyness', 'slots', 'queue']) {
        expect(head.some((line) => new RegExp(`^ ${meter} +[▆▁]{10,} +\\d`).test(line))).toBe(true);
      }
      // The strip: the last minutes of two values, where charts have no room.
      expect(head.at(-1)).toMatch(/^ busyness .*[▁-█].*req\/s .*[▁-█].*\d/);
      expect(table.rows.map((row) => row.cell('#'))).toEqual(numbersTo(16));
      expect(table.rows.every((row) => /^(\d{2,}|-)$/.test(row.cell('PID')))).toBe(true);
      expect(table.rows.every((row) => /^(busy|idle|cheap|draining)$/.test(row.cell('STATE')))).toBe(true);
      expect(isFooter(lines[23] ?? '')).toBe(true);
    });
  });

  test('shows six charts and every column that has something to say at 200x60', async () => {
    await withUwtop(['demo', 'shop', '--seed', '4', '-i', '0.5'], large, async (terminal) => {
      const thirds = (line: string) => [0, 66, 133].map((start) => line.slice(start, start + 66));
      const screen = await terminal.waitFor((text) => {
        if (!/\bSTATE\b.*OF LIMIT.*\bNEXT\b/.test(text)) return false;
        const charts = text.split('\n').slice(0, readTable(text).at).map(thirds);
        return [0, 1, 2].every((chart) => charts.some((parts) => /[⠁-⣿]/.test(parts[chart] ?? '')));
      });
      const { at, titles, rows } = readTable(screen);
      const head = screen.split('\n').slice(0, at);
      expect(head.at(-1)?.match(/(?:^| ) *-1m ─/g)).toHaveLength(3);
      for (const title of ['busyness', 'requests/s', 'service time', 'active workers', 'rss', 'listen queue'])
        expect(head.some((line) => line.includes(` ${title} `))).toBe(true);
      const scale = head.flatMap((line) => /^ *(100%|50%) /.exec(line)?.[1] ?? []);
      expect(scale).toEqual(['100%', '50%']);
      // Simulated workers are no processes of this machine: what only that tells has no column.
      const told = workerColumns.filter(({ id }) => !['cpu', 'pss', 'label'].includes(id));
      expect(titles).toEqual(told.map(({ title }) => title));
      expect(rows).toHaveLength(16);
    });
  });
});

const numbersTo = (last: number): string[] => Array.from({ length: last }, (_, index) => String(index + 1));

describe.each([small, large])('the keys of the screens at $columns x $rows', (size) => {
  test('1 2 3 4 e ? and Tab', async () => {
    await withUwtop(['demo', 'shop', 'api', '--sort', 'named', '--seed', '5'], size, async (terminal) => {
      const look = async (key: string, title: RegExp): Promise<void> => {
        await terminal.send(key);
        await waitForTitle(terminal, title);
      };
      await waitForRates(terminal);
      await look('2', /^ uwtop +shop\b/);
      await terminal.send('j');
      await look('3', /\bworker 2\b.*\bshop\b/);
      await terminal.waitFor(/in flight/);
      await look('4', /\bevents\b/);
      await look('1', /\b2 instances\b/);
      await look('e', /\bevents\b/);
      await look('1', /\b2 instances\b/);
      await look('?', /\bhelp\b/);
      await look('Escape', /\b2 instances\b/);
      for (const title of [
        /\bshop\b/,
        /\bworker 2\b/,
        /\bevents\b/,
        /\bsystem\b/,
        /\btune\b/,
        /\bhelp\b/,
        /\b2 instances\b/,
      ]) {
        await look('Tab', title);
      }
      await look('BTab', /\bhelp\b/);
    });
  });

  test('the worker has a screen of its own, and Esc leads out step by step but never quits', async () => {
    await withUwtop(['demo', 'shop', 'api'], size, async (terminal) => {
      await waitForRates(terminal);
      await terminal.send('j', 'Enter');
      await waitForTitle(terminal, /\bapi\b/);
      await terminal.send('j', 'j', 'Enter');
      const screen = await waitForTitle(terminal, /\bworker 3\b.*\bapi\b/);
      for (const { title, id } of workerColumns) {
        if (!['history', 'inFlight', 'requestAge'].includes(id))
          expect(screen).toMatch(new RegExp(`(^| )${title}( |$)`, 'm'));
      }
      await terminal.send('Escape');
      await waitForTitle(terminal, /^ uwtop +api\b/);
      await terminal.send('Escape', 'Escape', 'Escape');
      await waitForTitle(terminal, /\b2 instances\b/);
      expect(await terminal.exitCode()).toBeUndefined();
    });
  });
});

describe('the help', () => {
  test('lists every key and every column', async () => {
    await withUwtop(['demo', 'shop'], large, async (terminal) => {
      await terminal.send('?');
      const first = await waitForTitle(terminal, /\bhelp\b/);
      const explained = keyBindings.map(
        ({ shown, help }) => new RegExp(`${escaped(shown)} +${escaped(help)}`),
      );
      const columns = [...workerColumns, ...instanceColumns].map(({ title }) => ` ${title} `);
      let all = first;
      for (let page = 0; page < 3; page++) {
        const before = await terminal.screen();
        await terminal.send('PageDown');
        all += await terminal.waitFor((screen) => screen !== before);
      }
      expect(explained.filter((entry) => !entry.test(all))).toEqual([]);
      expect(columns.filter((title) => !all.includes(title))).toEqual([]);
    });
  });

  test('scrolls to its end and back at 80x24', async () => {
    await withUwtop(['demo', 'shop'], small, async (terminal) => {
      const content = (screen: string): string => screen.split('\n').slice(1).join('\n');
      await terminal.send('?');
      await waitForTitle(terminal, /\bhelp\b/);
      const top = content(await terminal.screen());
      await terminal.send('PageDown');
      const second = content(await terminal.waitFor((screen) => content(screen) !== top));
      await terminal.send('G');
      const end = content(await terminal.waitFor((screen) => content(screen) !== second));
      // The last line of the text stands right above the footer: nothing is scrolled past.
      expect(end.split('\n')[21]?.trim()).not.toBe('');
      await terminal.send('k');
      await terminal.waitFor((screen) => content(screen) !== end);
      await terminal.send('Home');
      await terminal.waitFor((screen) => content(screen) === top);
    });
  });
});

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

describe('resizing', () => {
  test('follows the terminal down to nothing and back, and leaves no text behind', async () => {
    await withUwtop(['demo', 'shop', '--seed', '6'], large, async (terminal) => {
      await terminal.waitFor(/ -1m /);
      await terminal.resize(80, 24);
      await terminal.waitFor((screen) => hasFooterAt(screen, 24) && !/ -1m /.test(screen));
      await expectNothingLeft(terminal);
      await terminal.resize(40, 10);
      const tiny = await terminal.waitFor(/40x10/);
      expect(tiny).toContain('60x15');
      expect(tiny).not.toContain('busyness');
      await terminal.resize(120, 40);
      const screen = await terminal.waitFor((text) => hasFooterAt(text, 40) && / -1m /.test(text));
      expect(screen).not.toMatch(/too small/);
      expect(readTable(screen).rows).toHaveLength(16);
      await expectNothingLeft(terminal);
      await terminal.resize(200, 60);
      await terminal.waitFor((text) => hasFooterAt(text, 60) && /( -1m .*){3}/.test(text));
      await expectNothingLeft(terminal);
    });
  });

  test('keeps the footer on the last line at sizes in between', async () => {
    await withUwtop(['demo', 'legacy'], small, async (terminal) => {
      for (const [columns, rows] of [
        [60, 15],
        [79, 23],
        [81, 50],
        [300, 80],
      ] as const) {
        await terminal.resize(columns, rows);
        await terminal.waitFor((screen) => hasFooterAt(screen, rows));
      }
      await terminal.resize(1, 1);
      await terminal.resize(80, 24);
      await terminal.waitFor((screen) => hasFooterAt(screen, 24));
    });
  });
});

const hasFooterAt = (screen: string, rows: number): boolean => {
  const lines = screen.split('\n');
  return lines.findIndex(isFooter) === rows - 1 && lines.filter(isFooter).length === 1;
};

/** What a repaint from nothing shows is what was there: a frozen picture does not change by itself. */
async function expectNothingLeft(terminal: Terminal): Promise<void> {
  const picture = async (): Promise<string> => (await terminal.screen()).split('\n').slice(1).join('\n');
  await terminal.send('Space');
  await waitForTitle(terminal, /FROZEN/);
  const before = await picture();
  await terminal.send('C-l');
  // The key after it is answered after it.
  await terminal.send('+');
  await waitForTitle(terminal, /every 2s/);
  expect(await picture()).toBe(before);
  await terminal.send('-', 'Space');
  await terminal.waitFor((screen) => !/FROZEN/.test(titleOf(screen)));
}
