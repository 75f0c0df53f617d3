/** Short ways to say a column of a table that keeps its rows in uWSGI's order. */
import { count } from '../format/quantity';
import type { Cell, Column, Tone } from './column';

type Field<Row> = Pick<Column<Row>, 'id' | 'title' | 'width' | 'help' | 'cell'> &
  Partial<Pick<Column<Row>, 'align' | 'grows' | 'keepsEnd' | 'priority'>>;

/** Numbers stand at the right; the first columns stay longest. */
export const columnsOf = <Row>(fields: readonly Field<Row>[]): readonly Column<Row>[] =>
  fields.map((field, index) => ({
    align: 'right',
    priority: index + 1,
    sortValue: () => undefined,
    ...field,
  }));

/** uWSGI writes 0 or -1 where there is none. */
export const processCell = (pid: number | undefined): Cell => ({
  text: pid === undefined || pid <= 0 ? '-' : String(pid),
});

export const alarmingCell = (value: number | undefined, alarms: boolean, tone: Tone): Cell => ({
  text: count(value),
  tone: alarms ? tone : 'plain',
});
