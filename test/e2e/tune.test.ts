/** `uwtop tune` of the built program: on recordings, on live targets, and on what is neither. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { spawn } from 'node:child_process';
import { adviceSchema, type InstanceAdvice } from '../../src/advisor/contract';
import { startDemoFleet } from '../../src/demo/fleet';
import type { Observation } from '../../src/model/observation';
import { emperorObservation, knownLimits, target } from '../support/documents';
import { runProgram } from '../support/program';
import { exponential, serveQueue } from '../support/queue';
import { observationsOf } from '../support/recorded-load';
import { recordingOf } from '../support/recording-of';
import { uwtop } from '../support/uwtop';

jest.setTimeout(120_000);

const other = { id: '10.0.0.9:1717', name: 'api', address: '10.0.0.9:1717' };
const shopLimits = knownLimits({ processes: 12, harakiri: 30 });
const wish = { seed: 6, servers: 12, seconds: 1200, rate: 20, service: exponential(0.3) };
const observations = observationsOf(serveQueue(wish), { ...wish, change: () => ({ limits: shopLimits }) });
const few = observationsOf(serveQueue({ ...wish, servers: 4 }), { ...wish, servers: 4 });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-tune-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function saved(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const inTurn = observations.flatMap((one, index): Observation[] => {
  const second = few[index];
  return second === undefined ? [one] : [one, { ...second, targetId: other.id }];
});
const recording = () => saved('hour.ndjson.gz', gzipSync(recordingOf(observations)));
const both = () => saved('both.ndjson', recordingOf(inTurn, [target, other]));

async function tune(...words: readonly string[]) {
  const { exitCode, stdout, stderr } = await runProgram(['tune', ...words]);
  return { exitCode, out: stdout.toString(), err: stderr };
}

async function instancesOf(...words: readonly string[]): Promise<readonly InstanceAdvice[]> {
  const { exitCode, out, err } = await tune('--json', ...words);
  if (exitCode === 2) throw new Error(err);
  return adviceSchema.parse(JSON.parse(out)).instances;
}

const valueOf = (instance: InstanceAdvice | undefined, option: string) =>
  instance?.lines.find((line) => line.option === option)?.value;

test('an advice on a recording, the same as text and as JSON', async () => {
  const path = recording();
  const [shop] = await instancesOf(path);
  expect(shop).toMatchObject({ name: 'shop', state: 'enough', missing: [] });
  expect(shop?.load?.erlangs).toBeCloseTo(6, 0);
  const { exitCode, out } = await tune(path);
  expect(exitCode).toBe(0);
  for (const { option, value } of shop?.lines ?? [])
    if (value !== null) expect(out).toContain(`\n${option} = ${value}\n`);
});

test('each instance of a recording in turn, or the one that was named', async () => {
  const path = both();
  const instances = await instancesOf(path);
  expect(instances.map(({ name }) => name)).toEqual(['shop', 'api']);
  expect(instances[1]?.load?.isLowerBound).toBe(true);
  expect((await tune('--instance', 'api', path)).out).toMatch(/^api \(10\.0\.0\.9:1717\)|^10\.0\.0\.9:1717/);
  const wrong = await tune('--instance', 'shpo', path);
  expect(wrong).toMatchObject({
    exitCode: 2,
    err: 'uwtop: --instance: there is no shpo; did you mean `shop`?\n',
  });
});

test('what the person wants and knows decides', async () => {
  const path = recording();
  const [usual] = await instancesOf(path);
  const [strict] = await instancesOf('--wait-probability', '0.1%', path);
  const [patient] = await instancesOf('--p95-wait', '0.4s', path);
  const slots = [patient, usual, strict].map((instance) => instance?.sizing?.slots ?? 0);
  expect(slots).toEqual(slots.toSorted((one, next) => one - next));
  expect(new Set(slots).size).toBe(3);
  const [today] = await instancesOf('--harakiri', '45', path);
  expect(valueOf(today, 'harakiri')).toBe('45');
  const [short] = await instancesOf('--proxy-timeout', '20', path);
  expect(valueOf(short, 'harakiri')).toBe('15');
});

test('--try compares today with a wish, and with what is advised', async () => {
  const path = recording();
  const [shop] = await instancesOf('--try', 'processes=7', path);
  expect(shop?.trial?.proposal.peakWorkers).toBe(7);
  expect(shop?.trial?.proposal.waitingShare).toBeGreaterThan(0.4);
  const { out } = await tune('--try', 'advice', path);
  expect(out).toMatch(/\nTRIED\n {2}processes=\d+/);
  expect(out).toContain('requests that waited');
});

test.each([
  ['a wish that contradicts itself', ['--try', 'cheaper=20'], '--try: cheaper 20 is not below processes 12'],
  ['two targets of the queue', ['--p95-wait', '1s', '--wait-probability', '5%'], 'cannot be used with'],
  ['a share that is none', ['--wait-probability', '5'], 'give a share'],
  ['a size that is none', ['--memory', 'much'], 'give a size'],
])('%s is wrong usage', async (_, words, sentence) => {
  const { exitCode, out, err } = await tune(...words, recording());
  expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
  expect(err).toContain(sentence);
});

describe('what no advice can be made of', () => {
  test.each([
    ['an empty file', () => saved('empty.ndjson', ''), 2, 'is empty: nothing was recorded'],
    ['something else', () => saved('other.ndjson', '{"a":1}\n'), 2, 'is no recording of uwtop'],
  ])('%s', async (_, file, code, sentence) => {
    const { exitCode, out, err } = await tune(file());
    expect(exitCode).toBe(code);
    expect(err).toContain(sentence);
    expect(out).not.toContain('[uwsgi]');
  });

  test.each([
    ['a recording that is not there', './nothing.ndjson.gz', 'there is no recording ./nothing.ndjson.gz'],
    ['a saved snapshot', `file:${join(__dirname, '../fixtures/captures/backlog.json')}`, 'is one moment'],
  ])('%s is said to be that at once', async (_, word, sentence) => {
    const { exitCode, err } = await tune(word);
    expect(exitCode).toBe(2);
    expect(err).toContain(sentence);
  });

  test('a recording that is named twice is not counted twice', async () => {
    const path = recording();
    const { exitCode, err } = await tune(path, path);
    expect(exitCode).toBe(2);
    expect(err).toContain('are the same recording: name it once');
  });

  test('a recording is as long as it is', async () => {
    const { exitCode, err } = await tune('--for', '1h', saved('whole.ndjson', recordingOf(observations)));
    expect(exitCode).toBe(2);
    expect(err).toContain('--for is for live targets: of a recording all is taken that it holds');
  });

  test('where nobody answers, nobody waits for all of the time', async () => {
    const { exitCode, out } = await tune('--for', '1h', join(folder, 'no.sock'));
    expect(exitCode).toBe(1);
    expect(out).toContain('it never answered: no such file');
  });

  test('too short a recording says what is missing', async () => {
    const path = saved('short.ndjson', recordingOf(observations.slice(0, 100)));
    const { exitCode, out } = await tune(path);
    expect(exitCode).toBe(1);
    expect(out).toContain('Not enough data for an advice: 1m39 were seen: it takes 5m00 at least.');
    expect(out).not.toContain('[uwsgi]');
    expect((await instancesOf(path))[0]?.state).toBe('too-little');
  });

  test('a recording in which nobody answered', async () => {
    const { exitCode, out } = await tune(saved('none.ndjson', recordingOf([])));
    expect(exitCode).toBe(1);
    expect(out).toContain('Not enough data for an advice: it never answered.');
  });

  test('an emperor has no workers', async () => {
    const { exitCode, out } = await tune(saved('zeus.ndjson', recordingOf([emperorObservation([], 0)])));
    expect(exitCode).toBe(1);
    expect(out).toContain('an emperor has no workers to advise on');
  });
});

test('a recording of the simulated fleet by the program itself', async () => {
  const fleet = await startDemoFleet({ seed: 3, now: Date.now });
  const path = join(folder, 'demo.ndjson.gz');
  const words = fleet.targets.map(({ name, address }) => `${name}=${address}`);
  try {
    const recorded = await runProgram(['record', '-o', path, '-n', '6', '-i', '0.3', ...words]);
    expect(recorded.exitCode).toBe(0);
    const live = await tune('--for', '2s', '-i', '0.3', ...words);
    expect(live.exitCode).toBe(1);
    expect(live.out).toMatch(/Not enough data for an advice: [23]s were seen/);
  } finally {
    await fleet.stop();
  }
  const instances = await instancesOf(path);
  expect(instances.map(({ name }) => name)).toEqual(fleet.targets.map(({ name }) => name));
  expect(instances.every(({ state }) => state !== 'enough')).toBe(true);
});

test('^C ends the watching early, and advises on what was seen', async () => {
  const fleet = await startDemoFleet({ seed: 3, now: Date.now, instances: ['shop'] });
  const [shop] = fleet.targets;
  const [program = '', ...words] = uwtop('tune', '--json', '-i', '0.2', `shop=${shop?.address ?? ''}`);
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  const closed = new Promise<number | null>((done) => child.on('close', done));
  await sleep(2500);
  child.kill('SIGINT');
  expect(await closed.finally(() => fleet.stop())).toBe(1);
  const [instance] = adviceSchema.parse(JSON.parse(out)).instances;
  expect(instance?.load?.seconds).toBeGreaterThan(0.5);
});
