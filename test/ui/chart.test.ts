/** Charts: what of a series stands where, and what is written around it. */
import * as fc from 'fast-check';
import type { Mark, MarkKind } from '../../src/model/marks';
import {
  type Chart,
  chartRow,
  type ChartTime,
  course,
  narrowestChart,
  niceCeiling,
} from '../../src/ui/chart';
import { asciiGlyphs, unicodeGlyphs } from '../../src/format/glyphs';
import type { Line, Plotted } from '../../src/ui/frame';
import { spansSeconds } from '../../src/ui/zoom';
import { type Sample, seriesOf } from '../support/series';

const textOf = (line: Line | undefined) => (line ?? []).map(({ text }) => text).join('');

/** Each second's value is its number; but for the gap, an hour of them. */
const hourSeconds = 3600;
const known = (isKnown: (second: number) => boolean = () => true) =>
  seriesOf(
    Array.from({ length: hourSeconds }, (_, second): Sample => {
      return [isKnown(second) ? second : undefined, second * 1000, (second + 1) * 1000];
    }),
  );
const seconds = known();

/** The second that a value of so many stands for. */
const placeOf = (
  index: number,
  count: number,
  { nowMs, spanSeconds }: Pick<ChartTime, 'nowMs' | 'spanSeconds'>,
) => nowMs / 1000 - spanSeconds * (1 - (index + 0.5) / count);

/** A point is a mean over what is kept, or over what there is room for, and begins at a round time. */
const slackOf = (count: number, spanSeconds: number) =>
  1.5 * Math.max(spanSeconds > 600 ? 10 : 1, (spanSeconds / count) * 2.5) + 1;

describe('the course of a series', () => {
  const counts = fc.integer({ min: 10, max: 400 });
  const spans = fc.constantFrom(...spansSeconds);

  test('is spread over exactly the span, the newest at the right', () => {
    const offset = fc.integer({ min: 0, max: 9999 });
    fc.assert(
      fc.property(counts, spans, offset, (count, spanSeconds, offsetMs) => {
        const time = { nowMs: hourSeconds * 1000 - offsetMs, spanSeconds };
        const values = course(seconds, time, count);
        expect(values.length).toBe(count);
        for (const [index, value] of values.entries()) {
          const second = placeOf(index, count, time);
          // The oldest of what is kept has just been given up.
          if (value === undefined) expect(second).toBeLessThan(25);
          else expect(Math.abs(value - second)).toBeLessThanOrEqual(slackOf(count, spanSeconds));
        }
      }),
    );
  });

  test('leaves a gap where nothing is known, as long as it was and where it was', () => {
    const gap = { from: hourSeconds - 200, to: hourSeconds - 120 };
    const broken = known((second) => second < gap.from || second >= gap.to);
    fc.assert(
      fc.property(counts, fc.constantFrom(300, 900), (count, spanSeconds) => {
        const time = { nowMs: hourSeconds * 1000 - 1, spanSeconds };
        // What a poll tells at the very start of a row of ten seconds shows there.
        const slack = slackOf(count, spanSeconds) + 10;
        for (const [index, value] of course(broken, time, count).entries()) {
          const second = placeOf(index, count, time);
          if (second > gap.from + slack && second < gap.to - slack) expect(value).toBeUndefined();
          if (second < gap.from - slack || (second > gap.to + slack && second < hourSeconds - slack))
            expect(value).toBeDefined();
        }
      }),
    );
  });

  test('is empty where the series has not begun', () => {
    const young = seriesOf([[7, 290_000, 300_000]]);
    const values = course(young, { nowMs: 299_999, spanSeconds: 60 }, 60);
    expect(values.map((value) => value ?? '.').join('')).toBe('.'.repeat(50) + '7'.repeat(10));
    expect(course(young, { nowMs: 900_000, spanSeconds: 60 }, 60).every((value) => value === undefined)).toBe(
      true,
    );
  });
});

const chart: Chart = {
  title: 'requests/s',
  tone: 'label',
  series: seconds,
  latest: 12.5,
  format: (value) => (value === undefined ? '-' : String(value)),
  scale: () => 200,
};

/** A plot of 60 cells: of a minute each cell is a second. */
const place = { left: 0, top: 5, width: 67, height: 10 };
const nowMs = hourSeconds * 1000;
const minute: ChartTime = { nowMs, spanSeconds: 60, edge: 'now', marks: [] };

function drawn(
  change: Partial<Chart> = {},
  time: Partial<ChartTime> = {},
): { lines: string[]; plot: Plotted } {
  const { lines, plots } = chartRow([{ ...chart, ...change }], place, { ...minute, ...time }, unicodeGlyphs);
  if (plots[0] === undefined) throw new Error('there is no plot');
  return { lines: lines.map(textOf), plot: plots[0] };
}

const axisOf = (marks: readonly Mark[], time: Partial<ChartTime> = {}) =>
  drawn({}, { ...time, marks })
    .lines.at(-1)
    ?.slice(6, 66) ?? '';

const mark = (kind: MarkKind, secondsAgo: number): Mark => ({ kind, atMs: nowMs - secondsAgo * 1000 });

