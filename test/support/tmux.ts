import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { guard } from './guardian';
import { endTree, sendSignal } from './processes';
import type { PaneState, Terminal, TerminalRequest } from './terminal';

type Tmux = (...words: readonly string[]) => Promise<string>;

const run = promisify(execFile);
const patienceMs = 10_000;
const lookEveryMs = 30;
let opened = 0;

/** Runs a program in a real terminal: a tmux server of its own, which takes nothing from the developer's tmux. */
export async function openTerminal(request: TerminalRequest): Promise<Terminal> {
  const home = mkdtempSync(join(tmpdir(), 'uwtop-terminal-'));
  const tmux = tmuxServer(`uwtop-test-${process.pid}-${(opened += 1)}`, home);
  const [server = 0, pane = 0] = (await tmux(...startCommands(request, home))).split(' ').map(Number);
  const guardian = guard(cleanUp, String(server), String(pane), home);
  let closing: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    // The server hangs up on the program, as a closed window would; what ignores that is killed.
    await endTree(server, 'SIGTERM', 3000);
    guardian.release();
    rmSync(home, { recursive: true, force: true });
  };
  const press = async (...words: readonly string[]): Promise<void> => {
    await tmux('send-keys', '-t', 'main', ...words);
  };
  const screen = (): Promise<string> => tmux('capture-pane', '-p', '-t', 'main');
  const exitCode = (): Promise<number | undefined> => readExitCode(tmux, server);
  return {
    home,
    send: (...keys) => press('--', ...keys.map(keepSemicolon)),
    type: (text) => press('-l', '--', keepSemicolon(text)),
    screen,
    colours: () => tmux('capture-pane', '-e', '-p', '-t', 'main'),
    waitFor: (wanted, timeoutMs = patienceMs) => waitForScreen({ screen, exitCode }, wanted, timeoutMs),
    resize: async (columns, rows) => {
      await tmux('resize-window', '-t', 'main', '-x', String(columns), '-y', String(rows));
    },
    exitCode,
    waitForExit: (timeoutMs = patienceMs) => waitForExitCode({ screen, exitCode }, timeoutMs),
    paneState: () => readPaneState(tmux),
    pid: () => Promise.resolve(pane),
    signal: (signal) => {
      sendSignal(pane, signal);
      return Promise.resolve();
    },
    close: () => (closing ??= end()),
  };
}

/** What the guardian does, with the pids of tmux and of the program and the directory, when the tests die first. */
const cleanUp = `kill -TERM "$1"; sleep 1; kill -KILL "$1" "$2"; rm -rf -- "$3"`;

function tmuxServer(name: string, home: string): Tmux {
  const env = { TMUX_TMPDIR: home, PATH: process.env['PATH'], LANG: 'C.UTF-8' };
  return async (...words) => {
    const all = ['-u', '-L', name, '-f', '/dev/null', ...words];
    return (await run('tmux', all, { env, timeout: patienceMs })).stdout;
  };
}

function startCommands(request: TerminalRequest, home: string): string[] {
  const term = request.term ?? 'tmux-256color';
  const bare = { PATH: process.env['PATH'] ?? '', HOME: home, SHELL: '/bin/sh', LANG: 'C.UTF-8', TERM: term };
  const variables = Object.entries({ ...bare, ...request.env }).map(([key, value]) => `${key}=${value}`);
  const size = ['-x', String(request.columns), '-y', String(request.rows)];
  const place = ['-s', 'main', '-c', request.cwd ?? process.cwd()];
  return [
    ...['start-server', ';', 'set', '-g', 'remain-on-exit', 'on', ';'],
    // Without this tmux would write over the last line that the program has left.
    ...['set', '-gq', 'remain-on-exit-format', '', ';'],
    ...['set', '-g', 'status', 'off', ';', 'set', '-g', 'history-limit', '0', ';'],
    ...['set', '-g', 'default-terminal', term, ';'],
    ...['new-session', '-d', '-P', '-F', '#{pid} #{pane_pid}', ...size, ...place, '--'],
    ...['env', '-i', ...variables, ...request.command].map(keepSemicolon),
  ];
}

