import * as fc from 'fast-check';
import type { Column } from '../../src/columns/column';
import { instanceColumns } from '../../src/columns/instance-columns';
import { instanceRow } from '../../src/columns/instance-row';
import { nodeColumns } from '../../src/columns/node-columns';
import { nodeRows } from '../../src/columns/node-row';
import { vassalColumns } from '../../src/columns/vassal-columns';
import { vassalRows } from '../../src/columns/vassal-row';
import { workerColumns } from '../../src/columns/worker-columns';
import { byNumber, coreRows, workerRow } from '../../src/columns/worker-row';
import { oldestOf } from '../../src/model/flights';
import { createFleet, observe } from '../../src/model/fleet';
import type { InstanceState } from '../../src/model/instance';
import type { WorkerState } from '../../src/model/worker';
import type { RawWorker, Snapshot } from '../../src/stats/schema';
import {
  busyCore,
  core,
  emperorObservation,
  instanceAfter,
  observation,
  routerObservation,
  target,
  vassal,
  worker,
  workerDocument,
} from '../support/documents';
import { observed, twoPolls } from './extreme-workers';

/** Text of people and of the site: it may be of any length and is cut with an ellipsis. Numbers never are. */
const texts = [
  'name',
  'version',
  'inFlight',
  'label',
  ...['vassal', 'stats', 'onDemand', 'user', 'subscription', 'node'],
];

function seen(raw: RawWorker, later: RawWorker = raw): { worker: WorkerState; seenMs: number } {
  const fleet = [observation(workerDocument([raw]), 0), observation(workerDocument([later]), 1000)].reduce(
    observe,
    createFleet([target]),
  );
  const first = fleet.instances.get(target.id)?.seen?.workers[0];
  if (first === undefined) throw new Error('no worker');
  return { worker: first, seenMs: 1000 };
}

function cellOf(id: string, raw: RawWorker, later?: RawWorker): string {
  const { worker: state, seenMs } = seen(raw, later);
  const column = workerColumns.find((candidate) => candidate.id === id);
  return column?.cell(workerRow(state, seenMs)).text ?? 'no such column';
}

function tooWide<Row>(columns: readonly Column<Row>[], row: Row): string[] {
  return columns
    .filter(({ id }) => !texts.includes(id))
    .flatMap((column) => {
      const { text } = column.cell(row);
      return text.length > column.width ? [`${column.title}: ${text}`] : [];
    });
}

