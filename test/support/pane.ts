import { constants } from 'node:os';
import { sendSignal } from './processes';
import type { PaneState } from './terminal';

/** Runs a tmux command on the test's own server and resolves with what it prints. */
export type Tmux = (...words: readonly string[]) => Promise<string>;

const flags =
  'alternate_on cursor_flag mouse_any_flag mouse_sgr_flag keypad_flag keypad_cursor_flag insert_flag wrap_flag';
const names = `${flags} cursor_x cursor_y pane_width pane_height`.split(' ');

/** The exit code as a shell would tell it, undefined while the program runs. */
export async function readExitCode(tmux: Tmux, server: number): Promise<number | undefined> {
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

/** What the program has asked of the terminal, by tmux's own book-keeping. */
export async function readPaneState(tmux: Tmux): Promise<PaneState> {
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
