/**
 * The simulation of the busyness algorithm beside the real one, second by second, under the same rise and fall of load.
 *
 * Both decide when a second of the wall clock is full, at the first thing that wakes the master: the simulation is told
 * where in such a second the drive began and when the stats were asked for, and needs no other alignment.
 */

import { demandOf, type Demand, type Request } from '../../src/advisor/cheaper/demand';
import { demandOfLoad } from '../../src/advisor/cheaper/demand-of-load';
import { settingsFromLimits, type CheaperSettings } from '../../src/advisor/cheaper/settings';
import { simulate } from '../../src/advisor/cheaper/simulation';
import { createRandom } from '../../src/demo/random';
import { statedConfiguration } from '../../src/limits/configuration';
import { limitsOf } from '../../src/limits/limits';
import { drive, slicesOf, type Drive } from '../support/cheaper-drive';
import { tell } from '../support/measured';
import { serversOfThisFile } from '../support/servers';
import { hasPlugin } from '../support/uwsgi-plugins';

jest.setTimeout(180_000);

const start = serversOfThisFile();
const durationMs = 120_000;
const step = 2;
const options = {
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
/** Which worker takes a request is chance, and now and then a check falls on the other side of a bound for it. */
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9];

(hasPlugin('cheaper_busyness') ? describe : describe.skip)('under a rise and a fall of load', () => {
  let driven: Drive;

  beforeAll(async () => {
    const uwsgi = await start({ plugins: ['cheaper_busyness'], options, name: 'cheaper' });
    driven = await drive({ uwsgi, plan: planned(), durationMs, glanceMs: 230 });
  });

  test('the real workers come and go', () => {
    const active = driven.glances.map((glance) => glance.active);
    expect(active[0]).toBe(2);
    expect(Math.max(...active)).toBeGreaterThanOrEqual(16);
    expect(active.at(-1)).toBeLessThanOrEqual(14);
  });

  test('the simulated ones do as they do', () => {
    const demandWith = (): Demand => demandOf(driven.requests, durationMs);
    expect(shareOfMisses('known requests', demandWith)).toBeLessThanOrEqual(0.05);
  });

  test('and so they do when all that is known is what the stats tell once a second', () => {
    const slices = slicesOf(driven.glances, 4);
    const demandWith = (seed: number): Demand =>
      demandOfLoad(slices, { variation: 0.35, random: createRandom(seed + 100) });
    expect(shareOfMisses('recorded slices', demandWith)).toBeLessThanOrEqual(0.05);
  });

  /** Of the seconds in which they are more than one step apart; the median of the seeds. */
  function shareOfMisses(what: string, demandWith: (seed: number) => Demand): number {
    const clock = { wallMs: driven.wallMs, cycleMs: 1001, wokenMs: driven.glances.map(({ atMs }) => atMs) };
    const apart = seeds.map((seed) => {
      const simulation = { random: createRandom(seed), startupSeconds: 0.02, clock };
      const { timeline } = simulate(demandWith(seed), settings(), simulation);
      return timeline.map(({ active, second }) => Math.abs(active - activeAt(second)));
    });
    const shareOf = (workers: number): number =>
      median(
        apart.map((seconds) => seconds.filter((difference) => difference > workers).length / seconds.length),
      );
    tell(`workers of the real busyness, ${what}`, {
      'share of seconds more than a step apart': shareOf(step),
      'apart at all': shareOf(0),
    });
    return shareOf(step);
  }

  const activeAt = (second: number): number =>
    driven.glances.findLast(({ atMs }) => atMs <= second * 1000)?.active ?? NaN;
});

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

function settings(): CheaperSettings {
  const origin = { kind: 'uwtop config' } as const;
  const stated = Object.entries(options).map(([name, value]) => ({ name, value: String(value), origin }));
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
