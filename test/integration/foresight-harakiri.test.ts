/** Requests that harakiri kills: warned of in time, named right, told once, and no more of them after that. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type DeathWatch, watchWorkerDeaths } from '../support/deaths';
import { holdRequest, type HeldRequest } from '../support/load';
import { tell } from '../support/measured';
import { serversOfThisFile } from '../support/servers';
import { type TrueRequest, trueRequests, truthfully } from '../support/truth';
import type { RunningUwsgi } from '../support/uwsgi';
import { changesOf, eventsOfKind, type Moment, watchTarget } from '../support/watching';

jest.setTimeout(120_000);

const start = serversOfThisFile();
const harakiri = 5;

/** What was seen of a server, and what really happened in it. */
interface Recording {
  readonly moments: readonly Moment[];
  readonly requests: readonly TrueRequest[];
}

interface Experiment {
  readonly intervalMs: number;
  readonly options: Readonly<Record<string, number>>;
  /** Of each request, in ms from the start. */
  readonly sentAtMs: readonly number[];
  readonly kills: number;
}

const oneCore = {
  options: { processes: 7 },
  // Seven at once at the most: those behind them are begun by the processes that come after the killed ones.
  sentAtMs: Array.from({ length: 20 }, (_, index) => index * 370),
  kills: 20,
};

const uriOf = (index: number) => `/slow?s=60&order=${index}`;

async function conduct({ intervalMs, options, sentAtMs, kills }: Experiment): Promise<Recording> {
  const uwsgi = await start({ options: { ...options, ...truthfully, harakiri }, name: 'kills' });
  const watch = watchTarget(uwsgi.statsAddress, { intervalMs });
  const deaths = watchWorkerDeaths(watch);
  await watch.polls(2);
  const held = await send(uwsgi, sentAtMs);
  const killed = ({ instance }: Moment) => (instance.seen?.totals?.harakiriCount ?? 0) >= kills;
  await watch.until(killed, 60_000);
  for (const { done } of held) expect(await done).toBe('');
  // Long enough for a dead request to be warned of again.
  await sleep(harakiri * 500 + 2 * intervalMs);
  await watch.polls(1);
  return recordingOf(uwsgi, await watch.stop(), deaths);
}

async function send({ httpPort: port }: RunningUwsgi, sentAtMs: readonly number[]): Promise<HeldRequest[]> {
  return Promise.all(
    sentAtMs.map(async (atMs, index) => {
      await sleep(atMs);
      return holdRequest({ port, path: uriOf(index), headers: '' });
    }),
  );
}

function recordingOf(uwsgi: RunningUwsgi, moments: readonly Moment[], deaths: DeathWatch): Recording {
  deaths.stop();
  return { moments, requests: trueRequests(uwsgi, deaths) };
}

const experiments: Readonly<Record<string, Experiment>> = {
  'polled every second': { ...oneCore, intervalMs: 1000 },
  'polled five times a second': { ...oneCore, intervalMs: 200 },
};
const withThreads: Experiment = {
  intervalMs: 300,
  options: { processes: 1, threads: 4 },
  sentAtMs: [0, 600, 1200],
  kills: 1,
};

const recordings = new Map<string, Recording>();
let threaded: Recording;

beforeAll(async () => {
  const conducting = Object.entries(experiments).map(async ([name, experiment]) =>
    recordings.set(name, await conduct(experiment)),
  );
  [threaded] = await Promise.all([conduct(withThreads), ...conducting]);
});

