import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal, TerminalRequest } from './terminal';
import { openTerminal } from './tmux';

/** An interactive shell, for what is left when a program has ended or been suspended: prompt, echo, settings. */
export interface Shell extends Terminal {
  /** Types a command and presses Enter; does not wait for its end. */
  run(command: string): Promise<void>;
  /** Waits until the last line in use is an empty prompt; resolves with the screen. */
  waitForPrompt(timeoutMs?: number): Promise<string>;
  /** The terminal's settings as `stty -g` prints them. Debian's sh leaves them as it finds them, bash would repair them. */
  stty(): Promise<string>;
}

const prompt = 'shell>';

/** Opens a terminal with `sh` in it and waits for the first prompt. */
export async function openShell(request: Omit<TerminalRequest, 'command'>): Promise<Shell> {
  const env = { ...request.env, PS1: `${prompt} `, ENV: '' };
  const terminal = await openTerminal({ ...request, command: ['sh', '-i'], env });
  const shell: Shell = {
    ...terminal,
    run: async (command) => {
      await terminal.type(command);
      await terminal.send('Enter');
    },
    waitForPrompt: (timeoutMs) => terminal.waitFor(isAtPrompt, timeoutMs),
    stty: () => readSettings(shell),
  };
  await shell.waitForPrompt();
  return shell;
}

function isAtPrompt(screen: string): boolean {
  return screen.trimEnd().split('\n').at(-1) === prompt;
}

async function readSettings(shell: Shell): Promise<string> {
  const path = join(shell.home, 'settings');
  rmSync(path, { force: true });
  await shell.run('stty -g > "$HOME/settings"');
  const deadline = performance.now() + 5000;
  while (performance.now() < deadline) {
    const settings = readIfThere(path);
    if (settings.endsWith('\n')) return settings.trim();
    await sleep(20);
  }
  throw new Error(`stty did not answer; the screen:\n${await shell.screen()}`);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
