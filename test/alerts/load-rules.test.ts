import type { KnownLimits } from '../../src/model/observation';
import type { RawWorker } from '../../src/stats/schema';
import { busyCore, core, epochSeconds, knownLimits, localFacts, worker } from '../support/documents';
import { about, four, lines, messages, polls, watch } from './watched';

describe('load', () => {
  const busy = { status: 'busy', cores: [busyCore(-5)] };
  const tcp = (queue: number, max_queue = 100) => ({ sockets: [{ name: ':80', queue, max_queue }] });

  test('of busy workers is named by their number', () => {
    const workers = [...four({}, busy)];
    const result = watch(polls(15, () => ({ workers })));
    expect(about(result, 'busy-ratio')).toEqual(['10 raised busy-ratio warning']);
    expect(messages(result, 'busy-ratio')).toEqual([
      '3 of 4 workers busy (75%): raise processes or cheaper, or make requests shorter',
    ]);
  });

  test('of threads is counted by thread: a worker with free ones is not busy', () => {
    const idle = Array.from({ length: 3 }, (_, id) => core({ id: id + 1 }));
    const one = { status: 'busy', cores: [busyCore(-5), ...idle] };
    expect(about(watch(polls(30, () => ({ workers: four(one, one) }))), 'busy-ratio')).toEqual([]);
    const taken = Array.from({ length: 3 }, (_, id) => busyCore(-5, { id }));
    const most = { status: 'busy', cores: [...taken, core({ id: 3 })] };
    const full = watch(polls(30, () => ({ workers: four(most, most) })));
    expect(messages(full, 'busy-ratio')[0]).toMatch(/^75% of the cores of 4 workers are in a request: /);
  });

  test('that is gone says until its end why it was told, not that there is none', () => {
    const result = watch(polls(40, (second) => ({ workers: four({}, second < 20 ? busy : {}) })));
    const [, cleared] = result.told.filter(({ alert }) => alert.rule === 'busy-ratio');
    expect(cleared?.change).toBe('cleared');
    expect(cleared?.alert.message).toMatch(/^3 of 4 workers busy/);
  });

  test('of four fifths is critical while harakiri kills, and a warning without', () => {
    const five = [...four(busy, busy), worker({ id: 5, pid: 104 })];
    const killed = [
      { ...five[0], pid: 300, harakiri_count: 1, respawn_count: 2, last_spawn: epochSeconds + 2 },
    ];
    const killing = [...killed, ...five.slice(1)] as RawWorker[];
    const calm = watch(polls(20, () => ({ workers: five })));
    expect(about(calm, 'busy-ratio')).toEqual(['10 raised busy-ratio warning']);
    const kills = watch(polls(20, (second) => ({ workers: second < 2 ? five : killing })));
    expect(about(kills, 'busy-ratio')).toEqual([
      '10 raised busy-ratio warning',
      '12 worsened busy-ratio critical',
    ]);
    expect(messages(kills, 'busy-ratio')[0]).toMatch(/^4 of 5 workers busy \(80%\) while harakiri kills: /);
  });

  test('above cheaper-busyness-max is a warning where that is known', () => {
    // A third of the time of each worker.
    const at = (second: number) => ({
      workers: four({}, {}).map((raw) => ({ ...raw, requests: second, running_time: second * 330_000 })),
    });
    expect(lines(watch(polls(40, at)))).toEqual([]);
    const limited = watch(polls(40, at, knownLimits({ 'cheaper-busyness-max': 25 })));
    expect(about(limited, 'busyness')).toEqual([expect.stringMatching(/^1\d raised busyness warning$/)]);
    expect(messages(limited, 'busyness')).toEqual([
      'busyness is 33% over 10 s, cheaper-busyness-max is 25 %: raise processes or cheaper, or make requests shorter',
    ]);
  });

  test.each<[string, number, Partial<RawWorker>, readonly string[]]>([
    ['nothing waits', 0, busy, []],
    ['a few wait and a worker is free', 10, {}, []],
    ['one waits and all are busy', 1, busy, ['2 raised listen-queue warning']],
    ['half of it is taken', 50, {}, ['2 raised listen-queue warning']],
    ['it is nearly full', 90, {}, ['2 raised listen-queue critical']],
    ['it is over', 101, busy, ['2 raised listen-queue critical']],
  ])('on a queue where %s', (_, queue, change, expected) => {
    const workers = four(change, busy);
    const result = watch(polls(8, () => ({ workers, document: tcp(queue) })));
    expect(about(result, 'listen-queue')).toEqual(expected);
  });

  test('on a queue is told with its numbers', () => {
    const messageWith = (change: Partial<RawWorker>, queue: number) =>
      messages(
        watch(polls(5, () => ({ workers: four(change, busy), document: tcp(queue) }))),
        'listen-queue',
      )[0];
    expect(messageWith(busy, 3)).toMatch(/^3 of 100 connections wait, all 4 workers are busy: /);
    expect(messageWith({}, 70)).toMatch(/^70 of 100 connections wait to be accepted: /);
  });

  test('on a UNIX queue without a known limit counts only while all are busy', () => {
    const document = { sockets: [{ name: '/run/app.sock', queue: 0, max_queue: 0 }] };
    const host = localFacts({ queues: [{ socket: '/run/app.sock', length: 80, source: '/proc/net/unix' }] });
    const told = (change: Partial<RawWorker>, limits?: KnownLimits) =>
      about(watch(polls(6, () => ({ workers: four(change, busy), document, host }), limits)), 'listen-queue');
    expect(told({})).toEqual([]);
    expect(told(busy)).toEqual(['2 raised listen-queue warning']);
    expect(told({}, knownLimits())).toEqual(['2 raised listen-queue warning']);
  });

  test('that fills the queue is foretold', () => {
    const result = watch(polls(40, (second) => ({ workers: four(), document: tcp(second, 130) })));
    expect(about(result, 'queue-full')).toEqual([]);
    const faster = watch(polls(40, (second) => ({ workers: four(), document: tcp(2 * second, 130) })));
    const [told] = faster.told.filter(({ alert }) => alert.rule === 'queue-full');
    expect([told?.change, told?.alert.severity]).toEqual(['raised', 'warning']);
    expect(told?.alert.message).toMatch(
      /^the listen queue \(\d+ of 130\) will be full in \d+s if it goes on growing so: /,
    );
  });

  test('on a queue that is full does not speak of the future', () => {
    const full = watch(polls(8, () => ({ workers: four(busy), document: tcp(101) })));
    expect(messages(full, 'queue-full')).toEqual([
      expect.stringMatching(/^the listen queue is full \(101 of 100\), new clients get no connection: /),
    ]);
  });
});

