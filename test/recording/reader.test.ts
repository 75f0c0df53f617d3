/** Files that were cut, damaged, made by others or never were recordings. */
import * as fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { memberBytes } from '../../src/recording/blocks';
import { describeDamages, isRecording, openRecording } from '../../src/recording/open';
import { openSource } from '../../src/recording/source';
import { capture } from '../stats/captures';
import { all, folderOfThisFile, linesOf, observed, packed } from './recorded';

const at = folderOfThisFile();
const names = ['batch'];
const live = observed(8, names);
const lines = linesOf(live, names);
const text = lines.join('');
const times = live.map(({ monotonicMs }) => monotonicMs);

async function read(content: string | Uint8Array, name = 'a.ndjson') {
  writeFileSync(at(name), content);
  return readAgain(name);
}

async function readAgain(name: string) {
  const recording = await openRecording([at(name)]);
  const rounds = await all(recording.rounds());
  return {
    times: rounds.flatMap(({ observations }) => observations.map(({ monotonicMs }) => monotonicMs)),
    said: describeDamages(recording.damages).join('\n'),
  };
}

const whole = { times, said: '' };
const headBytes = Buffer.byteLength(lines[0] ?? '');

test('plain, packed by uwtop, and packed by gzip are the same', async () => {
  expect(await read(text)).toEqual(whole);
  expect(await read(await packed(lines), 'a.ndjson.gz')).toEqual(whole);
  expect(await read(gzipSync(text), 'b.ndjson.gz')).toEqual(whole);
});

test('wherever a plain file is cut, the last line is lost at most, and that is said', async () => {
  const bytes = Buffer.from(text);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: headBytes, max: bytes.length }), async (length) => {
      const cut = bytes.subarray(0, length);
      const ended = cut.toString().split('\n').length - 2;
      const got = await read(cut);
      // A line of which nothing but its end is missing is whole.
      expect([ended, ended + 1]).toContain(got.times.length);
      expect(got.times).toEqual(times.slice(0, got.times.length));
      const isBetween = cut.at(-1) === 0x0a || got.times.length > ended;
      expect(got.said).toMatch(isBetween ? /^$/ : /its end is cut off, the last line is lost$/);
    }),
    { numRuns: 60 },
  );
});

test('wherever a packed file is cut, the last line is lost at most, and that is said', async () => {
  const blocks = await Promise.all(lines.map((line) => packed([line])));
  const bytes = Buffer.concat(blocks);
  const ends = blocks.map((_, index) => Buffer.concat(blocks.slice(0, index + 1)).length);
  const first = ends[0] ?? 0;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: first, max: bytes.length }), async (length) => {
      const got = await read(bytes.subarray(0, length), 'a.ndjson.gz');
      const isBetween = ends.includes(length);
      expect(got.times).toEqual(times.slice(0, ends.filter((end) => end <= length).length - 1));
      expect(got.said).toMatch(isBetween ? /^$/ : /its end is cut off, the last line is lost$/);
    }),
    { numRuns: 60 },
  );
});

test('a line of garbage anywhere is passed over, with its place', async () => {
  const garbage = fc.oneof(
    fc.constantFrom(
      '{}',
      '[]',
      'null',
      '7',
      '"x"',
      '{"at":1}',
      '{"round":"x"}',
      '{"targets":7}',
      '{"at":1,"target":"x"',
    ),
    fc.string({ minLength: 1, maxLength: 40 }).filter((line) => !/[\n\r]/.test(line)),
  );
  await fc.assert(
    fc.asyncProperty(garbage, fc.integer({ min: 1, max: lines.length }), async (line, place) => {
      const got = await read(lines.toSpliced(place, 0, `${line}\n`).join(''));
      expect(got.times).toEqual(times);
      expect(got.said).toMatch(new RegExp(`passed over what cannot be read: line ${place + 1} \\(`));
    }),
    { numRuns: 60 },
  );
});

test('a damaged block of a packed file costs its own lines, not those behind it', async () => {
  const blocks = await Promise.all(lines.map((line) => packed([line])));
  for (const spoiled of [25, 2, 12]) {
    const bytes = Buffer.concat(blocks);
    const start = Buffer.concat(blocks.slice(0, 4)).length;
    bytes.fill(0xff, start + spoiled, start + spoiled + 3);
    const got = await read(bytes, 'a.ndjson.gz');
    expect(got.times).toEqual(times.filter((_, index) => index !== 3));
    expect(got.said).toMatch(/line 5 \(a damaged block\)/);
  }
});

