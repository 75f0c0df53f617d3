/** The table of the Tune screen: option, value of today, advised value, and why; reasons go on below where there is little room. */
import type { AdviceLine } from '../../advisor/advice';
import type { Tone } from '../../columns/column';
import { wrap } from '../../format/text';
import { cellText } from '../cells';
import { fit, type Line, text } from '../frame';
import type { Scene } from '../scene';

/** From so many on the reasons stand beside the values. */
const wideColumns = 120;
const valueCells = 10;
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
  ...(isWide ? [text(`${gap}WHY`, 'label')] : []),
];

function linesOf(line: AdviceLine, cells: number, isWide: boolean, { size, glyphs }: Scene): Line[] {
  const shown = (value: string) => cellText(value, glyphs.ascii);
  const front = [
    text(` ${shown(line.option).padEnd(cells)}`, line.value === undefined ? 'dim' : 'strong'),
    text(fit(shown(line.today ?? '-'), valueCells, 'right', glyphs), 'dim'),
    text(fit(shown(line.value ?? '-'), valueCells, 'right', glyphs), toneOf(line)),
  ];
  const indent = isWide ? 1 + cells + 2 * valueCells + gap.length : 4;
  const why = wrap(shown(whyOf(line)), size.columns - indent - 1);
  if (!isWide) return [front, ...why.map((said) => [text(' '.repeat(indent)), text(said, 'dim')])];
  const [first = '', ...rest] = why;
  return [[...front, text(`${gap}${first}`)], ...rest.map((said) => [text(' '.repeat(indent)), text(said)])];
}

function toneOf({ value, today }: AdviceLine): Tone {
  if (value === undefined) return 'dim';
  return value === today ? 'plain' : 'warning';
}

function whyOf({ reason, evidence, doubt, confidence, value }: AdviceLine): string {
  const unsure = value !== undefined && confidence === 'low' ? ['Little to go by.'] : [];
  return [reason, evidence, doubt, ...unsure].filter((said) => said !== undefined).join(' ');
}
