import type { Alert } from '../../src/alerts/alert';
import { busynessSpark } from '../../src/columns/busyness-spark';
import { severityOf } from '../../src/columns/fleet-order';
import { fleetTable, type FleetTableOptions } from '../../src/columns/fleet-table';
import { type FleetRow, groupRow, type InstanceRow, instanceRow } from '../../src/columns/instance-row';
import { instanceColumns } from '../../src/columns/instance-columns';
import { usualOrders } from '../../src/columns/tables';
import { figuresOf } from '../../src/model/group-figures';
import { createInstance, type InstanceState } from '../../src/model/instance';
import type { Totals } from '../../src/model/totals';
import { fleetOf, label, lost, polled } from '../ui/scenes';
import { busyCore, worker, workerDocument } from '../support/documents';

const known = fleetOf(['known'], polled('known', workerDocument([worker(), worker()]), 0)).instances.get(
  'known',
);
if (known?.seen?.totals === undefined) throw new Error('nothing is known of it');
const { seen } = known;
const usual = known.seen.totals;

interface Told extends Partial<Totals> {
  readonly group?: string;
  readonly phase?: InstanceState['phase'];
  readonly alert?: Alert['severity'];
}

function told(name: string, { group, phase = 'up', alert, ...totals }: Told = {}): InstanceRow {
  const instance: InstanceState = {
    ...(known as InstanceState),
    target: { ...label(name), group },
    phase,
    seen: { ...seen, totals: { ...usual, ...totals } },
  };
  const alerts = alert === undefined ? [] : [{ severity: alert } as Alert];
  return instanceRow(instance, alerts);
}

const usually: FleetTableOptions = { order: usualOrders.fleet, folded: new Set(), reinforces: new Map() };
const lines = (rows: readonly InstanceRow[], change: Partial<FleetTableOptions> = {}) =>
  fleetTable(rows, { ...usually, ...change }).map(({ name, depth }) => '  '.repeat(depth) + name);

const byRss = { column: 'rss', descending: true };

describe('groups', () => {
  const rows = [
    told('stray', { rssBytes: 900 }),
    told('web1', { group: 'web', rssBytes: 10 }),
    told('jobs1', { group: 'jobs', rssBytes: 25 }),
    told('web2', { group: 'web', rssBytes: 20 }),
  ];

  test('without any, instances stand alone', () => {
    expect(lines([told('b'), told('a')])).toEqual(['b', 'a']);
  });

  test('are ordered by their own values, their instances in them; among equals what has none comes last', () => {
    expect(lines(rows, { order: byRss })).toEqual([
      'no group',
      '  stray',
      'web',
      '  web2',
      '  web1',
      'jobs',
      '  jobs1',
    ]);
    const rising = lines(rows, { order: { ...byRss, descending: false } });
    expect(rising).toEqual(['jobs', '  jobs1', 'web', '  web1', '  web2', 'no group', '  stray']);
    const named = lines(rows, { order: { column: 'named', descending: false } });
    expect([...named.slice(0, 3), ...named.slice(-2)]).toEqual([
      'web',
      '  web1',
      '  web2',
      'no group',
      '  stray',
    ]);
  });

  test('that are folded are one line, with all that they count', () => {
    expect(lines(rows, { order: byRss, folded: new Set(['web', '']) })).toEqual([
      'no group',
      'web',
      'jobs',
      '  jobs1',
    ]);
    const [, web] = fleetTable(rows, { ...usually, order: byRss, folded: new Set(['web', '']) });
    expect(web?.figures?.rssBytes).toBe(30);
  });

  test('say how many are up, which state is the worst, and all alerts with the worst first', () => {
    const row = groupRow(
      'web',
      [
        told('a', { alert: 'warning' }),
        told('b', { phase: 'down' }),
        told('c', { phase: 'stale', alert: 'critical' }),
      ],
      false,
    );
    const text = (id: string) => instanceColumns.find((column) => column.id === id)?.cell(row).text;
    expect([text('state'), text('name'), text('alerts')]).toEqual([
      '1/3 up',
      'web (1 down, 1 stale)',
      'CRIT 2',
    ]);
    expect(row.phase).toBe('down');
  });
});

test('the marks of a group are those of its instances that are up', () => {
  const at = [0, 1000, 2000];
  const busy = workerDocument([worker({ cores: [busyCore(-500)] })]);
  const idle = workerDocument([worker()]);
  const fleet = fleetOf(
    ['busy', 'idle'],
    ...at.flatMap((atMs) => [polled('busy', busy, atMs), polled('idle', idle, atMs)]),
    ...[3000, 4000, 5000, 6000, 7000].map((atMs) => lost('idle', atMs)),
  );
  const members = [...fleet.instances.values()].map((instance) => instanceRow(instance, []));
  expect(members.map(({ phase }) => phase)).not.toEqual(['up', 'up']);
  expect(busynessSpark(groupRow('web', members, false), 12).at(-1)).toBe(1);
});