test('what was cut and gone on with is read on both sides', async () => {
  const bytes = await packed(lines);
  const broken = Buffer.concat([bytes.subarray(0, bytes.length - 20), bytes]);
  const got = await read(broken, 'a.ndjson.gz');
  expect(got.times).toEqual([...times.slice(0, -1), ...times]);
});

test('of a packed file that was gone on with no header is lost, wherever it was cut', async () => {
  const bytes = await packed(lines);
  const lastBytes = (await packed(lines.slice(-1))).length;
  const later = linesOf(live, ['batch', 'api']);
  for (const missing of [1, 20, lastBytes - 21, lastBytes - 12, lastBytes - 2]) {
    const cut = bytes.subarray(0, bytes.length - missing);
    writeFileSync(at('c.ndjson.gz'), Buffer.concat([cut, await packed(later)]));
    const rounds = await all((await openRecording([at('c.ndjson.gz')])).rounds());
    expect(rounds.map(({ targets }) => targets.length)).toEqual([
      ...live.slice(1).map(() => 1),
      ...live.map(() => 2),
    ]);
  }
});

describe('a line that never seems to end is passed over, with its place', () => {
  const [header = '', ...rest] = lines;
  const passedOver = { times, said: expect.stringMatching(/cannot be read: line 2 \(not JSON\)/) as string };

  test('plain, longer than any text may be', async () => {
    writeFileSync(at('long.ndjson'), header);
    truncateSync(at('long.ndjson'), 600 * 1024 * 1024);
    appendFileSync(at('long.ndjson'), `\n${rest.join('')}`);
    expect(await readAgain('long.ndjson')).toEqual(passedOver);
  }, 30_000);

  test('packed by gzip', async () => {
    const zeros = Buffer.alloc(150 * 1024 * 1024);
    const content = Buffer.concat([Buffer.from(header), zeros, Buffer.from(`\n${rest.join('')}`)]);
    expect(await read(gzipSync(content, { level: 1 }), 'long.ndjson.gz')).toEqual(passedOver);
  }, 30_000);
});

test('a packed file of something else is told by its beginning', async () => {
  writeFileSync(at('zeros.gz'), gzipSync(Buffer.alloc(150 * 1024 * 1024), { level: 1 }));
  const startMs = performance.now();
  expect(await isRecording(at('zeros.gz'))).toBe(false);
  await expect(openRecording([at('zeros.gz')])).rejects.toThrow(/is no recording of uwtop/);
  expect(performance.now() - startMs).toBeLessThan(1000);
});

test('a length that cannot be true is not read to its end', async () => {
  const bytes = await packed(lines);
  const tooLong = Buffer.from(bytes);
  const second = bytes.indexOf(Buffer.from([0x1f, 0x8b, 8, 4]), 1);
  tooLong.writeUInt32LE(0xffff0000, second + 16);
  expect(memberBytes(tooLong.subarray(second))).toBeUndefined();
  expect((await read(tooLong, 'a.ndjson.gz')).times).toEqual(times.slice(1));
});

