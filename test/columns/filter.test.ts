import * as fc from 'fast-check';
import { type Field, readFilter, type Search } from '../../src/columns/filter';
import { fleetSearch, workerSearch } from '../../src/columns/filter-fields';
import { instanceRow } from '../../src/columns/instance-row';
import { fieldNames } from '../../src/columns/search';
import { filtered, matching, wordsIn } from '../../src/columns/shown-rows';
import { createInstance } from '../../src/model/instance';
import { label } from '../ui/scenes';

interface Row {
  readonly name: string;
  readonly busyness?: number;
  readonly rss?: number;
  readonly time?: number;
  readonly kills?: number;
}

const rows: readonly Row[] = [
  { name: 'shop', busyness: 0.703, rss: 300 * 2 ** 20, time: 1500, kills: 0 },
  { name: 'shop-api', busyness: 0.7, rss: 2 ** 30, time: 80, kills: 2 },
  { name: 'legacy', busyness: 0.004, rss: 1_288_490_189, time: 80, kills: 0.3 },
  { name: '127.0.0.1:1717' },
];

const fields: readonly Field<Row>[] = [
  { names: ['name', 'instance'], text: ({ name }) => name },
  {
    names: ['busyness', 'busy'],
    text: ({ busyness }) => String(busyness ?? '-'),
    measure: { unit: 'fraction', of: ({ busyness }) => busyness },
  },
  {
    names: ['rss'],
    text: ({ rss }) => String(rss ?? '-'),
    measure: { unit: 'bytes', of: ({ rss }) => rss },
  },
  {
    names: ['time'],
    text: ({ time }) => String(time ?? '-'),
    measure: { unit: 'milliseconds', of: ({ time }) => time },
  },
  { names: ['path'], text: ({ name }) => (name.startsWith('shop') ? `/srv/${name}` : '') },
  { names: ['kills'], text: () => '', measure: { unit: 'rate', of: ({ kills }) => kills } },
];

const search: Search<Row> = { texts: [({ name }) => name], fields };
const named = (filter: string) =>
  rows.flatMap(({ name }, index) => (readFilter(filter, search).fits({ ...rows[index], name }) ? name : []));
const [shop, api, legacy, address] = ['shop', 'shop-api', 'legacy', '127.0.0.1:1717'] as const;
const everything = [shop, api, legacy, address];

test.each<[filter: string, kept: readonly string[]]>([
  ['', everything],
  ['  ', everything],
  ['SHOP', [shop, api]],
  ['shop api', [api]],
  ['-shop', [legacy, address]],
  ['!shop -127', [legacy]],
  ['-', everything],
  ['""', everything],
  ['"shop', [shop, api]],
  ['127.0.0.1:1717', [address]],
  [':1717', [address]],
  ['"name:shop"', []],
  ['name:shop', [shop, api]],
  ['Instance:API', [api]],
  ['name="127.0.0.1:1717"', [address]],
  ['name=shop', [shop]],
  ['name!=shop', [api, legacy, address]],
  ['-name:shop', [legacy, address]],
  ['busyness>70', [shop]],
  ['busy>70%', [shop]],
  ['busyness>=70', [shop, api]],
  ['busyness=70', [shop, api]],
  ['busyness=70.0', [api]],
  ['busyness!=70', [legacy]],
  ['busyness<70', [legacy]],
  ['busyness<=70', [shop, api, legacy]],
  ['!busyness<70', [shop, api, address]],
  ['busyness:0.7', [shop, api]],
  ['rss>500M', [api, legacy]],
  ['rss>500mib', [api, legacy]],
  ['rss=1.2g', [legacy]],
  ['rss<1048576k', [shop]],
  ['time>1s', [shop]],
  ['time<100ms', [api, legacy]],
  ['time>=80', [shop, api, legacy]],
  ['kills=0', [shop]],
  ['kills!=0', [api, legacy]],
  ['kills>.5', [api]],
  ['busyness>50 rss<1g', [shop]],
  ['path:/srv/shop', [shop, api]],
  ['path=""', [legacy, address]],
  ['path!=""', [shop, api]],
  ['path:""', [legacy, address]],
  ['http://shop', []],
])('%j leaves %j', (filter, kept) => {
  expect(named(filter)).toEqual(kept);
  expect(readFilter(filter, search).problem).toBeUndefined();
});

