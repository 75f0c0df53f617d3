/** The workers for scripts and spreadsheets, as RFC 4180 has it: raw values under the ids of the columns, unknown is empty. */
import { type Column, isPrinted, type SortValue } from '../columns/column';
import { workerSearch } from '../columns/filter-fields';
import { shownRows } from '../columns/shown-rows';
import type { TableStart } from '../columns/tables';
import { workerColumns } from '../columns/worker-columns';
import { rowInClear, workerRow, type WorkerRow } from '../columns/worker-row';
import { displayText } from '../format/text';
import type { FleetState } from '../model/fleet';
import type { Openness } from '../stats/variables';

export interface CsvOptions extends Partial<Openness> {
  /** The time of this round, for a column of its own: several rounds are one table. */
  readonly at?: string;
  /** false for the rounds after the first. */
  readonly header?: boolean;
}

/** One table for all instances, each with its workers in order. Every column, where none are named: no header that changes. */
export function workersCsv(
  fleet: FleetState,
  start: TableStart,
  { showSecrets = false, at, header: hasHeader = true }: CsvOptions = {},
): string {
  const time = at === undefined ? [] : [at];
  const columns = workerColumns.filter(
    (column) => isPrinted(column) && (start.columns?.includes(column.id) ?? true),
  );
  const lines = [...fleet.instances.values()].flatMap(({ seen, target: { name } }) => {
    const all = (seen?.workers ?? []).map((worker) => workerRow(worker, seen?.monotonicMs ?? 0));
    const masked = shownRows(all, { columns: workerColumns, search: workerSearch }, start);
    return (showSecrets ? masked.map(rowInClear) : masked).map((row) => [
      ...time,
      quoted(harmless(name)),
      ...columns.map((column) => rawText(column, row)),
    ]);
  });
  const header = [...time.map(() => 'at'), 'instance', ...columns.map(({ id }) => id)];
  return [...(hasHeader ? [header] : []), ...lines].map((fields) => `${fields.join(',')}\r\n`).join('');
}

function rawText({ raw, sortValue }: Column<WorkerRow>, row: WorkerRow): string {
  const value: SortValue = (raw ?? sortValue)(row);
  if (value === undefined) return '';
  return typeof value === 'number' ? String(value) : quoted(harmless(displayText(value)));
}

/** A spreadsheet takes a text that begins like this for a formula, and strangers decide on texts of requests. */
const harmless = (text: string) => (/^[=+\-@]/.test(text) ? `'${text}` : text);

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
