/** Which rows a screen shows, in which order: asked by the views and by the keys that move among the rows. */
import { comparableColumns } from '../columns/comparison';
import { servingColumns, sortRows } from '../columns/column';
import type { Alert } from '../alerts/alert';
import type { Situation } from '../alerts/situation';
import { fleetSearch, labelNames, workerSearch } from '../columns/filter-fields';
import { readFilter } from '../columns/filter';
import { matching } from '../columns/shown-rows';
import { instanceColumns } from '../columns/instance-columns';
import { fleetOrders } from '../columns/fleet-order';
import { fleetTable } from '../columns/fleet-table';
import { type FleetRow, instanceRow } from '../columns/instance-row';
import { nodeColumns } from '../columns/node-columns';
import { type NodeRow, nodeRows, nodeSearch } from '../columns/node-row';
import { vassalColumns } from '../columns/vassal-columns';
import { type VassalRow, vassalRows, vassalSearch } from '../columns/vassal-row';
import { workerColumns } from '../columns/worker-columns';
import { byNumber, coreRows, workerRow, type WorkerRow } from '../columns/worker-row';
import { reinforcements } from '../model/empire';
import type { FleetState } from '../model/fleet';
import type { InstanceState } from '../model/instance';
import type { WorkerState } from '../model/worker';
import { newsRows } from './news';
import { callingByTarget } from './silence';
import type { InstanceTable, TableName, UiState } from './state';

/** The picture that is looked at: the frozen one, if there is one. */
export function shownSituation(situation: Situation, ui: UiState): Situation {
  return ui.frozen ?? situation;
}

export function shownInstance(fleet: FleetState, ui: UiState): InstanceState | undefined {
  return ui.instanceId === undefined ? undefined : fleet.instances.get(ui.instanceId);
}

export function shownWorker(instance: InstanceState | undefined, ui: UiState): WorkerState | undefined {
  return instance?.seen?.workers.find((worker) => worker.number === ui.workerNumber);
}

const noAlerts: readonly Alert[] = [];

/** Groups with their instances below them, as far as they are not folded away; or instances alone. */
export function fleetRows({ fleet, alerts }: Situation, ui: UiState): FleetRow[] {
  const { order, filter } = ui.tables.fleet;
  const calling = callingByTarget(alerts, ui);
  const all = [...fleet.instances.values()].map((instance) =>
    instanceRow(instance, calling.get(instance.target.id) ?? noAlerts),
  );
  const kept = matching(all, fleetSearchOf(fleet), filter, ui);
  return fleetTable(kept, { order, folded: ui.folded, reinforces: reinforcements(fleet) });
}

const fleetSearchOf = ({ instances }: FleetState) =>
  fleetSearch(labelNames([...instances.values()].map(({ target }) => target)));

/** What is wrong with the filter of the active table; nothing is where only words are looked for. */
export function filterProblem({ fleet }: Pick<Situation, 'fleet'>, ui: UiState): string | undefined {
  const table = activeTable(ui);
  const { filter } = ui.tables[table];
  if (filter === '') return undefined;
  switch (table) {
    case 'fleet':
      return readFilter(filter, fleetSearchOf(fleet)).problem;
    case 'workers':
      return readFilter(filter, workerSearch).problem;
    case 'vassals':
      return readFilter(filter, vassalSearch).problem;
    case 'nodes':
      return readFilter(filter, nodeSearch).problem;
    default:
      return undefined;
  }
}

/** Workers, with their cores below them, or the cores alone. Cores below follow their worker in any order. */
export function workerRows(instance: InstanceState, ui: UiState): WorkerRow[] {
  const { order, filter } = ui.tables.workers;
  const { seen } = instance;
  if (seen === undefined) return [];
  const { workers, monotonicMs } = seen;
  const rows =
    ui.cores === 'merged'
      ? workers.flatMap((worker) => coreRows(worker, monotonicMs))
      : workers.map((worker) => workerRow(worker, monotonicMs));
  const kept = matching(rows, workerSearch, filter, ui);
  const sorted = sortRows(kept, workerColumns, order, byNumber);
  if (ui.cores !== 'under') return sorted;
  return sorted.flatMap((row) => [row, ...coreRows(row.worker, monotonicMs)]);
}