test.each<[filter: string, problem: string]>([
  ['bussyness>70', 'no field "bussyness": did you mean busyness?'],
  ['shop bussyness:', 'no field "bussyness": did you mean busyness?'],
  ['localhost:80', 'no field "localhost"; in quotes it is a word'],
  ['busyness>much', 'busyness>much: give a number such as 70'],
  ['busyness>70constructor', 'busyness>70constructor: give a number such as 70'],
  ['rss>5x', 'rss>5x: give a number such as 200M'],
  ['-time<fast', '-time<fast: give a number such as 250ms or 2s'],
  ['name>3', 'name is no number: name:3 looks for the text'],
])('%j is told: %s, and leaves the rows as they are', (filter, problem) => {
  expect(readFilter(filter, search).problem).toBe(problem);
  expect(named(filter.replace('shop ', ''))).toEqual(everything);
});

test.each([
  'busyness>',
  'busyness>=',
  'busyness!',
  'busyness!=',
  'name:',
  '-name:',
  'busyness',
  'busyn',
  'na',
])('a table does not go away while %j is typed', (filter) => {
  expect(matching(rows, search, filter, { typing: true })).toEqual(rows);
});

test.each(['busyness>', 'name:', 'name=', '-name:', 'name="'])('nothing stands behind %s yet', (filter) => {
  const { problem, open } = readFilter(filter, search);
  expect([problem, open]).toEqual([undefined, `nothing stands behind ${filter}`]);
});

test('a word that is no name is a word, and once it is typed each of them is', () => {
  expect(matching(rows, search, 'zzz', { typing: true })).toEqual([]);
  expect(matching(rows, search, 'shop busyn ', { typing: true })).toEqual([]);
  expect(matching(rows, search, 'busyn', { typing: false })).toEqual([]);
  expect(filtered(rows, readFilter('shop busyn', search), true)).toHaveLength(2);
});

test('where there are no fields everything is a word', () => {
  expect(wordsIn('state:down')('the state:down of things')).toBe(true);
  expect(wordsIn('state:down -x>3')('state:down x>3')).toBe(false);
});

test('a label may have any name, and is empty where nobody wrote it', () => {
  const [named, unnamed] = [{ constructor: 'shop' }, {}].map((labels) =>
    instanceRow(createInstance({ ...label('a'), labels: labels }), []),
  );
  const { fits } = readFilter('constructor:shop', fleetSearch(['constructor']));
  expect([named, unnamed].map((row) => row && fits(row))).toEqual([true, false]);
});

test('the tables have a field for each column that is printed, and the fleet one for each label', () => {
  expect(fieldNames(workerSearch)).toEqual(expect.arrayContaining(['pid', 'state', 'busyness', 'inflight']));
  const names = fieldNames(fleetSearch(['Env']));
  expect(names).toEqual(
    expect.arrayContaining(['state', 'name', 'kind', 'group', 'version', 'address', 'env']),
  );
  expect(names).not.toContain('history');
});

const operators = fc.constantFrom(':', '=', '!=', '<', '<=', '>', '>=');
const anyTerm = fc.oneof(
  fc
    .tuple(fc.constantFrom('name', 'busyness', 'rss', 'time', 'nothing'), operators, fc.string())
    .map((all) => all.join('')),
  fc.string(),
);

test('whatever is typed: terms narrow, and a term and its opposite share the rows between them', () => {
  fc.assert(
    fc.property(anyTerm, anyTerm, (one, other) => {
      const term = one.replaceAll(/[\s"]/g, '').replace(/^[-!]+/, '');
      const { problem } = readFilter(term, search);
      if (problem !== undefined || named(term).length === everything.length) return;
      expect([...named(term), ...named(`-${term}`)].sort()).toEqual([...everything].sort());
      const both = named(`${term} ${other}`);
      expect(named(term)).toEqual(expect.arrayContaining(both));
    }),
  );
});
