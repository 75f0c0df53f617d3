import { createSituation, defaultSettings, note } from '../../src/alerts/situation';
import type { Observation } from '../../src/model/observation';
import { instanceColumns } from '../../src/columns/instance-columns';
import { workerColumns } from '../../src/columns/worker-columns';
import { columnsText } from '../../src/output/columns';
import { plainTable, type Tables } from '../../src/output/plain-table';
import { simulateDocument } from '../../src/demo/members';
import { busyCore, epochMs, observation, worker, workerDocument } from '../support/documents';
import { decoded, label, lost, polled, sighted, situationOf } from '../ui/scenes';

function table(names: readonly string[], width: number, ...observations: readonly Observation[]): string {
  const situation = observations.reduce(
    (known, observation) => note(known, observation, defaultSettings).situation,
    createSituation(names.map(label)),
  );
  return plainTable(situation, width);
}

const simulated = (name: string) =>
  [1, 2].map((second) => {
    const moment = { seed: 1, fromMs: epochMs, atMs: epochMs + second * 1000 };
    return sighted(name, decoded(simulateDocument(name, moment)), second * 1000);
  });

const printed = (width: number) =>
  table(
    ['shop', 'api', 'emperor', 'router', 'gone'],
    width,
    ...['shop', 'api', 'emperor', 'router'].flatMap(simulated),
    lost('gone', 2000),
  );

test('a golden table', () => {
  const documents = [0, 1000].map((atMs) =>
    polled(
      'shop',
      workerDocument([
        worker({ pid: 101, requests: 100 + atMs / 50, running_time: atMs * 400 }),
        worker({ pid: 102, cores: [busyCore(-12)] }),
      ]),
      atMs,
    ),
  );
  expect(table(['shop'], 80, ...documents).split('\n')).toEqual([
    'shop (/run/shop.sock): uWSGI 2.0.21, pid 99, up 1h00',
    '1 busy, 1 idle, 2 active of 2 workers; busyness 70%; slots 50%; req/s 20.0;',
    'time 20ms; queue -; rss -; exceptions 0; kills 0',
    '     #     PID STATE     BUSY  REQ/S   TIME   RSS   EXC  INREQ IN FLIGHT',
    '     1     101 idle       40%   20.0   20ms     -     0',
    '     2     102 busy      100%      0      -     -     0    12s GET /cart',
    '',
  ]);
});

