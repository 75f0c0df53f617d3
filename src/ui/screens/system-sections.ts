/** The tables of the System screen, with what to say where uWSGI prints none of a kind. */
import { matches } from '../select';
import type { Column } from '../../columns/column';
import { limitColumns, lockColumns, metricColumns } from '../../columns/system-state-columns';
import { cronColumns, daemonColumns, spoolerColumns } from '../../columns/system-task-columns';
import { cacheColumns, socketColumns } from '../../columns/system-traffic-columns';
import { plural } from '../../format/quantity';
import type { InstanceState } from '../../model/instance';
import type { Seen } from '../../model/seen';
import * as system from '../../model/system';
import { offsetMs } from '../../model/target-clock';
import type { WorkerDocument } from '../../stats/schema';
import { cellText } from '../cells';
import type { Line } from '../frame';
import type { Scene } from '../scene';
import { plainTableLines } from '../table';

export interface Section {
  readonly header: Line;
  readonly rows: readonly (() => Line)[];
  /** One sentence below the rows. */
  readonly note?: string | undefined;
  /** What to say in place of a table without rows. */
  readonly absence: string;
}

export function sectionsOf(instance: InstanceState, seen: Seen, scene: Scene): Section[] {
  const { snapshot } = seen.sighting;
  if (snapshot.kind !== 'worker') return [];
  const { document } = snapshot;
  const section = <Row>(
    columns: readonly Column<Row>[],
    rows: readonly Row[],
    said: Pick<Section, 'absence' | 'note'>,
  ) => sectionOf(columns, rows, said, scene);
  const targetSeconds = (seen.monotonicMs + offsetMs(seen.clock, seen.wallMs - seen.monotonicMs)) / 1000;
  return [
    section(socketColumns, system.socketRows(seen, document), { absence: 'no sockets' }),
    section(cacheColumns, system.cacheRows(seen, document), { absence: 'no caches (cache2)' }),
    section(spoolerColumns, system.spoolerRows(seen, document), {
      absence: 'no spoolers (spooler)',
      note: pendingReason(seen, document),
    }),
    section(cronColumns, system.cronRows(document, targetSeconds), { absence: 'no crons (cron, cron2)' }),
    section(daemonColumns, system.daemonRows(document), { absence: 'no daemons (attach-daemon)' }),
    section(lockColumns, system.lockRows(seen), freeLocksSaid(document, scene)),
    section(limitColumns, system.limitRows(instance), { absence: 'limits are being read' }),
    metricSection(seen, document, scene),
  ];
}

function sectionOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  said: Pick<Section, 'absence' | 'note'>,
  { ui, size, glyphs }: Scene,
): Section {
  const table = plainTableLines(columns, size.columns, glyphs);
  const kept = rows.filter((row) => matches(row, columns, ui.tables.system.filter));
  return { header: table.header, rows: kept.map((row) => () => table.row(row)), ...said };
}

/** By their names alone: a row of each would have to be made to look at the rest. */
function metricSection(seen: Seen, document: WorkerDocument, { ui, size, glyphs }: Scene): Section {
  const table = plainTableLines(metricColumns, size.columns, glyphs);
  const words = ui.tables.system.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const kept = system
    .metricNames(document)
    .filter((name) => words.every((word) => name.toLowerCase().includes(word)));
  return {
    header: table.header,
    rows: kept.map((name) => () => table.row(system.metricRow(seen, document, name))),
    absence: 'no metrics (enable-metrics)',
  };
}

function freeLocksSaid(document: WorkerDocument, { glyphs }: Scene): Pick<Section, 'absence' | 'note'> {
  const free = system.freeLocks(document);
  const names = cellText(free.join(', '), glyphs.ascii);
  return {
    note: `${plural(free.length, 'lock')} free: ${names}`,
    absence: free.length === 0 ? 'no locks' : `no lock is held; ${free.length} free: ${names}`,
  };
}

const pendingReason = (seen: Seen, document: WorkerDocument): string | undefined =>
  system.spoolerRows(seen, document).find(({ reason }) => reason !== undefined)?.reason;
