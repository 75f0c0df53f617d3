/** When workers will be recycled, as uwtop foretells it, held against the moments in which their processes really end. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Forecast, ForecastLimit } from '../../src/model/forecasts/forecast';
import { type DeathWatch, watchWorkerDeaths } from '../support/deaths';
import { holdRequest, type PacedLoad, paceLoad } from '../support/load';
import { tell } from '../support/measured';
import { serversOfThisFile } from '../support/servers';
import type { RunningUwsgi } from '../support/uwsgi';
import type { UwsgiOptions } from '../support/uwsgi-options';
import { eventsOfKind, type Moment, type Watch, watchTarget } from '../support/watching';

jest.setTimeout(180_000);

const start = serversOfThisFile();
const intervalMs = 500;

/** One life of a worker that was seen to its end. */
interface Life {
  readonly worker: number;
  readonly cause: string;
  readonly sights: readonly Sight[];
}

/** What was said of the limit at one poll, and how long it then really took. */
interface Sight {
  readonly trueSeconds: number;
  readonly forecast: Forecast | undefined;
}

/** A server, and everything that was seen of it. */
class Stage {
  private constructor(
    readonly uwsgi: RunningUwsgi,
    readonly watch: Watch,
    private readonly deaths: DeathWatch,
  ) {}

  static async open(name: string, options: UwsgiOptions): Promise<Stage> {
    const uwsgi = await start({ options, name });
    const watch = watchTarget(uwsgi.statsAddress, { intervalMs });
    return new Stage(uwsgi, watch, watchWorkerDeaths(watch));
  }

  pace(path: string, perSecond: number): PacedLoad {
    return paceLoad({ port: this.uwsgi.httpPort, path, perSecond });
  }

  async untilRespawns(count: number, limitMs: number): Promise<void> {
    await this.watch.until(() => eventsOfKind(this.watch.moments, 'respawn').length >= count, limitMs);
  }

  async close(limit: ForecastLimit, load?: PacedLoad): Promise<readonly Life[]> {
    const moments = await this.watch.stop();
    this.deaths.stop();
    await load?.stop();
    return eventsOfKind(moments, 'respawn').map(({ worker, previousPid, cause }) => {
      const endMs = this.deaths.endOf(previousPid) ?? NaN;
      const sights = moments.flatMap((moment) => sightOf(moment, { worker, pid: previousPid, limit, endMs }));
      return { worker, cause: cause.by, sights };
    });
  }
}

function sightOf(
  { observation: { monotonicMs }, instance }: Moment,
  of: {
    readonly worker: number;
    readonly pid: number;
    readonly limit: ForecastLimit;
    readonly endMs: number;
  },
): Sight[] {
  const state = instance.seen?.workers[of.worker - 1];
  if (state?.pid !== of.pid || monotonicMs > of.endMs) return [];
  const forecast = state.forecasts.find(({ limit }) => limit === of.limit);
  return [{ trueSeconds: (of.endMs - monotonicMs) / 1000, forecast }];
}

const errorOf = ({ trueSeconds, forecast }: Sight): number =>
  Math.abs((forecast?.etaSeconds ?? Infinity) - trueSeconds);

function worst(what: string, sights: readonly Sight[], bound: (sight: Sight) => number): number {
  const shares = sights.map((sight) => errorOf(sight) / bound(sight));
  const inRange = sights.filter(
    ({ forecast, trueSeconds }) =>
      forecast?.range !== undefined && forecast.range[0] <= trueSeconds && trueSeconds <= forecast.range[1],
  );
  const at = sights[shares.indexOf(Math.max(...shares))];
  tell(what, {
    moments: sights.length,
    'worst error of its bound': Math.max(...shares),
    'at seconds before': at?.trueSeconds ?? NaN,
    eta: at?.forecast?.etaSeconds ?? NaN,
    'worst error s': Math.max(...sights.map(errorOf)),
    'in range': inRange.length / sights.length,
  });
  return Math.max(...shares);
}

