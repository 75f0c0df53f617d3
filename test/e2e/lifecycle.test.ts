/** However the program ends or stops, the shell behind it finds its terminal as it was. */
import { readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, parentOf, processTree, sendSignal } from '../support/processes';
import { openShell, type Shell } from '../support/shell';
import { silent, serversOfEachTest } from '../support/stats-server';
import { large, quoted, type Size, small, uwtop, withTerminal } from '../support/uwtop';

jest.setTimeout(60_000);
const startServer = serversOfEachTest();

const demo = ['demo', 'shop', '--seed', '7'];

async function withShell(
  use: (shell: Shell) => Promise<void>,
  request: Partial<Size> & { env?: Record<string, string> } = {},
): Promise<void> {
  const shell = await openShell({ ...small, ...request });
  try {
    await use(shell);
  } finally {
    await shell.close();
  }
}

/** Starts the program from the shell and waits for its first rows; resolves with its pid. */
async function start(shell: Shell, words: readonly string[] = demo): Promise<number> {
  await shell.run(`sh -c 'echo $$ > "$HOME/pid"; exec "$@"' sh ${quoted(uwtop(...words))}`);
  await shell.waitFor(/busyness[^]*Quit/);
  return Number(readFileSync(join(shell.home, 'pid'), 'utf8'));
}

/** Nothing of the screen is left, the cursor is there, and typing works. */
async function expectCleanShell(shell: Shell, settings: string): Promise<void> {
  const screen = await shell.waitForPrompt();
  expect(screen).not.toMatch(/busyness|req\/s|▆/);
  await expectQuietTerminal(shell, settings);
}

async function expectQuietTerminal(shell: Shell, settings: string): Promise<void> {
  expect(await shell.paneState()).toMatchObject({
    alternate: false,
    cursorVisible: true,
    mouse: false,
    mouseSgr: false,
    keypad: false,
    cursorKeys: false,
    insert: false,
    wrap: true,
  });
  expect(await shell.stty()).toBe(settings);
  await shell.run('echo "typed"" well"');
  await shell.waitFor(/^typed well$/m);
}

async function expectExitCode(shell: Shell, wanted: number): Promise<void> {
  // The very next command, or it would be told of another one.
  await shell.run('echo "code $?"');
  await shell.waitFor(new RegExp(`^code ${wanted}$`, 'm'));
}

describe('the ways out', () => {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;
  const ways = [
    { way: 'q', code: 0, leave: (shell: Shell) => shell.send('q') },
    { way: 'Ctrl-C', code: 0, leave: (shell: Shell) => shell.send('C-c') },
    ...signals.map((signal) => ({
      way: signal,
      code: 128 + constants.signals[signal],
      leave: (_: Shell, pid: number) => {
        sendSignal(pid, signal);
        return Promise.resolve();
      },
    })),
  ];

  test.each(ways)('$way: exit code $code, and the terminal is given back', async ({ code, leave }) => {
    await withShell(async (shell) => {
      const settings = await shell.stty();
      const pid = await start(shell);
      expect(await shell.paneState()).toMatchObject({ alternate: true, cursorVisible: false, mouse: false });
      await leave(shell, pid);
      await shell.waitForPrompt();
      await expectExitCode(shell, code);
      await expectCleanShell(shell, settings);
    });
  });

  test('-n 2 ends by itself', async () => {
    await withShell(async (shell) => {
      const settings = await shell.stty();
      await start(shell, [...demo, '-n', '2']);
      await shell.waitForPrompt();
      await expectExitCode(shell, 0);
      await expectCleanShell(shell, settings);
    });
  });

  test('q in the middle of a poll that gets no answer', async () => {
    const server = await startServer(silent);
    await withShell(async (shell) => {
      await shell.run(quoted(uwtop(server.address)));
      await shell.waitFor(/connecting/);
      await shell.send('q');
      await shell.waitForPrompt();
      await expectExitCode(shell, 0);
    });
  });

  test('through a parent, as npm start is one', async () => {
    await withShell(async (shell) => {
      const settings = await shell.stty();
      await shell.run(`sh -c '"$@"; echo after' sh ${quoted(uwtop(...demo))}`);
      await shell.waitFor(/busyness[^]*Quit/);
      await shell.send('C-z');
      await expectCleanShell(shell, settings);
      await shell.run('fg');
      await shell.waitFor(/busyness[^]*Quit/);
      await shell.send('q');
      await shell.waitFor(/^after$/m);
      await expectCleanShell(shell, settings);
    });
  });
});