export function workerCoreRows(instance: InstanceState, worker: WorkerState): WorkerRow[] {
  return coreRows(worker, instance.seen?.monotonicMs ?? 0).sort(byNumber);
}

export const shownVassals = ({ seen }: InstanceState, ui: UiState): readonly VassalRow[] =>
  vassalRows(seen?.vassals ?? [], ui.tables.vassals, ui);

export const shownNodes = ({ seen }: InstanceState, ui: UiState): readonly NodeRow[] =>
  seen?.router === undefined ? [] : nodeRows(seen.router, ui.tables.nodes, ui);

/** Knows what the instance that is looked at lists: another answer may list something else. */
export function withInstanceTable(ui: UiState, { fleet }: Pick<Situation, 'fleet'>): UiState {
  const kind = shownInstance(fleet, ui)?.seen?.sighting.snapshot.kind;
  const instanceTable = tablesOfKinds[kind ?? 'worker'];
  if ((ui.instanceTable ?? 'workers') === instanceTable) return ui;
  // A menu lies on the table that was there before.
  return { ...ui, instanceTable, sortMenu: undefined, chooser: undefined };
}

const tablesOfKinds = { worker: 'workers', emperor: 'vassals', router: 'nodes' } as const satisfies Record<
  string,
  InstanceTable
>;

/** The table that the keys act on. */
export function activeTable(ui: UiState): TableName {
  switch (ui.screen) {
    case 'fleet':
      return 'fleet';
    case 'instance':
      return ui.instanceTable ?? 'workers';
    case 'worker':
      return 'cores';
    case 'events':
      return 'events';
    case 'system':
      return 'system';
    case 'help':
      return 'help';
  }
}

/** What the active table can be ordered by: the columns it can show, and of the fleet two orders beside them. */
export function activeColumns(situation: Situation, ui: UiState): readonly SortableColumn[] {
  const instance = shownInstance(shownSituation(situation, ui).fleet, ui);
  switch (activeTable(ui)) {
    case 'fleet':
      return ui.comparedFrom === undefined ? fleetOrders : comparableColumns;
    case 'workers':
      return instance === undefined ? [] : servingColumns(workerColumns, workerRows(instance, ui));
    case 'vassals':
      return instance === undefined ? [] : servingColumns(vassalColumns, shownVassals(instance, ui));
    case 'nodes':
      return instance === undefined ? [] : servingColumns(nodeColumns, shownNodes(instance, ui));
    default:
      return [];
  }
}

/** All that the active table could show; none where there is nothing to choose. */
export function choosableColumns(ui: UiState): readonly SortableColumn[] {
  switch (activeTable(ui)) {
    case 'fleet':
      return instanceColumns;
    case 'workers':
      return workerColumns;
    case 'vassals':
      return vassalColumns;
    case 'nodes':
      return nodeColumns;
    default:
      return [];
  }
}

export interface SortableColumn {
  readonly id: string;
  readonly title: string;
  readonly descendingFirst?: boolean;
}

/** Keys of the rows of the active table, in order; undefined for pages of text, which scroll without a cursor. */
export function activeRowKeys(situation: Situation, before: UiState): string[] | undefined {
  const shown = shownSituation(situation, before);
  const ui = withInstanceTable(before, shown);
  const instance = shownInstance(shown.fleet, ui);
  switch (activeTable(ui)) {
    case 'fleet':
      return fleetRows(shown, ui).map(({ key }) => key);
    case 'workers':
      return instance === undefined ? [] : workerRows(instance, ui).map(({ key }) => key);
    case 'vassals':
      return instance === undefined ? [] : shownVassals(instance, ui).map(({ key }) => key);
    case 'nodes':
      return instance === undefined ? [] : shownNodes(instance, ui).map(({ key }) => key);
    case 'events':
      return newsRows(shown, ui).map(({ key }) => key);
    case 'cores':
    case 'system':
    case 'help':
      return undefined;
  }
}

/** The first row to show so that the cursor is in sight and the page is full. */
export function firstRowShown(options: {
  readonly top: number;
  readonly cursorIndex: number;
  readonly rows: number;
  readonly height: number;
}): number {
  const { top, cursorIndex, rows, height } = options;
  const lowest = Math.max(0, rows - height);
  const near = Math.min(Math.max(top, cursorIndex - height + 1), Math.max(cursorIndex, 0));
  return Math.min(Math.max(near, 0), lowest);
}
