/** Load that hovers at a threshold for a minute: an alert is raised once, or not at all, and does not come and go. */
import { setTimeout as sleep } from 'node:timers/promises';
import { settingsWith } from '../../src/alerts/rule-table';
import type { RuleName } from '../../src/alerts/rule-table';
import type { Totals } from '../../src/model/totals';
import { paceLoad } from '../support/load';
import { tell } from '../support/measured';
import { serversOfThisFile } from '../support/servers';
import type { UwsgiOptions } from '../support/uwsgi-options';
import { changesOf, type Moment, type WatchRequest, watchTarget } from '../support/watching';

jest.setTimeout(120_000);

const start = serversOfThisFile();
const seconds = 60;

interface Experiment {
  readonly rule: RuleName;
  readonly options: UwsgiOptions;
  readonly paths: Readonly<Record<string, number>>;
  readonly watching?: Partial<WatchRequest>;
  /** What hovers, and at which level. */
  readonly value: (totals: Totals) => number | undefined;
  readonly level: number;
}

const share = ({ busyRatio = 0 }: Totals) => 100 * busyRatio;
/** Hardly any hold: the clear margin alone has to keep it from coming and going. */
const quick = (rule: RuleName) => settingsWith({ [rule]: { holdSeconds: 1 } });

/** Lengths that never fall into step with one another. */
const atSeventy = { '/slow?s=0.83': 6.1, '/slow?s=1.31': 1.43 };

const experiments: Readonly<Record<string, Experiment>> = {
  'busy workers at 70 %': {
    rule: 'busy-ratio',
    options: { processes: 10 },
    paths: atSeventy,
    value: share,
    level: 70,
  },
  'busy workers at 70 %, with hardly any hold': {
    rule: 'busy-ratio',
    options: { processes: 10 },
    paths: atSeventy,
    watching: { settings: quick('busy-ratio') },
    value: share,
    level: 70,
  },
  'busyness at 70 %': {
    rule: 'busyness',
    options: { processes: 4 },
    paths: { '/slow?s=0.37': 5.3, '/slow?s=0.61': 1.47 },
    watching: { settings: quick('busyness') },
    value: ({ busyness }) => (busyness === undefined ? undefined : 100 * busyness),
    level: 70,
  },
  'busyness at cheaper-busyness-max': {
    rule: 'busyness',
    options: { processes: 4 },
    paths: { '/slow?s=0.37': 3.3, '/slow?s=0.61': 1.37 },
    watching: { settings: quick('busyness'), limits: { 'cheaper-busyness-max': 50 } },
    value: ({ busyness }) => (busyness === undefined ? undefined : 100 * busyness),
    level: 50,
  },
};

async function conduct({ options, paths, watching }: Experiment): Promise<readonly Moment[]> {
  const uwsgi = await start({ options, name: 'hovering' });
  const watch = watchTarget(uwsgi.statsAddress, { intervalMs: 500, ...watching });
  const loads = Object.entries(paths).map(([path, perSecond]) =>
    paceLoad({ port: uwsgi.httpPort, path, perSecond }),
  );
  await sleep(seconds * 1000);
  const moments = await watch.stop();
  await Promise.all(loads.map((load) => load.stop()));
  return moments;
}

const recordings = new Map<string, readonly Moment[]>();

beforeAll(async () => {
  await Promise.all(
    Object.entries(experiments).map(async ([name, one]) => recordings.set(name, await conduct(one))),
  );
});

test.each(Object.keys(experiments))('%s raise no alert more than once', (name) => {
  const moments = recordings.get(name) ?? [];
  const { rule, value, level } = experiments[name] ?? fail(name);
  const values = moments.flatMap(({ instance: { seen } }) =>
    seen?.totals === undefined ? [] : (value(seen.totals) ?? []),
  );
  const crossings = values.filter(
    (one, index) => index > 0 && one >= level !== (values[index - 1] ?? 0) >= level,
  );
  const changes = changesOf(moments);
  tell(`hovering, ${name}`, {
    crossings: crossings.length,
    least: Math.min(...values),
    most: Math.max(...values),
    changes: changes.map(({ change, alert }) => `${alert.rule} ${change}`).join(' · '),
  });
  // Otherwise it did not hover, and nothing was tested.
  expect(crossings.length).toBeGreaterThan(5);
  const raised = changes
    .filter(({ change }) => change === 'raised')
    .map(({ alert }) => `${alert.rule} ${alert.subject}`);
  expect(raised).toEqual([...new Set(raised)]);
  expect(
    changes.filter(({ change, alert }) => alert.rule === rule && change !== 'raised').length,
  ).toBeLessThan(2);
});
