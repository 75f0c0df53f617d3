import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { guard } from './guardian';
import { readExitCode, readPaneState, type Tmux } from './pane';
import { endTree, sendSignal } from './processes';
import type { Terminal, TerminalRequest } from './terminal';

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
    clipboard: () => tmux('show-buffer').catch(() => ''),
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
    ...['set', '-g', 'default-terminal', term, ';', 'set', '-g', 'set-clipboard', 'on', ';'],
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
