/** The Instance screen of a router. */
import type { RawNode } from '../../../src/stats/schema';
import { capture, decoded } from '../../stats/captures';
import { type RawSubscription, routerObservation } from '../../support/documents';
import { frameProblems } from '../frame-problems';
import { fleetOf, frameOf, press, screen, selectedLine, type Session, sighted, sit, type } from '../scenes';

const node = (name: string, requests: number, change: Partial<RawNode> = {}): RawNode => ({
  name,
  requests,
  ref: 1,
  failcnt: 0,
  death_mark: 0,
  cores: 4,
  ...change,
});

const subscriptions = (second: number): RawSubscription[] => [
  { key: 'shop', hits: 100 + 30 * second, nodes: [node('s1:1', 10 * second), node('s2:1', 20 * second)] },
  { key: 'api', hits: 50 + 5 * second, nodes: [node('a1:1', 5 * second, { failcnt: second, ref: 7 })] },
];

const told = (list: readonly RawSubscription[] | undefined, second: number) => ({
  ...routerObservation(list, second * 1000),
  targetId: 'router',
});

const router = (): Session =>
  sit(fleetOf(['router'], told(subscriptions(0), 0), told(subscriptions(1), 1)), { atMs: 1000 });

/** Key and node of the rows. */
function rowsOf(session: Session): string[] {
  const lines = screen(session);
  const header = lines.findIndex((line) => line.startsWith('KEY'));
  return lines
    .slice(header + 1, -1)
    .flatMap((line) => /^\w+( +\w+:1)?/.exec(line)?.[0].replace(/ +/, ' ') ?? []);
}

describe('the table of a router', () => {
  test.each([
    ['req/s>10', ['shop', 'shop s2:1']],
    ['fails>0', ['api', 'api a1:1']],
    ['flight>=7', ['api', 'api a1:1']],
    ['cores>5', ['shop']],
  ])('can be filtered by its numbers: %s', (filter, rows) => {
    const filtered = press(type(press(router(), '/'), filter), 'enter');
    expect(rowsOf(filtered)).toEqual(rows);
    expect(screen(filtered).at(-1)).not.toContain('no number');
  });

  test('does not go away while the name of a column is typed', () => {
    expect(rowsOf(type(press(router(), '/'), 'weig'))).toHaveLength(5);
  });

  test('has a line a key that sums up the nodes below it', () => {
    const lines = screen(router());
    expect(lines[1]).toMatch(/sessions 0 +req\/s 35\.0 +2 keys +3 nodes +1 failing/);
    expect(lines[2]).toContain('listens on 0.0.0.0:80');
    expect(lines.join('\n')).toMatch(/^shop +30\.0 +130 +2 +0/m);
    expect(lines.join('\n')).toMatch(/^shop +s2:1 +20\.0 +20 +1 +0/m);
    expect(lines.join('\n')).toMatch(/^api +a1:1 +fails +5\.0 +5 +7 +1/m);
  });

  test.each([
    ['s enter', ['api', 'api a1:1', 'shop', 'shop s1:1', 'shop s2:1']],
    ['r', ['shop', 'shop s1:1', 'shop s2:1', 'api', 'api a1:1']],
    // By requests per second, the largest first: among the keys and among the nodes of each.
    ['> > >', ['shop', 'shop s2:1', 'shop s1:1', 'api', 'api a1:1']],
  ])('keeps nodes below their key in every order: %s', (keys, rows) => {
    expect(rowsOf(press(router(), keys))).toEqual(rows);
  });

  test.each([
    ['s2', ['shop', 'shop s2:1']],
    ['api', ['api', 'api a1:1']],
  ])('shows what the filter %s leaves', (filter, rows) => {
    expect(rowsOf(press(type(press(router(), '/'), filter), 'enter'))).toEqual(rows);
  });

  test('keeps the cursor with its node', () => {
    const session = press(router(), 'down down down down');
    expect(selectedLine(session)).toMatch(/^shop +s2:1/);
    expect(selectedLine(press(session, 'r'))).toMatch(/^shop +s2:1/);
  });

  test('offers no key that means nothing there', () => {
    const footer = screen({ ...router(), size: { columns: 200, rows: 24 } }).at(-1) ?? '';
    expect(footer).toMatch(/s Sort.*o Columns/);
    expect(footer).not.toMatch(/Open|Cores|Zoom/);
    expect(press(router(), 'enter').ui).toMatchObject({ screen: 'instance', instanceId: 'router' });
  });

  test('shows what a key or a node is called as text', () => {
    const hostile = [{ key: '\u001b[2J漢', nodes: [node('\u202e\u0007', 1)] }];
    for (const columns of [60, 200]) {
      const session = sit(fleetOf(['router'], told(hostile, 0)), { size: { columns, rows: 24 } });
      for (const keys of ['1', 'enter', '5']) {
        const after = press(session, keys);
        expect(frameProblems(frameOf(after), { size: after.size, ascii: false, menu: false })).toEqual([]);
      }
    }
  });
});

describe('a router without nodes', () => {
  test.each([
    [undefined, 'this router has no subscription server'],
    [[], 'no instance has announced itself'],
  ])('says why: %j', (list, said) => {
    expect(screen(sit(fleetOf(['router'], told(list, 0)))).join('\n')).toContain(said);
  });

  test('as uWSGI itself prints it', () => {
    const snapshot = decoded(capture('http-router.json')).snapshot;
    const lines = screen(sit(fleetOf(['router'], sighted('router', snapshot, 0))));
    expect(lines[2]).toContain('listens on 127.0.0.1:0');
    expect(lines.join('\n')).toContain('no subscription server');
  });
});
