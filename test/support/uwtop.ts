/** The built program in a real terminal. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { Terminal, TerminalRequest } from './terminal';
import { openTerminal } from './tmux';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What every terminal has, and what a large one shows. */
export const small: Size = { columns: 80, rows: 24 };
export const large: Size = { columns: 200, rows: 60 };

const root = resolve(__dirname, '../..');
let built: string | undefined;

/** UWTOP_MAIN names another build: one that was broken on purpose, to see the tests notice. */
export function mainPath(): string {
  return (built ??= process.env['UWTOP_MAIN'] ?? build());
}

/** The command line of the program. */
export function uwtop(...words: readonly string[]): string[] {
  return [process.execPath, mainPath(), ...words];
}

/** The same for a shell to read. */
export const quoted = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');

/** Lends a terminal, and takes it back however the test ends. */
export async function withTerminal<T>(
  request: TerminalRequest,
  use: (terminal: Terminal) => Promise<T>,
): Promise<T> {
  const terminal = await openTerminal(request);
  try {
    return await use(terminal);
  } finally {
    await terminal.close();
  }
}

export function withUwtop<T>(
  words: readonly string[],
  size: Size & Partial<TerminalRequest>,
  use: (terminal: Terminal) => Promise<T>,
): Promise<T> {
  return withTerminal({ ...size, command: uwtop(...words) }, use);
}

/** `npm test` has built already and this costs nothing; who runs one file alone must not test an old program. */
function build(): string {
  const { status, stderr } = spawnSync(process.execPath, [resolve(root, 'build.mjs'), '--if-stale'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the build failed: ${stderr}`);
  return resolve(root, 'dist/main.js');
}
