/** The dots of a chart, as they come to the screen. */
import type { Plotted } from '../../src/ui/frame';
import { Painter, type Picture } from '../support/painted';

const size = { columns: 24, rows: 8 };
const painter = new Painter(size);

beforeAll(() => painter.load());
afterAll(() => painter.stop());

/** Ten cells wide and four high, below a line and beside two cells. */
const place = { left: 2, top: 1, width: 10, height: 4 };

function painted(change: Partial<Plotted>, ascii = false): Picture {
  const chart: Plotted = {
    place,
    tone: 'busy',
    values: Array<undefined>(20).fill(undefined),
    most: 100,
    ...change,
  };
  const page = { rows: 1, textLines: 0 };
  return painter.paint({ lines: [], charts: [chart], page }, size, ascii);
}

/** The rows of the plot alone. */
const plotOf = (picture: Picture): string[] =>
  picture.slice(place.top, place.top + place.height).map((line) =>
    line
      .slice(place.left, place.left + place.width)
      .map(({ character }) => character)
      .join(''),
  );

const steady = (value: number) => Array<number>(20).fill(value);

test.each([
  [100, ['⣿', '⣿', '⣿', '⣿']],
  [1000, ['⣿', '⣿', '⣿', '⣿']],
  [46, [' ', ' ', '⣿', '⣿']],
  [65, [' ', '⣶', '⣿', '⣿']],
  [0, [' ', ' ', ' ', '⣀']],
])('what is %d of 100 is filled from below', (value, cells) => {
  expect(plotOf(painted({ values: steady(value) }))).toEqual(cells.map((cell) => cell.repeat(10)));
});

test('nothing is drawn beside the plot', () => {
  const picture = painted({
    values: steady(100),
    levels: [0, 50, 100],
    trend: { cells: 10, from: 0, to: 100 },
  });
  const outside = picture.flatMap((line, row) =>
    line.filter((_, column) => row < 1 || row > 4 || column < 2 || column > 11),
  );
  expect(outside.filter(({ character }) => character !== ' ')).toEqual([]);
});

test('a gap is blank, to half a cell', () => {
  const values = steady(100).map((value, index) => (index >= 5 && index < 10 ? undefined : value));
  expect(plotOf(painted({ values }))).toEqual(Array(4).fill('⣿⣿⡇  ⣿⣿⣿⣿⣿'));
});

test('a limit is dotted across at its height, in the colour of warnings; one above the scale is not', () => {
  const picture = painted({ levels: [50, 150] });
  expect(plotOf(picture)).toEqual(['          ', '          ', '⠁ ⠁ ⠁ ⠁ ⠁ ', '          ']);
  expect(picture[3]?.[2]).toMatchObject({ tone: 'warning', drawn: true });
  const filled = painted({ levels: [50], values: steady(80) });
  expect(filled[4]?.[3]?.tone).toBe('busy');
  expect(filled[3]?.map(({ tone }) => tone).slice(2, 6)).toEqual(['warning', 'busy', 'warning', 'busy']);
});

test('a trend rises to the right edge', () => {
  const rows = plotOf(painted({ trend: { cells: 4, from: 0, to: 100 } }));
  expect(rows.map((row) => row.trimEnd().length)).toEqual([10, 9, 8, 7]);
  expect(rows.map((row) => row.slice(0, 6))).toEqual(Array(4).fill('      '));
});

test('without Unicode a mark tells how full a cell is, a dash is a limit', () => {
  const values = [0, 10, 15, 20, 25, 30, 50, 70, 90, 100].flatMap((value) => [value, value]);
  const rows = plotOf(painted({ values, levels: [88] }, true));
  expect(rows.join('')).toMatch(/^[ #=:.-]*$/);
  expect(rows.map((row) => row.slice(-1))).toEqual(['#', '#', '#', '#']);
  expect(rows[0]?.slice(0, 6)).toBe('- - - ');
});

test('what a chart has drawn is gone with it, and where it was is free for another', () => {
  painted({ values: steady(100) });
  expect(plotOf(painted({})).join('').trim()).toBe('');
  const moved = painted({ values: steady(100), place: { ...place, left: 8, width: 6 } });
  expect(plotOf(moved)[0]).toBe('      ⣿⣿⣿⣿');
});

test('what is far below zero is drawn as zero, and at once', () => {
  expect(plotOf(painted({ values: [...steady(0).slice(1), -1e18] }))).toEqual(
    plotOf(painted({ values: steady(0) })),
  );
});
