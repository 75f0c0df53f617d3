import { isPrinted } from '../../src/columns/column';
import type { TableStart } from '../../src/columns/tables';
import { workerColumns } from '../../src/columns/worker-columns';
import { workersCsv } from '../../src/output/csv';
import type { Observation } from '../../src/model/observation';
import { busyCore, worker, workerDocument } from '../support/documents';
import { lost, polled, situationOf } from '../ui/scenes';

function csv(start: TableStart, ...observations: readonly Observation[]): string {
  const names = [...new Set(observations.map(({ targetId }) => targetId))];
  return workersCsv(situationOf(names, ...observations).fleet, start);
}

const rows = (text: string) => text.split('\r\n').map((line) => line.split(','));

const twoPolls = (name: string) =>
  [0, 1000].map((atMs) =>
    polled(
      name,
      workerDocument([
        worker({ id: 1, pid: 101, requests: 100 + atMs / 400, rss: 1_234_567 }),
        worker({ id: 2, pid: 102, rss: 7_654_321, cores: [busyCore(-12)] }),
      ]),
      atMs,
    ),
  );

test('a line a worker, raw values under the ids of the columns, the lines as in RFC 4180', () => {
  const columns = ['pid', 'state', 'requestsPerSecond', 'rss', 'inFlight'];
  expect(csv({ columns }, ...twoPolls('shop'), ...twoPolls('api'))).toBe(
    [
      'instance,pid,state,requestsPerSecond,rss,inFlight',
      'shop,101,idle,2.5,1234567,',
      'shop,102,busy,0,7654321,GET /cart',
      'api,101,idle,2.5,1234567,',
      'api,102,busy,0,7654321,GET /cart',
      '',
    ].join('\r\n'),
  );
});

test('rounds of one table: a header before the first, the time of each in front', () => {
  const { fleet } = situationOf(['shop'], ...twoPolls('shop'));
  const round = (at: string, header: boolean) => workersCsv(fleet, { columns: ['pid'] }, { at, header });
  expect(round('2030-01-01T00:00:00.000Z', true) + round('2030-01-01T00:00:01.000Z', false)).toBe(
    [
      'at,instance,pid',
      '2030-01-01T00:00:00.000Z,shop,101',
      '2030-01-01T00:00:00.000Z,shop,102',
      '2030-01-01T00:00:01.000Z,shop,101',
      '2030-01-01T00:00:01.000Z,shop,102',
      '',
    ].join('\r\n'),
  );
});

test('without a choice every column that can be printed is there, whatever is known', () => {
  const [header, first] = rows(csv({}, polled('shop', workerDocument([worker()]), 0)));
  expect(header).toEqual(['instance', ...workerColumns.filter(isPrinted).map(({ id }) => id)]);
  expect(header).not.toContain('history');
  expect(first?.length).toBe(header?.length);
  // Unknown is empty: neither a dash nor a zero.
  expect(first?.[header?.indexOf('busyness') ?? 0]).toBe('');
  expect(first).not.toContain('-');
});

test('what is counted is what the column says, not what rows are ordered by', () => {
  const columns = ['respawns', 'inFlight'];
  const document = workerDocument([worker({ respawn_count: 4, cores: [busyCore(-12)] })]);
  expect(rows(csv({ columns }, polled('shop', document, 0)))[1]).toEqual(['shop', '3', 'GET /cart']);
});

test('in the order and with the rows that are wanted, each instance by itself', () => {
  const order = { column: 'rss', descending: true };
  const polls = [...twoPolls('shop'), ...twoPolls('api')];
  const pids = (start: TableStart) =>
    rows(csv({ columns: ['pid'], ...start }, ...polls))
      .slice(1, -1)
      .map(([name = '', pid = '']) => name + pid);
  expect(pids({ order })).toEqual(['shop102', 'shop101', 'api102', 'api101']);
  expect(pids({ filter: 'BUSY cart' })).toEqual(['shop102', 'api102']);
});

test('commas, quotes and what a spreadsheet would take for a formula', () => {
  const request = (line: string) =>
    worker({ cores: [busyCore(0, { vars: [`REQUEST_METHOD=${line}`, 'REQUEST_URI=/a"b,c', ''] })] });
  const text = csv(
    { columns: ['inFlight'] },
    polled('a,b', workerDocument([request('GET'), { ...request('=1+1'), id: 2 }]), 0),
  );
  expect(text.split('\r\n').slice(1)).toEqual([`"a,b","GET /a""b,c"`, `"a,b","'=1+1 /a""b,c"`, '']);
});

test('nothing in it can move a terminal or begin a line of its own', () => {
  const vars = ['REQUEST_METHOD=G\u001b[2J', 'REQUEST_URI=/\u001b]0;x\u0007\r\n\u009b1m\u202e/a', ''];
  const text = csv({}, polled('shop', workerDocument([worker({ cores: [busyCore(0, { vars })] })]), 0));
  expect(text).toContain('/a');
  expect(text.replaceAll('\r\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
  expect(text.split('\r\n').length).toBe(3);
});

test('an instance that did not answer has no line', () => {
  expect(rows(csv({}, lost('gone', 0))).length).toBe(2);
});
