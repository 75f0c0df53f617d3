/**
 * blessed-contrib's line chart as a bare plot: every cell is used, a point is half a cell wide, 0 lies on the lowest row
 * and 1 on the highest, NaN is a gap. Title and axes are text of the frame around it: the chart's own cannot say
 * `100%`, leaves the top unlabelled and takes a third of the room.
 */
import Line, { type CanvasContext } from 'blessed-contrib/lib/widget/charts/line';

/** Pixel rows and columns of one cell in braille. */
const rowsPerCell = 4;
const columnsPerCell = 2;
/** The chart draws its own axis this far below; the box ends before it. */
const axisPixels = 12;

export interface PlotSeries {
  /** A colour number of the terminal, or its own foreground. */
  readonly colour: number | 'normal';
  /** 0…1, NaN for gaps; one a pixel column. */
  readonly values: readonly number[];
}

export class Plot extends Line {
  readonly #ascii: boolean;
  #labels: string[] = [];

  constructor(place: { left: number; top: number; width: number; height: number }, ascii: boolean) {
    // Wrapped, a line that is as wide as the box and ends in a colour would take two rows.
    super({ ...place, wrap: false, xPadding: 2, xLabelPadding: 2, wholeNumbersOnly: true, maxY: 1 });
    this.#ascii = ascii;
    this.on('attach', () => {
      this.#strip();
    });
  }

  /** The canvas follows the box only when it is attached anew. */
  resize(place: { left: number; top: number; width: number; height: number }): void {
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
  }

  draw(series: readonly PlotSeries[]): void {
    this.setData(
      series.map(({ colour, values }) => ({ x: this.#labels, y: [...values], style: { line: colour } })),
    );
  }

  #strip(): void {
    const { _canvas: canvas } = this.ctx;
    this.ctx.fillText = () => undefined;
    this.ctx.clearRect = () => {
      canvas.content.fill(0);
    };
    this.ctx.translate(-4, 0);
    if (this.#ascii) asAscii(this.ctx);
  }
}

/** For terminals without braille: a dot, dash or tick at the height of the lowest point in the cell. */
function asAscii({ _canvas: canvas }: CanvasContext): void {
  const marks = [
    [0x40 | 0x80, '.'],
    [0x04 | 0x20, '-'],
    [0x02 | 0x10, '-'],
    [0x01 | 0x08, "'"],
  ] as const;
  const mark = (dots: number) => marks.find(([row]) => (dots & row) !== 0)?.[1] ?? ' ';
  const cells = canvas.width / columnsPerCell;
  canvas.frame = () => {
    const drawn = Array.from(canvas.content, mark);
    const rows = Array.from({ length: Math.ceil(drawn.length / cells) }, (_, row) =>
      drawn.slice(row * cells, (row + 1) * cells).join(''),
    );
    return rows.join('\n');
  };
}
