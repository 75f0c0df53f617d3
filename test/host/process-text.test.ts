import {
  parseArguments,
  parseKilobytes,
  parseResidentPages,
  parseStat,
  parseUnits,
  titleOf,
} from '../../src/host/process-text';

const rest = 'S 2169 2165 32238 0 -1 4194368 664 0 0 0 25 17 900 900 20 0 1 0 415579 62382080 2884 184467';

describe('/proc/PID/stat', () => {
  test.each([
    ['a plain name', `2171 (uwsgi-core) ${rest}`, 'uwsgi-core'],
    ['a name with blanks and brackets', `2171 (a) R 1 (b c) ${rest}`, 'a) R 1 (b c'],
    ['a name of nothing', `2171 () ${rest}`, ''],
  ])('is read with %s', (_, text, name) => {
    expect(parseStat(text)).toEqual({ name, state: 'S', parentPid: 2169, cpuTicks: 42, startTicks: 415_579 });
  });

  test.each(['', '2171', '2171 (uwsgi', '2171 (uwsgi) S 1', ')('])('is not read from %j', (text) => {
    expect(parseStat(text)).toBeUndefined();
  });
});

test.each([
  ['15230 2884 1200 102 0 5000 0\n', 2884],
  ['0 0 0 0 0 0 0\n', 0],
  ['', undefined],
  ['x y z', undefined],
])('statm %j has %j resident pages', (text, pages) => {
  expect(parseResidentPages(text)).toBe(pages);
});

test.each([
  ['Pss', 3296 * 1024],
  ['Pss_Dirty', 12 * 1024],
  ['Swap', undefined],
  ['Odd', undefined],
])('%s of smaps_rollup is %j bytes', (key, bytes) => {
  const text = '55d0-7ffd ---p 00000000 00:00 0 [rollup]\nPss:   3296 kB\nPss_Dirty:  12 kB\nOdd: many kB\n';
  expect(parseKilobytes(text, key)).toBe(bytes);
});

test.each([
  ['uwsgi\0--ini\0a b.ini\0', ['uwsgi', '--ini', 'a b.ini']],
  ['shop-uWSGI master\0', ['shop-uWSGI master']],
  ['renamed     \0\0\0', ['renamed']],
  ['uwsgi\0\0--x\0', ['uwsgi', '', '--x']],
  ['', []],
])('the command line %j is %j', (text, expected) => {
  expect(parseArguments(text)).toEqual(expected);
});

test.each([
  ['the same command line', 'uwsgi\0--ini\0a.ini\0', undefined],
  ['a title', 'checkout\0', 'checkout'],
  ['a title before blanks', 'uWSGI worker 1       \0', 'uWSGI worker 1'],
  ['what has ended', '', undefined],
])('%s gives the right title', (_, command, title) => {
  expect(titleOf(command, 'uwsgi\0--ini\0a.ini\0')).toBe(title);
});

describe('the units of /proc', () => {
  const auxv = (wordBytes: 4 | 8, words: readonly number[]): Buffer => {
    const buffer = Buffer.alloc(words.length * wordBytes);
    words.forEach((word, index) =>
      wordBytes === 8
        ? buffer.writeBigUInt64LE(BigInt(word), index * 8)
        : buffer.writeUInt32LE(word, index * 4),
    );
    return buffer;
  };

  test.each([4, 8] as const)('are told by an auxv of %d-byte words', (wordBytes) => {
    const units = parseUnits(auxv(wordBytes, [33, 7, 6, 65_536, 17, 1024, 0, 0]), wordBytes, true);
    expect(units).toEqual({ pageBytes: 65_536, clockTicksPerSecond: 1024 });
  });

  test('are the usual ones without it', () => {
    expect(parseUnits(Buffer.alloc(0), 8, true)).toEqual({ pageBytes: 4096, clockTicksPerSecond: 100 });
  });
});
