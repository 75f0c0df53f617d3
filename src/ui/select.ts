/** Which rows a screen shows, in which order: asked by the views and by the keys. */
import { sortRows } from '../columns/column';
import type { Alert } from '../alerts/alert';
import type { Situation } from '../alerts/situation';
import { fleetSearch, labelNames, workerSearch } from '../columns/filter-fields';
import { matching } from '../columns/shown-rows';
import { fleetTable } from '../columns/fleet-table';
import { type FleetRow, instanceRow } from '../columns/instance-row';
import { type NodeRow, nodeRows } from '../columns/node-row';
import { type VassalRow, vassalRows } from '../columns/vassal-row';
import { workerColumns } from '../columns/worker-columns';
import { byNumber, coreRows, workerRow, type WorkerRow } from '../columns/worker-row';
import { reinforcements } from '../model/empire';
import type { FleetState } from '../model/fleet';
import type { InstanceState } from '../model/instance';
import type { WorkerState } from '../model/worker';
import { callingByTarget } from './silence';
import type { UiState } from './state';

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

export const fleetSearchOf = ({ instances }: FleetState) =>
  fleetSearch(labelNames([...instances.values()].map(({ target }) => target)));

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
