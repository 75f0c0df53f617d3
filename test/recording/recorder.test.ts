/** What is written while it is written: on, beside and instead of what is there already, and where nothing can be. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Observation } from '../../src/model/observation';
import { AppendedFile } from '../../src/recording/append';
import { sizeEstimate } from '../../src/recording/estimate';
import { openRecording } from '../../src/recording/open';
import { Recorder, type RecorderOptions } from '../../src/recording/recorder';
import { numbered } from '../../src/recording/rotation';
import { label } from '../ui/scenes';
import { all, folderOfThisFile, headerOf, observed } from './recorded';

const at = folderOfThisFile();
const names = ['batch'];
const live = observed(6, names);
const times = live.map(({ monotonicMs }) => monotonicMs);

let nowMs = 0;
const troubles: string[] = [];
const open = (path: string, options: Partial<RecorderOptions> = {}) =>
  Recorder.open({
    path,
    header: headerOf(names.map(label)),
    now: () => nowMs,
    onTrouble: (sentence) => troubles.push(sentence),
    ...options,
  });

async function record(path: string, options: Partial<RecorderOptions> = {}): Promise<Recorder> {
  const recorder = await open(path, options);
  for (const observation of live) {
    recorder.observe(observation);
    await recorder.settle();
    nowMs += 1000;
  }
  await recorder.stop();
  return recorder;
}

async function timesIn(...paths: readonly string[]): Promise<number[]> {
  const rounds = await all((await openRecording(paths)).rounds());
  return rounds.flatMap(({ observations }) => observations.map(({ monotonicMs }) => monotonicMs));
}

beforeEach(() => {
  nowMs = 0;
  troubles.length = 0;
});

test.each(['a.ndjson', 'a.ndjson.gz'])('%s has what was observed, and its size is known', async (name) => {
  const { bytes } = await record(at(name));
  expect(await timesIn(at(name))).toEqual(times);
  expect(bytes).toBe(statSync(at(name)).size);
  expect(statSync(at(name)).mode & 0o077).toBe(0);
});

test('packed it is much smaller, and each line is on the disk as soon as it was written', async () => {
  expect(statSync(at('a.ndjson.gz')).size).toBeLessThan(statSync(at('a.ndjson')).size / 3);
  const recorder = await open(at('b.ndjson.gz'));
  recorder.observe(live[0] as Observation);
  await recorder.settle();
  expect(await timesIn(at('b.ndjson.gz'))).toEqual(times.slice(0, 1));
  await recorder.stop();
});

test.each(['c.ndjson', 'c.ndjson.gz'])(
  '%s is gone on with, also behind a line that was cut',
  async (name) => {
    await record(at(name));
    await record(at(name));
    expect(await timesIn(at(name))).toEqual([...times, ...times]);
    writeFileSync(at(name), readFileSync(at(name)).subarray(0, -30));
    await record(at(name));
    expect(await timesIn(at(name))).toEqual([...times, ...times.slice(0, -1), ...times]);
  },
);

test('the end of a packed file that is no whole block is cut off before it is gone on with', async () => {
  const path = at('cut.ndjson.gz');
  await record(path);
  const whole = readFileSync(path);
  const lastBlock = whole.lastIndexOf(Buffer.from([0x1f, 0x8b, 8, 4]));
  for (const length of [whole.length, whole.length - 1, lastBlock + 21, lastBlock + 10, lastBlock + 2]) {
    writeFileSync(path, whole.subarray(0, length));
    await record(path);
    const recording = await openRecording([path]);
    const rounds = await all(recording.rounds());
    expect(recording.damages).toEqual([]);
    expect(rounds).toHaveLength(length === whole.length ? 12 : 11);
    expect(readFileSync(path).subarray(0, lastBlock)).toEqual(whole.subarray(0, lastBlock));
  }
});

test('a file that is no recording is refused and stays as it is; so is one that must not be there', async () => {
  writeFileSync(at('notes.txt'), 'notes');
  await expect(open(at('notes.txt'))).rejects.toThrow(/notes\.txt is there already and is no recording/);
  expect(readFileSync(at('notes.txt'), 'utf8')).toBe('notes');
  await record(at('d.ndjson'));
  await expect(open(at('d.ndjson'), { fresh: true })).rejects.toThrow(
    /nothing can be recorded to .*d\.ndjson/,
  );
});

test.each([
  ['size', { rotateBytes: 1 }],
  ['time', { rotateMs: 1000 }],
] as const)(
  'by %s it goes on in files that can be read alone, and never in one that is there',
  async (kind, wish) => {
    const path = at(`${kind}.ndjson.gz`);
    writeFileSync(numbered(path, 3), 'mine');
    const rotated: string[] = [];
    const recorder = await record(path, { ...wish, onRotated: (name) => rotated.push(name) });
    expect(readFileSync(numbered(path, 3), 'utf8')).toBe('mine');
    expect(rotated.at(-1)).toBe(recorder.path);
    expect(rotated).not.toContain(numbered(path, 3));
    const each = await Promise.all([path, ...rotated].map((name) => timesIn(name)));
    expect(each.flat()).toEqual(times);
    expect(each.filter((some) => some.length > 1)).toEqual([]);
    expect(recorder.bytes).toBe([path, ...rotated].reduce((sum, name) => sum + statSync(name).size, 0));
  },
);

test('names of files that follow keep their ending', () => {
  const follow = ['/x/day.ndjson.gz', '/x/day.ndjson', '/x/day', '/x.y/2026-01-01.gz'];
  expect(follow.map((path) => numbered(path, 2))).toEqual([
    '/x/day.2.ndjson.gz',
    '/x/day.2.ndjson',
    '/x/day.2',
    '/x.y/2026-01-01.2.gz',
  ]);
});

test('where nothing can be written that is said at once', async () => {
  await expect(open('/dev/full')).rejects.toThrow(/nothing can be recorded to \/dev\/full: the disk is full/);
  await expect(open(at('no/such/folder'))).rejects.toThrow(/there is no such folder/);
  await expect(open(at('.'))).rejects.toThrow(/it is a folder/);
  expect(existsSync(at('no'))).toBe(false);
});

test('a line that cannot be written ends it with one sentence, and what was written can be read', async () => {
  const path = at('full.ndjson');
  const recorder = await open(path);
  recorder.observe(live[0] as Observation);
  await recorder.settle();
  // The next file that it wants is on a disk that is full.
  const broken = {
    ...(live[1] as Observation),
    get latencyMs(): number {
      throw Object.assign(new Error('x'), { code: 'ENOSPC' });
    },
  };
  recorder.observe(broken);
  await recorder.settle();
  recorder.observe(live[2] as Observation);
  await recorder.stop();
  expect(troubles).toEqual([
    expect.stringMatching(/^RECORDING STOPPED: the disk is full; what .*full\.ndjson has can be read$/),
  ]);
  expect(await timesIn(path)).toEqual(times.slice(0, 1));
});

describe('a disk that hangs', () => {
  const sized = (bytes: number): Observation => {
    const observation = live[0] as Observation;
    const { outcome } = observation;
    return outcome.ok
      ? { ...observation, outcome: { ...outcome, value: { ...outcome.value, bytes } } }
      : observation;
  };
  const never = new Promise<never>(() => undefined);
  const closeHangs = () => {
    const { close } = Object.getOwnPropertyDescriptors(AppendedFile.prototype);
    jest.spyOn(AppendedFile.prototype, 'close').mockImplementation(async function (this: AppendedFile) {
      await close.value?.call(this);
      return never;
    });
  };

  afterEach(() => jest.restoreAllMocks());

  test('is told of, though its file cannot be closed', async () => {
    const recorder = await open(at('hangs.ndjson'));
    jest.spyOn(AppendedFile.prototype, 'append').mockReturnValue(never);
    closeHangs();
    for (let count = 0; count < 3; count++) recorder.observe(sized(30 * 1024 * 1024));
    await Promise.resolve();
    expect(troubles).toEqual([expect.stringMatching(/^RECORDING STOPPED: the disk is too slow for it; /)]);
  });

  test('fills with failures and ends of rounds too', async () => {
    const recorder = await open(at('rounds.ndjson'));
    jest.spyOn(AppendedFile.prototype, 'append').mockReturnValue(never);
    closeHangs();
    for (let count = 0; count < 150_000; count++) recorder.endRound(count);
    expect(troubles).toEqual([expect.stringMatching(/the disk is too slow/)]);
  });

  test('is not waited for when it is to stop', async () => {
    const recorder = await open(at('stops.ndjson'));
    jest.spyOn(AppendedFile.prototype, 'append').mockReturnValue(never);
    closeHangs();
    recorder.observe(sized(1000));
    await recorder.stop();
    expect(troubles).toEqual([expect.stringMatching(/the disk does not answer/)]);
  });

  test('is not waited for either when all was written', async () => {
    const recorder = await open(at('closes.ndjson'));
    closeHangs();
    recorder.observe(sized(1000));
    await recorder.stop();
    expect(troubles).toEqual([]);
    expect(await timesIn(at('closes.ndjson'))).toEqual(times.slice(0, 1));
  });
});

test('what waited is written in pieces that can be read back', async () => {
  const recorder = await open(at('pieces.ndjson.gz'));
  const append = jest.spyOn(AppendedFile.prototype, 'append');
  for (const observation of live) {
    const { outcome } = observation;
    if (!outcome.ok) continue;
    const value = { ...outcome.value, bytes: 3 * 1024 * 1024 };
    recorder.observe({ ...observation, outcome: { ...outcome, value } });
  }
  await recorder.stop();
  const linesEach = append.mock.calls.map(([written]) => written.split('\n').length - 1);
  append.mockRestore();
  expect(linesEach).toEqual([1, 2, 2, 1]);
  expect(await timesIn(at('pieces.ndjson.gz'))).toEqual(times);
});

test('the size of an hour is told from a round', () => {
  expect(sizeEstimate({ bytesPerRound: 6000, intervalMs: 1000 })).toBe('about 21M an hour, 494M a day');
});

test('targets that come are in the file from then on', async () => {
  const both = ['batch', 'api'];
  const recorder = await open(at('e.ndjson'));
  recorder.observe(live[0] as Observation);
  recorder.setTargets(both.map(label));
  for (const observation of observed(2, both)) recorder.observe(observation);
  await recorder.stop();
  const rounds = await all((await openRecording([at('e.ndjson')])).rounds());
  expect(rounds.map(({ targets }) => targets.map(({ name }) => name))).toEqual([['batch'], both, both]);
});
