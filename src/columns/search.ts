/** Where the filter of a table looks: in its cells, and by the names of its columns. */
import { type Column, isPrinted } from './column';
import type { Field, Search } from './filter';

/** What stands in the cells, and nothing else. */
export const cellsSearch = <Row>(columns: readonly Column<Row>[]): Search<Row> => ({
  texts: columns.filter(isPrinted).map(
    ({ cell }) =>
      (row) =>
        cell(row).text,
  ),
});

export const fieldsOf = <Row>(columns: readonly Column<Row>[]): Field<Row>[] =>
  columns.filter(isPrinted).map((column) => {
    const { id, title, cell, measure } = column;
    return {
      names: [...new Set([id.toLowerCase(), title.toLowerCase().replaceAll(' ', '')])],
      text: (row) => cell(row).text,
      measure: measure && { of: numberOf(column), ...measure },
    };
  });

/** A name of each, for who has to choose among them. */
export const fieldNames = <Row>({ fields = [] }: Search<Row>): string[] =>
  fields.flatMap(({ names: [name = ''] }) => name);

/** What a column that is measured is compared by. */
export const numberOf = <Row>({ measure, sortValue }: Column<Row>): ((row: Row) => number | undefined) =>
  measure?.of ??
  ((row) => {
    const value = sortValue(row);
    return typeof value === 'number' ? value : undefined;
  });

export const columnSearch = <Row>(columns: readonly Column<Row>[]): Search<Row> => ({
  ...cellsSearch(columns),
  fields: fieldsOf(columns),
});
