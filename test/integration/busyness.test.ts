import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Flight } from '../../src/model/flights';
import { generateLoad, holdRequest } from '../support/load';
import { readQuietStats } from '../support/quiet';
import { serversOfThisFile } from '../support/servers';
import { readStats } from '../support/stats';
import type { UwsgiOptions } from '../support/uwsgi-options';
import { type Moment, type Stretch, stretchesOf, watchTarget } from '../support/watching';

jest.setTimeout(90_000);

/** One request as its client saw it, and the instance as the model saw it, once a second; monotonic times, ms. */
interface Recording {
  readonly sentMs: number;
  readonly answeredMs: number;
  readonly moments: readonly Moment[];
  readonly stretches: readonly Stretch[];
}

interface Experiment {
  readonly options: UwsgiOptions;
  readonly seconds: number;
  /** Where between two polls the request begins decides how well its start is known. */
  readonly afterPollMs: number;
  /** What the worker has served before decides what is guessed of a request that is new. */
  readonly servedBefore?: { readonly path: string; readonly requests: number };
}

const alone = { processes: 1 };
const experiments = {
  'ten seconds on one of four workers': { options: { processes: 4 }, seconds: 10, afterPollMs: 400 },
  'begun just after a poll': { options: alone, seconds: 4.6, afterPollMs: 50 },
  'begun before the middle': { options: alone, seconds: 4.6, afterPollMs: 300 },
  'begun after the middle': { options: alone, seconds: 4.6, afterPollMs: 600 },
  'begun just before a poll': { options: alone, seconds: 4.6, afterPollMs: 850 },
  'a long one after short ones': {
    options: alone,
    seconds: 4.6,
    afterPollMs: 100,
    servedBefore: { path: '/fast', requests: 20 },
  },
  'a long one after a long one': {
    options: alone,
    seconds: 4.6,
    afterPollMs: 500,
    servedBefore: { path: '/slow?s=4', requests: 1 },
  },
  'one thread of eight': { options: { processes: 1, threads: 8 }, seconds: 5, afterPollMs: 100 },
} satisfies Record<string, Experiment>;

type ExperimentName = keyof typeof experiments;

const start = serversOfThisFile();
/** Between a client's clock and uWSGI's lie the connection and the wake-up of a process. */
const slackMs = 100;

describe('the busyness of a long request', () => {
  const recordings = new Map<ExperimentName, Recording>();
  let idle: Comparison;
  let saturated: Comparison;

  // They wait for the clock, not for the processor: all at once they take as long as the longest.
  beforeAll(async () => {
    const names = Object.keys(experiments) as ExperimentName[];
    const conducting = names.map(async (name) => recordings.set(name, await conduct(experiments[name])));
    [{ idle, saturated }] = await Promise.all([compareWithMetric(), ...conducting]);
  });

  const recorded = (name: ExperimentName): Recording => {
    const recording = recordings.get(name);
    if (recording === undefined) throw new Error(`${name} was not recorded`);
    return recording;
  };

  test('of ten seconds makes its worker wholly busy and the instance a quarter', () => {
    const within = stretchesWithin(recorded('ten seconds on one of four workers'));
    expect(within.length).toBeGreaterThanOrEqual(8);
    for (const { workers, totals } of within) {
      const [first = NaN, ...others] = busyness(workers).sort((a, b) => b - a);
      expect(first).toBeGreaterThanOrEqual(0.99);
      expect(others).toEqual([0, 0, 0]);
      expect(Math.abs((totals.busyness ?? NaN) - 0.25)).toBeLessThanOrEqual(0.01);
      expect(totals).toMatchObject({ busyRatio: 0.25, slotUse: 0.25, requestsInFlight: 1 });
    }
  });

  test.each(Object.keys(experiments) as ExperimentName[])('leaves nothing behind: %s', (name) => {
    const { stretches, answeredMs } = recorded(name);
    const after = stretches.filter(({ fromMs }) => fromMs > answeredMs + slackMs);
    expect(after.length).toBeGreaterThanOrEqual(2);
    for (const { workers, totals } of after) {
      expect(Math.max(...busyness(workers))).toBe(0);
      expect(totals).toMatchObject({ busyness: 0, busyRatio: 0, slotUse: 0, requestsInFlight: 0 });
    }
  });

  const onOneCore = [
    'begun just after a poll',
    'begun before the middle',
    'begun after the middle',
    'begun just before a poll',
    'a long one after short ones',
    'a long one after a long one',
  ] as const;

  test.each(onOneCore)('makes its worker wholly busy in every interval within it: %s', (name) => {
    const within = stretchesWithin(recorded(name));
    expect(within.length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...within.flatMap(({ workers }) => busyness(workers)))).toBeGreaterThanOrEqual(0.99);
  });

  // What the guess of its start is off by is paid back at its end, but for what the limits 0 and 1 cut off there.
  test.each(['ten seconds on one of four workers', ...onOneCore] as const)(
    'adds up to its length: %s',
    (name) => {
      const { sentMs, answeredMs, moments, stretches } = recorded(name);
      const { startedMs, bounds } = firstFlight(moments);
      expect(bounds.earliestMs).toBeLessThanOrEqual(sentMs + slackMs);
      expect(bounds.latestMs).toBeGreaterThanOrEqual(sentMs);
      expect(bounds.latestMs - bounds.earliestMs).toBeLessThanOrEqual(1000 + slackMs);
      expect(startedMs).toBeGreaterThanOrEqual(bounds.earliestMs);
      expect(startedMs).toBeLessThanOrEqual(bounds.latestMs);
      const guessOffMs = Math.abs(startedMs - sentMs);
      expect(Math.abs(busyMs(stretches) - (answeredMs - sentMs))).toBeLessThanOrEqual(guessOffMs + slackMs);
    },
  );

  test('on one thread of eight is an eighth of its worker', () => {
    const within = stretchesWithin(recorded('one thread of eight'));
    expect(within.length).toBeGreaterThanOrEqual(3);
    for (const { workers, totals } of within) {
      expect(Math.abs((workers[0]?.busyness ?? NaN) - 0.125)).toBeLessThanOrEqual(0.01);
      expect(totals).toMatchObject({ slotUse: 0.125, busyRatio: 1 });
    }
  });

  // At both ends only: in between uWSGI's figure is taken over one second or two, and divided by one.
  test("is measured as uWSGI's own metric does where that can be trusted", () => {
    expect(idle.ours.slice(0, 2)).toEqual([0, 0]);
    expect(idle.theirs.slice(0, 2)).toEqual([0, 0]);
    expect(Math.min(...saturated.ours)).toBeGreaterThanOrEqual(0.99);
    expect(saturated.theirs).toEqual([100, 100, 100]);
  });
});

