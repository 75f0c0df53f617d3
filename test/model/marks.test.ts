import type { EventDetail, FleetEvent } from '../../src/model/events';
import { marksOf } from '../../src/model/marks';
import { epochMs } from '../support/documents';

const respawn = (worker: number, cause: Extract<EventDetail, { kind: 'respawn' }>['cause']): EventDetail => ({
  kind: 'respawn',
  worker,
  previousPid: 100,
  pid: 101,
  times: 1,
  cause,
});

/** One a second, the first at 1000 ms. */
const events = (...details: readonly EventDetail[]): FleetEvent[] =>
  details.map((detail, index) => ({
    ...detail,
    wallMs: epochMs + (index + 1) * 1000,
    monotonicMs: (index + 1) * 1000,
    instance: 'shop',
    sequence: index + 1,
  }));

const told = events(
  { kind: 'reload' },
  respawn(2, { by: 'max-requests', requests: 500, threshold: 500 }),
  respawn(1, { by: 'harakiri', kills: 1 }),
  respawn(1, { by: 'evil-reload-on-rss', bytes: 2, threshold: 1 }),
  { kind: 'exceptions', count: 20, seconds: 60 },
  { kind: 'scale-down', workers: [2, 3] },
  { kind: 'lost', message: 'refused' },
  { kind: 'back', awaySeconds: 3 },
  { kind: 'master-restart', pid: 2, previousPid: 1 },
  { kind: 'workers-reload', workers: [1, 2, 3] },
  { kind: 'scale-up', workers: [3] },
);

describe('the marks on a time axis', () => {
  test('are of everything that bends the curves of an instance', () => {
    expect(marksOf(told)).toEqual([
      { atMs: 1000, kind: 'reload' },
      { atMs: 2000, kind: 'respawn', worker: 2 },
      { atMs: 3000, kind: 'kill', worker: 1 },
      { atMs: 4000, kind: 'kill', worker: 1 },
      { atMs: 6000, kind: 'scale' },
      { atMs: 7000, kind: 'lost' },
      { atMs: 9000, kind: 'reload' },
      { atMs: 10_000, kind: 'reload' },
      { atMs: 11_000, kind: 'scale', worker: 3 },
    ]);
  });

  test.each([
    [1, [1, 3, 4, 7, 9, 10]],
    [2, [1, 2, 6, 7, 9, 10]],
    [3, [1, 6, 7, 9, 10, 11]],
    [4, [1, 7, 9]],
  ])('of worker %d are its own and those of the whole instance', (worker, seconds) => {
    expect(marksOf(told, { worker }).map(({ atMs }) => atMs / 1000)).toEqual(seconds);
  });
});
