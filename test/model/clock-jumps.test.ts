/** Hours that nobody watched, and wall clocks that are set: rates and ages come from a clock that never steps. */
import type { Observation } from '../../src/model/observation';
import { busyCore, epochMs, instancesAfter, observation, worker, workerDocument } from '../support/documents';

const hourMs = 3_600_000;

/** Ten requests a second of 20 ms by one worker, and one that the other has been at since second 1, as was seen. */
function at(atMs: number, change: Partial<Observation> = {}): Observation {
  const requests = atMs / 100;
  const serving = worker({ id: 2, pid: 102, requests, running_time: requests * 20_000 });
  const stuck = worker(atMs < 1500 ? {} : { cores: [busyCore(1)] });
  return observation(workerDocument([stuck, serving]), atMs, change);
}

const jumps: readonly (readonly [what: string, observations: readonly Observation[]])[] = [
  ['nothing happens', [at(1000), at(2000), at(3000)]],
  ['the laptop sleeps for eight hours', [at(1000), at(2000), at(8 * hourMs), at(8 * hourMs + 1000)]],
  [
    'it sleeps, and only the wall clock knows',
    [
      at(1000),
      at(2000),
      at(3000, { wallMs: epochMs + 8 * hourMs }),
      at(4000, { wallMs: epochMs + 8 * hourMs }),
    ],
  ],
  [
    'the clock of this host is set back an hour',
    [
      at(1000),
      at(2000),
      at(3000, { wallMs: epochMs - hourMs }),
      at(4000, { wallMs: epochMs - hourMs + 1000 }),
    ],
  ],
  [
    'it is set forward a day, and back',
    [at(1000), at(2000, { wallMs: epochMs + 24 * hourMs }), at(3000), at(4000)],
  ],
];

test.each(jumps)('%s: rates and ages are true after each of the polls', (_what, observations) => {
  const [first, ...later] = instancesAfter(...observations);
  expect(first?.seen?.totals?.requestsPerSecond).toBeUndefined();
  later.forEach((instance, index) => {
    const { totals, workers = [] } = instance.seen ?? {};
    expect(instance.phase).toBe('up');
    expect(totals?.requestsPerSecond).toBeCloseTo(10, 6);
    expect(totals?.serviceTimeMs).toBeCloseTo(20, 6);
    expect(totals?.busyness).toBeGreaterThanOrEqual(0);
    expect(totals?.busyness).toBeLessThanOrEqual(1);
    const atSeconds = (observations[index + 1]?.monotonicMs ?? NaN) / 1000;
    // The request began in second 1, its worker an hour before the first.
    expect(Math.abs((workers[0]?.flights[0]?.ageSeconds ?? NaN) - (atSeconds - 1))).toBeLessThanOrEqual(1);
    expect(Math.abs((workers[0]?.ageSeconds ?? NaN) - (atSeconds + 3600))).toBeLessThanOrEqual(1);
    expect(instance.events).toEqual([]);
  });
});
