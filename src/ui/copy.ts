/** The row that the cursor is on, as one line for a chat or a ticket. */
import type { Advice } from '../advisor/advice';
import { type Column, servingColumns } from '../columns/column';
import type { Situation } from '../alerts/situation';
import { instanceColumns } from '../columns/instance-columns';
import { nodeColumns } from '../columns/node-columns';
import { vassalColumns } from '../columns/vassal-columns';
import { workerColumns } from '../columns/worker-columns';
import { workerRow } from '../columns/worker-row';
import { underCursor } from './cursor';
import { chosenRow, newsText } from './news';
import { activeTable, withInstanceTable } from './active-table';
import {
  fleetRows,
  shownInstance,
  shownNodes,
  shownSituation,
  shownVassals,
  shownWorker,
  workerRows,
} from './select';
import type { UiState } from './state';

/** As lines of an ini; undefined: there is nothing to advise. */
export function adviceText(advice: Advice | undefined): string | undefined {
  const lines = (advice?.lines ?? []).flatMap(({ option, value }) =>
    value === undefined ? [] : [`${option} = ${value}\n`],
  );
  return lines.length === 0 ? undefined : lines.join('');
}

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
    const row = underCursor(ui.tables.fleet, fleetRows(shown, ui));
    return row && cellsOf(row, instanceColumns);
  }
  const instance = shownInstance(shown.fleet, ui);
  if (instance?.seen === undefined) return undefined;
  const { name } = instance.target;
  const table = activeTable(withInstanceTable(ui, shown));
  if (table === 'vassals') {
    const row = chosenOf(shownVassals(instance, ui), ui.tables.vassals.cursor);
    return row && `${name}: ${cellsOf(row, vassalColumns)}`;
  }
  if (table === 'nodes') {
    const row = chosenOf(shownNodes(instance, ui), ui.tables.nodes.cursor);
    return row && `${name}: ${cellsOf(row, nodeColumns)}`;
  }
  const inside = ui.screen === 'worker' ? shownWorker(instance, ui) : undefined;
  const rows =
    inside === undefined ? workerRows(instance, ui) : [workerRow(inside, instance.seen.monotonicMs)];
  const row = chosenOf(rows, ui.tables.workers.cursor);
  return row && `${name}: ${cellsOf(row, workerColumns)}`;
}

const chosenOf = <Row extends { readonly key: string }>(
  rows: readonly Row[],
  cursor: string | undefined,
): Row | undefined => rows.find(({ key }) => key === cursor) ?? rows[0];

/** `# 3, PID 4711, STATE busy`: what is empty says nothing. */
const cellsOf = <Row>(row: Row, columns: readonly Column<Row>[]): string =>
  servingColumns(columns, [row])
    .map(({ title, cell }) => ({ title, said: cell(row).text }))
    .filter(({ said }) => said !== '' && said !== '-')
    .map(({ title, said }) => `${title} ${said.trim()}`)
    .join(', ');
