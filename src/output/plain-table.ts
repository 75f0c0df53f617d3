/** The fleet as plain text, for pipes and eyes: no colour, no control sequence. */
import type { Alert } from '../alerts/alert';
import { alertsIn } from '../alerts/book';
import type { Situation } from '../alerts/situation';
import { type Column, fitColumns, isPrinted, servingColumns } from '../columns/column';
import { fleetSearch, labelNames, workerSearch } from '../columns/filter-fields';
import { sortFleet } from '../columns/fleet-order';
import { instanceColumns } from '../columns/instance-columns';
import { type InstanceRow, instanceRow } from '../columns/instance-row';
import { matching, shownRows } from '../columns/shown-rows';
import { nodeColumns } from '../columns/node-columns';
import { nodeRows } from '../columns/node-row';
import type { ColumnTable, TableStart } from '../columns/tables';
import { vassalColumns } from '../columns/vassal-columns';
import { vassalRows } from '../columns/vassal-row';
import { workerColumns } from '../columns/worker-columns';
import { rowInClear, workerRow } from '../columns/worker-row';
import { bytes, count, duration, milliseconds, percent, plural, rate } from '../format/quantity';
import { displayText, wrap } from '../format/text';
import type { InstanceState } from '../model/instance';
import { nameWithAddress } from '../model/observation';
import type { Totals } from '../model/totals';
import type { Openness } from '../stats/variables';

export type Tables = Readonly<Partial<Record<ColumnTable, TableStart>>>;

export interface PlainTableOptions extends Partial<Openness> {
  readonly tables?: Tables;
}

/** A block an instance; a table of instances first when there is more than one: what it leaves out has no block. */
export function plainTable(
  { fleet, alerts }: Situation,
  width: number,
  { tables = {}, showSecrets = false }: PlainTableOptions = {},
): string {
  const all = [...fleet.instances.values()].map((instance) =>
    instanceRow(instance, alertsIn(alerts, instance.target.id)),
  );
  const rows = all.length > 1 ? shownInstances(all, tables.fleet) : all;
  const overview = all.length > 1 ? [tableText(instanceColumns, rows, width, tables.fleet)] : [];
  const blocks = rows
    .filter(({ instance: { seen } }) => seen !== undefined)
    .map(({ instance }) => instanceBlock(instance, width, { start: tables.workers, showSecrets }));
  const standing = alertsIn(alerts).map((alert) => alertText(alert, all.length > 1, width));
  const warnings = standing.length === 0 ? [] : [standing.join('\n')];
  return [...overview, ...blocks, ...warnings].map((block) => `${block}\n`).join('\n');
}

function shownInstances(all: readonly InstanceRow[], start: TableStart = {}): readonly InstanceRow[] {
  const search = fleetSearch(labelNames(all.map(({ instance: { target } }) => target)));
  const kept = matching(all, search, start.filter ?? '');
  return start.order === undefined ? kept : sortFleet(kept, start.order);
}

/** The sentence goes on below its beginning. */
function alertText({ severity, instance, message }: Alert, named: boolean, width: number): string {
  const head = `${severity.toUpperCase().padEnd(8)} `;
  const lines = wrap(named ? `${instance}: ${message}` : message, Math.max(40, width - head.length));
  return lines.map((line, index) => `${index === 0 ? head : ' '.repeat(head.length)}${line}`).join('\n');
}

function instanceBlock(
  instance: InstanceState,
  width: number,
  { start, showSecrets }: Openness & { readonly start: TableStart | undefined },
): string {
  const { seen, target } = instance;
  if (seen === undefined) return '';
  const named = nameWithAddress(target);
  const up = seen.uptimeSeconds === undefined ? [] : [`up ${duration(seen.uptimeSeconds)}`];
  const title = (...more: readonly string[]) =>
    wrapped([`${named}: uWSGI ${seen.version}`, `pid ${seen.pid}`, ...up, ...more], ',', width);
  const { snapshot } = seen.sighting;
  switch (snapshot.kind) {
    case 'emperor':
      return [
        title(`emperor of ${plural(seen.vassals.length, 'vassal')}`),
        ...listed(vassalColumns, vassalRows(seen.vassals), width),
      ].join('\n');
    case 'router':
      return [
        title(`router with ${plural(snapshot.document.subscriptions?.length ?? 0, 'subscription')}`),
        ...listed(nodeColumns, nodeRows(seen.router ?? { addresses: [] }), width),
      ].join('\n');
    case 'worker': {
      const all = seen.workers.map((worker) => workerRow(worker, seen.monotonicMs));
      const masked = shownRows(all, { columns: workerColumns, search: workerSearch }, start);
      const rows = showSecrets ? masked.map(rowInClear) : masked;
      const summary = seen.totals === undefined ? [] : [summaryText(seen.totals, width)];
      return [title(), ...summary, tableText(workerColumns, rows, width, start)].join('\n');
    }
  }
}

/** No header without a line below it. */
const listed = <Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number): string[] =>
  rows.length === 0 ? [] : [tableText(columns, rows, width)];

function summaryText(totals: Totals, width: number): string {
  const queue =
    totals.listenQueue === undefined ? '-' : `${totals.listenQueue}/${totals.listenQueueMax ?? '-'}`;
  const { busy, idle } = totals.byActivity;
  const parts = [
    `${busy} busy, ${idle} idle, ${totals.active} active of ${plural(totals.workers, 'worker')}`,
    `busyness ${percent(totals.busyness)}`,
    `slots ${percent(totals.slotUse)}`,
    `req/s ${rate(totals.requestsPerSecond)}`,
    `time ${milliseconds(totals.serviceTimeMs)}`,
    `queue ${queue}`,
    `rss ${bytes(totals.rssBytes)}`,
    `exceptions ${count(totals.exceptions)}`,
    `kills ${count(totals.harakiriCount)}`,
  ];
  return wrapped(parts, ';', width);
}

/** Parts behind each other, as many in a line as fit; a part alone may be too long. */
function wrapped([first = '', ...rest]: readonly string[], mark: string, width: number): string {
  const lines = [first];
  for (const part of rest) {
    const last = lines.at(-1) ?? '';
    const fits = last.length + part.length + 3 <= width;
    lines.splice(-1, 1, ...(fits ? [`${last}${mark} ${part}`] : [`${last}${mark}`, part]));
  }
  return lines.join('\n');
}

function tableText<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
  { columns: wanted }: TableStart = {},
): string {
  const chosen = columns.filter((column) => isPrinted(column) && wanted?.includes(column.id));
  const usual = () => servingColumns(columns, rows).filter(isPrinted);
  const placed = fitColumns(chosen.length > 0 ? chosen : usual(), width);
  const line = (cells: readonly string[]) => cells.join(' ').trimEnd();
  const header = line(placed.map(({ column, width: cells }) => pad(column.title, cells, column.align)));
  const body = rows.map((row) =>
    line(placed.map(({ column, width: cells }) => pad(column.cell(row).text, cells, column.align))),
  );
  return [header, ...body].join('\n');
}

function pad(content: string, width: number, align: 'left' | 'right'): string {
  const cut = displayText(content, width);
  return align === 'left' ? cut.padEnd(width) : cut.padStart(width);
}
