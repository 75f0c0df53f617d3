/** What is looked at: which instance, which worker; and which row of a table counts as chosen. */
import { activeTable } from './active-table';
import { cursorIndex } from './cursor';
import type { TableView, UiState } from './state';

/** The row under the cursor, or what took its place. */
export function chosenKey(ui: UiState, keys: readonly string[] | undefined): string | undefined {
  return keys?.[cursorIndex(ui.tables[activeTable(ui)], keys)];
}

/** Keys of workers and of their cores begin with the number of the worker. */
export const numberOf = (key: string): number => Number.parseInt(key, 10);

/** The row of a worker, be it that of its first core. */
export const keyOfWorker = (keys: readonly string[], number: number): string | undefined =>
  keys.find((key) => numberOf(key) === number);

/** Another page begins at its top; another instance has other workers. */
export function lookAt(
  ui: UiState,
  { instanceId, workerNumber }: Pick<UiState, 'instanceId' | 'workerNumber'>,
): UiState {
  const isOther = instanceId !== ui.instanceId;
  if (!isOther && workerNumber === ui.workerNumber) return ui;
  const { workers, cores, system, tune } = ui.tables;
  // Who goes elsewhere has left the way from the emperor.
  const passages = isOther ? undefined : ui.passages;
  const tables = {
    ...ui.tables,
    cores: atTop(cores),
    workers: isOther ? { ...atTop(workers), cursor: undefined } : workers,
    tune: isOther ? atTop(tune) : tune,
    system: isOther ? { ...atTop(system), filter: '' } : system,
  };
  return { ...ui, instanceId, workerNumber, passages, tables };
}

const atTop = (view: TableView): TableView => ({ ...view, top: 0 });
