/** The table of the Tune screen: option, value of today, advised value, and why; reasons go on below where there is little room. */
import type { AdviceLine } from '../../advisor/advice';
import type { Tone } from '../../columns/column';
import { wrap } from '../../format/text';
import { cellText } from '../cells';
import { fit, type Line, lineLength, text } from '../frame';
import type { Scene } from '../scene';

/** From so many on the reasons stand beside the values. */
const wideColumns = 120;
const valueCells = 10;
const sureCells = 8;
const gap = '  ';

export function adviceTable(lines: readonly AdviceLine[], scene: Scene): Line[] {
  const longest = Math.max(...lines.map(({ option }) => option.length), 'OPTION'.length);
  const isWide = scene.size.columns >= wideColumns;
  return [header(longest, isWide, scene), ...lines.flatMap((line) => linesOf(line, longest, isWide, scene))];
}

const header = (cells: number, isWide: boolean, { glyphs }: Scene): Line => [
  text(` ${'OPTION'.padEnd(cells)}`, 'label'),
  text(fit('TODAY', valueCells, 'right', glyphs), 'label'),
  text(fit('ADVISED', valueCells, 'right', glyphs), 'label'),
  text(fit('SURE', sureCells, 'right', glyphs), 'label'),
  ...(isWide ? [text(`${gap}WHY`, 'label')] : []),
];

function linesOf(line: AdviceLine, cells: number, isWide: boolean, { size, glyphs }: Scene): Line[] {
  const shown = (value: string) => cellText(value, glyphs.ascii);
  const { option, value, today = '-', confidence } = line;
  const front = [
    text(` ${shown(option).padEnd(cells)}`, value === undefined ? 'dim' : 'strong'),
    text(fit(shown(today), valueCells, 'right', glyphs), 'dim'),
    text(fit(shown(value ?? '-'), valueCells, 'right', glyphs), toneOf(line)),
    text(fit(value === undefined ? '' : confidence, sureCells, 'right', glyphs), 'dim'),
  ];
  const indent = isWide ? lineLength(front) + gap.length : 4;
  const why = whyOf(line).flatMap(([said, tone]) =>
    wrap(shown(said), size.columns - indent - 1).map((part) => text(part, tone)),
  );
  if (!isWide) return [front, ...why.map((said) => [text(' '.repeat(indent)), said])];
  const [first = text(''), ...rest] = why;
  return [[...front, text(gap), first], ...rest.map((said) => [text(' '.repeat(indent)), said])];
}

function toneOf({ value, today }: AdviceLine): Tone {
  if (value === undefined) return 'dim';
  return value === today ? 'plain' : 'warning';
}

/** The reason, what was measured for it, and what was not. */
const whyOf = ({ reason, evidence, doubt }: AdviceLine): (readonly [string, Tone])[] => [
  [reason, 'plain'],
  ...(evidence === undefined ? [] : [[`seen: ${evidence}`, 'dim'] as const]),
  ...(doubt === undefined ? [] : [[`not known: ${doubt}`, 'dim'] as const]),
];
