import { findColumn, namedColumns, orderText, parseColumns, parseOrder } from '../../src/columns/find-column';
import { columnTables, usualOrders } from '../../src/columns/tables';

const idOf = (table: 'fleet' | 'workers', name: string) => {
  const found = findColumn(namedColumns[table], name);
  return found.ok ? found.value.id : found.failure;
};

test.each([
  ['req/s', 'requestsPerSecond'],
  ['REQS', 'requests'],
  ['requestsPerSecond', 'requestsPerSecond'],
  [' busy ', 'busyness'],
  ['#', 'worker'],
  ['in flight', 'inFlight'],
  ['in-flight', 'inFlight'],
  ['of_limit', 'ofLimit'],
])('%j is the column %s of the workers', (name, id) => expect(idOf('workers', name)).toBe(id));

test.each([
  ['rs', 'rss'],
  ['bsy', 'busy'],
  ['serviceTim', 'serviceTime'],
  ['', undefined],
  ['nonsense', undefined],
])('%j is none, and %p may be what was meant', (written, nearest) =>
  expect(idOf('workers', written)).toEqual({ written, nearest }),
);

test.each(columnTables)('no two columns of the table %s go by one name', (table) => {
  const columns = namedColumns[table];
  for (const { id, title } of columns) {
    expect([idOf(table, id), idOf(table, title), idOf(table, title.toLowerCase())]).toEqual([id, id, id]);
  }
});

test('a list is of columns of one table, or auto', () => {
  expect(parseColumns(namedColumns.workers, ['rss', ' PID '])).toEqual({ ok: true, value: ['rss', 'pid'] });
  expect(parseColumns(namedColumns.workers, ['Auto'])).toEqual({ ok: true, value: undefined });
  expect(parseColumns(namedColumns.workers, ['pid', 'auto', 'pdi'])).toMatchObject({
    ok: false,
    failure: { written: 'auto' },
  });
});

test.each([
  ['rss', 'rss', true],
  ['pid', 'pid', false],
  ['-pid', 'pid', true],
  ['-rss', 'rss', true],
  ['+rss', 'rss', false],
  ['rss:asc', 'rss', false],
  ['RSS:DESC', 'rss', true],
  ['pid : desc', 'pid', true],
  ['req/s:asc', 'requestsPerSecond', false],
])('%j orders by %s, descending: %p', (text, column, descending) =>
  expect(parseOrder('workers', text)).toEqual({ ok: true, value: { column, descending } }),
);

test.each([
  ['Worst', true],
  ['-worst', true],
  ['+worst', false],
  ['worst:asc', false],
])('%s begins with the worst instance: %p; workers have no such order', (text, descending) => {
  expect(parseOrder('fleet', text)).toEqual({ ok: true, value: { column: 'worst', descending } });
  expect(parseOrder('workers', text).ok).toBe(false);
});

test('the fleet can be left in the order of the command line, workers cannot', () => {
  expect(parseOrder('fleet', 'Named')).toEqual({ ok: true, value: { column: 'named', descending: false } });
  expect(parseOrder('workers', 'named').ok).toBe(false);
  expect(parseOrder('workers', '-').ok).toBe(false);
  expect(parseOrder('workers', '-rs')).toMatchObject({ failure: { written: 'rs', nearest: 'rss' } });
});

test.each(columnTables)('every order of the table %s has a text that is read as it', (table) => {
  const orders = namedColumns[table].flatMap(({ id }) => [
    { column: id, descending: false },
    { column: id, descending: true },
  ]);
  const named = { column: 'named', descending: false };
  const others = table === 'fleet' ? [{ column: 'worst', descending: false }, named] : [];
  for (const order of [usualOrders[table], ...others, ...orders])
    expect(parseOrder(table, orderText(table, order))).toEqual({ ok: true, value: order });
});
