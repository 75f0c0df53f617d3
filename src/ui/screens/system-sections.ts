/** The tables of the System screen, with what to say where uWSGI prints none of a kind. */
import { cellsSearch } from '../../columns/search';
import { matching, wordsIn } from '../../columns/shown-rows';
import type { Column } from '../../columns/column';
import { limitColumns, lockColumns, metricColumns } from '../../columns/system-state-columns';
import { cronColumns, daemonColumns, legionColumns, spoolerColumns } from '../../columns/system-task-columns';
import { appColumns, cacheColumns, socketColumns } from '../../columns/system-traffic-columns';
import { plural } from '../../format/quantity';
import type { InstanceState } from '../../model/instance';
import type { Seen } from '../../model/seen';
import * as state from '../../model/system-state';
import * as tasks from '../../model/system-tasks';
import * as traffic from '../../model/system-traffic';
import { offsetMs } from '../../model/target-clock';
import type { WorkerDocument } from '../../stats/schema';
import type { Line } from '../frame';
import type { Scene } from '../scene';
import { plainTableLines } from '../table';

export interface Section {
  readonly header: Line;
  readonly rows: readonly (() => Line)[];
  /** Sentences below the rows. */
  readonly notes: readonly string[];
  /** What to say in place of a table without rows, before the notes. */
  readonly absence: string;
}

export function sectionsOf(instance: InstanceState, seen: Seen, scene: Scene): Section[] {
  const { snapshot } = seen.sighting;
  if (snapshot.kind !== 'worker') return [];
  const { document } = snapshot;
  const section = <Row>(
    columns: readonly Column<Row>[],
    rows: readonly Row[],
    said: Pick<Section, 'absence' | 'notes'>,
  ) => sectionOf(columns, rows, said, scene);
  const targetSeconds = (seen.monotonicMs + offsetMs(seen.clock, seen.wallMs - seen.monotonicMs)) / 1000;
  return [
    section(socketColumns, traffic.socketRows(seen, document), { absence: 'no sockets', notes: [] }),
    section(appColumns, seen.apps, { absence: 'no applications are loaded', notes: [] }),
    section(cacheColumns, traffic.cacheRows(seen, document), { absence: 'no caches (cache2)', notes: [] }),
    section(spoolerColumns, traffic.spoolerRows(seen, document), {
      absence: 'no spoolers (spooler)',
      notes: pendingReasons(seen, document),
    }),
    section(cronColumns, tasks.cronRows(document, targetSeconds), {
      absence: 'no crons (cron, cron2)',
      notes: [],
    }),
    section(daemonColumns, tasks.daemonRows(document), { absence: 'no daemons (attach-daemon)', notes: [] }),
    section(legionColumns, tasks.legionRows(document, targetSeconds), {
      absence: 'no legions (legion)',
      notes: [],
    }),
    section(lockColumns, state.lockRows(seen), { absence: 'no lock is held', notes: freeLocks(document) }),
    section(limitColumns, state.limitRows(instance), {
      absence: instance.limits === undefined ? 'limits are being read' : 'no limit is known to be set',
      notes: state.otherLimits(instance),
    }),
    metricSection(seen, document, scene),
  ];
}

function sectionOf<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  said: Pick<Section, 'absence' | 'notes'>,
  { ui, size, glyphs }: Scene,
): Section {
  const table = plainTableLines(columns, widthOf(columns, size.columns), glyphs);
  const kept = matching(rows, cellsSearch(columns), ui.tables.system.filter);
  return { header: table.header, rows: kept.map((row) => () => table.row(row)), ...said };
}

/** Wider than this the eye loses the row between a name and its numbers; words at the end may go on. */
const readableWidth = 110;

const widthOf = <Row>(columns: readonly Column<Row>[], room: number): number =>
  columns.at(-1)?.grows === true ? room : Math.min(room, readableWidth);

/** By their names alone: a row of each would have to be made to look at the rest. */
function metricSection(seen: Seen, document: WorkerDocument, { ui, size, glyphs }: Scene): Section {
  const table = plainTableLines(metricColumns, widthOf(metricColumns, size.columns), glyphs);
  const kept = state.metricNames(document).filter(wordsIn(ui.tables.system.filter));
  return {
    header: table.header,
    rows: kept.map((name) => () => table.row(state.metricRow(seen, document, name))),
    absence: 'no metrics (enable-metrics)',
    notes: [],
  };
}

function freeLocks(document: WorkerDocument): string[] {
  const free = state.freeLocks(document);
  return free.length === 0 ? [] : [`${plural(free.length, 'lock')} free: ${free.join(', ')}`];
}

const pendingReasons = (seen: Seen, document: WorkerDocument): string[] => [
  ...new Set(traffic.spoolerRows(seen, document).flatMap(({ reason }) => reason ?? [])),
];
