import { compare, type Comparison } from '../../src/advisor/cheaper/compare';
import { comparisonLines } from '../../src/advisor/cheaper/comparison-lines';
import { countFlips, type Outcome, type ScaleEvent } from '../../src/advisor/cheaper/outcome';
import { asciiGlyphs, unicodeGlyphs } from '../../src/format/glyphs';

const gib = 1024 ** 3;

/** Active workers by the second, and what else a test speaks of. */
function outcomeOf(active: readonly number[], changes: Partial<Outcome> = {}): Outcome {
  return {
    seconds: active.length,
    requests: 1000,
    refused: 0,
    ended: 1000,
    inFlight: 0,
    waits: { requests: 0, share: 0, meanMs: 0, p95Ms: 0, maxMs: 0, stillWaiting: 0 },
    saturatedSeconds: 0,
    heldBackSeconds: 0,
    workerHours: active.reduce((sum, workers) => sum + workers, 0) / 3600,
    peakWorkers: Math.max(0, ...active),
    timeline: active.map((workers, index) => ({
      second: index + 1,
      active: workers,
      busy: 0,
      inFlight: 0,
      waiting: 0,
    })),
    scaleEvents: [],
    ...changes,
  };
}

/** One worker comes or goes at each second. */
const ramp = (from: number, to: number, seconds: number): number[] =>
  Array.from({ length: seconds }, (_, second) => Math.round(from + ((to - from) * second) / (seconds - 1)));

const today = outcomeOf([...ramp(4, 16, 1800), ...ramp(16, 4, 1800)], {
  waits: { requests: 20, share: 0.02, meanMs: 3.2, p95Ms: 0, maxMs: 812, stillWaiting: 0 },
  saturatedSeconds: 42.4,
  refused: 2,
  scaleEvents: [
    { atMs: 1000, workers: 2 },
    { atMs: 31_000, workers: -1 },
  ],
});
const proposal = outcomeOf([...ramp(8, 12, 1800), ...ramp(12, 8, 1800)], {
  waits: { requests: 5, share: 0.005, meanMs: 0.8, p95Ms: 0, maxMs: 204, stillWaiting: 0 },
  saturatedSeconds: 60,
  scaleEvents: [{ atMs: 1000, workers: 2 }],
});

test('the table, and the workers over time on one scale', () => {
  const lines = comparisonLines(compare(today, proposal, gib / 4), { width: 60, glyphs: unicodeGlyphs });
  expect(`\n${lines.join('\n')}`).toBe(`
                          today   proposal     change
workers, mean              10.0       10.0       same
workers, most                16         12       -25%
worker-hours              10.00      10.00       same
memory, mean               2.5G       2.5G       same
memory, most               4.0G       3.0G       -25%
no worker free              42s       1m00       +42%
requests that waited         20          5       -75%
of all requests              2%         1%       -75%
wait, mean                3.2ms     0.80ms       -75%
wait, p95                     0          0       same
wait, longest             812ms      204ms       -75%
refused, queue full           2          0      -100%
starts held back             0s         0s       same
scale-ups                     1          1       same
scale-downs                   1          0      -100%
flips within 60 s             1          0      -100%

active workers, today
16 │                   ▂▂▂▄▄▆▆████▆▆▄▄▂▂▂
   │          ▂▂▄▄▄▆▆██████████████████████▆▆▄▄▄▂▂
   │ ▂▂▄▄▆▆▆████████████████████████████████████████▆▆▆▄▄▂▂
   │████████████████████████████████████████████████████████
 0 └────────────────────────────────────────────────────────
active workers, proposal
16 │
   │   ▂▂▂▂▂▂▂▄▄▄▄▄▄▄▆▆▆▆▆▆▆████████▆▆▆▆▆▆▆▄▄▄▄▄▄▄▂▂▂▂▂▂▂
   │████████████████████████████████████████████████████████
   │████████████████████████████████████████████████████████
 0 └────────────────────────────────────────────────────────
    0s                                                  1h00`);
});

test('with what every terminal has', () => {
  const lines = comparisonLines(compare(today, proposal), { width: 40, glyphs: asciiGlyphs });
  expect(lines.join('\n')).toMatch(/^[\x20-\x7e\n]*$/);
  expect(lines.slice(-12)).toEqual([
    '16 |            ..-++##++-..',
    '   |      ..-++##############++-..',
    '   |..-++##########################++-..',
    '   |####################################',
    ' 0 +------------------------------------',
    'active workers, proposal',
    '16 |',
    '   |  ....-----++++######++++-----....',
    '   |####################################',
    '   |####################################',
    ' 0 +------------------------------------',
    '    0s                              1h00',
  ]);
});

test('memory is not known where that of a worker is not', () => {
  const { today: figures } = compare(today, proposal);
  expect(figures).toMatchObject({ meanBytes: undefined, peakBytes: undefined });
  const memory = comparisonLines(compare(today, proposal), { width: 80, glyphs: asciiGlyphs }).filter(
    (line) => line.startsWith('memory'),
  );
  expect(memory.map((line) => line.split(/ {2,}/).slice(1))).toEqual([
    ['-', '-', '-'],
    ['-', '-', '-'],
  ]);
});

test.each([10, 0])('a width of %i leaves the table alone', (width) => {
  expect(comparisonLines(compare(today, proposal), { width, glyphs: asciiGlyphs })).toHaveLength(17);
});

test('of nothing at all', () => {
  const nothing: Comparison = compare(outcomeOf([]), outcomeOf([]));
  const lines = comparisonLines(nothing, { width: 80, glyphs: asciiGlyphs });
  expect(lines).toHaveLength(17);
  expect(lines.join('\n')).not.toMatch(/NaN|Infinity|undefined/);
});

test('no line is wider than it may be, and a chart of few seconds fills its width', () => {
  const short = compare(outcomeOf([2, 4, 3]), outcomeOf([2, 2, 2]));
  for (const width of [53, 80, 200]) {
    const lines = comparisonLines(short, { width, glyphs: unicodeGlyphs });
    expect(Math.max(...lines.map((line) => line.length))).toBe(width);
  }
});

test.each<[string, ScaleEvent[], number]>([
  [
    'down a minute after up',
    [
      { atMs: 0, workers: 3 },
      { atMs: 60_000, workers: -1 },
    ],
    1,
  ],
  [
    'later than that',
    [
      { atMs: 0, workers: 3 },
      { atMs: 60_001, workers: -1 },
    ],
    0,
  ],
  [
    'twice the same way',
    [
      { atMs: 0, workers: -1 },
      { atMs: 1000, workers: -1 },
    ],
    0,
  ],
  [
    'up and down and up',
    [
      { atMs: 0, workers: 1 },
      { atMs: 1, workers: -1 },
      { atMs: 2, workers: 1 },
    ],
    2,
  ],
])('flips: %s', (_what, scaleEvents, flips) => {
  expect(countFlips(outcomeOf([1], { scaleEvents }))).toBe(flips);
});

test('a change of many times is told in times', () => {
  const waited = (meanMs: number) =>
    outcomeOf([4, 4], { waits: { requests: 9, share: 0.01, meanMs, p95Ms: 0, maxMs: 1, stillWaiting: 0 } });
  const lines = comparisonLines(compare(waited(0.5), waited(60)), { width: 60, glyphs: unicodeGlyphs });
  expect(lines.find((line) => line.startsWith('wait, mean'))).toMatch(/ 0\.50ms +60ms +120 times$/);
});
