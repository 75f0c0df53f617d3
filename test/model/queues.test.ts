import { fullestQueue, queuesOf, type QueueState } from '../../src/model/queues';
import {
  instanceAfter,
  knownLimits,
  localFacts,
  observation,
  worker,
  workerDocument,
} from '../support/documents';

const tcp = (queue: number, max: number) => ({ name: ':80', queue, max_queue: max });
const unix = { name: '/run/app.sock', queue: 0, max_queue: 0 };
const kernel = (length: number, socket = unix.name) =>
  localFacts({ queues: [{ socket, length, source: '/proc/net/unix' }] });

describe('the queue of a TCP socket', () => {
  test.each([[0], [30], [101]])("is uWSGI's own count, %d too", (length) => {
    const expected = [{ socket: ':80', length, max: 100, source: 'uwsgi' }];
    expect(queuesOf([tcp(length, 100)], undefined, undefined)).toEqual(expected);
    // The kernel is not asked where uWSGI knows.
    expect(queuesOf([tcp(length, 100)], kernel(7, ':80'), 4096)).toEqual(expected);
  });
});

describe('the queue of a UNIX socket', () => {
  const totalsWith = (change: Parameters<typeof observation>[2]) =>
    instanceAfter(observation(workerDocument([worker()], { sockets: [unix] }), 0, change)).seen?.totals;

  test.each<[string, Parameters<typeof observation>[2], number | undefined]>([
    ['the option listen', { limits: knownLimits({ listen: 1024 }) }, 1024],
    ["uWSGI's own 100 where listen is known not to be set", { limits: knownLimits() }, 100],
    ['not known where nobody knows', {}, undefined],
  ])('is told by the kernel, and its limit is %s', (_, change, max) => {
    const totals = totalsWith({ host: kernel(21), ...change });
    expect([totals?.listenQueue, totals?.listenQueueMax]).toEqual([21, max]);
    expect(totalsWith(change)?.listenQueue).toBeUndefined();
  });

  test.each([
    ['the machine was not asked', undefined, /cannot see a UNIX socket's queue/],
    [
      'the machine is not ours',
      { local: false, reason: 'no process 99 on this machine' } as const,
      /no process 99/,
    ],
    [
      'the kernel does not tell',
      localFacts({ queues: [{ socket: unix.name, reason: 'permission denied' }] }),
      /permission denied/,
    ],
    ['the kernel told of another socket', kernel(21, '/run/other.sock'), /cannot see/],
    ['the kernel told of none', localFacts(), /cannot see/],
  ])('has a reason where %s, and no number', (_, host, reason) => {
    const [queue] = queuesOf([unix], host, 100);
    expect(queue).toEqual({ socket: unix.name, reason: expect.stringMatching(reason) as string });
  });

  test('of several is told each by its own facts', () => {
    const second = { ...unix, name: '/run/b.sock' };
    const host = localFacts({
      queues: [
        { socket: unix.name, length: 3, source: '/proc/net/unix' },
        { socket: second.name, length: 5, source: '/proc/net/unix' },
      ],
    });
    expect(queuesOf([unix, second], host, 100).map(({ length }) => length)).toEqual([3, 5]);
  });
});

test('no sockets have no queues', () => {
  expect(queuesOf(undefined, undefined, 100)).toEqual([]);
});

describe('the fullest queue', () => {
  const queue = (length: number | undefined, max?: number): QueueState => ({ socket: 'x', length, max });

  test.each<[string, readonly QueueState[], number | undefined]>([
    ['none', [], undefined],
    ['none that anybody knows', [queue(undefined), queue(undefined, 100)], undefined],
    ['the nearest to being full, not the longest', [queue(50, 1000), queue(40, 50)], 40],
    ['the longest of those without a limit', [queue(5), queue(9), queue(7)], 9],
    ['one that is full before one whose limit is not known', [queue(5000), queue(64, 64)], 64],
    ['one that waits before one that is empty', [queue(0, 100), queue(3)], 3],
    ['an empty one, if that is all', [queue(undefined), queue(0, 100)], 0],
  ])('is %s', (_, queues, length) => {
    expect(fullestQueue(queues)?.length).toBe(length);
  });
});
