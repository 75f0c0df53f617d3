/** The row that the cursor is on, as one line for a chat or a ticket. */
import { type Column, servingColumns } from '../columns/column';
import type { Situation } from '../alerts/situation';
import { instanceColumns } from '../columns/instance-columns';
import { workerColumns } from '../columns/worker-columns';
import { workerRow } from '../columns/worker-row';
import { chosenRow, newsText } from './news';
import { fleetRows, shownInstance, shownSituation, shownWorker, workerRows } from './select';
import type { UiState } from './state';

/** Terminals refuse more, or take it for an attack. */
const longest = 4000;

/** undefined: there is nothing under the cursor. */
export function rowText(situation: Situation, ui: UiState): string | undefined {
  return textOf(shownSituation(situation, ui), ui)?.slice(0, longest);
}

function textOf(shown: Situation, ui: UiState): string | undefined {
  if (ui.screen === 'events') {
    const row = chosenRow(ui, shown);
    return row && newsText(row);
  }
  if (ui.screen === 'fleet') {
    const rows = fleetRows(shown, ui);
    const row = rows.find(({ key }) => key === ui.tables.fleet.cursor) ?? rows[0];
    return row && cellsOf(row, instanceColumns);
  }
  const instance = shownInstance(shown.fleet, ui);
  if (instance?.seen === undefined) return undefined;
  const inside = ui.screen === 'worker' ? shownWorker(instance, ui) : undefined;
  const rows =
    inside === undefined ? workerRows(instance, ui) : [workerRow(inside, instance.seen.monotonicMs)];
  const row = rows.find(({ key }) => key === ui.tables.workers.cursor) ?? rows[0];
  return row && `${instance.target.name}: ${cellsOf(row, workerColumns)}`;
}

/** `# 3, PID 4711, STATE busy`: what is empty says nothing. */
const cellsOf = <Row>(row: Row, columns: readonly Column<Row>[]): string =>
  servingColumns(columns, [row])
    .map(({ title, cell }) => ({ title, said: cell(row).text }))
    .filter(({ said }) => said !== '' && said !== '-')
    .map(({ title, said }) => `${title} ${said}`)
    .join(', ');
