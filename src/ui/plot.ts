/**
 * blessed-contrib's line chart as a bare plot: every cell is used, a point is half a cell wide, 0 lies on the lowest row
 * and 1 on the highest, NaN is a gap. Title and axes are text of the frame around it: the chart's own cannot say
 * `100%`, leaves the top unlabelled and takes a third of the room. What lies below the curve is filled, limits are
 * dotted across; and the dots go into the screen's cells as they are, for a text full of colours takes longer to read
 * than to draw.
 */
import type { BlessedScreen } from 'blessed';
import Line from 'blessed-contrib/lib/widget/charts/line';
import type { Rectangle } from './frame';

/** Pixel rows and columns of one cell in braille. */
const rowsPerCell = 4;
const columnsPerCell = 2;
/** The chart draws its own axis this far below; the box ends before it. */
const axisPixels = 12;
/** The chart begins its line so far to the right of them, pixels. */
const leftOfLine = 4;
/** Every so many pixel columns a limit has a dot. */
const dotGap = 4;
/** Dots of one cell, from the top down: left and right. */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

const braille = Array.from({ length: 0x100 }, (_, mask) => String.fromCharCode(0x2800 | mask));

export interface Drawing {
  /** 0…1, NaN for gaps; one a pixel column. */
  readonly values: readonly number[];
  /** 0…1: dotted over the whole width. */
  readonly levels: readonly number[];
  /** A straight line up to the right edge. */
  readonly trend?: { readonly columns: number; readonly from: number; readonly to: number } | undefined;
}

/** Attributes as blessed packs them. */
export interface PlotPaint {
  readonly curve: number;
  readonly guide: number;
  readonly ascii: boolean;
}

export class Plot extends Line {
  readonly #target: BlessedScreen;
  #paint: PlotPaint;
  #labels: string[] = [];
  /** Limits and trends, which have a colour of their own. */
  #guides: Uint8Array = new Uint8Array();

  constructor(screen: BlessedScreen, place: Rectangle, paint: PlotPaint) {
    super({ ...place, wrap: false, xPadding: 2, xLabelPadding: 2, wholeNumbersOnly: true, maxY: 1 });
    this.#target = screen;
    this.#paint = paint;
    this.on('attach', () => {
      this.#strip();
    });
  }

  /** The canvas follows the box only when it is attached anew. */
  resize(place: Rectangle): void {
    Object.assign(this, place);
    this.emit('attach');
  }

  override calcSize(): void {
    const width = Math.max(this.width, 1);
    const height = Math.max(this.height, 1);
    this.canvasSize = { width: width * columnsPerCell, height: height * rowsPerCell + axisPixels };
    const last = height * rowsPerCell - 1;
    this.options.maxY = ((last + 2) / last) * (1 + 1e-6);
    this.#labels = Array.from({ length: this.canvasSize.width - 2 }, () => ' ');
    this.#guides = new Uint8Array(width * height);
  }

  draw({ values, levels, trend }: Drawing, paint: PlotPaint): void {
    this.#paint = paint;
    this.setData([{ x: this.#labels, y: [...values], style: { line: 'normal' } }]);
    this.#fill(values);
    this.#guides.fill(0);
    for (const level of levels) {
      for (let x = 0; x < this.width * columnsPerCell; x += dotGap) this.#guide(x, level);
    }
    if (trend !== undefined) this.#drawTrend(trend);
  }

  /** In place of blessed-contrib's own, which makes a text of it that blessed has to take apart again. */
  override render(): void {
    if (this.hidden) return;
    const { width, height, left, top } = this;
    const { content } = this.ctx._canvas;
    for (let row = 0; row < height; row++) {
      const line = this.#target.lines[top + row];
      if (line === undefined) continue;
      for (let column = 0; column < width; column++) {
        const cell = line[left + column];
        const place = row * width + column;
        const drawn = content[place] ?? 0;
        const guide = this.#guides[place] ?? 0;
        if (cell === undefined || (drawn | guide) === 0) continue;
        cell[0] = guide === 0 ? this.#paint.curve : this.#paint.guide;
        cell[1] = this.#paint.ascii ? asciiMark(drawn, guide) : (braille[drawn | guide] ?? ' ');
        line.dirty = true;
      }
    }
  }

  #pixelRow(value: number): number {
    return Math.round((1 - Math.min(1, Math.max(0, value))) * (this.height * rowsPerCell - 1));
  }

  #fill(values: readonly number[]): void {
    const { content } = this.ctx._canvas;
    const last = this.height * rowsPerCell - 1;
    values.forEach((value, x) => {
      if (Number.isNaN(value)) return;
      for (let y = this.#pixelRow(value); y <= last; y++) {
        const place = this.#cellAt(x, y);
        content[place] = (content[place] ?? 0) | dotAt(x, y);
      }
    });
  }

  #drawTrend({ columns, from, to }: NonNullable<Drawing['trend']>): void {
    const right = this.width * columnsPerCell - 1;
    for (let back = 0; back < columns; back++) {
      this.#guide(right - back, to + ((from - to) * back) / Math.max(1, columns - 1));
    }
  }

  #guide(x: number, value: number): void {
    const y = this.#pixelRow(value);
    const place = this.#cellAt(x, y);
    if (place >= 0) this.#guides[place] = (this.#guides[place] ?? 0) | dotAt(x, y);
  }

  #cellAt(x: number, y: number): number {
    return Math.floor(y / rowsPerCell) * this.width + Math.floor(x / columnsPerCell);
  }

  #strip(): void {
    const { _canvas: canvas } = this.ctx;
    this.ctx.fillText = () => undefined;
    this.ctx.clearRect = () => {
      canvas.content.fill(0);
    };
    // The library's own makes four arrays a point, more garbage than all the rest of a picture.
    this.ctx.lineTo = (x, y) => {
      this.ctx._currentPath.push({ point: [Math.floor(x - leftOfLine), Math.floor(y)], stroke: true });
    };
  }
}

const dotAt = (x: number, y: number): number =>
  dots[((y % rowsPerCell) + rowsPerCell) % rowsPerCell]?.[x % columnsPerCell] ?? 0;

/** For terminals without braille: the height of the highest point in the cell, or the dash of a limit. */
function asciiMark(drawn: number, guide: number): string {
  if (drawn === 0) return '-';
  if ((drawn & 0x09) !== 0) return '#';
  if ((drawn & 0x12) !== 0) return '=';
  return (drawn & 0x24) !== 0 ? ':' : guide === 0 ? '.' : '-';
}