test('whoever stops early leaves no file open', async () => {
  writeFileSync(at('open.ndjson.gz'), gzipSync(Buffer.concat([Buffer.from(text), randomBytes(4_000_000)])));
  const openFiles = () => readdirSync('/proc/self/fd').length;
  const before = openFiles();
  for (let count = 0; count < 10; count++) await isRecording(at('open.ndjson.gz'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(openFiles()).toBeLessThan(before + 5);
});

test.each([
  ['', /is empty: nothing was recorded/],
  ['\n', /is no recording/],
  ['{"version":"2.0.21","workers":[]}', /is no recording of uwtop/],
  [text.slice(0, 60), /the header, is cut off or damaged/],
  [
    text.replace('"uwtopRecording":1', '"uwtopRecording":2'),
    /recorded by a newer uwtop \(format 2; .*update/,
  ],
  [text.replace('"intervalMs":1000', '"intervalMs":"x"'), /a header that makes no sense/],
])('%# says what it is', async (content, sentence) => {
  writeFileSync(at('bad'), content);
  await expect(openRecording([at('bad')])).rejects.toThrow(sentence);
});

test('several files come in the order of their beginnings', async () => {
  const later = linesOf(live.slice(4), names);
  writeFileSync(at('1.ndjson'), later.join(''));
  writeFileSync(at('2.ndjson'), lines.slice(0, 5).join(''));
  const rounds = await all((await openRecording([at('1.ndjson'), at('2.ndjson')])).rounds());
  expect(rounds.flatMap(({ observations }) => observations.map(({ monotonicMs }) => monotonicMs))).toEqual(
    times,
  );
});

test('files of one run, which tell the same start, come as they were written, also out of a folder', async () => {
  mkdirSync(at('rotated'));
  const paths = ['day.10', 'day.2', 'day.3', 'day'].map((name) => at(`rotated/${name}.ndjson`));
  const [header = '', ...observations] = lines;
  const content = (from: number) => [header, ...observations.slice(from, from + 2)].join('');
  for (const [index, from] of [6, 2, 4, 0].entries()) writeFileSync(paths[index] ?? '', content(from));
  for (const places of [paths, [at('rotated')]]) {
    const rounds = await all((await openSource(places, { intervalMs: 1000 })).rounds());
    expect(rounds.flatMap((round) => round.observations.map(({ monotonicMs }) => monotonicMs))).toEqual(
      times,
    );
  }
});

test('files that begin in the same moment come by their numbers', async () => {
  const [header = '', ...observations] = lines;
  const sameMoment = observations.map((line) => line.replace(/"at":[\d.]+/, '"at":1800000000000'));
  const paths = ['same.10', 'same.2', 'same'].map((name) => at(`${name}.ndjson`));
  for (const [index, from] of [2, 1, 0].entries())
    writeFileSync(paths[index] ?? '', header + (sameMoment[from] ?? ''));
  const rounds = await all((await openRecording(paths)).rounds());
  expect(rounds.flatMap((round) => round.observations.map(({ monotonicMs }) => monotonicMs))).toEqual(
    times.slice(0, 3),
  );
});

test('a recording goes on from each of its rounds', async () => {
  const both = ['batch', 'api'];
  for (const [name, content] of [
    ['m.ndjson', linesOf(observed(5, both), both).join('')],
    ['m.ndjson.gz', await packed([linesOf(observed(5, both), both).join('')])],
    ['n.ndjson.gz', gzipSync(linesOf(observed(5, both), both).join(''))],
  ] as const) {
    writeFileSync(at(name), content);
    const recording = await openRecording([at(name)]);
    const expected = await all(recording.rounds());
    expect(expected.map(({ observations }) => observations.length)).toEqual([2, 2, 2, 2, 2]);
    const rounds = recording.rounds();
    let count = 0;
    for await (const round of rounds) {
      expect(round).toEqual(expected[count++]);
      expect(await all(recording.rounds(rounds.bookmark()))).toEqual(expected.slice(count));
    }
  }
});

describe('what others wrote', () => {
  const printed = Buffer.from(capture('plain.t1.json')).toString();
  const plays = async (path: string) => all((await openSource([path], { intervalMs: 2000 })).rounds());

  test('is no recording', async () => {
    writeFileSync(at('s.json'), printed);
    expect(await isRecording(at('s.json'))).toBe(false);
    expect(await isRecording(at('nowhere'))).toBe(false);
  });

  test('a file of stats-push plays at the distance that is said, cut off or not', async () => {
    writeFileSync(at('pushed.json'), `${printed}\n\n`.repeat(3));
    const rounds = await plays(at('pushed.json'));
    expect(rounds.map(({ wallMs }) => Math.round(wallMs - (rounds[0]?.wallMs ?? 0)))).toEqual([
      0, 2000, 4000,
    ]);
    writeFileSync(at('pushed.json'), `${printed}\n\n`.repeat(3) + printed.slice(0, 500));
    expect(await plays(at('pushed.json'))).toHaveLength(3);
  });

  test('a folder of snapshots plays by the times of its files', async () => {
    mkdirSync(at('saved'));
    for (const [name, seconds] of Object.entries({ 'b.json': 10, 'a.json': 15, 'c.json': 12 })) {
      writeFileSync(at(`saved/${name}`), printed);
      utimesSync(at(`saved/${name}`), seconds, seconds);
    }
    expect((await plays(at('saved'))).map(({ wallMs }) => wallMs)).toEqual([10_000, 12_000, 15_000]);
  });

  test('anything else is refused with a sentence', async () => {
    writeFileSync(at('x.txt'), 'hello');
    await expect(plays(at('x.txt'))).rejects.toThrow(
      /x\.txt: neither a recording of uwtop nor stats that uWSGI wrote/,
    );
    await expect(plays(at('nowhere'))).rejects.toThrow(/nowhere cannot be read/);
  });
});