describe('marks on the time axis', () => {
  test.each([
    ['respawn', 'r'],
    ['reload', 'R'],
    ['kill', 'K'],
    ['lost', 'x'],
    ['scale', 's'],
  ] as const)('%s is %s, where it happened', (kind, letter) => {
    for (const [secondsAgo, cell] of [
      [0.5, 59],
      [10.5, 49],
      [30.5, 29],
      [59.5, 0],
    ] as const)
      expect(axisOf([mark(kind, secondsAgo)]).indexOf(letter)).toBe(cell);
  });

  test('in one cell what matters more is seen', () => {
    const order = ['scale', 'respawn', 'reload', 'kill', 'lost'] as const;
    for (const [index, letter] of ['s', 'r', 'R', 'K', 'x'].entries()) {
      const several = order.slice(0, index + 1).map((kind) => mark(kind, 20.5));
      expect(axisOf(several)[39]).toBe(letter);
      expect(axisOf([...several].reverse())[39]).toBe(letter);
    }
  });

  test('what is longer ago than the chart reaches, or not yet, has none', () => {
    const bare = axisOf([]);
    expect(axisOf([mark('kill', 60), mark('kill', 3000), mark('kill', -1)])).toBe(bare);
    expect(axisOf([mark('kill', 60)], { spanSeconds: 300 })).toMatch(/K/);
  });

  test('the right edge says what it is, unless something happened just there', () => {
    expect(axisOf([])).toBe(`${'─'.repeat(56)} now`);
    expect(axisOf([], { edge: '2m05 ago' })).toBe(`${'─'.repeat(51)} 2m05 ago`);
    expect(axisOf([mark('respawn', 1.5)])).toBe(`${'─'.repeat(58)}r─`);
  });

  test.each([
    [60, '  -1m'],
    [300, '  -5m'],
    [900, ' -15m'],
    [3600, '  -1h'],
  ])('the left edge of %d s says %s', (spanSeconds, said) => {
    expect(drawn({}, { spanSeconds }).lines.at(-1)?.slice(0, 6)).toBe(`${said} `);
  });
});

describe('around the plot', () => {
  test('stand the title with the latest value, and the scale: its top, its middle, 0', () => {
    const { lines, plot } = drawn();
    expect(lines.map((line) => line.length)).toEqual(Array(10).fill(67));
    expect(lines[0]).toMatch(/^ requests\/s +12\.5 $/);
    expect(lines.map((line) => line.slice(0, 6).trim())).toEqual(
      ['reques', '200', '', '', '100', '', '', '', '0', '-1m'].map((said, row) =>
        row === 0 ? lines[0]?.slice(0, 6).trim() : said,
      ),
    );
    expect(plot.place).toEqual({ left: 6, top: 6, width: 60, height: 8 });
    expect(plot.most).toBe(200);
    for (const line of lines.slice(1, -1)) expect(line.slice(6)).toBe(' '.repeat(61));
  });

  test('an unknown value is a dash', () => {
    expect(drawn({ latest: undefined }).lines[0]).toMatch(/ - $/);
  });

  test('limits are named where there is room for all of their names, and drawn in either case', () => {
    const levels = [
      { name: 'cheaper 35-65%', value: 35 },
      { name: '', value: 65 },
    ];
    const wide = drawn({ levels });
    expect(wide.lines[0]).toMatch(/^ requests\/s {2}cheaper 35-65% +12\.5 $/);
    expect(wide.plot.levels).toEqual([35, 65]);
    const { lines, plots } = chartRow([{ ...chart, levels }], { ...place, width: 29 }, minute, unicodeGlyphs);
    expect(textOf(lines[0])).toMatch(/^ requests\/s +12\.5 $/);
    expect(plots[0]?.levels).toEqual([35, 65]);
  });

  test('a trend ends at the latest value and goes back as far as it is known to hold', () => {
    expect(drawn({ trend: { perSecond: 0.5, seconds: 20 } }).plot.trend).toEqual({
      cells: 20,
      from: 2.5,
      to: 12.5,
    });
    expect(drawn({ trend: { perSecond: 0.1, seconds: 9999 } }).plot.trend).toEqual({
      cells: 60,
      from: 6.5,
      to: 12.5,
    });
    expect(drawn({ trend: { perSecond: 1, seconds: 1 } }).plot.trend).toBeUndefined();
    expect(drawn({ latest: undefined, trend: { perSecond: 1, seconds: 20 } }).plot.trend).toBeUndefined();
    expect(drawn().plot.trend).toBeUndefined();
  });

  test('nothing but ASCII where there is nothing else', () => {
    const { lines } = chartRow([chart], place, { ...minute, marks: [mark('kill', 3)] }, asciiGlyphs);
    for (const line of lines) expect(textOf(line)).toMatch(/^[ -~]*$/);
  });
});

describe('a row of charts', () => {
  const row = (amount: number, width: number) =>
    chartRow(Array<Chart>(amount).fill(chart), { ...place, left: 3, width }, minute, unicodeGlyphs);

  test.each([
    [4, narrowestChart * 4, 4],
    [4, narrowestChart * 4 - 1, 3],
    [4, 200, 4],
    [4, 80, 2],
    [2, 200, 2],
    [3, 10, 1],
  ])('of %d in %d cells has %d', (amount, width, shown) => {
    expect(row(amount, width).plots.length).toBe(shown);
  });

  test('takes the whole width, side by side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 29, max: 250 }), (amount, width) => {
        const { lines, plots } = row(amount, width);
        for (const line of lines) expect(textOf(line).length).toBe(width);
        let edge = 3;
        for (const {
          place: { left, width: cells },
        } of plots) {
          expect(left).toBe(edge + 6);
          edge = left + cells + 1;
        }
        expect(edge).toBe(3 + width);
      }),
    );
  });
});

test.each([
  [0.3, 10, 0.5],
  [1, 10, 1],
  [1.01, 10, 2],
  [4.9, 10, 5],
  [7, 10, 10],
  [98.6, 10, 100],
  [150, 10, 200],
  [2_000_000, 2, 2 ** 21],
  [2 ** 30, 2, 2 ** 30],
] as const)('the scale for %d in the base %d ends at %d', (value, base, top) => {
  expect(niceCeiling(value, base)).toBeCloseTo(top, 10);
});
