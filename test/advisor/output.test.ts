/** An advice as people read it, and as scripts do. */
import { adviceReport } from '../../src/advisor/advice-report';
import { adviceLines } from '../../src/advisor/advice-text';
import { adviceSchema } from '../../src/advisor/contract';
import { limitsOf } from '../../src/limits/limits';
import { adviceOn, lineOf } from '../support/advice';
import { emperorObservation, knownLimits, target } from '../support/documents';
import { exponential, serveQueue } from '../support/queue';
import { observationsOf } from '../support/recorded-load';
import { readFiles } from '../limits/memory-source';

const wish = {
  seed: 6,
  servers: 14,
  seconds: 1800,
  rate: (at: number) => 12 + 10 * Math.sin(at / 200),
  service: exponential(0.3),
};
const limits = knownLimits({ processes: 14, harakiri: 30 });
const observations = observationsOf(serveQueue(wish), {
  ...wish,
  change: () => ({ limits }),
  changeWorker: () => ({ rss: 120 * 1024 ** 2 }),
});
const advice = adviceOn(observations, { memoryBytes: 8 * 1024 ** 3 });
const style = (width: number) => ({ width, clock: (wallMs: number) => new Date(wallMs).toISOString() });

test('the fragment is an ini that uWSGI reads as it is meant', () => {
  const text = adviceLines('shop', advice, style(80));
  const from = text.indexOf('[uwsgi]');
  const fragment = text.slice(from, text.indexOf('NOT ADVISED')).join('\n');
  const configuration = readFiles({ '/srv/app.ini': fragment });
  const advised = advice.lines.filter(({ value }) => value !== undefined);
  expect(configuration.notes).toEqual([]);
  expect(
    configuration.options.filter(({ name }) => name !== 'ini').map(({ name, value }) => [name, value]),
  ).toEqual(advised.map(({ option, value }) => [option, value]));
  const read = limitsOf(configuration);
  expect(read.processes.value).toBe(Number(lineOf(advice, 'processes').value));
  expect(read.reloadOnRssBytes.value).toBe(170 * 1024 ** 2);
});

test('each line has its reason, what was measured, and today above it', () => {
  const text = adviceLines('shop', advice, style(120)).join('\n');
  expect(text).toMatch(
    /; .*by Erlang C.*\n(?:; .*\n)*; measured: .*\n(?:; .*\n)*; today: 14; confidence: medium\nprocesses = \d+\n/,
  );
  expect(text).toMatch(/; as today; confidence: medium\nharakiri = 30\n/);
  expect(text).toContain('COULD NOT BE KNOWN\n  - ');
});

test.each([40, 60, 80, 100, 120])('nothing is wider than %d columns, but a word that is', (width) => {
  const long = adviceLines('shop', advice, style(width)).filter((line) => line.length > width);
  expect(long.filter((line) => line.trim().split(' ').length > 3)).toEqual([]);
});

test('whoever has no workers, or too little of a load, is told so and nothing else', () => {
  expect(adviceLines('zeus', adviceOn([emperorObservation([], 0)]), style(80))).toEqual([
    'zeus',
    '  an emperor has no workers to advise on: name the stats servers of its vassals.',
  ]);
  const short = adviceLines('shop', adviceOn(observations.slice(0, 60)), style(80)).join('\n');
  expect(short).toContain('Not enough data for an advice: 59s were seen: it takes 5m00 at least.');
  expect(short).toContain('offered load');
  expect(short).not.toContain('[uwsgi]');
});

test('the JSON keeps to its contract, with null for what is not known', () => {
  const instances = [
    { label: target, advice },
    { label: target, advice: adviceOn(observations.slice(0, 60)) },
    { label: target, advice: adviceOn([]) },
  ];
  const report = JSON.parse(JSON.stringify(adviceReport(instances))) as unknown;
  const parsed = adviceSchema.parse(report);
  expect(parsed).toEqual(report);
  expect(parsed.instances[0]).toMatchObject({
    state: 'enough',
    load: { cpuShare: null, quietHour: null },
    trial: null,
  });
  expect(parsed.instances[2]).toMatchObject({ state: 'too-little', load: null, sizing: null, lines: [] });
});