describe('the figures of several instances', () => {
  const figures = (...rows: readonly InstanceRow[]) => figuresOf(rows.map(({ instance }) => instance));

  test('are sums, and means by what they weigh', () => {
    const one = told('a', { active: 1, busyness: 1, requestsPerSecond: 30, serviceTimeMs: 10, rssBytes: 5 });
    const other = told('b', {
      active: 3,
      busyness: 0.2,
      requestsPerSecond: 10,
      serviceTimeMs: 50,
      rssBytes: 7,
    });
    expect(figures(one, other)).toMatchObject({
      active: 4,
      busyness: 0.4,
      requestsPerSecond: 40,
      serviceTimeMs: 20,
      rssBytes: 12,
    });
  });

  test('take the queue that is nearest to being full', () => {
    const long = told('a', { listenQueue: 90, listenQueueMax: 1000 });
    const full = told('b', { listenQueue: 50, listenQueueMax: 64 });
    expect(figures(long, full)).toMatchObject({ listenQueue: 50, listenQueueMax: 64 });
  });

  test('count neither old numbers nor what is not known', () => {
    const unknown = told('a', { busyness: undefined, rssBytes: undefined, active: 8 });
    const gone = told('b', { busyness: 1, rssBytes: 100, phase: 'down' });
    const up = told('c', { busyness: 0.5, rssBytes: 3, active: 2 });
    expect(figures(unknown, gone, up)).toMatchObject({ busyness: 0.5, rssBytes: 3, active: 10 });
    expect(figures(gone)).toBeUndefined();
    expect(figures(unknown)).toMatchObject({ busyness: undefined, rssBytes: undefined });
  });
});

describe('the worst first', () => {
  const inOrder = [
    told('down', { phase: 'down' }),
    told('stale', { phase: 'stale' }),
    told('critical', { alert: 'critical' }),
    told('warned', { alert: 'warning' }),
    told('calm'),
    told('also calm', { busyness: 0.99, rssBytes: 1e9 }),
  ];

  test('means down, stale, critical, warning; among equals as they were named, whatever a second brings', () => {
    const [a, b, c, d, e, f] = inOrder as [
      InstanceRow,
      InstanceRow,
      InstanceRow,
      InstanceRow,
      InstanceRow,
      InstanceRow,
    ];
    const names = inOrder.map(({ name }) => name);
    expect(lines([c, d, e, f, b, a])).toEqual(names);
    expect(lines([e, d, c, f, b, a], { order: { column: 'worst', descending: false } })).toEqual([
      'calm',
      'also calm',
      'warned',
      'critical',
      'stale',
      'down',
    ]);
  });

  test('an instance that has been busy for a minute comes before one that was for a second', () => {
    const busy = workerDocument([worker({ cores: [busyCore(-500)] })]);
    const idle = workerDocument([worker()]);
    const seconds = Array.from({ length: 60 }, (_, second) => second * 1000);
    const fleet = fleetOf(
      ['calm', 'hot'],
      ...seconds.flatMap((atMs) => [
        polled('calm', atMs > 58_000 ? busy : idle, atMs),
        polled('hot', busy, atMs),
      ]),
    );
    expect(lines([...fleet.instances.values()].map((instance) => instanceRow(instance, [])))).toEqual([
      'hot',
      'calm',
    ]);
  });

  test('a group is as bad as its worst instance', () => {
    const group = groupRow('web', [told('a'), told('b', { alert: 'warning' })], true);
    expect(severityOf(group)).toBe(severityOf(told('c', { alert: 'warning' })));
  });

  test('who was not asked yet is no trouble', () => {
    const fleet = fleetOf(['gone'], lost('gone', 0));
    const rows: FleetRow[] = [
      instanceRow(createInstance(label('new')), []),
      ...[...fleet.instances.values()].map((gone) => instanceRow(gone, [])),
    ];
    expect(lines(rows as InstanceRow[])).toEqual(['gone', 'new']);
  });
});

describe('an instance that reinforces another', () => {
  const rows = [
    told('zerg', { rssBytes: 99 }),
    told('small', { rssBytes: 1 }),
    told('big', { rssBytes: 50 }),
  ];
  const reinforces = new Map([['zerg', 'small']]);

  test('stands below it in any order, and in its group', () => {
    expect(lines(rows, { order: byRss, reinforces })).toEqual(['big', 'small', '  zerg']);
    const grouped = [rows[0], told('small', { group: 'web' })] as InstanceRow[];
    expect(lines(grouped, { reinforces })).toEqual(['web', '  small', '    zerg']);
  });

  test('stands alone where the other one is not shown, or where both reinforce each other', () => {
    expect(lines(rows.slice(0, 1), { reinforces })).toEqual(['zerg']);
    const circle = new Map([...reinforces, ['small', 'zerg']]);
    expect(lines(rows, { order: byRss, reinforces: circle })).toEqual(['zerg', 'big', 'small']);
  });
});
