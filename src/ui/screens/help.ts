/** The help: every key and every column, from the tables that make them work. */
import type { Column } from '../../columns/column';
import { instanceColumns } from '../../columns/instance-columns';
import { workerColumns } from '../../columns/worker-columns';
import { wrap } from '../../format/text';
import { cellText } from '../cells';
import { type Frame, type Line, text } from '../frame';
import { keyBindings } from '../keys';
import type { Scene } from '../scene';
import { scrolled } from './instance';
import { titleLine } from './title';

export function helpScreen(scene: Scene): Frame {
  const { columns } = scene.size;
  const content = [
    [],
    heading('Keys'),
    ...keyBindings.flatMap(({ shown, help }) =>
      entry(cellText(asAscii(shown, scene), scene.glyphs.ascii), help, columns),
    ),
    [],
    heading('Columns of the worker table'),
    ...columnHelp(workerColumns, columns),
    [],
    heading('Columns of the fleet table'),
    ...columnHelp(instanceColumns, columns),
    [],
    heading('Good to know'),
    ...notes.flatMap((note) => entry('', note, columns)),
  ];
  return scrolled(scene, [titleLine(scene, ['help', 'arrows scroll, Esc closes'])], content);
}

const notes = [
  '- means: not known. Rates need two polls; after a reload they begin anew.',
  'BUSY counts requests in flight, so a request of ten seconds reads 100 % in each of them. Slots are cores in a ' +
    'request at the moment of the poll.',
  'RSS of a master on another machine needs memory-report (or a reload-on option) in uWSGI, and the QUEUE of a UNIX socket ' +
    'cannot be told from there.',
];

function asAscii(shown: string, { glyphs }: Scene): string {
  return glyphs.ascii ? shown.replace(/[↑↓←→]/g, (arrow) => arrowNames[arrow] ?? arrow) : shown;
}

const arrowNames: Readonly<Record<string, string>> = { '↑': 'Up', '↓': 'Down', '←': 'Left', '→': 'Right' };

const heading = (title: string): Line => [text(` ${title}`, 'strong')];

const columnHelp = <Row>(columns: readonly Column<Row>[], width: number) =>
  columns.flatMap(({ title, help }) => entry(title, help, width));

const indent = 14;

/** A name and its explanation, wrapped beside it. */
function entry(name: string, explanation: string, width: number): Line[] {
  return wrap(explanation, Math.max(20, width - indent - 2)).map((line, index) => [
    text(`   ${index === 0 ? name : ''}`.padEnd(indent), 'label'),
    text(line),
  ]);
}
