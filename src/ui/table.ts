/** Any table of columns as lines: a header that shows the order, and the rows that are in sight. */
import { type Cell, type Column, fitColumns, type PlacedColumn, servingColumns } from '../columns/column';
import { cellText } from './cells';
import { cursorIndex } from './cursor';
import { fit, fitEnd, type Line, lineLength, type Span, text } from './frame';
import { barText, type Glyphs, levelGlyph } from '../format/glyphs';
import { firstRowShown } from './select';
import type { TableView } from './state';

export interface TableOptions<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly view: TableView;
  readonly width: number;
  /** Lines for the rows, the header not counted. */
  readonly height: number;
  readonly glyphs: Glyphs;
  /** The numbers are old: everything is dimmed. */
  readonly dimmed?: (row: Row) => boolean;
  /** What to say when there is no row. */
  readonly empty: string;
}

/** The column that orders the rows is always in sight. */
const sortedRank = 2.5;

/** `8-24 of 500`: said where not all rows are in sight. */
export function positionOf({ first, lines }: DrawnTable, rows: number): string {
  const shown = lines.length - 1;
  return rows > shown ? `${first + 1}-${first + shown} of ${rows}` : '';
}

export interface DrawnTable {
  /** The header, and the rows in sight. */
  readonly lines: readonly Line[];
  /** Which of the rows is the first in sight. */
  readonly first: number;
  /** Ids of the columns that there is room for. */
  readonly columns: readonly string[];
}

export function drawTable<Row>(options: TableOptions<Row>): DrawnTable {
  const { columns, rows, keyOf, view, width, height, empty } = options;
  const shown = columns.map((column) =>
    column.id === view.order.column ? { ...column, priority: sortedRank, serves: () => true } : column,
  );
  const placed = fitColumns(wantedColumns(shown, rows, view), width);
  const header = headerLine(placed, options);
  const shownIds = placed.map(({ column }) => column.id);
  if (rows.length === 0)
    return { lines: [header, [], [text(`  ${empty}`, 'dim')]], first: 0, columns: shownIds };
  const chosen = cursorIndex(view, rows.map(keyOf));
  const first = firstRowShown({ top: view.top, cursorIndex: chosen, rows: rows.length, height });
  const body = rows
    .slice(first, first + height)
    .map((row, index) => rowLine(row, placed, options, first + index === chosen));
  return { lines: [header, ...body], first, columns: shownIds };
}

/** A table of fixed order without a cursor: its header, and each of its rows as it is asked for. */
export function plainTableLines<Row>(
  columns: readonly Column<Row>[],
  width: number,
  glyphs: Glyphs,
): { readonly header: Line; readonly row: (row: Row) => Line } {
  const placed = fitColumns(columns, width - 1);
  const line = (spanOf: (column: Column<Row>, cells: number) => Span): Line =>
    placed.flatMap(({ column, width: cells }) => [text(' '), spanOf(column, cells)]);
  return {
    header: line((column, cells) => text(fit(column.title, cells, column.align, glyphs), 'label')),
    row: (row) => line((column, cells) => cellSpan(row, column, cells, glyphs)),
  };
}

/** Those that were chosen, whether or not a row has something to say in them; else those that have. */
function wantedColumns<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { columns: wanted, order }: TableView,
): Column<Row>[] {
  if (wanted === undefined) return servingColumns(columns, rows);
  return columns.filter(({ id }) => wanted.includes(id) || id === order.column);
}

function headerLine<Row>(
  placed: readonly PlacedColumn<Row>[],
  { view, glyphs, width }: TableOptions<Row>,
): Line {
  const spans = placed.flatMap(({ column, width: cells }, index) => {
    const sorted = column.id === view.order.column;
    const marker = view.order.descending ? glyphs.down : glyphs.up;
    const title = sorted ? markedTitle(column.title, marker, cells) : column.title;
    const span: Span = {
      text: fit(title, cells, column.align, glyphs),
      tone: sorted ? 'strong' : 'label',
      inverse: true,
    };
    return index === 0 ? [span] : [{ text: ' ', tone: 'label', inverse: true } as const, span];
  });
  return [
    ...spans,
    { text: ' '.repeat(Math.max(0, width - lineLength(spans))), tone: 'label', inverse: true },
  ];
}

const markedTitle = (title: string, marker: string, width: number) =>
  title.length < width ? `${title}${marker}` : `${title.slice(0, width - 1)}${marker}`;

function rowLine<Row>(
  row: Row,
  placed: readonly PlacedColumn<Row>[],
  options: TableOptions<Row>,
  selected: boolean,
): Line {
  const { glyphs, dimmed, width } = options;
  const old = dimmed?.(row) ?? false;
  const gap: Span = { text: ' ', inverse: selected };
  const spans: Span[] = [];
  for (const { column, width: cells } of placed) {
    if (spans.length > 0) spans.push(gap);
    const span = cellSpan(row, column, cells, glyphs);
    if (selected) spans.push(...selectedSpans(span, column, row, glyphs));
    else spans.push(old && column.staysBright !== true ? { ...span, tone: 'dim' } : span);
  }
  return [...spans, { ...gap, text: ' '.repeat(Math.max(0, width - lineLength(spans))) }];
}

/**
 * One even bar across the row; the marks of a sparkline and of a bar stay as they are, inverted they would show their
 * opposite.
 */
function selectedSpans<Row>(span: Span, column: Column<Row>, row: Row, glyphs: Glyphs): Span[] {
  const hasMarks = column.spark !== undefined || column.cell(row).share !== undefined;
  if (!hasMarks) return [{ text: span.text, inverse: true }];
  const marks =
    column.spark === undefined ? new Set([glyphs.barFull, glyphs.barEmpty]) : new Set(glyphs.levels);
  const runs = span.text.match(/(.)\1*/gu) ?? [];
  return runs.map((run) =>
    marks.has(run.charAt(0)) ? { ...span, text: run } : { text: run, inverse: true },
  );
}

function cellSpan<Row>(row: Row, column: Column<Row>, width: number, glyphs: Glyphs): Span {
  if (column.spark !== undefined) {
    const { values, tone } = column.spark(row, width);
    const marks = values.map((value) => levelGlyph(glyphs, value)).join('');
    return text(marks.padStart(width), tone ?? 'plain');
  }
  const cell = column.cell(row);
  if (column.isBar === true)
    return text(barText(glyphs, cell.share ?? 0, width).full.padEnd(width), cell.tone ?? 'plain');
  const lead = leadOf(cell, glyphs).slice(0, width);
  const room = width - lead.length;
  const content = withBar(cellText(cell.text, glyphs.ascii), cell.share, room, glyphs);
  const shown =
    column.keepsEnd === true && content.length > room
      ? fitEnd(content, room, glyphs)
      : fit(content, room, column.align, glyphs);
  return text(lead + shown, cell.tone ?? 'plain');
}

/** Whatever is cut, where a row belongs stays to be seen. */
const leadOf = ({ fold, depth = 0 }: Cell, glyphs: Glyphs): string =>
  fold === undefined ? '  '.repeat(depth) : `${glyphs[fold]} `;

const widestBar = 8;
const narrowestBar = 3;

/** A bar before the text, as far as the text leaves room for it. */
function withBar(content: string, share: number | undefined, width: number, glyphs: Glyphs): string {
  const cells = Math.min(widestBar, width - content.length - 1);
  if (share === undefined || cells < narrowestBar) return content;
  const { full, empty } = barText(glyphs, share, cells);
  return `${full}${empty} ${content}`;
}
