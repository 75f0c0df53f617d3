/**
 * The one file that knows blessed: screen, keyboard, suspension, and giving the terminal back. Frames are written into
 * blessed's cells directly, so no markup and no escape sequence in a text can mean anything; blessed sends what changed.
 */
import { type BlessedLine, type BlessedScreen, box, screen as createScreen } from 'blessed';
import type { ThemeName } from '../config/config';
import type { Display, MouseEvent } from './display';
import { cellText } from './cells';
import { changes } from './changes';
import { ChartLayer } from './chart-layer';
import type { Frame, Line } from './frame';
import { blankAttribute, packedTones, plainAttribute, type PackedTones } from './packed';
import { themeFor } from './theme';
import { giveUpSoon, isBehind, whenWritten, writeAtOnce, writeWithoutWaiting } from './unwaiting';

export interface TerminalOptions {
  readonly theme: ThemeName;
  readonly ascii: boolean;
}

export class Terminal implements Display {
  readonly #screen: BlessedScreen;
  readonly #tones: PackedTones;
  readonly #ascii: boolean;
  readonly #charts: ChartLayer;
  #frame: Frame | undefined;
  #mouse = false;
  /** Suspended or given back: the terminal belongs to somebody else. */
  #away = false;
  #restored = false;

  constructor({ theme, ascii }: TerminalOptions) {
    this.#ascii = ascii;
    this.#screen = openScreen(ascii);
    const shades = themeFor(theme, this.#screen.program.tput.colors);
    this.#tones = packedTones(shades);
    this.#screen.program.flush();
    this.#charts = new ChartLayer(this.#screen, { theme: shades, ascii });
    const root = box({ left: 0, top: 0, width: '100%', height: '100%' });
    root.render = () => {
      this.#drawLines();
    };
    this.#screen.append(root);
    writeWithoutWaiting();
  }

  get size() {
    return { columns: this.#screen.width, rows: this.#screen.height };
  }

  get congested(): boolean {
    return isBehind();
  }

  paint(frame: Frame): void {
    if (this.#away) return;
    this.#frame = frame;
    this.#charts.show(frame.charts);
    this.#screen.render();
  }

  ring(): void {
    if (!this.#away) process.stdout.write('\x07');
  }

  copy(text: string): void {
    if (this.#away) return;
    process.stdout.write(`\x1b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\x07`);
  }

  useMouse(wanted: boolean): void {
    this.#mouse = wanted;
    this.#setMouse(wanted);
  }

  #setMouse(wanted: boolean): void {
    const { program } = this.#screen;
    // Buttons and the wheel, in the encoding that has no last column; not every motion.
    program.setMouse({ vt200Mouse: wanted, sgrMouse: wanted }, wanted);
    program.flush();
  }

  onMouse(listener: (event: MouseEvent) => void): void {
    const { program } = this.#screen;
    program.bindMouse();
    program.on('mouse', ({ action, y }: { readonly action: string; readonly y: number }) => {
      if (action === 'wheelup') listener({ kind: 'wheel', direction: 'up' });
      else if (action === 'wheeldown') listener({ kind: 'wheel', direction: 'down' });
      else if (action === 'mousedown') listener({ kind: 'click', line: y });
    });
  }

  /** For ^L and after a resize: as if the terminal had lost everything. */
  repaint(frame: Frame): void {
    if (this.#away) return;
    this.#screen.realloc();
    this.paint(frame);
  }

  onKey(listener: (key: string) => void): void {
    this.#screen.on('keypress', (character: string | undefined, key: BlessedKey) => {
      const name = keyName(character, key);
      if (name !== undefined) listener(name);
    });
  }

  onResize(listener: () => void): void {
    this.#screen.on('resize', listener);
  }

  onContinue(resumed: () => void): void {
    process.on('SIGCONT', () => {
      if (this.#restored) return;
      this.#away = false;
      writeWithoutWaiting();
      // The shell has set the modes it likes; Node does not set what it believes to be set already.
      process.stdin.setRawMode(false);
      process.stdin.setRawMode(true);
      this.#enter();
      resumed();
      // While we were stopped the news of another size went to the shell: this makes Node ask for it.
      process.kill(process.pid, 'SIGWINCH');
    });
  }

  suspend(): void {
    if (this.#away) return;
    // Timers that fell due while we were stopped fire before the news that we go on.
    this.#away = true;
    writeAtOnce();
    if (this.#mouse) this.#setMouse(false);
    this.#screen.leave();
    this.#screen.program.flush();
    whenWritten(() => {
      process.stdin.setRawMode(false);
      // The whole job, as the key does in any other program: npm, which may stand between us and the shell, as well.
      // SIGSTOP and not SIGTSTP, because the kernel drops the latter where no shell could continue us.
      process.kill(0, 'SIGSTOP');
    });
  }

  /** blessed writes frames at once but keeps its mode changes for the next tick: the frame would land before them. */
  #enter(): void {
    this.#screen.enter();
    if (this.#mouse) this.#setMouse(true);
    this.#screen.program.flush();
  }

  /** Gives the terminal back as it was; harmless when called again. */
  restore(): void {
    if (this.#restored) return;
    this.#restored = true;
    this.#away = true;
    writeAtOnce();
    if (this.#mouse) this.#setMouse(false);
    this.#screen.destroy();
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
    process.stdin.pause();
    giveUpSoon();
  }

  #drawLines(): void {
    const { lines = [] } = this.#frame ?? {};
    for (const [row, cells] of this.#screen.lines.entries()) this.#drawLine(cells, lines[row] ?? []);
  }

  #drawLine(cells: BlessedLine, line: Line): void {
    let column = 0;
    for (const { text, tone = 'plain', inverse = false } of line) {
      const attribute = this.#tones[tone][inverse ? 1 : 0];
      const shown = cellText(text, this.#ascii);
      for (let index = 0; index < shown.length; index++) put(cells, column++, attribute, shown.charAt(index));
    }
    while (column < cells.length) put(cells, column++, plainAttribute, ' ');
  }
}

function put(cells: BlessedLine, column: number, ink: number, character: string): void {
  const cell = cells[column];
  const attribute = character === ' ' ? blankAttribute(ink) : ink;
  if (cell === undefined || (cell[0] === attribute && cell[1] === character)) return;
  cell[0] = attribute;
  cell[1] = character;
  cells.dirty = true;
}

function openScreen(ascii: boolean): BlessedScreen {
  // blessed would run `tmux -V` and wait for it, for the mouse that we leave to the terminal.
  const { TMUX: tmux } = process.env;
  delete process.env['TMUX'];
  try {
    const screen = createScreen({
      input: process.stdin,
      output: process.stdout,
      terminal: chooseTerminal(process.env['TERM']),
      forceUnicode: !ascii,
      fullUnicode: false,
    });
    screen.draw = () => {
      // blessed draws by itself after a resize: in a terminal that hangs that would pile up.
      if (!isBehind()) send(screen);
    };
    return screen;
  } finally {
    if (tmux !== undefined) process.env['TMUX'] = tmux;
  }
}

/** Terminals that cannot hide their cursor show it where it was. */
function send({ lines, olines, program }: BlessedScreen): void {
  const sent = changes(lines, olines);
  if (sent !== '') program._write(program.tput.sc() + sent + program.tput.rc());
}

/** Old terminals are taken at their word; everything else understands xterm's sequences. */
function chooseTerminal(name: string | undefined): string {
  return name !== undefined && /^(vt\d|linux|ansi|cons)/.test(name) ? name : 'xterm-256color';
}

interface BlessedKey {
  readonly full: string;
  readonly ctrl?: boolean;
  readonly meta?: boolean;
}

/** One name a key: characters as themselves, `enter` once although blessed sends it twice. */
function keyName(character: string | undefined, key: BlessedKey): string | undefined {
  if (key.full === 'return') return undefined;
  if (key.full === 'linefeed') return 'enter';
  const plain = character?.length === 1 && character > ' ' && character !== '\x7f';
  if (plain && key.ctrl !== true && key.meta !== true) return character;
  return key.full;
}
