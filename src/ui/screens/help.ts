/** The help: every key and every column, from the tables that make them work. */
import type { Column } from '../../columns/column';
import { filterNotes } from '../../columns/filter-notes';
import { instanceColumns } from '../../columns/instance-columns';
import { lifeEndColumns } from '../../columns/life-end-columns';
import { nodeColumns } from '../../columns/node-columns';
import { limitColumns, lockColumns, metricColumns } from '../../columns/system-state-columns';
import { cronColumns, daemonColumns, legionColumns, spoolerColumns } from '../../columns/system-task-columns';
import { appColumns, cacheColumns, socketColumns } from '../../columns/system-traffic-columns';
import { vassalColumns } from '../../columns/vassal-columns';
import { workerColumns } from '../../columns/worker-columns';
import { wrap } from '../../format/text';
import { type Frame, type Line, text } from '../frame';
import type { KeyBinding } from '../key-binding';
import { keyBindings } from '../key-table';
import { shownKeys } from '../keys';
import type { Scene } from '../scene';
import { scrolled } from './page';
import { titleLine } from './title';

export function helpScreen(scene: Scene): Frame {
  const { columns } = scene.size;
  const content = [
    [],
    heading('Keys'),
    ...keyHelp(scene, ({ during }) => during !== 'replay'),
    [],
    heading('Keys while a recording is replayed'),
    ...keyHelp(scene, ({ during }) => during === 'replay'),
    [],
    heading('Columns of the worker table'),
    ...columnHelp(workerColumns, columns),
    [],
    heading('Columns of the fleet table'),
    ...columnHelp(instanceColumns, columns),
    [],
    heading('Columns of the table of an emperor'),
    ...columnHelp(vassalColumns, columns),
    [],
    heading('Columns of the table of a router'),
    ...columnHelp(nodeColumns, columns),
    [],
    heading('Tables of the Worker and the System screen'),
    ...otherColumns(columns),
    [],
    heading('Filters'),
    ...filterNotes.flatMap(({ written, said }) => entry(written, said, columns)),
    [],
    heading('Charts'),
    ...chartNotes.flatMap((note) => entry('', note, columns)),
    [],
    heading('Good to know'),
    ...notes.flatMap((note) => entry('', note, columns)),
  ];
  return scrolled(scene, [titleLine(scene, ['help', 'arrows scroll, Esc closes'])], content);
}

const keyHelp = ({ glyphs, size }: Scene, isWanted: (binding: KeyBinding) => boolean): Line[] =>
  keyBindings
    .filter(isWanted)
    .flatMap((binding) => entry(shownKeys(binding, glyphs.ascii), binding.help, size.columns));

/** Table by table. */
const otherColumns = (width: number): Line[] => [
  ...columnHelp(lifeEndColumns, width),
  ...columnHelp(socketColumns, width),
  ...columnHelp(appColumns, width),
  ...columnHelp(cacheColumns, width),
  ...columnHelp(spoolerColumns, width),
  ...columnHelp(cronColumns, width),
  ...columnHelp(daemonColumns, width),
  ...columnHelp(legionColumns, width),
  ...columnHelp(lockColumns, width),
  ...columnHelp(limitColumns, width),
  ...columnHelp(metricColumns, width),
];

const chartNotes = [
  'The newest is at the right, a gap is where nothing is known, a dotted line is a limit. Below: r a worker was replaced, ' +
    'K killed by harakiri or an evil-reload limit, s scaled up or down, R a reload, x no answer.',
  'z and Z change how far back they reach: 1 min, 5 min, 15 min, 1 h.',
];

const notes = [
  '- means: not known. Rates need two polls; after a reload they begin anew.',
  'BUSY counts requests in flight, so a request of ten seconds reads 100 % in each of them. Slots are cores in a ' +
    'request at the moment of the poll.',
  'RSS of a master on another machine needs memory-report (or a reload-on option) in uWSGI, and the QUEUE of a UNIX socket ' +
    'cannot be told from there.',
];

const heading = (title: string): Line => [text(` ${title}`, 'strong')];

const columnHelp = <Row>(columns: readonly Column<Row>[], width: number) =>
  columns.flatMap(({ title, help }) => entry(title, help, width));

const indent = 20;

/** A name and its explanation, wrapped beside it. */
function entry(name: string, explanation: string, width: number): Line[] {
  return wrap(explanation, Math.max(20, width - indent - 2)).map((line, index) => [
    text(`   ${index === 0 ? name : ''}`.padEnd(indent), 'label'),
    text(line),
  ]);
}
