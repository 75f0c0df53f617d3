import { decodeSnapshot } from '../../src/stats/decode';
import { captureText } from './captures';

/**
 * Work is counted and not timed: every search and every pattern tried. Each pattern is bounded (the longest describes
 * about a kilobyte), and what a search passes over is not passed over again, so the count tells how the cost grows.
 */
const stepsFor = (text: string): number => {
  const bytes = new TextEncoder().encode(text);
  const counts = [countCalls(RegExp.prototype, 'test'), countCalls(String.prototype, 'indexOf')];
  decodeSnapshot(bytes);
  return counts.reduce((sum, stop) => sum + stop(), 0);
};

/** Counts without keeping the arguments, as a spy would: quadratic work has to end as a failure, not without memory. */
const countCalls = (owner: object, name: string): (() => number) => {
  const original = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
  let calls = 0;
  const counting = function (this: unknown, ...args: unknown[]): unknown {
    calls += 1;
    return Reflect.apply(original, this, args);
  };
  Reflect.set(owner, name, counting);
  return () => {
    Reflect.set(owner, name, original);
    return calls;
  };
};

const head = '{"version":"2.0.21","listen_queue":0,"load":0,"pid":1,"uid":0,"gid":0,"cwd":"';
const tail = '","locks":[{"user 0":0}],"sockets":[],"workers":[]}';
const app =
  '{"id":0,"modifier1":0,"mountpoint":"/a"b","startup_time":0,"requests":0,"exceptions":0,"chdir":"x"y"}';
const appOfNewer = app.replace('"startup_time"', '"colour":7,"startup_time"');
const workersOf = (apps: string) =>
  `${head}/srv","locks":[{"user 0":0}],"sockets":[],"workers":[{"id":1,"pid":2,"status":"idle","requests":0,` +
  `"running_time":0,"apps":[${apps}]}]}`;

const inputs: readonly (readonly [string, (size: number) => string])[] = [
  ['quotes in the directory', (size) => `${head}${'"'.repeat(size)}${tail}`],
  ['nearly the end of the directory', (size) => `${head}${'","locks":[{"user 0":0}'.repeat(size)}${tail}`],
  ['nearly the end of the directory, cut off', (size) => `${head}${'","locks":[{"user 0":0},'.repeat(size)}`],
  ['whole documents in the directory', (size) => `${head}${`/${tail}`.repeat(size)}${tail}`],
  ['names that never end', (size) => `${head}","locks":[{"user 0":0},${'{"x":0,"'.repeat(size)}`],
  ['names that always begin', (size) => `${head}","locks":[{"user 0":0},${'{"x'.repeat(size)}`],
  ['apps in need of repair', (size) => workersOf(Array.from({ length: size }, () => app).join(','))],
  ['apps of a newer uWSGI', (size) => workersOf(Array.from({ length: size }, () => appOfNewer).join(','))],
  ['apps cut off', (size) => workersOf(Array.from({ length: size }, () => app).join(',')).slice(0, -9)],
  ['escaped quotes', (size) => `${head}"","daemons":[{"cmd":"${'\\"'.repeat(size)}`],
  ['backslashes', (size) => `${head}"","daemons":[{"cmd":"${'\\'.repeat(size)}`],
  ['control bytes', (size) => captureText('plain.t0.json').replace('/srv', '\\\u001b'.repeat(size))],
  ['commas', (size) => `{"workers":[${','.repeat(size)}`],
  ['brackets', (size) => `{"x":${'['.repeat(size)}`],
  ['braces', (size) => '{"x":'.repeat(size)],
  ['blanks', (size) => `{${' \n'.repeat(size)}"x" 7`],
  ['lines before nonsense', (size) => `{\n"x":1,${'\n'.repeat(size)}?`],
  ['replacement characters', (size) => `{"x":"${'\ufffd'.repeat(size)}`],
];

test.each(inputs)('%s: twice as long is at most twice the work', (_, input) => {
  const [once, twice, fourTimes] = [1000, 2000, 4000].map((size) => stepsFor(input(size))) as [
    number,
    number,
    number,
  ];
  expect(twice).toBeLessThan(2.1 * once + 200);
  expect(fourTimes).toBeLessThan(2.1 * twice + 200);
});

test('the count would show quadratic work', () => {
  const apps = (size: number) => Array.from({ length: size }, () => appOfNewer).join(',');
  expect(stepsFor(workersOf(apps(500)))).toBeGreaterThan(500);
});
