import type { Observation } from '../../src/model/observation';
import { Poller } from '../../src/poller/poller';
import type { PolledTarget } from '../../src/poller/target-loop';
import type { Target } from '../../src/targets/address';
import { polledTarget, ScriptedTransport } from './scripted-transport';

// The clock that jest winds is the global one.
jest.mock('node:perf_hooks', () => ({
  get performance() {
    return globalThis.performance;
  },
}));

const pollers: Poller[] = [];

function watch(transports: readonly ScriptedTransport[], intervalMs = 1000) {
  const observations: Observation[] = [];
  const polled = transports.map((transport, index) => polledTarget(`:${index + 1}`, transport));
  const poller = new Poller(
    polled.map(({ target }) => target),
    {
      intervalMs,
      open: (target) => opened(polled, target),
      onObservation: (observation) => observations.push(observation),
      random: () => 1,
    },
  );
  pollers.push(poller);
  poller.start();
  const idsOf = () => observations.map(({ targetId }) => targetId);
  return { poller, observations, idsOf };
}

function opened(polled: readonly PolledTarget[], { id }: Target): PolledTarget {
  const found = polled.find(({ target }) => target.id === id);
  if (found === undefined) throw new Error(`nobody polls ${id}`);
  return found;
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  for (const poller of pollers.splice(0)) poller.stop();
  jest.useRealTimers();
});

/** Distances between the starts of the polls, ms. */
const distances = ({ askedAtMs }: ScriptedTransport) =>
  askedAtMs.slice(1).map((at, index) => Math.round(at - (askedAtMs[index] ?? 0)));

test('every target is asked at once, then one interval after each start', async () => {
  const [one, two] = [new ScriptedTransport(), new ScriptedTransport()];
  one.tookMs = 300;
  const { idsOf } = watch([one, two]);
  expect([one.askedAtMs.length, two.askedAtMs.length]).toEqual([1, 1]);
  await pass(3400);
  expect(distances(one)).toEqual([1000, 1000, 1000]);
  expect(idsOf().filter((id) => id === '127.0.0.1:1').length).toBe(4);
});

test('a target is never asked twice at a time, and a slow one does not hold up the others', async () => {
  const [slow, quick] = [new ScriptedTransport(), new ScriptedTransport()];
  slow.tookMs = undefined;
  const { observations } = watch([slow, quick]);
  await pass(5500);
  expect([slow.askedAtMs.length, quick.askedAtMs.length]).toEqual([1, 6]);
  slow.answer();
  await pass(0);
  expect(observations.at(-1)?.targetId).toBe('127.0.0.1:1');
  expect(slow.askedAtMs.length).toBe(1);
  await pass(2000);
  expect(slow.askedAtMs.length).toBe(2);
});

test('an observation has the moment of the answer in both clocks', async () => {
  const transport = new ScriptedTransport();
  const { observations } = watch([transport]);
  await pass(10);
  const [{ monotonicMs, wallMs, outcome } = { monotonicMs: 0, wallMs: 0, outcome: undefined }] = observations;
  expect(outcome?.ok).toBe(true);
  expect(Date.now() - wallMs).toBeCloseTo(performance.now() - monotonicMs, 0);
});

test('a target that refuses is asked again, and is back when it answers', async () => {
  const transport = new ScriptedTransport();
  transport.outcome = { code: 'refused' };
  const { observations } = watch([transport]);
  await pass(6100);
  expect(distances(transport)).toEqual([1000, 1500, 1500, 1500]);
  transport.outcome = '{"version":"2","pid":1,"workers":[]}';
  await pass(2000);
  expect(observations.at(-1)?.outcome.ok).toBe(true);
  await pass(1100);
  expect(distances(transport).at(-1)).toBe(1000);
});

