/** What `uwtop once` says of the vassals of an emperor and of the nodes of a router. */
import { createSituation, defaultSettings, note, type Situation } from '../../src/alerts/situation';
import type { Observation } from '../../src/model/observation';
import { plainTable } from '../../src/output/plain-table';
import { reportOf } from '../../src/output/report';
import {
  emperorObservation,
  epochMs,
  epochSeconds,
  observation,
  routerObservation,
  target,
  vassal,
  worker,
  workerDocument,
} from '../support/documents';

const situationOf = (...observations: readonly Observation[]): Situation =>
  observations.reduce((known, one) => note(known, one, defaultSettings).situation, createSituation([target]));
const only = (...observations: readonly Observation[]) =>
  reportOf(situationOf(...observations), { wallMs: epochMs, intervalMs: 1000 }).instances[0];
const printed = (width: number, ...observations: readonly Observation[]) =>
  plainTable(situationOf(...observations), width).split('\n');

const emperor: Observation = {
  ...emperorObservation(
    [
      vassal('b.ini', {
        last_run: epochSeconds - 90,
        last_ready: epochSeconds - 88,
        last_heartbeat: epochSeconds - 4,
      }),
      vassal('dead\u001b[2J.ini', { pid: 0, ready: 0, accepting: 0 }),
      vassal('b.ini:zerg', { pid: 701, zerg: 1, loyal: 0, uid: 33, gid: 33 }),
    ],
    0,
    [{ id: 'dead\u001b[2J.ini', attempt: 4, throttle_level: 6001, last_attempt: epochSeconds - 2 }],
  ),
  vassalStats: { 'b.ini': { address: '/run/b.sock' }, 'b.ini:zerg': { reason: 'no \u0007stats option' } },
};

const router = (second: number) =>
  routerObservation(
    [
      {
        key: 'shop',
        hits: 10 * second,
        nodes: [{ name: 's1:1', requests: 10 * second, ref: 2, failcnt: second }],
      },
      { key: 'api', hits: 0, nodes: [] },
    ],
    second * 1000,
  );

describe('of an emperor', () => {
  test('the report lists the vassals, unknown is null', () => {
    const { vassals, nodes, workers } = only(emperor) ?? {};
    expect([nodes, workers]).toEqual([null, []]);
    expect(vassals).toMatchObject([
      {
        ...{ id: 'b.ini', pid: 700, state: 'accepting', served: true, reinforces: null, respawns: 0 },
        ...{ ageSeconds: 90, heartbeatSeconds: 4, startSeconds: 2, crashes: null, throttleSeconds: null },
        stats: { address: '/run/b.sock', reason: null },
      },
      {
        ...{ id: 'dead?[2J.ini', pid: null, state: 'blacklisted', crashes: 4, ageSeconds: null },
        ...{ throttleSeconds: 6.001, retrySeconds: 4.001, stats: null },
      },
      {
        ...{ id: 'b.ini:zerg', served: false, reinforces: 'b.ini', uid: 33, gid: 33 },
        stats: { address: null, reason: 'no ?stats option' },
      },
    ]);
  });

  test('the table lists them, zergs below their vassal', () => {
    const lines = printed(160, emperor);
    expect(lines[0]).toMatch(/emperor of 3 vassals$/);
    expect(lines[1]).toMatch(/^VASSAL +PID STATE/);
    expect(lines.slice(2, 5).map((line) => line.slice(0, 14))).toEqual([
      'b.ini         ',
      '  b.ini:zerg  ',
      'dead?[2J.ini  ',
    ]);
    expect(lines[2]).toContain('/run/b.sock');
    for (const line of printed(80, emperor)) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('without vassals there is no table', () => {
    expect(only(emperorObservation([], 0))?.vassals).toEqual([]);
    expect(printed(80, emperorObservation([], 0)).join('\n')).not.toContain('VASSAL');
  });
});

describe('of a router', () => {
  test('the report lists the nodes with their rates', () => {
    const { vassals, nodes } = only(router(0), router(1)) ?? {};
    expect(vassals).toBeNull();
    expect(nodes).toMatchObject([
      {
        ...{ subscription: 'shop', name: 's1:1', requests: 10, requestsPerSecond: 10, inFlight: 2 },
        ...{ failures: 1, failuresRise: true, dying: false, load: null, txBytesPerSecond: null },
      },
    ]);
    expect(only(router(0))?.nodes).toMatchObject([{ requestsPerSecond: null }]);
  });

  test('the table lists them below their keys', () => {
    expect(
      printed(120, router(0), router(1))
        .slice(1, 5)
        .map((line) => line.split(/ +/).slice(0, 3)),
    ).toEqual([
      ['KEY', 'NODE', 'MARK'],
      ['api', '0', '0'],
      ['shop', '10.0', '10'],
      ['shop', 's1:1', 'fails'],
    ]);
  });

  test('without a subscription server there is neither', () => {
    const silent = routerObservation(undefined, 0);
    expect(only(silent)?.nodes).toBeNull();
    expect(printed(80, silent).join('\n')).not.toContain('NODE');
  });
});

test('a master has neither vassals nor nodes', () => {
  const { vassals, nodes } = only(observation(workerDocument([worker()]), 0)) ?? {};
  expect([vassals, nodes]).toEqual([null, null]);
});
