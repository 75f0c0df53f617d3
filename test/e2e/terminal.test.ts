import { existsSync } from 'node:fs';
import { isAlive } from '../support/processes';
import { openShell } from '../support/shell';
import type { Terminal } from '../support/terminal';
import { openTerminal } from '../support/tmux';

jest.setTimeout(30_000);

/** A program small enough to be beyond doubt: it takes the terminal over, tells its size and keys, and gives it back. */
const program = `
  const write = (text) => process.stdout.write(text);
  const paint = () => write('\\x1b[H\\x1b[J\\x1b[31mred\\x1b[0m ' + process.stdout.columns + 'x' + process.stdout.rows + ' ✓ é');
  write('\\x1b[?1049h\\x1b[?25l\\x1b[?1000h\\x1b[?1006h\\x1b=\\x1b]2;a|title\\x07');
  process.stdin.setRawMode(true);
  paint();
  process.stdout.on('resize', paint);
  const leave = () => { process.stdin.setRawMode(false); write('\\x1b[?1049l\\x1b[?25h\\x1b[?1000l\\x1b[?1006l\\x1b>'); };
  process.on('SIGCONT', () => { process.stdin.setRawMode(true); paint(); });
  process.stdin.on('data', (keys) => {
    if (String(keys) === '\\x1a') { leave(); process.kill(0, 'SIGTSTP'); return; }
    if (String(keys) !== 'q') { write('[' + JSON.stringify(String(keys)) + ']'); return; }
    leave();
    console.log('bye ' + process.env.TERM);
    process.exit(7);
  });`;
const command = [process.execPath, '-e', program];
const quoted = `'${process.execPath}' -e "$PROGRAM"`;

describe('the terminal harness', () => {
  let terminal: Terminal;

  afterEach(() => terminal.close());

  test('shows screen, colours, keys and the state of the pane', async () => {
    terminal = await openTerminal({ columns: 60, rows: 10, command });
    expect(await terminal.waitFor(/red/)).toContain('red 60x10 ✓ é');
    expect(await terminal.colours()).toContain('\x1b[31mred');
    await terminal.type('x;');
    await terminal.waitFor(/\["x;"\]/);
    await terminal.send('Up', ';');
    // The two may come in one piece or in two.
    await terminal.waitFor(/\["\\u001b\[A("\]\[")?;"\]/);
    expect(await terminal.paneState()).toMatchObject({
      alternate: true,
      cursorVisible: false,
      mouse: true,
      mouseSgr: true,
      keypad: true,
      columns: 60,
      rows: 10,
      title: 'a|title',
    });
  });

  test('resizes, and the program is told', async () => {
    terminal = await openTerminal({ columns: 60, rows: 10, command });
    await terminal.waitFor(/60x10/);
    await terminal.resize(120, 40);
    await terminal.waitFor(/120x40/);
  });

  test('knows the exit code and what the program has left behind', async () => {
    terminal = await openTerminal({ columns: 60, rows: 10, command, term: 'screen' });
    await terminal.waitFor(/red/);
    expect(await terminal.exitCode()).toBeUndefined();
    await terminal.send('q');
    expect(await terminal.waitForExit()).toBe(7);
    expect(await terminal.screen()).toMatch(/^bye screen\n/);
    expect(await terminal.paneState()).toMatchObject({ alternate: false, mouse: false, keypad: false });
  });

  test('knows the signal that ended a program', async () => {
    terminal = await openTerminal({ columns: 60, rows: 10, command: ['sleep', '60'] });
    await terminal.signal('SIGTERM');
    expect(await terminal.waitForExit()).toBe(128 + 15);
  });

  test('says what the screen was when something does not come', async () => {
    terminal = await openTerminal({ columns: 60, rows: 10, command });
    await terminal.waitFor(/red/);
    await expect(terminal.waitFor(/blue/, 100)).rejects.toThrow(/blue.* 100 ms[^]*red 60x10/);
    await terminal.send('q');
    await expect(terminal.waitFor(/blue/)).rejects.toThrow(/ended with 7[^]*bye/);
  });

  test('leaves no process and no file behind', async () => {
    terminal = await openTerminal({
      columns: 60,
      rows: 10,
      command: ['sh', '-c', 'trap "" HUP TERM; sleep 60'],
    });
    const pid = await terminal.pid();
    expect(isAlive(pid)).toBe(true);
    await terminal.close();
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(terminal.home)).toBe(false);
  });
});

describe('a shell in the terminal', () => {
  test('shows whether a program gives the terminal back: at its end, and while it is suspended', async () => {
    const shell = await openShell({ columns: 70, rows: 12, env: { PROGRAM: program } });
    try {
      const before = await shell.stty();
      await shell.run(quoted);
      await shell.waitFor(/red/);
      await shell.send('C-z');
      await shell.waitForPrompt();
      expect(await shell.stty()).toBe(before);
      expect(await shell.paneState()).toMatchObject({ alternate: false, cursorVisible: true });
      await shell.run('fg');
      await shell.waitFor(/red 70x12/);
      await shell.send('q');
      expect(await shell.waitForPrompt()).toContain('bye tmux-256color');
      expect(await shell.stty()).toBe(before);
      await shell.run('echo code $?');
      await shell.waitFor(/^code 0$/m);
    } finally {
      await shell.close();
    }
  });

  test('notices a program that leaves the terminal raw', async () => {
    const shell = await openShell({ columns: 60, rows: 10 });
    try {
      const before = await shell.stty();
      await shell.run('stty -echo');
      await shell.waitForPrompt();
      expect(await shell.stty()).not.toBe(before);
    } finally {
      await shell.close();
    }
  });
});