test.each([
  // It has answered after 5 ms each time, and then it rests.
  ['a target that may be suffering is asked less often', 'read-timeout', [1005, 1505, 1505, 1505]],
  ['a host that logs each failure is left alone', 'ssh-auth', [1000, 2000, 4000, 8000, 10_000, 10_000]],
] as const)('%s', async (_says, code, expected) => {
  const transport = new ScriptedTransport();
  transport.outcome = { code };
  watch([transport]);
  await pass(50_000);
  expect(distances(transport).slice(0, expected.length)).toEqual(expected);
});

test('who comes is asked at once, who goes no longer, the others notice nothing', async () => {
  const [one, two, three] = [new ScriptedTransport(), new ScriptedTransport(), new ScriptedTransport()];
  const all = [one, two, three].map((transport, index) => polledTarget(`:${index + 1}`, transport));
  const opened: string[] = [];
  const poller = new Poller(
    all.slice(0, 2).map(({ target }) => target),
    {
      intervalMs: 1000,
      open: ({ id }) => {
        opened.push(id);
        return all.find(({ target }) => target.id === id) ?? polledTarget(id, one);
      },
      onObservation: () => undefined,
      random: () => 1,
    },
  );
  pollers.push(poller);
  poller.start();
  await pass(1500);
  poller.setTargets(all.slice(1).map(({ target }) => target));
  expect([one, two, three].map(({ askedAtMs }) => askedAtMs.length)).toEqual([2, 2, 1]);
  await pass(2000);
  expect([one, two, three].map(({ askedAtMs }) => askedAtMs.length)).toEqual([2, 4, 3]);
  const limits = [{ name: 'harakiri', value: '60', line: 1 }];
  poller.setTargets(all.slice(1).map(({ target }) => ({ ...target, stated: { limits } })));
  expect(opened).toEqual(['127.0.0.1:1', '127.0.0.1:2', '127.0.0.1:3', '127.0.0.1:2', '127.0.0.1:3']);
});

test('an application is asked once a minute at the most', async () => {
  const transport = new ScriptedTransport();
  transport.outcome = { code: 'http-application' };
  watch([transport]);
  await pass(200_000);
  expect(distances(transport)).toEqual([60_000, 60_000, 60_000]);
});

test('those that fail follow a new interval as well, but not those that are left alone for another reason', async () => {
  const [broken, logging] = [new ScriptedTransport(), new ScriptedTransport()];
  broken.outcome = { code: 'read-timeout' };
  logging.outcome = { code: 'ssh-auth' };
  const { poller } = watch([broken, logging], 60_000);
  await pass(200_000);
  const asked = [broken, logging].map(({ askedAtMs }) => askedAtMs.length);
  poller.setInterval(1000);
  // Whoever tries several intervals does not put the poll off each time.
  await pass(1450);
  poller.setInterval(1200);
  await pass(100);
  expect([broken, logging].map(({ askedAtMs }, index) => askedAtMs.length - (asked[index] ?? 0))).toEqual([
    1, 0,
  ]);
  await pass(10_000);
  expect(logging.askedAtMs.length).toBe((asked[1] ?? 0) + 1);
});

test('a machine that cannot keep up is told, and watched on after another interval was chosen', async () => {
  const transport = new ScriptedTransport();
  const paces: number[] = [];
  let utilization = 0.5;
  const polled = polledTarget(':1', transport);
  const poller = new Poller([polled.target], {
    intervalMs: 3_600_000,
    open: () => polled,
    onObservation: () => undefined,
    onPace: (intervalMs) => paces.push(intervalMs),
    utilization: () => utilization,
    random: () => 1,
  });
  pollers.push(poller);
  poller.start();
  poller.setInterval(1000);
  utilization = 1;
  await pass(6100);
  expect(paces).toEqual([1000, 1500]);
  utilization = 0.1;
  await pass(9000);
  expect(paces).toEqual([1000, 1500, 1000]);
});