describe('workers that accept nothing', () => {
  test.each<[string, Partial<RawWorker>, Partial<RawWorker>, readonly string[], RegExp]>([
    [
      'all start',
      { accepting: 0 },
      { accepting: 0 },
      ['10 raised accepting critical'],
      /^no worker accepts requests \(starting\): see uWSGI's log$/,
    ],
    [
      'one starts',
      { accepting: 0 },
      {},
      ['10 raised accepting warning'],
      /^worker 1 accepts no requests \(starting\): /,
    ],
    [
      'all are paused',
      { status: 'pause' },
      { status: 'pause' },
      ['10 raised accepting critical'],
      /\(paused\): send p to master-fifo again to go on$/,
    ],
    [
      'three have exited',
      {},
      { pid: 0 },
      ['10 raised accepting warning'],
      /^workers 2-4 accept no requests \(exited\): /,
    ],
  ])('%s', (_, first, others, expected, message) => {
    const result = watch(polls(15, () => ({ workers: four(first, others) })));
    expect(about(result, 'accepting')).toEqual(expected);
    expect(messages(result, 'accepting')[0]).toMatch(message);
  });

  test('are none of those that are parked, nor of those that start for a few seconds', () => {
    const parked = four({}, { pid: 0, status: 'cheap' });
    const starting = four({}, { accepting: 0 });
    expect(lines(watch(polls(30, () => ({ workers: parked }))))).toEqual([]);
    expect(lines(watch(polls(30, (second) => ({ workers: second % 20 < 9 ? starting : four() }))))).toEqual(
      [],
    );
  });
});

describe('a death spiral', () => {
  /** Four stuck workers; so many kills in all, and so many requests a second before and then. */
  const spiral = (kills: number, before: number, then: number) => {
    let served = 0;
    return watch(
      polls(60, (second) => {
        served += second < 30 ? before : then;
        const killed = second < 40 ? 0 : kills;
        const workers = four({}, {}).map((raw, place) => {
          const isKilled = place < killed;
          return {
            ...raw,
            status: 'busy',
            cores: [busyCore(isKilled ? 41 : -5, { requests: isKilled ? 1 : 0 })],
            requests: place === 3 ? served : 0,
            ...(isKilled && {
              pid: raw.pid + 500,
              harakiri_count: 1,
              respawn_count: 2,
              last_spawn: epochSeconds + 40,
            }),
          };
        });
        return { workers };
      }),
    );
  };

  test('is kills, busy workers and fewer requests done', () => {
    const result = spiral(2, 100, 20);
    expect(about(result, 'death-spiral')).toEqual(['45 raised death-spiral critical']);
    expect(messages(result, 'death-spiral')).toEqual([
      '2 kills by harakiri in a minute, 100% of the workers busy and fewer requests done: find what they wait for, shed load before raising harakiri',
    ]);
  });

  test.each([
    ['one kill', 1, 100, 20],
    ['no kill', 0, 100, 20],
    ['as many requests done as before', 3, 50, 50],
    ['more of them', 3, 20, 60],
  ])('is none with %s', (_, kills, before, then) => {
    expect(about(spiral(kills, before, then), 'death-spiral')).toEqual([]);
  });
});