const lastHalfMinute = ({ sights }: Life) => sights.filter(({ trueSeconds }) => trueSeconds <= 30);

/** All at once: they wait for the clock, not for the processor, and together take as long as the longest. */
const conducted: (() => Promise<void>)[] = [];
beforeAll(() => Promise.all(conducted.map((conduct) => conduct())));

describe('max-requests under steady load', () => {
  const cases = {
    'one worker': { processes: 1, perSecond: 10, 'max-requests': 400, 'min-worker-lifetime': 2 },
    'too young at the limit': { processes: 1, perSecond: 8, 'max-requests': 60, 'min-worker-lifetime': 35 },
    'two requests a second': { processes: 1, perSecond: 2, 'max-requests': 100, 'min-worker-lifetime': 2 },
  } as const;
  const lives = new Map<string, readonly Life[]>();

  conducted.push(async () => {
    await Promise.all(
      Object.entries(cases).map(async ([name, { perSecond, ...options }]) => {
        const stage = await Stage.open('requests', options);
        const load = stage.pace('/slow?s=0.03', perSecond);
        await stage.untilRespawns(options.processes, 90_000);
        lives.set(name, await stage.close('max-requests', load));
      }),
    );
  });

  test.each(Object.keys(cases))('is foretold within 2 s or 10 % for the last 30 s: %s', (name) => {
    for (const life of lives.get(name) ?? []) {
      expect(life.cause).toBe('max-requests');
      const sights = lastHalfMinute(life);
      expect(sights.length).toBeGreaterThan(30);
      const bound = ({ trueSeconds }: Sight) => Math.max(2, trueSeconds / 10);
      expect(worst(`max-requests, ${name}`, sights, bound)).toBeLessThanOrEqual(1);
    }
  });
});

describe('max-worker-lifetime', () => {
  const lifetime = 15;
  const delta = 6;
  let lives: readonly Life[];
  let busy: readonly Moment[];

  conducted.push(async () => {
    const idle = async () => {
      const options = { processes: 3, 'max-worker-lifetime': lifetime, 'max-worker-lifetime-delta': delta };
      const stage = await Stage.open('lifetime', options);
      // The first may be due again before the last was due once.
      await stage.watch.until(
        ({ instance }) => (instance.seen?.workers[2]?.counters.respawnCount ?? 0) > 1,
        60_000,
      );
      lives = await stage.close('max-worker-lifetime');
    };
    const overstaying = async () => {
      const uwsgi = await start({
        options: { processes: 1, 'max-worker-lifetime': 8, 'min-worker-lifetime': 2 },
        name: 'overdue',
      });
      const watch = watchTarget(uwsgi.statsAddress, { intervalMs });
      const held = holdRequest({ port: uwsgi.httpPort, path: '/slow?s=18', headers: '' });
      await watch.until(({ instance }) => instance.events.length > 0, 60_000);
      expect(await held.done).toContain('slept');
      busy = await watch.stop();
    };
    await Promise.all([idle(), overstaying()]);
  });

  test('is foretold within 2 s, from the start to the end, for every worker', () => {
    expect(new Set(lives.map(({ worker }) => worker))).toEqual(new Set([1, 2, 3]));
    for (const life of lives) {
      expect(life.cause).toBe('max-worker-lifetime');
      expect(worst(`max-worker-lifetime, worker ${life.worker}`, life.sights, () => 2)).toBeLessThanOrEqual(
        1,
      );
    }
  });

  test('of a busy worker is overdue and never below nothing', () => {
    const forecasts = busy.flatMap(({ instance }) => {
      const [worker] = instance.seen?.workers ?? [];
      const forecast = worker?.forecasts.find(({ limit }) => limit === 'max-worker-lifetime');
      return worker === undefined || forecast === undefined
        ? []
        : [{ age: worker.ageSeconds ?? NaN, forecast }];
    });
    const late = forecasts.filter(({ age }) => age > 11 && age < 17);
    expect(late.length).toBeGreaterThan(8);
    for (const { forecast } of late) expect(forecast).toMatchObject({ etaSeconds: 0, overdue: true });
    for (const { age, forecast } of forecasts.filter(({ age }) => age < 8)) {
      expect(forecast.overdue).toBeUndefined();
      expect(Math.abs((forecast.etaSeconds ?? NaN) - (8 - age))).toBeLessThanOrEqual(2);
    }
    expect(eventsOfKind(busy, 'respawn')).toMatchObject([
      { times: 1, cause: { by: 'max-worker-lifetime', threshold: 8 } },
    ]);
  });
});