test('pause ends what is open and tells nothing of it; resume asks at once', async () => {
  const transport = new ScriptedTransport();
  transport.tookMs = undefined;
  const { poller, observations } = watch([transport]);
  poller.pause();
  expect(transport.signals[0]?.aborted).toBe(true);
  await pass(10_000);
  expect([transport.askedAtMs.length, observations.length]).toEqual([1, 0]);
  transport.tookMs = 5;
  poller.resume();
  expect(transport.askedAtMs.length).toBe(2);
  await pass(10);
  expect(observations.map(({ outcome }) => outcome.ok)).toEqual([true]);
});

test('paused between two polls, nothing is asked', async () => {
  const transport = new ScriptedTransport();
  const { poller } = watch([transport]);
  await pass(500);
  poller.pause();
  await pass(10_000);
  expect(transport.askedAtMs.length).toBe(1);
});

test('start and resume while it runs ask nothing twice', async () => {
  const transport = new ScriptedTransport();
  const { poller } = watch([transport]);
  poller.start();
  poller.resume();
  await pass(2500);
  expect(distances(transport)).toEqual([1000, 1000]);
});

test('a new interval holds from now on, not after the old one', async () => {
  const transport = new ScriptedTransport();
  const { poller } = watch([transport], 60_000);
  await pass(1000);
  poller.setInterval(200);
  await pass(1000);
  expect(transport.askedAtMs.length).toBe(6);
  expect(distances(transport).slice(1)).toEqual([200, 200, 200, 200]);
});

test('a new interval does not disturb a poll that is under way', async () => {
  const transport = new ScriptedTransport();
  transport.tookMs = undefined;
  const { poller } = watch([transport]);
  poller.setInterval(100);
  await pass(5000);
  expect(transport.askedAtMs.length).toBe(1);
  expect(transport.signals[0]?.aborted).toBe(false);
});

test('pollNow asks those that are not being asked, and its beat goes on', async () => {
  const [waiting, resting] = [new ScriptedTransport(), new ScriptedTransport()];
  waiting.tookMs = undefined;
  const { poller } = watch([waiting, resting]);
  await pass(400);
  poller.pollNow();
  expect([waiting.askedAtMs.length, resting.askedAtMs.length]).toEqual([1, 2]);
  await pass(1100);
  expect(distances(resting)).toEqual([400, 620]);
});

test('after stop() nothing fires, nothing is open, and no timer is left', async () => {
  const [open, resting] = [new ScriptedTransport(), new ScriptedTransport()];
  open.tookMs = undefined;
  const { poller, observations } = watch([open, resting]);
  await pass(100);
  poller.stop();
  expect(jest.getTimerCount()).toBe(0);
  expect(open.signals[0]?.aborted).toBe(true);
  open.answer();
  poller.pollNow();
  poller.setInterval(100);
  await pass(60_000);
  expect(observations.length).toBe(1);
  expect([open.askedAtMs.length, resting.askedAtMs.length]).toEqual([1, 1]);
});

test('stopped by what an observation brought, it does not go on', async () => {
  const transport = new ScriptedTransport();
  const polled = polledTarget(':1', transport);
  const poller: Poller = new Poller([polled.target], {
    intervalMs: 1000,
    open: () => polled,
    onObservation: () => poller.stop(),
    random: () => 1,
  });
  poller.start();
  await pass(10_000);
  expect([transport.askedAtMs.length, jest.getTimerCount()]).toEqual([1, 0]);
});

test('what leaves the targets is closed, what is only paused is not', () => {
  const [one, two] = [new ScriptedTransport(), new ScriptedTransport()];
  const { poller } = watch([one, two]);
  poller.pause();
  poller.resume();
  expect([one.closed, two.closed]).toEqual([0, 0]);
  poller.setTargets([polledTarget(':1', one).target]);
  poller.stop();
  expect([one.closed, two.closed]).toEqual([0, 1]);
  expect(two.signals.every(({ aborted }) => aborted)).toBe(true);
});
