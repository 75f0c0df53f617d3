/** Where the filters of the tables look, and by which names their fields go. */
import { type Column, isPrinted } from './column';
import type { Field, Search } from './filter';
import { instanceColumns } from './instance-columns';
import type { InstanceRow } from './instance-row';
import { workerColumns } from './worker-columns';
import type { WorkerRow } from './worker-row';

/** What stands in the cells, and nothing else. */
export const cellsSearch = <Row>(columns: readonly Column<Row>[]): Search<Row> => ({
  texts: columns.filter(isPrinted).map(
    ({ cell }) =>
      (row) =>
        cell(row).text,
  ),
});

const fieldsOf = <Row>(columns: readonly Column<Row>[]): Field<Row>[] =>
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

export const workerSearch: Search<WorkerRow> = {
  ...cellsSearch(workerColumns),
  fields: fieldsOf(workerColumns),
};

const target = ({ instance }: InstanceRow) => instance.target;
const groupText = (row: InstanceRow) => target(row).group ?? '';

const fleetSearchWithoutLabels = {
  texts: [groupText, ...cellsSearch<InstanceRow>(instanceColumns).texts],
  fields: [
    ...fieldsOf<InstanceRow>(instanceColumns),
    { names: ['group'], text: groupText },
    { names: ['address'], text: (row: InstanceRow) => target(row).address },
  ] as const,
};

/** The labels of the targets are fields as well, where no column has their name. */
export const fleetSearch = (labels: readonly string[]): Search<InstanceRow> => ({
  ...fleetSearchWithoutLabels,
  fields: [
    ...fleetSearchWithoutLabels.fields,
    ...labels.map((label) => ({
      names: [label.toLowerCase()],
      text: (row: InstanceRow) => target(row).labels?.[label] ?? '',
    })),
  ],
});

/** The names of all labels that some target has. */
export const labelNames = (
  targets: Iterable<{ readonly labels?: Readonly<Record<string, string>> | undefined }>,
): string[] => {
  const names = new Set<string>();
  for (const { labels } of targets)
    if (labels !== undefined) for (const name of Object.keys(labels)) names.add(name);
  return [...names];
};
