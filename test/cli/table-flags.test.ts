import {
  checkFilter,
  checkPrintedColumns,
  checkTableFlags,
  firstTable,
  settingsOfFlags,
} from '../../src/cli/table-flags';
import { parseTarget } from '../../src/targets/address';
import { UsageError } from '../../src/cli/usage-error';

test.each([
  [1, undefined, 'workers'],
  [2, undefined, 'fleet'],
  [1, 'fleet', 'fleet'],
  [2, 'instance', 'workers'],
  [2, 'worker', 'workers'],
  [2, 'events', 'fleet'],
  [0, undefined, 'workers'],
] as const)('%d targets and the screen %p begin with the table %s', (targets, screen, table) => {
  expect(firstTable(targets, screen)).toBe(table);
});

test.each([
  [{}],
  [{ sort: 'named' }],
  [{ sort: '-rss', columns: 'pid,REQ/S,instance' }],
  [{ columns: 'auto' }],
  [{ columns: 'pid,' }],
])('%j may be meant for one table or the other', (flags) => {
  expect(() => checkTableFlags(flags)).not.toThrow();
});

test.each([
  [{ sort: '-rs' }, /^--sort: there is no column `rs`; did you mean `rss`\? uwtop --sort help lists them$/],
  [{ columns: 'pid,instnace' }, /^--columns: there is no column `instnace`; did you mean `instance`\?/],
  [{ sort: 'nonsense' }, /^--sort: there is no column `nonsense`; uwtop --sort help lists them$/],
  [{ columns: '' }, /^--columns: there is no column ``;/],
  [{ sort: '\u001b[2J' }, /`\?\[2J`/],
  [{ sort: 'x1', columns: 'x2,x3' }, /`x1`[^]*\n.*`x2`[^]*\n.*`x3`/],
])('%j is a mistake in any case', (flags, message) => {
  expect(() => checkTableFlags(flags)).toThrow(UsageError);
  expect(() => checkTableFlags(flags)).toThrow(message);
});

test('flags are for one table alone', () => {
  const source = (flag: string) => ({ source: { kind: 'flag', flag } });
  expect(settingsOfFlags({ sort: 'rss', columns: 'rss,busy' }, 'fleet')).toEqual({
    sort: { fleet: { value: { column: 'rss', descending: true }, ...source('--sort') } },
    columns: { fleet: { value: ['rss', 'busyness'], ...source('--columns') } },
  });
  expect(settingsOfFlags({ columns: 'auto' }, 'workers')).toEqual({
    sort: {},
    columns: { workers: { value: undefined, ...source('--columns') } },
  });
  expect(settingsOfFlags({}, 'workers')).toEqual({ sort: {}, columns: {} });
});

test.each([
  [{ sort: 'pid' }, 'fleet', /^--sort: the fleet table.* has no column `pid`; the worker table has/],
  [
    { columns: 'rss,name' },
    'workers',
    /^--columns: the worker table.* no column `name`; the fleet table has/,
  ],
] as const)('%j is nothing for the table %s', (flags, table, message) => {
  expect(() => settingsOfFlags(flags, table)).toThrow(message);
});

test('what is drawn cannot be printed', () => {
  expect(() => checkPrintedColumns({ columns: 'pid,minute' })).toThrow(/`minute` is drawn/);
  expect(() => checkPrintedColumns({ columns: 'pid,rss' })).not.toThrow();
});

describe('a filter', () => {
  const parsed = parseTarget('shop=:1717');
  if (!parsed.ok) throw new Error(parsed.failure.message);
  const targets = [{ ...parsed.value, labels: { env: 'prod' } }];

  test.each([
    ['fleet', 'state:down busyness>70 env:prod words', undefined],
    ['fleet', 'pid:3', /^--filter: no field "pid".*\nFields of the fleet table: state, name.*, env$/],
    ['workers', 'pid:3', undefined],
    [
      'workers',
      'bussyness>3',
      /^--filter: no field "bussyness": did you mean busyness\?\nFields of the worker/,
    ],
    ['fleet', 'busyness>', /^--filter: nothing stands behind busyness>\nFields/],
    ['fleet', 'state:down group=', /^--filter: nothing stands behind group=/],
    ['workers', 'rss>5x', /^--filter: rss>5x: give a number such as 200M/],
  ] as const)('of the table %s may not say %j where that is %p', (table, filter, message) => {
    const check = () => {
      checkFilter(filter, table, targets);
    };
    if (message === undefined) expect(check).not.toThrow();
    else {
      expect(check).toThrow(UsageError);
      expect(check).toThrow(message);
    }
  });
});
