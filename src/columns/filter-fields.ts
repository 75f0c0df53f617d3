/** Where the filters of the tables look, and by which names their fields go. */
import type { Search } from './filter';
import { instanceColumns } from './instance-columns';
import type { InstanceRow } from './instance-row';
import { cellsSearch, columnSearch, fieldsOf } from './search';
import { workerColumns } from './worker-columns';
import type { WorkerRow } from './worker-row';

export const workerSearch: Search<WorkerRow> = columnSearch(workerColumns);

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

type Labels = Readonly<Record<string, string>> | undefined;

/** A label may be called `constructor`, and is unknown where nobody wrote it. */
const labelOf = (labels: Labels, label: string): string =>
  labels !== undefined && Object.hasOwn(labels, label) ? (labels[label] ?? '') : '';

/** The labels of the targets are fields as well, where no column has their name. */
export const fleetSearch = (labels: readonly string[]): Search<InstanceRow> => ({
  ...fleetSearchWithoutLabels,
  fields: [
    ...fleetSearchWithoutLabels.fields,
    ...labels.map((label) => ({
      names: [label.toLowerCase()],
      text: (row: InstanceRow) => labelOf(target(row).labels, label),
    })),
  ],
});

/** The names of all labels that some target has. */
export const labelNames = (targets: Iterable<{ readonly labels?: Labels }>): string[] => {
  const names = new Set<string>();
  for (const { labels } of targets)
    if (labels !== undefined) for (const name of Object.keys(labels)) names.add(name);
  return [...names];
};
