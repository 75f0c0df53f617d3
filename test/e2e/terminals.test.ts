/** Whatever the terminal calls itself, and whatever it cannot do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTable } from '../support/screen';
import { openShell } from '../support/shell';
import { answering, capture, serversOfEachTest } from '../support/stats-server';
import type { Terminal } from '../support/terminal';
import { large, quoted, small, uwtop, withTerminal, withUwtop } from '../support/uwtop';

jest.setTimeout(60_000);
const startServer = serversOfEachTest();

const demo = ['demo', 'shop', '--seed', '10'];
const hasRates = (screen: string): boolean => /req\/s +\d/.test(screen) && /\bSTATE\b/.test(screen);

describe('TERM', () => {
  // Each of them waits most of the time, so they wait together.
  test.concurrent.each([
    'xterm',
    'xterm-256color',
    'screen',
    'screen-256color',
    'tmux-256color',
    'linux',
    'vt100',
    'vt220',
    'ansi',
    'alacritty',
    'xterm-kitty',
    'foot',
    'xterm-ghostty',
    'rxvt-unicode-256color',
    'no-such-terminal',
    '',
  ])('%p shows the workers and is given back', (term) => expectReadable(`TERM='${term}' `));

  test.concurrent('not set at all', () => expectReadable('env -u TERM '));

  async function expectReadable(setting: string): Promise<void> {
    const shell = await openShell(small);
    try {
      const settings = await shell.stty();
      await shell.run(`${setting}${quoted(uwtop(...demo))} 2> "$HOME/said"; echo $? > "$HOME/code"`);
      expectAligned(
        await shell.waitFor((screen) => hasRates(screen) && readTable(screen).rows.length === 16),
      );
      await shell.send('j', 'j', 'k', '?');
      await shell.waitFor(/Columns of|this help/);
      await shell.send('Escape');
      await shell.waitFor(hasRates);
      await shell.send('q');
      const left = await shell.waitForPrompt();
      expect(await shell.paneState()).toMatchObject({
        alternate: false,
        cursorVisible: true,
        mouse: false,
        keypad: false,
      });
      // An old terminal has no second screen to come back from: there the last picture may stay above the prompt.
      if (!/vt\d|ansi|linux/.test(setting)) expect(left).not.toMatch(/busyness/);
      expect(await shell.stty()).toBe(settings);
      expect(readFileSync(join(shell.home, 'said'), 'utf8')).toBe('');
      expect(readFileSync(join(shell.home, 'code'), 'utf8').trim()).toBe('0');
    } finally {
      await shell.close();
    }
  }

  test('dumb: prints one round and says why', async () => {
    const server = await startServer(answering(capture('plain.t1.json')));
    const command = uwtop(server.address, '-i', '0.2');
    await withTerminal({ ...small, command, env: { TERM: 'dumb' } }, async (terminal) => {
      expect(await terminal.waitForExit()).toBe(0);
      const screen = await terminal.screen();
      expect(screen).toMatch(/dumb/);
      expect(screen).toMatch(/\bidle\b/);
      expect(await terminal.colours()).not.toContain('\x1b');
    });
  });
});

/** Numbers end where their title ends, words begin where theirs begins. */
function expectAligned(screen: string): void {
  const { rows } = readTable(screen);
  expect(rows.map((row) => row.cell('#'))).toEqual(Array.from({ length: 16 }, (_, index) => `${index + 1}`));
  for (const row of rows) {
    expect(row.cell('STATE')).toMatch(/^(idle|busy|cheap|draining|starting)$/);
    expect(row.cell('PID')).toMatch(/^(\d+|-)$/);
    expect(row.cell('REQ/S')).toMatch(/^(-|\d[\d.]*[kM]?)$/);
  }
}

describe('without colours', () => {
  test.each([
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['--no-color', ['--no-color'], {}],
  ])('%s: attributes only', async (_, words, env) => {
    await withUwtop([...demo, ...words], { ...large, env }, async (terminal) => {
      await terminal.waitFor((screen) => hasRates(screen) && /[⠁-⣿]/.test(screen));
      const codes = await codesOf(terminal);
      expect(codes.filter((code) => !['', '0', '1', '7', '22', '27', '39', '49'].includes(code))).toEqual([]);
      // The head of the table and the cursor still stand out.
      expect(codes).toContain('7');
      await terminal.send('?');
      await terminal.waitFor(/this help/);
      expect((await codesOf(terminal)).filter((code) => /^([34][0-8]|9\d|10\d)$/.test(code))).toEqual([]);
    });
  });

  test('with them there are some', async () => {
    await withUwtop(demo, { ...large, env: { NO_COLOR: '' } }, async (terminal) => {
      await terminal.waitFor(hasRates);
      expect((await codesOf(terminal)).some((code) => /^(3[0-8]|9\d)$/.test(code))).toBe(true);
    });
  });

  async function codesOf(terminal: Terminal): Promise<string[]> {
    const colours = await terminal.colours();
    return [...colours.matchAll(/\x1b\[([\d;:]*)m/g)].flatMap(([, codes = '']) => codes.split(/[;:]/));
  }
});

describe('without Unicode', () => {
  test.each([
    ['--ascii', ['--ascii'], {}],
    ['LANG=C', [], { LANG: 'C' }],
    ['LC_ALL=POSIX over a LANG of UTF-8', [], { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }],
  ])('%s: every screen is ASCII, the charts too', async (_, words, env) => {
    await withUwtop([...demo, '-i', '0.5', ...words], { ...large, env }, async (terminal) => {
      const isAscii = (screen: string): boolean => /^[\n -~]*$/.test(screen);
      const charts = await terminal.waitFor(
        (screen) => hasRates(screen) && [0, 1, 2, 3].every(hasCurve(screen)),
      );
      expect(charts).toMatch(/^ busyness +\[#*\.*\] +\d+%/m);
      expect(isAscii(charts)).toBe(true);
      for (const [key, shows] of [
        ['s', /Sort by/],
        ['Escape', /Quit/],
        ['3', /worker 1/],
        ['?', /this help/],
        ['4', /events/],
        ['1', /1 instance/],
      ] as const) {
        await terminal.send(key);
        expect(isAscii(await terminal.waitFor(shows))).toBe(true);
      }
      await terminal.resize(80, 24);
      await terminal.send('2');
      expect(isAscii(await terminal.waitFor((screen) => /^ busyness .* max /m.test(screen)))).toBe(true);
    });
  });

  /** Marks in a quarter of the screen, right of the numbers of its axis. */
  const hasCurve =
    (screen: string) =>
    (chart: number): boolean => {
      const head = screen.split('\n').slice(4, readTable(screen).at - 1);
      return head.some((line) => /[-.']/.test(line.slice(chart * 50 + 7, chart * 50 + 49)));
    };
});
