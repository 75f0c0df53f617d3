import {
  emperorObservation,
  epochMs,
  epochSeconds,
  failedObservation,
  observation,
  routerObservation,
  vassal,
  workerDocument,
} from '../support/documents';
import { about, four, lines, polls, watch } from './watched';

const tcp = (queue: number) => ({ name: ':80', queue, max_queue: 100 });

describe('states that last', () => {
  test('of a worker that gets nothing is a warning after twenty seconds', () => {
    const zombie = { requests: 0, delta_requests: 0 };
    const document = { sockets: [{ name: ':80', queue: 4, max_queue: 100 }] };
    const result = watch(
      polls(40, (second) => ({
        workers: four(zombie, { requests: 9 * second, delta_requests: 9 * second + 1 }),
        document,
      })),
    );
    expect(about(result, 'zombie-idle')).toEqual(['21 raised zombie-idle warning']);
    expect(result.standing.map(({ subject }) => subject)).toEqual(['worker 1']);
  });

  test.each([
    ['a stranger, who may be a mule', 4242, [], 60],
    ['a worker of ours, which may have its reasons, while requests wait', 101, [tcp(3)], 60],
  ])('of a lock held by %s is a warning in time', (_, pid, sockets, seconds) => {
    const document = { locks: [{ 'user 0': pid }], sockets };
    const result = watch(polls(80, () => ({ workers: four(), document })));
    expect(lines(result)).toEqual([`${seconds} raised dead-lock warning`]);
    expect(result.standing[0]?.message).toContain(
      `"user 0" has been held by ${pid === 101 ? 'worker 2 (pid 101)' : 'pid 4242'}`,
    );
  });

  test('of the lock that an idle worker waits for a connection with is none', () => {
    const document = { locks: [{ thunder: 101 }], sockets: [tcp(0)] };
    expect(lines(watch(polls(200, () => ({ workers: four(), document }))))).toEqual([]);
  });

  test('of a node that fails is a warning while it does, and a while longer', () => {
    const told = (second: number) => {
      const failcnt = Math.min(second, 3);
      return routerObservation(
        [{ key: 'shop', nodes: [{ name: 's:1', requests: 9, failcnt }] }],
        second * 1000,
      );
    };
    const result = watch(Array.from({ length: 30 }, (_, second) => told(second)));
    expect(lines(result)).toEqual(['1 raised node warning', '19 cleared node warning']);
    expect(watch([told(0), told(1)]).standing[0]?.message).toMatch(
      /^node s:1 of shop fails \(1 failure so far\)/,
    );
  });

  test('of vassals is a warning for each that does not serve', () => {
    const entry = { id: 'b.ini', attempt: 4, throttle_level: 5000, last_attempt: epochSeconds };
    const dead = { ready: 0, accepting: 0 };
    const result = watch(
      Array.from({ length: 40 }, (_, second) =>
        emperorObservation(
          [
            vassal('a.ini'),
            vassal('b.ini', dead),
            vassal('c.ini', { ...dead, cursed: 1 }),
            vassal('d.ini', dead),
          ],
          second * 1000,
          [{ ...entry, last_attempt: epochSeconds + second }],
        ),
      ),
    );
    expect(lines(result)).toEqual([
      '5 raised vassal warning',
      '5 raised vassal warning',
      '35 raised vassal warning',
    ]);
    expect(result.standing.map(({ message }) => message).sort()).toEqual([
      'vassal b.ini is blacklisted after 4 attempts, the emperor waits 5s between them, for 39s: see its log',
      'vassal c.ini is cursed, for 39s: see its log',
      'vassal d.ini does not accept for 39s: see its log',
    ]);
  });
});

describe('silence', () => {
  const good = (second: number) => observation(workerDocument(four()), second * 1000);
  const bad = (second: number) => failedObservation(second * 1000);

  test('is stale after three polls, down after ten seconds, and over with the first answer', () => {
    const result = watch([
      good(0),
      ...Array.from({ length: 20 }, (_, second) => bad(second + 1)),
      good(21),
      good(22),
    ]);
    expect(lines(result)).toEqual([
      '3 raised stale warning',
      '11 cleared stale warning',
      '11 raised down critical',
      '21 cleared down critical',
    ]);
    expect(result.told.map(({ alert }) => alert.message).slice(0, 3)).toEqual([
      '3 polls failed in a row: connection refused; is uWSGI running, and is this its stats address?',
      '10 polls failed in a row: connection refused; is uWSGI running, and is this its stats address?',
      'no answer for 10s: connection refused; is uWSGI running, and is this its stats address?',
    ]);
    expect(result.told[2]?.alert.sinceMs).toBe(epochMs + 11_000);
  });

  test('of one or two polls is nothing', () => {
    expect(lines(watch([good(0), bad(1), bad(2), good(3), bad(4), bad(5), good(6)]))).toEqual([]);
  });

  test('from the start is told too', () => {
    const result = watch(Array.from({ length: 15 }, (_, second) => bad(second)));
    expect(lines(result)).toEqual([
      '2 raised stale warning',
      '10 cleared stale warning',
      '10 raised down critical',
    ]);
  });
});
