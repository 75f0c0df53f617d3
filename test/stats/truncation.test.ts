import { decodeSnapshot } from '../../src/stats/decode';
import { capture } from './captures';

const everyCut = (bytes: Uint8Array) =>
  Array.from({ length: bytes.length }, (_, length) => ({
    length,
    result: decodeSnapshot(bytes.subarray(0, length)),
  }));

describe.each([
  'plain.t0.json',
  'stats-minified.json',
  'kitchen.t0.json',
  'hostile-quotes.json',
  'invalid-cwd-quote.json',
  'invalid-cwd-newline.json',
  'invalid-sock-name.json',
  'invalid-spool-dir.json',
  'invalid-ctl.json',
  'invalid-high.json',
  'invalid-http-router.json',
  'emperor.t1.json',
])('%s, cut off', (name) => {
  const bytes = capture(name);
  const cuts = everyCut(bytes);

  test('is at no place taken for a whole document', () => {
    expect(cuts.filter(({ result }) => result.ok)).toEqual([]);
  });

  test('is at every place known to be cut off, and where', () => {
    const others = cuts.slice(1).filter(({ result }) => !result.ok && result.failure.code !== 'truncated');
    expect(others).toEqual([]);
    expect(cuts[0]?.result).toMatchObject({ failure: { code: 'empty' } });
    expect(cuts[1000]?.result ?? cuts.at(-1)?.result).toMatchObject({
      failure: { detail: expect.stringMatching(/after byte \d+$/) as string },
    });
  });
});
