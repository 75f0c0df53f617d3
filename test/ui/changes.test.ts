import { Terminal } from '@xterm/headless';
import type { BlessedCell, BlessedLine } from 'blessed';
import * as fc from 'fast-check';
import { changes } from '../../src/ui/changes';
import { packed, unpacked } from '../../src/ui/packed';
import type { Attribute } from '../../src/ui/theme';

const columns = 24;
const rows = 4;
const green = { foreground: 2 };
const attributes: readonly Attribute[] = [
  {},
  { bold: true },
  green,
  { foreground: 1, bold: true },
  { foreground: 9 },
  { foreground: 244 },
  { inverse: true },
  { foreground: 6, inverse: true },
  { foreground: 16, background: 226 },
  { background: 10, bold: true },
];

const blankPicture = (): BlessedLine[] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => [packed({}), ' ']));

/** What is drawn at places that count on from line to line. */
interface Stroke {
  readonly place: number;
  readonly text: string;
  readonly attribute: Attribute;
}

function drawn(lines: readonly BlessedLine[], strokes: readonly Stroke[]): void {
  for (const { place, text, attribute } of strokes) {
    for (const [index, character] of Array.from(text).entries()) {
      const line = lines[Math.floor((place + index) / columns)];
      if (line === undefined) continue;
      line[(place + index) % columns] = [packed(attribute), character];
      line.dirty = true;
    }
  }
}

/** What is sent for one picture after the other, from a blank one on. */
function sent(...pictures: readonly (readonly Stroke[])[]): string[] {
  const [lines, shown] = [blankPicture(), blankPicture()];
  return pictures.map((strokes) => {
    drawn(lines, strokes);
    return changes(lines, shown);
  });
}

const at = (place: number, text: string, attribute: Attribute = {}): Stroke => ({ place, text, attribute });

describe('what is sent', () => {
  test('is nothing where nothing changed', () => {
    expect(sent([at(3, 'busy')], [at(3, 'busy')])).toEqual(['\x1b[1;4Hbusy', '']);
  });

  test('jumps over what would need a colour of its own', () => {
    const mixed = [at(0, '1'), at(1, '2', green), at(2, '3')];
    expect(sent(mixed, [at(0, '9'), at(2, '9')])[1]).toBe('\x1b[1;1H9\x1b[C9');
  });

  test.each<[says: string, change: Stroke[], sent: string]>([
    ['one cell of a number', [at(0, '12346678')], '\x1b[1;5H6'],
    ['a cell that stays between two is written again', [at(0, '92945678')], '\x1b[1;1H929'],
    ['over many that stay it jumps', [at(0, '92345679')], '\x1b[1;1H9\x1b[6C9'],
    ['in another colour', [at(4, '5678', green)], '\x1b[1;5H\x1b[32m5678\x1b[m'],
    ['a colour goes on on the next line', [at(23, 'ab', green)], '\x1b[1;24H\x1b[32ma\x1b[2;1Hb\x1b[m'],
    ['of a blank nobody sees the ink', [at(4, '5 7', green)], '\x1b[1;5H\x1b[32m5 7\x1b[m'],
    ['but the paper', [at(4, '5 7', { background: 3 })], '\x1b[1;5H\x1b[43m5 7\x1b[m'],
    [
      'from one colour to another without a way back',
      [at(0, 'ab', green), at(2, 'cd', { foreground: 1 })],
      '\x1b[1;1H\x1b[32mab\x1b[31mcd\x1b[m',
    ],
    [
      'what goes takes the rest along',
      [at(0, 'ab', { bold: true }), at(2, 'cd', green)],
      '\x1b[1;1H\x1b[1mab\x1b[0;32mcd\x1b[m',
    ],
  ])('%s', (_, change, expected) => {
    expect(sent([at(0, '12345678')], change)[1]).toBe(expected);
  });
});

test('a terminal that is sent the changes shows the picture', async () => {
  const stroke = fc.record({
    place: fc.nat(columns * rows - 1),
    text: fc.array(fc.constantFrom('a', '7', ' ', '▆', '⣿'), { maxLength: 9 }).map((all) => all.join('')),
    attribute: fc.constantFrom(...attributes),
  });
  const pictures = fc.array(fc.array(stroke, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(pictures, async (strokesOf) => {
      const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
      const [lines, shown] = [blankPicture(), blankPicture()];
      for (const strokes of strokesOf) {
        drawn(lines, strokes);
        await written(terminal, changes(lines, shown));
        expect(seenOf(terminal)).toEqual(lines.map((line) => line.map(lookOf)));
      }
      terminal.dispose();
    }),
  );
});

const written = (terminal: Terminal, text: string) =>
  new Promise<void>((resolve) => {
    terminal.write(text, resolve);
  });

/** As a person sees it: of a blank not its ink. */
function lookOf([attribute, character]: BlessedCell): unknown {
  const { foreground = -1, background = -1, bold = false, inverse = false } = unpacked(attribute);
  return look(character, { foreground, background, bold, inverse });
}

function seenOf({ buffer }: Terminal): unknown[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_unused, column) => {
      const cell = buffer.active.getLine(row)?.getCell(column);
      if (cell === undefined) throw new Error(`there is no cell ${row}:${column}`);
      return look(cell.getChars() || ' ', {
        foreground: cell.isFgDefault() ? -1 : cell.getFgColor(),
        background: cell.isBgDefault() ? -1 : cell.getBgColor(),
        bold: cell.isBold() !== 0,
        inverse: cell.isInverse() !== 0,
      });
    }),
  );
}

const look = (character: string, { foreground, background, bold, inverse }: Required<Attribute>) =>
  character === ' ' && !inverse
    ? `blank on ${background}`
    : `${character} ${foreground} on ${background}${bold ? ' bold' : ''}${inverse ? ' inverse' : ''}`;