describe.each(Object.keys(experiments))('twenty kills by harakiri, %s', (name) => {
  const recorded = (): Recording => {
    const recording = recordings.get(name);
    if (recording === undefined) throw new Error('nothing was recorded');
    return recording;
  };
  const killed = () => recorded().requests.filter(({ isKilled }) => isKilled);

  test('are one event each, with the right victim', () => {
    const events = eventsOfKind(recorded().moments, 'respawn');
    const told = events.map(({ worker, previousPid, times, cause }) => {
      const victim = cause.by === 'harakiri' ? cause.victim : undefined;
      return `worker ${worker} ${times}x pid ${previousPid}: ${cause.by} ${victim?.method} ${victim?.uri}`;
    });
    const true_ = killed().map(
      ({ worker, pid, uri }) => `worker ${worker} 1x pid ${pid}: harakiri GET ${uri}`,
    );
    expect(true_).toHaveLength(20);
    expect(told.sort()).toEqual(true_.sort());
    expect(recorded().moments.at(-1)?.instance.events).toHaveLength(20);
  });

  test('are counted one by one', () => {
    for (const { instance } of recorded().moments) {
      const kills = instance.events.reduce(
        (sum, event) =>
          sum + (event.kind === 'respawn' && event.cause.by === 'harakiri' ? event.cause.kills : 0),
        0,
      );
      expect(instance.seen?.totals?.harakiriCount).toBe(kills);
    }
  });

  test('are warned of at half of the time and are critical at 80 %, all before the kill', () => {
    const { moments } = recorded();
    const ages: Record<'raised' | 'worsened', number[]> = { raised: [], worsened: [] };
    for (const { worker, uri, startMs, endMs } of killed()) {
      for (const change of ['raised', 'worsened'] as const) {
        const found = moments.filter(({ changes }) =>
          changes.some(
            (one) =>
              one.change === change &&
              one.alert.rule === 'request-age' &&
              one.alert.subject === `worker ${worker}` &&
              one.alert.severity === (change === 'raised' ? 'warning' : 'critical') &&
              one.alert.message.includes(`GET ${uri} `),
          ),
        );
        expect([uri, change, found.length]).toEqual([uri, change, 1]);
        const atMs = found[0]?.observation.monotonicMs ?? NaN;
        expect(atMs).toBeLessThan(endMs);
        ages[change].push((atMs - startMs) / 1000);
      }
    }
    tell(`harakiri, ${name}`, {
      'warned at age s, least': Math.min(...ages.raised),
      most: Math.max(...ages.raised),
      'critical, least': Math.min(...ages.worsened),
      'critical, most': Math.max(...ages.worsened),
      'killed, least': Math.min(...killed().map(({ startMs, endMs }) => (endMs - startMs) / 1000)),
      'killed, most': Math.max(...killed().map(({ startMs, endMs }) => (endMs - startMs) / 1000)),
    });
    // request_start has a grain of a second, a poll may come as late as its interval, and after each kill the master
    // rests for a second in which it answers nobody.
    const lateSeconds = (experiments[name]?.intervalMs ?? 0) / 1000 + 1.6;
    for (const [change, share] of [
      ['raised', 0.5],
      ['worsened', 0.8],
    ] as const) {
      expect(Math.min(...ages[change])).toBeGreaterThan(share * harakiri - 0.6);
      expect(Math.max(...ages[change])).toBeLessThan(share * harakiri + lateSeconds);
    }
  });

  test('leave no alert of a dead request, and raise none again', () => {
    const { moments, requests } = recorded();
    const about = moments.flatMap((moment) =>
      moment.alerts.filter(({ rule }) => rule === 'request-age').map((alert) => ({ moment, alert })),
    );
    expect(about.length).toBeGreaterThan(20);
    for (const { moment, alert } of about) {
      const request = requests.find(({ uri }) => alert.message.includes(`GET ${uri} `));
      // From the poll on that tells of the kill there is none.
      const isTold = moment.instance.events.some(
        (event) =>
          event.kind === 'respawn' &&
          event.cause.by === 'harakiri' &&
          event.cause.victim?.uri === request?.uri,
      );
      expect([request?.uri, isTold]).toEqual([request?.uri, false]);
      // The kernel tells of the end some ten ms late, and the master takes a moment to notice it.
      expect(moment.observation.monotonicMs).toBeLessThan((request?.endMs ?? NaN) + masterLagMs);
    }
    const changes = changesOf(moments).filter(({ alert }) => alert.rule === 'request-age');
    for (const change of ['raised', 'worsened', 'cleared'])
      expect(changes.filter((one) => one.change === change)).toHaveLength(20);
    expect(moments.at(-1)?.alerts.filter(({ rule }) => rule === 'request-age')).toEqual([]);
  });
});

/** The master reaps the dead once a second at the least. */
const masterLagMs = 1200;

describe('a worker with four threads', () => {
  test('has forecasts that say that they are approximate', () => {
    const flying = threaded.moments.filter(
      ({ instance }) => (instance.seen?.workers[0]?.flights.length ?? 0) > 0,
    );
    expect(flying.length).toBeGreaterThan(10);
    for (const { instance } of flying) {
      const [worker] = instance.seen?.workers ?? [];
      const kills = worker?.forecasts.filter(({ limit }) => limit === 'harakiri') ?? [];
      expect(kills).toHaveLength(worker?.flights.length ?? NaN);
      for (const forecast of kills)
        expect(forecast).toMatchObject({ approximate: true, threshold: harakiri });
    }
    const [alert] = changesOf(threaded.moments).map((change) => change.alert);
    expect(alert?.message).toMatch(/kills it in about /);
  });

  test('is told to be killed once, with one of its requests as the victim', () => {
    expect(threaded.requests).toHaveLength(3);
    const [event, ...others] = eventsOfKind(threaded.moments, 'respawn');
    expect(others).toEqual([]);
    expect(event).toMatchObject({ times: 1, cause: { by: 'harakiri', kills: 1, victim: { uri: uriOf(0) } } });
    expect(threaded.moments.at(-1)?.alerts.map(({ rule }) => rule)).toEqual(['harakiri']);
  });
});
