/** A table with a cursor below a head, and the keys below the table. */
import type { Column } from '../../columns/column';
import type { Frame, Line, Plotted } from '../frame';
import type { Scene } from '../scene';
import type { TableView } from '../state';
import { drawTable, positionOf } from '../table';
import { withMenu } from './menus';
import { padded } from './page';
import { footerLine } from './title';

/** The header of the table, and the keys below it. */
export const tableEdges = 2;

export interface TableBelow<Row> {
  readonly head: readonly Line[];
  /** In the head. */
  readonly charts?: readonly Plotted[];
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly view: TableView;
  /** The numbers are old. */
  readonly aged: boolean;
  /** What to say when there is no row. */
  readonly empty: string;
}

export function tableFrame<Row extends { readonly key: string }>(
  scene: Scene,
  { head, charts = [], columns, rows, view, aged, empty }: TableBelow<Row>,
): Frame {
  const { size, glyphs } = scene;
  const height = Math.max(1, size.rows - head.length - tableEdges);
  const table = drawTable({
    columns,
    rows,
    keyOf: ({ key }) => key,
    view,
    width: size.columns,
    height,
    glyphs,
    dimmed: () => aged,
    empty,
  });
  const lines = [
    ...head,
    ...padded(table.lines, height + 1),
    footerLine(scene, positionOf(table, rows.length)),
  ];
  return {
    lines: withMenu(lines, scene, { top: head.length, shown: table.columns }),
    charts,
    page: {
      rows: height,
      textLines: 0,
      table: { line: head.length + 1, first: table.first },
      columns: table.columns,
    },
  };
}