/** tmux takes a semicolon at the end of a word for the end of its command. */
const keepSemicolon = (word: string): string => word.replace(/;$/, '\\;');

async function waitForScreen(
  terminal: Pick<Terminal, 'screen' | 'exitCode'>,
  wanted: RegExp | ((screen: string) => boolean),
  timeoutMs: number,
): Promise<string> {
  const fits = typeof wanted === 'function' ? wanted : (text: string) => text.search(wanted) >= 0;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    // The exit code is asked first: what a program wrote before its end is then on the screen.
    const exitCode = await terminal.exitCode();
    const screen = await terminal.screen();
    if (fits(screen)) return screen;
    if (exitCode !== undefined || performance.now() > deadline) {
      const reason =
        exitCode === undefined ? `within ${timeoutMs} ms` : `before the program ended with ${exitCode}`;
      throw new Error(`${String(wanted)} did not come ${reason}; the screen:\n${screen}`);
    }
    await sleep(lookEveryMs);
  }
}

async function waitForExitCode(
  terminal: Pick<Terminal, 'screen' | 'exitCode'>,
  timeoutMs: number,
): Promise<number> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const exitCode = await terminal.exitCode();
    if (exitCode !== undefined) return exitCode;
    await sleep(lookEveryMs);
  }
  throw new Error(`the program did not end within ${timeoutMs} ms; the screen:\n${await terminal.screen()}`);
}

async function readExitCode(tmux: Tmux, server: number): Promise<number | undefined> {
  const format = '#{pane_dead}|#{pane_dead_status}|#{pane_dead_signal}';
  const [dead, status = '', signal = ''] = (await tmux('display-message', '-p', '-t', 'main', format))
    .trim()
    .split('|');
  if (dead !== '1') return undefined;
  if (status !== '') return Number(status);
  // Some versions give the signal's number, some its name.
  const number = Number(signal) || constants.signals[`SIG${signal}` as NodeJS.Signals];
  if (number > 0) return 128 + number;
  // tmux 3.3 at times misses the signal that its child has ended and leaves a zombie: told again, it looks.
  sendSignal(server, 'SIGCHLD');
  return undefined;
}

async function readPaneState(tmux: Tmux): Promise<PaneState> {
  const names = ['alternate_on', 'cursor_flag', 'mouse_any_flag', 'mouse_sgr_flag', 'keypad_flag'];
  names.push(
    'keypad_cursor_flag',
    'insert_flag',
    'wrap_flag',
    'cursor_x',
    'cursor_y',
    'pane_width',
    'pane_height',
  );
  // The title stands last, for it may hold the separator.
  const format = [...names, 'pane_title'].map((name) => `#{${name}}`).join('|');
  const answer = (await tmux('display-message', '-p', '-t', 'main', format)).replace(/\n$/, '').split('|');
  const numbers = new Map(names.map((name, index) => [name, Number(answer[index])]));
  const value = (name: string): number => numbers.get(name) ?? NaN;
  const isOn = (name: string): boolean => value(name) === 1;
  return {
    alternate: isOn('alternate_on'),
    cursorVisible: isOn('cursor_flag'),
    mouse: isOn('mouse_any_flag'),
    mouseSgr: isOn('mouse_sgr_flag'),
    keypad: isOn('keypad_flag'),
    cursorKeys: isOn('keypad_cursor_flag'),
    insert: isOn('insert_flag'),
    wrap: isOn('wrap_flag'),
    column: value('cursor_x'),
    row: value('cursor_y'),
    columns: value('pane_width'),
    rows: value('pane_height'),
    title: answer.slice(names.length).join('|'),
  };
}
