import { decodeSnapshot } from '../../src/stats/decode';
import { captureText } from './captures';

const failureOf = (text: string) => {
  const result = decodeSnapshot(new TextEncoder().encode(text));
  return result.ok ? undefined : result.failure;
};

const plain = captureText('plain.t0.json');

describe('what is no stats document', () => {
  test.each([
    ['', 'empty', '0 bytes, all of them blank'],
    [' \n ', 'empty', '3 bytes, all of them blank'],
    ['<!DOCTYPE html><html>', 'http-application', 'an HTML page: <!DOCTYPE html><html>'],
    ['\n <html><body>\u001b[2J', 'http-application', 'an HTML page: <html><body>?[2J'],
    ['Internal Server Error', 'not-json', 'unexpected "Internal Ser" at line 1, column 1'],
    ['{"a":1,\n "b":}', 'not-json', 'unexpected "}" at line 2, column 6'],
    ['{}', 'not-stats', 'no workers, vassals or router in it; its keys: none'],
    ['{"error":"\u0001no"}', 'not-stats', 'no workers, vassals or router in it; its keys: error'],
    ['[1]', 'not-stats', 'the document is a list'],
    ['null', 'not-stats', 'the document is null'],
    ['"text"', 'not-stats', 'the document is a string'],
    ['{"peers":[]}', 'not-stats', 'no workers, vassals or router in it; its keys: peers'],
    ['{"workers":{}}', 'not-stats', 'pid should be number'],
    ['{"workers":7,"pid":1}', 'not-stats', 'workers should be array'],
    ['{"a":1', 'truncated', 'cut off after byte 6'],
  ])('%j', (text, code, detail) => {
    expect(failureOf(text)).toEqual({ code, detail });
  });

  test.each([
    ['"pid":14475,', '"pid":"x",', 'pid should be number'],
    ['"status":"idle"', '"status":7', /^workers\[\d\]\.status should be string$/],
    ['"in_request":0', '"in_request":null', /^workers\[\d\]\.cores\[0\]\.in_request should be number$/],
    ['"mountpoint":""', '"mountpoint":[]', /^workers\[\d\]\.apps\[0\]\.mountpoint should be string$/],
    ['"name":"', '"name":0,"x":"', /^sockets\[0\]\.name should be string$/],
  ])('%s as %s names the place', (right, wrong, detail) => {
    const failure = failureOf(plain.replace(right, wrong));
    expect(failure?.code).toBe('not-stats');
    expect(failure?.detail).toMatch(detail);
  });

  test('what stands around the mistake is not told: it may be a secret', () => {
    const failure = failureOf('{"pid":1,"workers":[\v],"cookie":"s3cret"}');
    expect(failure?.code).toBe('not-json');
    expect(failure?.detail).toBe("Unexpected token '\\'");
  });

  test('two documents in a row are not one', () => {
    expect(failureOf(plain + plain)).toMatchObject({
      code: 'not-json',
      detail: expect.stringMatching(/at line \d+, column 2$/) as string,
    });
  });

  test('many and long keys do not make a long sentence', () => {
    const keys = Array.from({ length: 500 }, (_, index) => `"${'k'.repeat(99)}${index}":1`).join(',');
    expect(failureOf(`{${keys}}`)?.detail.length).toBeLessThan(300);
  });
});

describe('a document that tries to reach the prototype', () => {
  const proto = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},';

  test.each([
    ['the root', '"version"', `${proto}"version"`],
    ['a worker', '"accepting"', `${proto}"accepting"`],
    ['a core', '"in_request"', `${proto}"in_request"`],
    ['a lock', '"user 0"', '"__proto__"'],
    ['a name in need of repair', '"user 0"', '"__proto__":0,"x"y"'],
  ])('from %s', (_, right, wrong) => {
    const result = decodeSnapshot(new TextEncoder().encode(plain.replaceAll(right, wrong)));
    expect(result).toMatchObject({ ok: true });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    if (!result.ok || result.value.snapshot.kind !== 'worker') throw new Error('not decoded');
    const { document } = result.value.snapshot;
    for (const found of [
      document,
      document.workers[0],
      document.workers[0]?.cores?.[0],
      document.locks?.[0],
    ]) {
      expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
      expect(Object.keys(found ?? {})).not.toContain('__proto__');
    }
  });
});

test('a working directory that is told twice does not make reading go back to the first', () => {
  const twice = plain.replace(/\}\s*$/, ',"cwd":"/srv\u0000\n/x"}');
  const result = decodeSnapshot(new TextEncoder().encode(twice));
  expect(result).toMatchObject({ ok: true, value: { snapshot: { document: { cwd: '/srv\u0000\n/x' } } } });
});

test.each(['1e300', '-1e300', `1${'0'.repeat(40)}`])(
  '%s is no number of uWSGI, and no sum is made of it',
  (number) => {
    for (const [key, path] of [
      ['pid', 'pid'],
      ['delta_requests', 'workers[0].delta_requests'],
    ] as const) {
      const wrong = plain.replace(new RegExp(`"${key}":\\s*\\d+`), `"${key}":${number}`);
      expect(decodeSnapshot(new TextEncoder().encode(wrong))).toMatchObject({
        ok: false,
        failure: { code: 'not-stats', detail: `${path} should be of 64 bits` },
      });
    }
  },
);

test.each(['1e300', '-1e300', '1.5e308', `1${'0'.repeat(399)}`])(
  'of a worker with %s there is no word less: it is not taken for a part of the name before it',
  (number) => {
    let place = 0;
    const wrong = plain.replace(/"running_time":\s*\d+/g, (right) =>
      place++ === 1 ? `"running_time":${number}` : right,
    );
    expect(place).toBeGreaterThan(2);
    expect(decodeSnapshot(new TextEncoder().encode(wrong))).toMatchObject({
      ok: false,
      failure: {
        code: 'not-stats',
        detail: expect.stringMatching(
          /^workers\[1\]\.running_time should be (?:of 64 bits|number)$/,
        ) as string,
      },
    });
  },
);