describe('a crash', () => {
  test.each([
    ['an exception', `setTimeout(() => { throw new Error('the sky\\nfell'); }, 1000)`],
    ['a forgotten promise', `setTimeout(() => void Promise.reject(new Error('the sky fell')), 1000)`],
    [
      'an exception behind more than a terminal takes at once',
      `setTimeout(() => { process.stdout.write(' '.repeat(1 << 18)); throw new Error('the sky fell'); }, 1000)`,
    ],
  ])('by %s gives the terminal back and says so in one line', async (_, script) => {
    await withShell(async (shell) => {
      const settings = await shell.stty();
      writeFileSync(join(shell.home, 'crash.cjs'), script);
      await shell.run(`TMPDIR="$HOME" NODE_OPTIONS=--require="$HOME/crash.cjs" ${quoted(uwtop(...demo))}`);
      await shell.waitFor(/busyness[^]*Quit/);
      const left = await shell.waitForPrompt();
      // Said before the terminal was given back, it would have gone with the screen.
      expect(left).toMatch(/^uwtop: .*the sky fell\nshell>\s*$/m);
      expect(left).not.toMatch(/^ {4}at /m);
      await expectExitCode(shell, 1);
      await expectCleanShell(shell, settings);
    }, large);
  });
});

describe('suspended', () => {
  test('Ctrl-Z gives the terminal back, fg comes back right, q still restores', async () => {
    await withShell(async (shell) => {
      const settings = await shell.stty();
      await start(shell);
      for (let turn = 0; turn < 2; turn += 1) {
        await shell.send('C-z');
        await expectCleanShell(shell, settings);
        // Longer than an interval: what falls due while we are stopped must not be painted onto the shell.
        await sleep(1500);
        await shell.run('clear; fg');
        const screen = await shell.waitFor(/busyness[^]*Quit/);
        expect(screen).not.toContain('shell>');
        expect(await shell.paneState()).toMatchObject({ alternate: true, cursorVisible: false });
      }
      // The keyboard is ours again, and the numbers go on.
      await shell.send('+');
      await shell.waitFor(/every 2s/);
      await shell.send('q');
      const screen = await shell.waitForPrompt();
      expect(screen).not.toMatch(/busyness|▆/);
      await expectCleanShell(shell, settings);
    });
  });

  test('holds no connection: a master would wait for it', async () => {
    const server = await startServer(silent);
    await withShell(async (shell) => {
      await shell.run(quoted(uwtop(server.address)));
      await shell.waitFor(/connecting/);
      const deadline = performance.now() + 5000;
      while (server.open() === 0 && performance.now() < deadline) await sleep(20);
      expect(server.open()).toBe(1);
      await shell.send('C-z');
      await shell.waitForPrompt();
      while (server.open() > 0 && performance.now() < deadline) await sleep(20);
      expect(server.open()).toBe(0);
      const asked = server.accepted();
      await sleep(1500);
      expect(server.accepted()).toBe(asked);
      await shell.run('fg');
      await shell.waitFor(/Quit/);
      const until = performance.now() + 5000;
      while (server.accepted() === asked && performance.now() < until) await sleep(20);
      expect(server.accepted()).toBeGreaterThan(asked);
      await shell.send('q');
      await shell.waitForPrompt();
    });
  });

  test('a size that changed meanwhile is seen', async () => {
    await withShell(async (shell) => {
      await start(shell);
      await shell.send('C-z');
      await shell.waitForPrompt();
      await shell.resize(120, 40);
      await shell.run('fg');
      await shell.waitFor((screen) => /Quit/.test(screen.split('\n')[39] ?? ''));
      await shell.send('q');
      await shell.waitForPrompt();
    });
  });

  test('stopped from outside, fg repaints all and q restores', async () => {
    await withShell(async (shell) => {
      const settings = await shell.stty();
      const pid = await start(shell);
      sendSignal(pid, 'SIGSTOP');
      await shell.waitFor(/shell>/);
      // Nobody could prepare the terminal for the shell: it is still raw, where Enter is no end of a line.
      await shell.type('echo scribble; fg');
      await shell.send('C-j');
      const screen = await shell.waitFor(
        (text) => /busyness[^]*Quit/.test(text) && !/scribble|shell>/.test(text),
        5000,
      );
      expect(screen.split('\n')[0]).toContain('uwtop');
      await shell.send('q');
      await expectCleanShell(shell, settings);
    });
  });
});

describe('the terminal goes away', () => {
  test.each([
    ['as a window that is closed', (words: readonly string[]) => words],
    ['without a signal', (words: readonly string[]) => ['setsid', '--wait', ...words]],
  ])('%s: the program ends by itself', async (_, wrapped) => {
    await withTerminal({ ...small, command: wrapped(uwtop(...demo)) }, async (terminal) => {
      await terminal.waitFor(/busyness[^]*Quit/);
      const pane = await terminal.pid();
      const processes = processTree(pane).map(({ pid }) => pid);
      sendSignal(parentOf(pane), 'SIGKILL');
      const deadline = performance.now() + 8000;
      while (processes.some(isAlive) && performance.now() < deadline) await sleep(50);
      expect(processes.filter(isAlive)).toEqual([]);
    });
  });
});