describe('a number is never cut', () => {
  test('in the worker table, whatever a server counts', () => {
    fc.assert(
      fc.property(twoPolls, (polls) => {
        for (const state of observed(polls).seen?.workers ?? []) {
          for (const row of [workerRow(state, 1000), ...coreRows(state, 1000)]) {
            expect(tooWide(workerColumns, row)).toEqual([]);
          }
        }
      }),
    );
  });

  test('in the fleet table', () => {
    fc.assert(
      fc.property(twoPolls, (polls) => {
        expect(tooWide(instanceColumns, instanceRow(observed(polls), []))).toEqual([]);
      }),
    );
  });

  test('in the table of an emperor, whatever it prints', () => {
    const number = fc.nat(2 ** 31);
    const stamp = fc.option(fc.integer({ min: 0, max: 2 ** 32 }), { nil: undefined });
    const vassals = fc.record({
      pid: fc.integer({ min: -1, max: 4_194_304 }),
      ...{ ready: number, accepting: number, cursed: number, loyal: number },
      ...{ last_run: stamp, last_ready: stamp, last_heartbeat: stamp },
    });
    const list = fc.record({ attempt: number, throttle_level: fc.nat(2 ** 31), last_attempt: stamp });
    fc.assert(
      fc.property(vassals, list, number, (raw, { last_attempt, ...entry }, again) => {
        const told = (attempt: number, atMs: number) =>
          emperorObservation([vassal('a.ini', raw)], atMs, [
            { id: 'a.ini', ...entry, attempt, ...(last_attempt !== undefined && { last_attempt }) },
          ]);
        const instance = instanceAfter(told(entry.attempt, 0), told(again, 1000));
        for (const row of vassalRows(instance.seen?.vassals ?? [])) {
          expect(tooWide(vassalColumns, row)).toEqual([]);
          for (const { cell } of vassalColumns)
            expect(cell(row).text).not.toMatch(/NaN|Infinity|undefined|-\d/);
        }
      }),
    );
  });

  test('in the table of a router, whatever it counts', () => {
    const number = fc.option(fc.nat(2 ** 52), { nil: undefined });
    const stamp = fc.integer({ min: 0, max: 2 ** 32 });
    const node = fc.record({
      ...{ requests: number, tx: number, rx: number, ref: number, failcnt: number },
      ...{ cores: number, load: number, weight: number, death_mark: number, last_check: stamp },
    });
    const told = (counts: object, atMs: number) =>
      routerObservation([{ key: 'k', nodes: [{ name: 'n', ...counts }] }], atMs);
    fc.assert(
      fc.property(node, node, (before, now) => {
        const { router = { addresses: [] } } = instanceAfter(told(before, 0), told(now, 1000)).seen ?? {};
        for (const row of nodeRows(router)) {
          expect(tooWide(nodeColumns, row)).toEqual([]);
          for (const { cell } of nodeColumns)
            expect(cell(row).text).not.toMatch(/NaN|Infinity|undefined|-\d/);
        }
      }),
    );
  });

  test('where workers and cores are many', () => {
    const { worker: state } = seen(worker({ cores: [core({ id: 999, requests: 1 })] }));
    const row = { ...workerRow({ ...state, number: 99 }, 0), core: state.cores[0] };
    expect(tooWide(workerColumns, row)).toEqual([]);
  });

  test.each([
    ['an emperor', 'emperor', { vassals: Array.from({ length: 999 }, () => ({ id: 'a.ini', pid: 1 })) }],
    [
      'a router',
      'router',
      { subscriptions: [{ key: 'k', nodes: Array.from({ length: 9999 }, () => ({ name: 'n' })) }] },
    ],
  ])('of what %s has', (_name, kind, document) => {
    const snapshot = { kind, document: { version: '2.0.21', pid: 1, ...document } } as Snapshot;
    const sighting = { snapshot, repairs: 0, bytes: 1 };
    const fleet = observe(createFleet([target]), {
      ...observation(workerDocument([]), 0),
      outcome: { ok: true, value: sighting },
    });
    expect(
      [...fleet.instances.values()].flatMap((instance) =>
        tooWide(instanceColumns, instanceRow(instance, [])),
      ),
    ).toEqual([]);
  });
});

describe('no cell says more than is known', () => {
  test('never NaN, Infinity, undefined or a negative number', () => {
    fc.assert(
      fc.property(twoPolls, (polls) => {
        const cells = (observed(polls).seen?.workers ?? []).flatMap((state) =>
          workerColumns
            .filter(({ id }) => id !== 'inFlight')
            .map(({ cell }) => cell(workerRow(state, 1000)).text),
        );
        for (const text of cells) expect(text).not.toMatch(/NaN|Infinity|undefined|-\d/);
      }),
    );
  });

  test('before the second poll all rates are dashes', () => {
    const fleet = observe(createFleet([target]), observation(workerDocument([worker({ requests: 9 })]), 0));
    const [state] = fleet.instances.get(target.id)?.seen?.workers ?? [];
    const cells = workerColumns
      .filter(({ id }) => ['busyness', 'requestsPerSecond', 'serviceTime', 'tx'].includes(id))
      .map(({ cell }) => (state === undefined ? 'no worker' : cell(workerRow(state, 0)).text));
    expect(cells).toEqual(['-', '-', '-', '-']);
  });

  test('an instance that never answered has nothing but dashes', () => {
    const [instance] = [...createFleet([target]).instances.values()] as [InstanceState];
    const cells = instanceColumns
      .filter(({ id, spark }) => !['state', 'name', 'next', 'alerts'].includes(id) && spark === undefined)
      .map(({ cell }) => cell(instanceRow(instance, [])).text);
    expect(new Set(cells)).toEqual(new Set(['-']));
  });
});

