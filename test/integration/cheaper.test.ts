/**
 * The simulated algorithms beside the real ones, second by second, under the same rise and fall of load.
 *
 * Both decide when a second of the wall clock is full, at the first thing that wakes the master: the simulation is told
 * where in such a second the drive began and when the stats were asked for, and needs no other alignment.
 */

import type { Demand } from '../../src/advisor/cheaper/demand';
import { demandOf, type Request } from '../support/demand';
import { demandOfLoad } from '../../src/advisor/cheaper/demand-of-load';
import { settingsFromLimits, type CheaperSettings } from '../../src/advisor/cheaper/settings';
import { simulate } from '../../src/advisor/cheaper/simulation';
import { createRandom } from '../../src/random/random';
import { statedConfiguration } from '../../src/limits/configuration';
import { limitsOf } from '../../src/limits/limits';
import { drive, slicesOf, type Drive } from '../support/cheaper-drive';
import { tell } from '../support/measured';
import { serversOfThisFile } from '../support/servers';
import type { UwsgiOptions } from '../support/uwsgi-options';
import { hasPlugin } from '../support/uwsgi-plugins';

jest.setTimeout(180_000);

const start = serversOfThisFile();
const durationMs = 120_000;
const step = 2;
const busyness = {
  processes: 20,
  cheaper: 2,
  'cheaper-algo': 'busyness',
  'cheaper-overload': 1,
  'cheaper-step': step,
  'cheaper-busyness-min': 20,
  'cheaper-busyness-max': 70,
  'cheaper-busyness-multiplier': 4,
  'cheaper-busyness-backlog-alert': 10,
};
const experiments = {
  busyness,
  'busyness with emergency workers': {
    ...busyness,
    'cheaper-overload': 5,
    'cheaper-step': 1,
    'cheaper-busyness-backlog-alert': 4,
    'cheaper-busyness-backlog-multiplier': 1,
    'cheaper-busyness-backlog-step': step,
  },
  spare: { processes: 20, cheaper: 2, 'cheaper-overload': 2, 'cheaper-step': step },
} satisfies Record<string, UwsgiOptions>;

type ExperimentName = keyof typeof experiments;
const names = Object.keys(experiments) as ExperimentName[];

/** Which worker takes a request is chance, and now and then a check falls on the other side of a bound for it. */
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9];

(hasPlugin('cheaper_busyness') ? describe : describe.skip)('under a rise and a fall of load', () => {
  const drives = new Map<ExperimentName, Drive>();

  // They sleep most of the time: all at once they take as long as one.
  beforeAll(async () => {
    const plan = planned();
    const conduct = async (name: ExperimentName): Promise<void> => {
      const uwsgi = await start({
        plugins: ['cheaper_busyness'],
        options: experiments[name],
        name: 'cheaper',
      });
      drives.set(name, await drive({ uwsgi, plan, durationMs, glanceMs: 230 }));
    };
    await Promise.all(names.map(conduct));
  });

  const driven = (name: ExperimentName): Drive => {
    const found = drives.get(name);
    if (found === undefined) throw new Error(`${name} was not driven`);
    return found;
  };

  test.each(names)('the real workers come and go: %s', (name) => {
    const active = driven(name).glances.map((glance) => glance.active);
    const most = Math.max(...active);
    expect(active[0]).toBe(2);
    expect(most).toBeGreaterThanOrEqual(12);
    expect(active.at(-1)).toBeLessThanOrEqual(most - 5);
  });

  test.each(names)('the simulated ones do as they do: %s', (name) => {
    const { requests } = driven(name);
    const { moreThanAStepApart } = compared(name, 'known requests', () => demandOf(requests, durationMs));
    expect(moreThanAStepApart).toBeLessThanOrEqual(0.05);
  });

  /**
   * When in a second a request came has to be guessed then, and one guess can start an emergency worker that another does
   * not: the seconds differ from drive to drive, the bill does not.
   */
  test.each(names)('their bill is right when stats once a second are all that is known: %s', (name) => {
    const slices = slicesOf(driven(name).glances, 4);
    const demandWith = (seed: number): Demand =>
      demandOfLoad(slices, { variation: 0.35, random: createRandom(seed + 100) });
    const ratio = compared(name, 'recorded slices', demandWith).workerSeconds;
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.2);
  });

  /** The median of the seeds. */
  function compared(name: ExperimentName, what: string, demandWith: (seed: number) => Demand) {
    const { wallMs, glances } = driven(name);
    const clock = { wallMs, cycleMs: 1001, wokenMs: glances.map(({ atMs }) => atMs) };
    const settings = settingsOf(name);
    const activeAt = (second: number): number =>
      glances.findLast(({ atMs }) => atMs <= second * 1000)?.active ?? NaN;
    const runs = seeds.map((seed) => {
      const simulation = { random: createRandom(seed), startupSeconds: 0.02, clock };
      const { timeline } = simulate(demandWith(seed), settings, simulation);
      return timeline.map(({ active, second }) => ({ active, real: activeAt(second) }));
    });
    const shareApart = (workers: number): number =>
      median(
        runs.map(
          (run) => run.filter(({ active, real }) => Math.abs(active - real) > workers).length / run.length,
        ),
      );
    const figures = {
      moreThanAStepApart: shareApart(step),
      apartAtAll: shareApart(0),
      workerSeconds: median(
        runs.map((run) => sumOf(run.map(({ active }) => active)) / sumOf(run.map(({ real }) => real))),
      ),
    };
    tell(`${name}, ${what}`, figures);
    return figures;
  }
});

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

function settingsOf(name: ExperimentName): CheaperSettings {
  const origin = { kind: 'uwtop config' } as const;
  const stated = Object.entries(experiments[name]).map(([name, value]) => ({
    name,
    value: String(value),
    origin,
  }));
  const read = settingsFromLimits(limitsOf({ ...statedConfiguration('the test', stated), isWhole: true }));
  if (!read.ok) throw new Error(read.failure.join('\n'));
  return read.value;
}

/** Up to twelve workers' worth of requests of a quarter of a second, at chance moments. */
function planned(): Request[] {
  const random = createRandom(11);
  const requests: Request[] = [];
  for (let atMs = 0; ;) {
    atMs += random.exponential(1000 / perSecond(atMs / 1000));
    if (atMs >= durationMs) return requests;
    requests.push({ arrivalMs: atMs, serviceMs: random.between(100, 400) });
  }
}

/** A rise, a rush, a fall, and a second smaller rush. */
function perSecond(second: number): number {
  if (second < 40) return 3 + second * 0.8;
  if (second < 50) return 45;
  if (second < 75) return 30 - second * 0.35;
  return second >= 90 && second < 96 ? 25 : 3;
}
