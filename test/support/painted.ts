/**
 * What a terminal shows of a frame, cell by cell: the lines as they are written, and on top of them the dots of the
 * program's own charts, which are drawn into a screen that nobody sees.
 */
import { PassThrough } from 'node:stream';
import { type BlessedScreen, box, screen as createScreen } from 'blessed';
import type { Tone } from '../../src/columns/column';
import { cellsOf } from '../../src/ui/cells';
import { ChartLayer } from '../../src/ui/chart-layer';
import type { Frame, Size } from '../../src/ui/frame';
import { packed } from '../../src/ui/packed';
import { curveAttribute, themeFor } from '../../src/ui/theme';

export interface PaintedCell {
  readonly character: string;
  readonly tone: Tone;
  readonly inverse: boolean;
  /** A dot of a chart, which has nothing of its tone but the colour. */
  readonly drawn: boolean;
}

export type Picture = readonly (readonly PaintedCell[])[];

const theme = themeFor('default', 256);
const guide = packed(curveAttribute(theme, 'warning'));
const blank: PaintedCell = { character: ' ', tone: 'plain', inverse: false, drawn: false };

export class Painter {
  readonly #screen: BlessedScreen;
  readonly #layers: Readonly<Record<'unicode' | 'ascii', ChartLayer>>;

  /** @param most no frame may be larger */
  constructor(most: Size) {
    const { columns, rows } = most;
    const output = Object.assign(new PassThrough(), { columns, rows, isTTY: true });
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
    output.resume();
    this.#screen = createScreen({
      input: input as unknown as NodeJS.ReadStream,
      output: output as unknown as NodeJS.WriteStream,
      terminal: 'xterm-256color',
      forceUnicode: true,
      fullUnicode: false,
    });
    const eraser = box({ left: 0, top: 0, width: '100%', height: '100%' });
    eraser.render = () => {
      for (const cell of this.#screen.lines.flat()) cell[1] = ' ';
    };
    this.#screen.append(eraser);
    this.#layers = {
      unicode: new ChartLayer(this.#screen, { theme, ascii: false }),
      ascii: new ChartLayer(this.#screen, { theme, ascii: true }),
    };
  }

  /** The code of the plots is loaded when the first of them is wanted. */
  async load(): Promise<void> {
    const dot = {
      place: { left: 0, top: 0, width: 2, height: 1 },
      tone: 'plain',
      values: [0],
      most: 1,
    } as const;
    for (const layer of Object.values(this.#layers)) {
      const loaded = new Promise((resolve) => this.#screen.once('prerender', resolve));
      layer.show([dot]);
      await loaded;
    }
  }

  paint(frame: Frame, { columns, rows }: Size, ascii: boolean): Picture {
    const { unicode, ascii: plain } = this.#layers;
    const [shown, hidden] = ascii ? [plain, unicode] : [unicode, plain];
    hidden.show([]);
    shown.show(frame.charts);
    this.#screen.render();
    return Array.from({ length: rows }, (_, row) => {
      const written = (frame.lines[row] ?? []).flatMap(({ text, tone = 'plain', inverse = false }) =>
        [...cellsOf(text, ascii)].map((character) => ({ character, tone, inverse, drawn: false })),
      );
      return Array.from({ length: columns }, (_cell, column): PaintedCell => {
        return this.#dotAt(frame, row, column) ?? written[column] ?? blank;
      });
    });
  }

  stop(): void {
    this.#screen.destroy();
  }

  #dotAt({ charts }: Frame, row: number, column: number): PaintedCell | undefined {
    const [attribute, character = ' '] = this.#screen.lines[row]?.[column] ?? [];
    if (character === ' ') return undefined;
    const chart = charts.find(
      ({ place: { left, top, width, height } }) =>
        column >= left && column < left + width && row >= top && row < top + height,
    );
    const tone = attribute === guide ? 'warning' : (chart?.tone ?? 'plain');
    return { character, tone, inverse: false, drawn: true };
  }
}

export const textOf = (picture: Picture): string => linesOf(picture, ({ character }) => character);

const toneLetters: Readonly<Record<Tone, string>> = {
  plain: '.',
  strong: 's',
  dim: 'd',
  label: 'l',
  busy: 'b',
  warning: 'w',
  critical: 'c',
  cheap: 'h',
  paused: 'p',
  signal: 'g',
};

/** A letter for each tone, a capital where it is inverted; of blanks only what is inverted can be seen. */
export const tonesOf = (picture: Picture): string =>
  linesOf(picture, ({ character, tone, inverse }) => {
    if (inverse) return tone === 'plain' ? '#' : toneLetters[tone].toUpperCase();
    return character === ' ' ? ' ' : toneLetters[tone];
  });

const mono = themeFor('mono', 256);

/** What is left without colours: b bold, i inverse, x both. */
export const monoOf = (picture: Picture): string =>
  linesOf(picture, ({ character, tone, inverse, drawn }) => {
    const bold = !drawn && mono.tones[tone].bold === true;
    if (inverse) return bold ? 'x' : 'i';
    return bold && character !== ' ' ? 'b' : ' ';
  });

const linesOf = (picture: Picture, letter: (cell: PaintedCell) => string): string =>
  picture.map((line) => line.map(letter).join('').trimEnd()).join('\n');