test.each([60, 80, 100, 160, 250])('no line is wider than %d', (width) => {
  for (const line of printed(width).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
});

test('several instances have an overview, with those that failed', () => {
  const [overview = '', ...blocks] = printed(160).split('\n\n');
  expect(overview.split('\n').map((line) => line.split(/ +/)[0])).toEqual([
    'STATE',
    'up',
    'up',
    'up',
    'up',
    'down',
  ]);
  expect(blocks.map((block) => block.split(' ')[0])).toEqual(['shop', 'api', 'emperor', 'router']);
});

test('a line a worker, whatever it is doing', () => {
  const [, shop = ''] = printed(160).split('\n\n');
  expect(shop.split('\n').filter((line) => /^ +\d+ /.test(line)).length).toBe(16);
});

test('an instance alone has no overview, and nothing to show before its answer', () => {
  expect(table(['shop'], 80, ...simulated('shop'))).toMatch(/^shop \(\/run\/shop\.sock\): uWSGI/);
  expect(table(['shop'], 80)).toBe('');
  expect(table(['shop'], 80, lost('shop', 0))).toBe('');
});

test('rates that are not known are dashes', () => {
  const text = table(['shop'], 160, polled('shop', workerDocument([worker({ requests: 9 })]), 0));
  expect(text).toMatch(/busyness -; .*req\/s -; time -; queue -/);
  expect(text).not.toMatch(/NaN|undefined|Infinity/);
});

test('nothing of what a request or a server says can move a terminal', () => {
  const vars = ['REQUEST_METHOD=G\u001b[2J', 'REQUEST_URI=/\u001b]0;x\u0007\r\n\u0000\u009b1m\u202e/a'];
  const document = workerDocument([worker({ cores: [busyCore(0, { vars })] })], {
    version: '2\u001b[31m\n0',
  });
  const text = table(['shop', 'api'], 250, polled('shop', document, 0), ...simulated('api'));
  expect(text).toContain('/a');
  expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  expect(text.split('\n').filter((line) => line.startsWith('shop')).length).toBe(1);
});

test('an observation of another target is not printed', () => {
  expect(table(['shop'], 80, observation(workerDocument([]), 0))).toContain('shop');
  expect(table(['api'], 80, observation(workerDocument([]), 0))).toBe('');
});

describe('chosen columns, order and rows', () => {
  const polls = [
    polled('a', workerDocument([worker({ pid: 101, rss: 1 }), worker({ id: 2, pid: 102, rss: 2 })]), 0),
    polled('b', workerDocument([worker({ pid: 201, rss: 9, cores: [busyCore(0)] })]), 0),
  ];
  const chosen = (tables: Tables) =>
    plainTable(situationOf(['a', 'b', 'gone'], ...polls, lost('gone', 0)), 160, { tables });
  const words = (line = '') => line.trim().split(/ +/);

  test('of the workers: a table keeps its own order of columns', () => {
    const order = { column: 'rss', descending: true };
    const [, block = ''] = chosen({ workers: { columns: ['rss', 'pid'], order } }).split('\n\n');
    const [, , header, ...rows] = block.split('\n');
    expect(words(header)).toEqual(['PID', 'RSS']);
    expect(rows.filter(Boolean).map((row) => words(row)[0])).toEqual(['102', '101']);
  });

  test('of the fleet: what the overview leaves out has no block, and blocks follow its order', () => {
    const order = { column: 'name', descending: true };
    const printedNames = (tables: Tables) => {
      const [overview = '', ...blocks] = chosen(tables).split('\n\n');
      const names = overview
        .split('\n')
        .slice(1)
        .map((line) => words(line)[1]);
      return [names, blocks.map((block) => block.charAt(0)).filter((first) => /[ab]/.test(first))];
    };
    expect(printedNames({ fleet: { order } })).toEqual([
      ['gone', 'b', 'a'],
      ['b', 'a'],
    ]);
    expect(printedNames({ fleet: { filter: 'up 2.0.21', order } })).toEqual([
      ['b', 'a'],
      ['b', 'a'],
    ]);
    expect(printedNames({ fleet: { filter: 'down' } })).toEqual([['gone'], []]);
  });

  test('a filter of the workers leaves rows out, not their instance', () => {
    const blocks = chosen({ workers: { filter: 'busy' } })
      .split('\n\n')
      .slice(1);
    const pids = blocks.map((block) => [...block.matchAll(/^ +\d+ +(\d+) /gm)].map(([, pid]) => pid));
    expect(pids.slice(0, 2)).toEqual([[], ['201']]);
  });

  test('where only what is drawn was chosen, the usual columns are printed', () => {
    const [, block = ''] = chosen({ workers: { columns: ['history'] } }).split('\n\n');
    expect(words(block.split('\n')[2])).toContain('PID');
  });
});

test.each([80, 200])('the list of columns names each of both tables, in %d columns', (width) => {
  const text = columnsText(width);
  for (const { title, id } of [...workerColumns, ...instanceColumns]) {
    const line = text.split('\n').find((one) => one.startsWith(`  ${title} `) && one.includes(` ${id} `));
    expect(line).toBeDefined();
  }
  const table = text.split('\n').filter((line) => line.startsWith('  '));
  for (const line of table) expect(line.length).toBeLessThanOrEqual(width);
});

test('no character is cut in two', () => {
  for (let length = 1; length < 40; length++) {
    const name = `${'x'.repeat(length)}👩`;
    const document = workerDocument([worker()]);
    expect(table([name, 'b'], 60, polled(name, document, 0), polled('b', document, 0))).not.toMatch(
      /\p{Cs}/u,
    );
  }
});
