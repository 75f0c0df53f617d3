import { resourcesOf } from '../../src/model/resources';
import { instancesAfter, localFacts, observation, worker, workerDocument } from '../support/documents';

const mb = 1024 * 1024;

test.each([
  ['nobody tells: 0 is no size', {}, {}, [undefined, undefined]],
  ["uWSGI's own where nobody else tells", { rss: 50 * mb }, {}, [50 * mb, 'uwsgi']],
  [
    "the kernel's before uWSGI's, which is old",
    { rss: 50 * mb },
    { facts: { rssBytes: 90 * mb } },
    [90 * mb, '/proc'],
  ],
  ["the kernel's alone", {}, { facts: { rssBytes: 90 * mb } }, [90 * mb, '/proc']],
  [
    'none of a worker without a process',
    { pid: 0 },
    { facts: { rssBytes: 90 * mb } },
    [undefined, undefined],
  ],
] as const)('memory is %s', (_, change, sight, expected) => {
  const { rssBytes, rssSource } = resourcesOf(worker(change), sight);
  expect([rssBytes, rssSource]).toEqual(expected);
});

test("what limits are held against is uWSGI's own, whatever the kernel says", () => {
  const raw = worker({ rss: 50 * mb, vsz: 300 * mb, uss: 20 * mb, pss: 30 * mb });
  const resources = resourcesOf(raw, { facts: { rssBytes: 90 * mb, pssBytes: 40 * mb } });
  expect(resources.reportedMemory).toEqual({ rss: 50 * mb, vsz: 300 * mb, uss: 20 * mb, pss: 30 * mb });
  expect(resources.pssBytes).toBe(40 * mb);
  expect(resourcesOf(raw, {}).pssBytes).toBe(30 * mb);
  expect(resourcesOf(worker(), {}).reportedMemory).toEqual({});
});

test.each([
  ['of the machine', { reason: 'not ours' }, 'not ours'],
  ['of the process', { facts: { reason: 'permission denied' }, reason: 'not ours' }, 'permission denied'],
  ['none', { facts: { rssBytes: 1 } }, undefined],
])('the reason why facts are missing is that %s', (_, sight, reason) => {
  expect(resourcesOf(worker(), sight).hostReason).toBe(reason);
});

test('CPU is what grew between two readings of the same process, and unknown for another one', () => {
  const reading = (second: number, cpuTimeMs: number, startTicks: number) =>
    observation(workerDocument([worker({ pid: 100 })]), second * 1000, {
      host: localFacts({
        readAtMs: second * 1000 + 3,
        processes: { 100: { startTicks, cpuTimeMs, rssBytes: mb, label: 'shop worker' } },
      }),
    });
  const instances = instancesAfter(reading(0, 500, 7), reading(2, 1500, 7), reading(4, 30, 8));
  const workers = instances.map(({ seen }) => seen?.workers[0]);
  expect(workers.map((one) => one?.cpuFraction)).toEqual([undefined, 0.5, undefined]);
  expect(workers[0]?.label).toBe('shop worker');
});
