/** The table that the keys act on: what it lists, can be ordered by, and can show. */
import type { Situation } from '../alerts/situation';
import { servingColumns } from '../columns/column';
import { comparableColumns } from '../columns/comparison';
import { readFilter } from '../columns/filter';
import { workerSearch } from '../columns/filter-fields';
import { fleetOrders } from '../columns/fleet-order';
import { instanceColumns } from '../columns/instance-columns';
import { nodeColumns } from '../columns/node-columns';
import { nodeSearch } from '../columns/node-row';
import { vassalColumns } from '../columns/vassal-columns';
import { vassalSearch } from '../columns/vassal-row';
import { workerColumns } from '../columns/worker-columns';
import { newsRows } from './news';
import {
  fleetRows,
  fleetSearchOf,
  shownInstance,
  shownNodes,
  shownSituation,
  shownVassals,
  workerRows,
} from './select';
import type { InstanceTable, TableName, UiState } from './state';

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
    case 'tune':
      return 'tune';
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
    case 'tune':
    case 'help':
      return undefined;
  }
}

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
