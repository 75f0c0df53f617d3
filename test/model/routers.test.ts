import { describeEvent } from '../../src/model/describe-event';
import type { InstanceState } from '../../src/model/instance';
import type { RawNode } from '../../src/stats/schema';
import {
  epochSeconds,
  instanceAfter,
  instancesAfter,
  observation,
  routerObservation,
  worker,
  workerDocument,
} from '../support/documents';

const node = (name: string, change: Partial<RawNode> = {}): RawNode => ({
  name,
  requests: 0,
  tx: 0,
  rx: 0,
  failcnt: 0,
  death_mark: 0,
  ...change,
});

const shop = (hits: number, ...nodes: RawNode[]) => [{ key: 'shop', hits, nodes }];
const nodesOf = ({ seen }: InstanceState) =>
  (seen?.router?.subscriptions ?? []).flatMap(({ nodes }) => nodes);
const told = ({ events }: InstanceState) => events.map(describeEvent);

describe('rates of a router', () => {
  test('are what grew since the answer before, and unknown at the first', () => {
    const instances = instancesAfter(
      routerObservation(shop(100, node('a', { requests: 100, tx: 1000, rx: 50 })), 0),
      routerObservation(shop(120, node('a', { requests: 110, tx: 5000, rx: 60 })), 2000),
    );
    expect(instances.map((instance) => instance.seen?.router?.hitsPerSecond)).toEqual([undefined, 10]);
    expect(instances.map(nodesOf)).toMatchObject([
      [{ requestsPerSecond: undefined, txBytesPerSecond: undefined }],
      [{ requestsPerSecond: 5, txBytesPerSecond: 2000, rxBytesPerSecond: 5 }],
    ]);
  });

  test('begin anew where a node left and came back, whatever it counts more of by then', () => {
    const instance = instanceAfter(
      routerObservation(shop(9, node('a', { requests: 100, tx: 10, failcnt: 0 })), 0),
      routerObservation(shop(19, node('a', { requests: 3, tx: 999, failcnt: 1 })), 1000),
    );
    expect(instance.seen?.router?.hitsPerSecond).toBe(10);
    expect(nodesOf(instance)).toMatchObject([
      { requestsPerSecond: undefined, txBytesPerSecond: undefined, failuresRise: false },
    ]);
  });

  test('begin anew with another process, and where something else answered meanwhile', () => {
    const first = routerObservation(shop(5, node('a', { requests: 5 })), 0);
    const later = routerObservation(shop(9, node('a', { requests: 9 })), 1000);
    const other = routerObservation(shop(9, node('a', { requests: 9 })), 1000, { pid: 56 });
    expect(nodesOf(instanceAfter(first, later))).toMatchObject([{ requestsPerSecond: 4 }]);
    expect(nodesOf(instanceAfter(first, other))).toMatchObject([{ requestsPerSecond: undefined }]);
    const between = instanceAfter(first, observation(workerDocument([worker()]), 500), later);
    expect(nodesOf(between)).toMatchObject([{ requestsPerSecond: undefined }]);
  });
});

describe('a router', () => {
  test('listens on the addresses of whichever kind it is', () => {
    const instance = instanceAfter(
      routerObservation(undefined, 0, { http: undefined, rawrouter: ['/run/r.sock', ':80\u001b[2J'] }),
    );
    expect(instance.seen?.router).toEqual({
      activeSessions: 0,
      addresses: ['/run/r.sock', ':80?[2J'],
      hitsPerSecond: undefined,
      subscriptions: undefined,
    });
  });

  test('that has a subscription server without a node is told from one that has none', () => {
    expect(instanceAfter(routerObservation([], 0)).seen?.router?.subscriptions).toEqual([]);
  });

  test('knows since when a node is silent, on the clock of the router', () => {
    const announced = (second: number) =>
      routerObservation(shop(0, node('a', { last_check: epochSeconds + 3600 + second })), second * 1000);
    const [first] = nodesOf(
      instanceAfter(announced(0), announced(10), { ...announced(10), monotonicMs: 14_000 }),
    );
    expect(first?.announcedSeconds).toBeGreaterThanOrEqual(3);
    expect(first?.announcedSeconds).toBeLessThanOrEqual(14);
    expect(nodesOf(instanceAfter(routerObservation(shop(0, node('a')), 0)))[0]?.announcedSeconds).toBe(
      undefined,
    );
  });

  test('tells nodes of one name apart', () => {
    const twice = [...shop(0, node('a'), node('a')), ...shop(0, node('a'))];
    expect(nodesOf(instanceAfter(routerObservation(twice, 0))).map(({ key }) => key)).toEqual([
      'shop a',
      'shop a #2',
      'shop #2 a',
    ]);
  });
});

test('events tell which nodes came, went and fail, each trouble once', () => {
  const up = node('a', { requests: 9 });
  const failing = (failcnt: number) => ({ ...up, failcnt });
  const instances = instancesAfter(
    routerObservation(shop(0, up), 0),
    routerObservation(shop(0, up, node('b')), 1000),
    routerObservation(shop(0, failing(1), node('b')), 2000),
    routerObservation(shop(0, { ...failing(2), death_mark: 1 }, node('b')), 3000),
    routerObservation(shop(0, node('b')), 4000),
    routerObservation(shop(0, node('b'), node('a')), 5000),
  );
  expect(instances.map(({ events }) => events.length)).toEqual([0, 1, 2, 2, 3, 4]);
  expect(told(instances.at(-1) ?? instanceAfter())).toEqual([
    'node b of shop announced itself',
    'node a of shop does not take its requests',
    'node a of shop was dropped',
    'node a of shop announced itself',
  ]);
});

test('a node that fails now and then is one event, until it has been quiet for a while', () => {
  const failed = (failcnt: number, second: number) =>
    routerObservation(shop(0, node('a', { requests: 9, failcnt })), second * 1000);
  const seen = [
    [0, 0],
    [1, 1],
    [1, 2],
    [2, 3],
    [2, 6],
    [2, 17],
    [3, 18],
    [3, 20],
    [3, 33],
    [4, 34],
  ] as const;
  const instances = instancesAfter(...seen.map(([failcnt, second]) => failed(failcnt, second)));
  expect(instances.map(({ events }) => events.length)).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1, 2]);
});