describe('reload-on-rss', () => {
  const limit = { processes: 1, 'reload-on-rss': 240, 'min-worker-lifetime': 2 };
  const leaks = {
    'a megabyte a request, five a second': { path: '/leak?mb=1', perSecond: 5 },
    'two megabytes, twice a second': { path: '/leak?mb=2', perSecond: 2 },
    'mixed with requests that do not leak': { path: '/leak?mb=1', perSecond: 4, beside: '/big?kb=200' },
  } as const;
  const lives = new Map<string, readonly Life[]>();
  const steady = { '/fast': 8, '/big?kb=2000': 8, '/slow?s=0.02': 4 } as const;
  const unmoved = new Map<string, readonly Moment[]>();

  conducted.push(async () => {
    const leaking = Object.entries(leaks).map(async ([name, leak]) => {
      const stage = await Stage.open('leak', limit);
      const load = stage.pace(leak.path, leak.perSecond);
      const beside = 'beside' in leak ? stage.pace(leak.beside, 3) : undefined;
      await stage.untilRespawns(1, 120_000);
      lives.set(name, await stage.close('reload-on-rss', load));
      await beside?.stop();
    });
    const level = Object.entries(steady).map(async ([path, perSecond]) => {
      const stage = await Stage.open('level', limit);
      const load = stage.pace(path, perSecond);
      await sleep(50_000);
      unmoved.set(path, await stage.watch.stop());
      await stage.close('reload-on-rss', load);
    });
    await Promise.all([...leaking, ...level]);
  });

  test.each(Object.keys(leaks))('is foretold within 15 % from the moment it is first shown: %s', (name) => {
    const [life] = lives.get(name) ?? [];
    expect(life?.cause).toBe('reload-on-rss');
    const shown = life?.sights.filter(({ forecast }) => forecast?.etaSeconds !== undefined) ?? [];
    const first = shown[0]?.trueSeconds ?? NaN;
    tell(`reload-on-rss, ${name}`, {
      'first shown s before': first,
      'life s': life?.sights[0]?.trueSeconds ?? NaN,
    });
    expect(first).toBeGreaterThan(10);
    // Once shown it stays, but for moments of doubt.
    const since = life?.sights.filter(({ trueSeconds }) => trueSeconds <= first) ?? [];
    expect(shown.length).toBeGreaterThan(0.75 * since.length);
    const bound = ({ trueSeconds }: Sight) => Math.max(grainSeconds, 0.15 * trueSeconds);
    expect(worst(`reload-on-rss, ${name}`, shown, bound)).toBeLessThanOrEqual(1);
  });

  test.each(Object.keys(steady))('has no time for an application that does not leak: %s', (path) => {
    const moments = unmoved.get(path) ?? [];
    expect(moments.length).toBeGreaterThan(50);
    for (const { instance } of moments) {
      const forecasts = instance.seen?.workers.flatMap((worker) => worker.forecasts) ?? [];
      expect(forecasts.filter(({ etaSeconds }) => etaSeconds !== undefined)).toEqual([]);
    }
    expect(moments.at(-1)?.instance.seen?.workers[0]?.forecasts).toMatchObject([{ limit: 'reload-on-rss' }]);
  });
});

/** What ends it is the next request: nothing can be told more finely than the time between two. */
const grainSeconds = 0.5;