/** Watches from before the request until it is well over. */
async function conduct(experiment: Experiment): Promise<Recording> {
  const { options, seconds, afterPollMs, servedBefore } = experiment;
  const uwsgi = await start({ options, name: 'busyness' });
  const port = uwsgi.httpPort;
  if (servedBefore !== undefined) {
    await generateLoad({ port, concurrency: 1, ...servedBefore });
    // A request is over for its client a moment before it is over for uWSGI.
    await readQuietStats(uwsgi.statsAddress);
  }
  const watch = watchTarget(uwsgi.statsAddress, { intervalMs: 1000 });
  const { observation } = await watch.polls(1);
  await sleep(observation.monotonicMs + afterPollMs - performance.now());
  const sentMs = performance.now();
  const answer = await holdRequest({ port, path: `/slow?s=${seconds}`, headers: '' }).done;
  const answeredMs = performance.now();
  await watch.polls(3);
  const moments = await watch.stop();
  if (!answer.endsWith('slept\n')) throw new Error(`not answered: ${answer}`);
  return { sentMs, answeredMs, moments, stretches: stretchesOf(moments) };
}

/** The busyness of each of three workers, by the model (0…1) and by uWSGI's metric (0…100). */
interface Comparison {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
}

/** The third worker is parked until there is too much for two. */
async function compareWithMetric(): Promise<{ idle: Comparison; saturated: Comparison }> {
  const options = {
    processes: 3,
    cheaper: 2,
    'cheaper-algo': 'busyness',
    'cheaper-overload': 1,
    'enable-metrics': true,
  };
  const uwsgi = await start({ plugins: ['cheaper_busyness'], options, name: 'metric' });
  const watch = watchTarget(uwsgi.statsAddress, { intervalMs: 1000 });
  const compareAfter = async (polls: number): Promise<Comparison> => {
    const { instance } = await watch.polls(polls);
    const { metrics = {} } = await readStats(uwsgi.statsAddress);
    const ofWorker = (number: number) =>
      metrics[`worker.${number}.plugin.cheaper_busyness.busyness`]?.value ?? NaN;
    return { ours: busyness(instance.seen?.workers ?? []), theirs: [1, 2, 3].map(ofWorker) };
  };
  const idle = await compareAfter(3);
  // Nothing ends while it is compared, so that no end falls into one of the metric's samples or into another.
  const held = Array.from({ length: 5 }, () =>
    holdRequest({ port: uwsgi.httpPort, path: '/slow?s=9', headers: '' }),
  );
  const saturated = await compareAfter(5);
  for (const request of held) request.abort();
  await watch.stop();
  return { idle, saturated };
}

function stretchesWithin({ stretches, sentMs, answeredMs }: Recording): Stretch[] {
  return stretches.filter(({ fromMs, toMs }) => fromMs > sentMs + slackMs && toMs < answeredMs - slackMs);
}

/** The request as the model had it when it first saw it. */
function firstFlight(moments: readonly Moment[]): Flight {
  const workers = moments.flatMap(({ instance }) => instance.seen?.workers ?? []);
  const [flight] = workers.flatMap(({ flights }) => flights);
  if (flight === undefined) throw new Error('the request was never seen');
  return flight;
}

function busyMs(stretches: readonly Stretch[]): number {
  return stretches.reduce(
    (sum, { fromMs, toMs, workers }) =>
      sum + busyness(workers).reduce((shares, share) => shares + share, 0) * (toMs - fromMs),
    0,
  );
}

const busyness = (workers: Stretch['workers']): number[] => workers.map((worker) => worker.busyness ?? NaN);
