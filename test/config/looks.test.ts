/** How the screens look, as the file says it. */
import { parseConfig } from '../../src/config/parse';
import { describeProblem } from '../../src/config/problems';
import type { Looks } from '../../src/config/config';

function looks(text: string): Looks {
  const parsed = parseConfig(text, 'config.yaml');
  if (!parsed.ok) throw new Error(parsed.failure.map(describeProblem).join('\n'));
  return parsed.value.looks;
}

function refused(text: string): readonly string[] {
  const parsed = parseConfig(text, 'config.yaml');
  return parsed.ok ? ['(accepted)'] : parsed.failure.map(describeProblem);
}

test.each([
  ['1', 1000],
  ['0.5', 500],
  ['.5', 500],
  ['500ms', 500],
  ['"2s"', 2000],
  ['1m', 60_000],
])('interval: %s', (interval, value) =>
  expect(looks(`# every\ninterval: ${interval}`).intervalMs).toEqual({ value, line: 2 }),
);

test('theme, columns and sort, each with its line', () => {
  const text = `theme: colour-blind
columns:
  fleet: [busy, INSTANCE]
  workers:
    - req/s
    - in flight
sort:
  fleet: named
  workers: -rss
`;
  expect(looks(text)).toEqual({
    theme: { value: 'colour-blind', line: 1 },
    columns: {
      fleet: { value: ['busyness', 'name'], line: 3 },
      workers: { value: ['requestsPerSecond', 'inFlight'], line: 4 },
    },
    sort: {
      fleet: { value: { column: 'named', descending: false }, line: 8 },
      workers: { value: { column: 'rss', descending: true }, line: 9 },
    },
  });
});

test('columns may stand in a text as after --columns, and auto is as many as fit', () => {
  expect(looks('columns: { fleet: auto, workers: "pid, rss" }').columns).toEqual({
    fleet: { value: undefined, line: 1 },
    workers: { value: ['pid', 'rss'], line: 1 },
  });
});

test('one text for the order is meant for every table that has such a column', () => {
  const order = { value: { column: 'busyness', descending: true }, line: 1 };
  expect(looks('sort: busy').sort).toEqual({ fleet: order, workers: order });
  expect(looks('sort: pid:desc').sort).toEqual({
    workers: { value: { column: 'pid', descending: true }, line: 1 },
  });
});

test.each([
  ['intervall: 1', 'line 1: unknown key `intervall`; did you mean `interval`?'],
  [
    'interval: 0',
    'line 1: `interval` should be seconds from 0.1 to 3600, for example 1, 0.5 or 500ms, not `0`',
  ],
  [
    'interval: [1]',
    'line 1: `interval` should be seconds from 0.1 to 3600, for example 1, 0.5 or 500ms, not a list',
  ],
  [
    'theme: lihgt',
    'line 1: `theme` should be one of default, light, mono, high-contrast, colour-blind, not `lihgt`; did you mean `light`?',
  ],
  ['columns: {worker: []}', 'line 1: unknown key `worker` in columns; did you mean `workers`?'],
  ['columns: [pid]', 'line 1: `columns` should be a section of keys, not a list'],
  ['columns: {workers: []}', 'line 1: `columns.workers` should be a list of columns, or auto, not a list'],
  ['columns: {workers: }', 'line 1: `columns.workers` should be a list of columns, or auto, not empty'],
  [
    'columns: {workers: [{a: 1}]}',
    'line 1: `columns.workers` should be a list of columns, or auto, not a list',
  ],
  [
    'columns:\n  workers:\n    - pid\n    - rs\n',
    'line 4: unknown column `rs` in columns.workers; did you mean `rss`?',
  ],
  ['columns: {fleet: [pid]}', 'line 1: unknown column `pid` in columns.fleet; uwtop --sort help lists them'],
  ['sort: {workers: -bsy}', 'line 1: unknown column `bsy` in sort.workers; did you mean `busy`?'],
  ['sort: {workers: named}', 'line 1: unknown column `named` in sort.workers; uwtop --sort help lists them'],
  ['sort: {workers: [rss]}', 'line 1: `sort.workers` should be a column, such as rss or -rss, not a list'],
  ['sort: nonsense', 'line 1: unknown column `nonsense` in sort; uwtop --sort help lists them'],
  ['sort: "\\e[31m"', 'line 1: unknown column `?[31m` in sort; uwtop --sort help lists them'],
])('%j is refused', (text, problem) => expect(refused(text)).toEqual([`config.yaml ${problem}`]));