test.each([
  ['state', worker({ status: 'sig17' }), undefined, 'sig17'],
  ['state', worker({ status: 'cheap', pid: 0 }), undefined, 'cheap'],
  ['state', worker({ status: 'pause' }), undefined, 'paused'],
  ['state', worker({ accepting: 0 }), undefined, 'starting'],
  ['pid', worker({ status: 'cheap', pid: 0 }), undefined, '-'],
  ['respawns', worker({ respawn_count: 1 }), undefined, '0'],
  ['respawns', worker({ respawn_count: 4 }), undefined, '3'],
  ['rss', worker({ rss: 0 }), undefined, '-'],
  ['rss', worker({ rss: 123 * 2 ** 20 }), undefined, '123M'],
  ['age', worker(), undefined, '1h00'],
  ['requestsPerSecond', worker({ requests: 5 }), worker({ requests: 25 }), '20.0'],
  ['serviceTime', worker({ requests: 5 }), worker({ requests: 7, running_time: 24_000 }), '12ms'],
  ['serviceTime', worker({ requests: 5 }), worker({ requests: 5 }), '-'],
  ['busyness', worker(), worker({ requests: 1, running_time: 500_000 }), '50%'],
  ['inFlight', worker(), undefined, ''],
  ['inFlight', worker({ cores: [busyCore(-59)] }), undefined, 'GET /cart'],
  ['requestAge', worker({ cores: [busyCore(-59)] }), undefined, '59s'],
  ['requestAge', worker(), undefined, ''],
  [
    'inFlight',
    worker({
      cores: [busyCore(-9), busyCore(-29, { id: 1, vars: ['REQUEST_METHOD=PUT', 'REQUEST_URI=/a'] })],
    }),
    undefined,
    'PUT /a (+1)',
  ],
])('%s of a worker', (id, raw, later, text) => {
  expect(cellOf(id, raw, later)).toBe(text);
});

describe('the rows of the cores', () => {
  const cores = [core({ id: 0, requests: 3 }), core({ id: 1 }), busyCore(-1, { id: 2 })];
  const { worker: state, seenMs } = seen(worker({ requests: 3, cores }));

  test('are those that were ever used', () => {
    const rows = coreRows(state, seenMs);
    expect(rows.map(({ key }) => key)).toEqual(['1:0', '1:2']);
    expect(rows.map((row) => oldestOf(row.flights)?.uri)).toEqual([undefined, '/cart']);
  });

  test('follow the row of their worker', () => {
    const rows = [...coreRows(state, 0), workerRow(state, 0)].sort(byNumber);
    expect(rows.map(({ key }) => key)).toEqual(['1', '1:0', '1:2']);
  });
});

describe.each([
  ['worker', workerColumns as readonly Column<never>[]],
  ['fleet', instanceColumns as readonly Column<never>[]],
  ['vassal', vassalColumns as readonly Column<never>[]],
  ['node', nodeColumns as readonly Column<never>[]],
])('the %s table', (_name, columns) => {
  test('has columns with an id and a title of their own, and a help for each', () => {
    expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
    expect(new Set(columns.map(({ title }) => title)).size).toBe(columns.length);
    expect(columns.filter(({ help }) => help.length < 10)).toEqual([]);
  });

  test('gives each column a priority of its own, so that it is never chance which one hides', () => {
    expect(new Set(columns.map(({ priority }) => priority)).size).toBe(columns.length);
  });

  test('has titles that fit, with room for the mark of the order where they are not full', () => {
    expect(columns.filter(({ title, width }) => title.length > width)).toEqual([]);
  });

  test('has one column that takes the rest', () => {
    expect(columns.filter(({ grows }) => grows === true).length).toBe(1);
  });
});

test('the fleet says of a router how many requests came for its keys', () => {
  const told = (hits: number, atMs: number) => routerObservation([{ key: 'shop', hits }], atMs);
  const row = instanceRow(instanceAfter(told(100, 0), told(150, 1000)), []);
  const column = instanceColumns.find(({ id }) => id === 'requestsPerSecond');
  expect([column?.cell(row).text, column?.sortValue(row)]).toEqual(['50.0', 50]);
});
