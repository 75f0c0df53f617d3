/** Groups of the fleet, folded to their own line and unfolded again: the cursor stays, or goes to the line of its group. */
import type { Situation } from '../alerts/situation';
import { sortFleet } from '../columns/fleet-order';
import type { FleetRow, GroupRow, InstanceRow } from '../columns/instance-row';
import { usualOrders } from '../columns/tables';
import { cursorIndex } from './cursor';
import { fleetRows, shownSituation } from './select';
import type { UiState } from './state';

const shownRows = (ui: UiState, situation: Situation): FleetRow[] =>
  fleetRows(shownSituation(situation, ui), ui);

/** The line under the cursor, and the group that it belongs to. */
function chosenPlace(rows: readonly FleetRow[], ui: UiState): { row?: FleetRow; group?: GroupRow } {
  const index = cursorIndex(
    ui.tables.fleet,
    rows.map(({ key }) => key),
  );
  const row = rows[index];
  const group = rows.slice(0, index + 1).findLast((candidate) => candidate.kind === 'group');
  return { ...(row && { row }), ...(group && { group }) };
}

export function fold(ui: UiState, situation: Situation): UiState {
  const { group } = chosenPlace(shownRows(ui, situation), ui);
  return group === undefined ? ui : withFolded(ui, [...ui.folded, group.group], group.key);
}

export function unfold(ui: UiState, situation: Situation): UiState {
  const { row } = chosenPlace(shownRows(ui, situation), ui);
  if (row?.kind !== 'group') return ui;
  return withFolded(
    ui,
    [...ui.folded].filter((name) => name !== row.group),
    row.key,
  );
}

/** All of them, or all open where all are folded already. */
export function foldAll(ui: UiState, situation: Situation): UiState {
  const rows = shownRows(ui, situation);
  const groups = rows.flatMap((row) => (row.kind === 'group' ? row : []));
  const { row, group } = chosenPlace(rows, ui);
  if (groups.some(({ isFolded }) => !isFolded))
    return withFolded(ui, [...ui.folded, ...groups.map((each) => each.group)], group?.key);
  const names = new Set(groups.map((each) => each.group));
  return withFolded(
    ui,
    [...ui.folded].filter((name) => !names.has(name)),
    row?.key,
  );
}

/** undefined: the cursor is on an instance. */
export function toggledGroup(ui: UiState, situation: Situation): UiState | undefined {
  const { row } = chosenPlace(shownRows(ui, situation), ui);
  if (row?.kind !== 'group') return undefined;
  return row.isFolded ? unfold(ui, situation) : fold(ui, situation);
}

/** Of a group the worst of its instances. */
export function chosenInstanceId(ui: UiState, situation: Situation): string | undefined {
  const row = chosenFleetRow(ui, situation);
  if (row?.kind !== 'group') return row?.key;
  return (chartedIn(row) ?? row.members[0])?.key;
}

export const chosenFleetRow = (ui: UiState, situation: Situation): FleetRow | undefined =>
  chosenPlace(shownRows(ui, situation), ui).row;

/** Of a group that instance which needs a look first; only where there is something to chart. */
export function chartedIn(row: FleetRow): InstanceRow | undefined {
  const candidates = row.kind === 'instance' ? [row] : sortFleet(row.members, usualOrders.fleet);
  return candidates.find(({ instance: { seen } }) => seen?.totals !== undefined);
}

function withFolded(ui: UiState, folded: readonly string[], cursor: string | undefined): UiState {
  const { fleet } = ui.tables;
  return { ...ui, folded: new Set(folded), tables: { ...ui.tables, fleet: { ...fleet, cursor } } };
}
