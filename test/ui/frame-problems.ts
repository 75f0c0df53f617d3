/** What can be wrong with a frame, whatever it shows. */
import { cellsOf } from '../../src/ui/cells';
import { type Frame, type Line, lineLength, type Plotted, type Size } from '../../src/ui/frame';
import { smallest } from '../../src/ui/view';

const menuWidth = 24;

export interface FrameLooks {
  readonly size: Size;
  readonly ascii: boolean;
  /** A menu covers the right of the table. */
  readonly menu?: boolean;
}

export const isReadable = ({ columns, rows }: Size): boolean =>
  columns >= smallest.columns && rows >= smallest.rows;

/** In words, with the line of the screen; none of a good frame. */
export function frameProblems(frame: Frame, { size, ascii, menu = false }: FrameLooks): string[] {
  const { lines, charts } = frame;
  const edge = menu ? size.columns - menuWidth : size.columns;
  return [
    ...((isReadable(size) ? lines.length !== size.rows : lines.length > size.rows)
      ? [`${lines.length} lines`]
      : []),
    ...lines.flatMap((line, row) => lineProblems(line, size, ascii).map((said) => `line ${row}: ${said}`)),
    ...misalignedRows(frame, edge),
    ...charts.flatMap((chart) => chartProblems(chart, frame, size)),
  ];
}

const textOf = (line: Line): string => line.map(({ text }) => text).join('');

function lineProblems(line: Line, { columns }: Size, ascii: boolean): string[] {
  const content = textOf(line);
  return [
    ...(lineLength(line) > columns ? [`${lineLength(line)} cells: ${content}`] : []),
    ...([...cellsOf(content, ascii)].join('') === content
      ? []
      : [`more than a cell a character: ${content}`]),
    ...(/\b(NaN|Infinity|undefined|null|\[object)\b|(?<=^|[ /(])-?\d(?:\.\d+)?e[+-]\d/.test(content)
      ? [`no word for people: ${content}`]
      : []),
  ];
}

/** Columns of every row begin and end where those of the header do. */
function misalignedRows({ lines, page: { table, rows, columns } }: Frame, edge: number): string[] {
  if (table === undefined || columns === undefined) return [];
  const header = lines[table.line - 1] ?? [];
  const wanted = edgesOf(header).filter((at) => at < edge);
  return lines.slice(table.line, table.line + rows).flatMap((line, index) => {
    const isRow = line.length > 2;
    const found = new Set(edgesOf(line));
    return isRow && wanted.some((at) => !found.has(at))
      ? [`row ${index} is not under its header: ${textOf(line)}`]
      : [];
  });
}

/** Where its spans end, which is where the next ones begin. */
function edgesOf(line: Line): number[] {
  let at = 0;
  return line.map(({ text }) => (at += text.length));
}

/** A chart is on the screen, on lines of its own, beside no other and on top of nothing that is written. */
function chartProblems(
  { place }: Plotted,
  { lines, charts, page }: Frame,
  { columns, rows }: Size,
): string[] {
  const { left, top, width, height } = place;
  const where = `chart ${left},${top} ${width}x${height}`;
  const isInside = left >= 0 && top >= 0 && left + width <= columns && top + height <= rows - 1;
  const { table } = page;
  const overTable = table !== undefined && top < table.line + page.rows && top + height > table.line - 1;
  const overText = lines.slice(top, top + height).some(
    (line) =>
      textOf(line)
        .slice(left, left + width)
        .trim() !== '',
  );
  const overChart = charts.some(({ place: other }) => other !== place && overlap(place, other));
  return [
    ...(isInside && width > 0 && height > 0 ? [] : [`${where} is not on the screen`]),
    ...(overTable ? [`${where} lies on the table`] : []),
    ...(overText ? [`${where} lies on text`] : []),
    ...(overChart ? [`${where} lies on another`] : []),
  ];
}

const overlap = (a: Plotted['place'], b: Plotted['place']): boolean =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;
