import { open, outcome, read } from './read';
import { answers, document, endServers, httpAnswer, mute, says, serve, type Script } from './scripted-server';

afterEach(endServers);

const url = ({ port }: { readonly port: number }): string => `http://127.0.0.1:${port}/stats?a=b`;
const chunked = (...chunks: readonly string[]): string =>
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks.map((chunk) => `${chunk.length.toString(16)};x=y\r\n${chunk}\r\n`).join('')}`;

describe('an HTTP answer', () => {
  test.each([
    ['as uWSGI gives it', [httpAnswer(document)]],
    ['with its head in many pieces', httpAnswer(document).split(/(?<=[\r\n])/)],
    ['with bare newlines', [`HTTP/1.0 200 OK\nServer: x\n\n${document}`]],
    ['with a length', [`HTTP/1.1 200 OK\r\ncontent-length: ${document.length}\r\n\r\n${document}tail`]],
    ['in chunks', [chunked(document.slice(0, 5), document.slice(5)), '0\r\n\r\n']],
    ['without a reason', [`HTTP/1.1 200\r\n\r\n${document}`]],
  ])('is understood %s', async (_, parts) => {
    const server = await serve(answers(...parts));
    expect(await outcome(open(url(server)))).toEqual(['http', document]);
  });

  test('is asked for at once, with the path and the host', async () => {
    const server = await serve(answers(httpAnswer(document)));
    const reading = await read(open(url(server), { silenceMs: 60_000 }));
    expect(reading.ok && reading.value.hint).toBeUndefined();
    expect(server.received[0]).toMatch(
      /^GET \/stats\?a=b HTTP\/1\.0\r\nHost: 127\.0\.0\.1:\d+\r\n(.+\r\n)*\r\n$/,
    );
  });

  test('that is no JSON is left to the decoder', async () => {
    const server = await serve(answers(httpAnswer('<html>')));
    expect(await outcome(open(url(server)))).toEqual(['http', '<html>']);
  });

  test('that is known to be whole is good although the connection then breaks or stays', async () => {
    const whole = `HTTP/1.1 200 OK\r\nContent-Length: ${document.length}\r\n\r\n${document}`;
    const breaks: Script = (socket) =>
      socket.write(whole, () => setTimeout(() => socket.resetAndDestroy(), 30));
    const stays: Script = (socket) => socket.write(whole);
    const server = await serve([breaks, stays]);
    const transport = open(url(server), { readTimeoutMs: 150 });
    expect(await outcome(transport)).toEqual(['http', document]);
    expect(await outcome(transport)).toEqual(['http', document]);
  });

  test.each([
    ['http-status', '404', ['HTTP/1.0 404 Not Found\r\n\r\nno']],
    ['http-status', '401', ['HTTP/1.1 401 Unauthorized\r\nContent-Length: 9\r\n\r\n']],
    [
      'http-status',
      '301, it points to https://x/?y',
      ['HTTP/1.1 301 Moved\r\nLocation: https://x/\x1by\r\n\r\n'],
    ],
    ['http-application', 'an empty page', [httpAnswer('')]],
    ['truncated', 'within the HTTP head', ['HTTP/1.0 200 OK\r\nServer: x\r\n']],
    ['truncated', undefined, ['HTTP/1.0 200 OK\r\nContent-Length: 99\r\n\r\n{']],
    ['truncated', undefined, [chunked(document), 'ff\r\n{']],
    ['truncated', undefined, [chunked(document), 'junk\r\n']],
    ['uwsgi-protocol', 'it closed without a word when it was asked', []],
  ])('that fails is told as %s (%s)', async (code, detail, parts) => {
    const server = await serve(answers(...parts));
    expect(await outcome(open(url(server)))).toEqual([code, detail]);
  });

  test('that never comes is silent', async () => {
    const server = await serve(mute);
    expect(await outcome(open(url(server), { readTimeoutMs: 80 }))).toEqual(['silent', undefined]);
  });
});

describe('a plain stats socket behind an http address', () => {
  test('is read, is never asked again, and the user gets a hint', async () => {
    const server = await serve(says(document));
    const transport = open(url(server));
    for (let round = 0; round < 3; round++) {
      const reading = await read(transport);
      expect(reading).toMatchObject({ ok: true, value: { via: 'raw' } });
      expect(reading.ok && reading.value.hint).toContain(`127.0.0.1:${server.port} without http://`);
    }
    // The first connection was asked, and read again without a request; the rest is left in peace.
    expect(server.received.slice(1)).toEqual(['', '', '']);
  });

  test('whose answer was cut behind a brace, with an orderly end, is not taken for whole', async () => {
    const server = await serve([says('{"a":{"b":1}'), says(document)]);
    expect(await outcome(open(url(server)))).toEqual(['raw', document]);
  });

  test('whose answer our request cut off is read again within the same read', async () => {
    const cut: Script = (socket) => {
      socket.write(document.slice(0, 20), () => setTimeout(() => socket.resetAndDestroy(), 30));
    };
    const server = await serve([cut, says(document)]);
    expect(await outcome(open(url(server)))).toEqual(['raw', document]);
    expect(server.received).toHaveLength(2);
    expect(server.received[1]).toBe('');
  });

  const resetWhenAsked: Script = (socket) => socket.once('data', () => socket.resetAndDestroy());

  test('that was cut before its first byte is listened to before it is asked', async () => {
    const server = await serve([resetWhenAsked, says(document)]);
    const transport = open(url(server));
    expect(await outcome(transport)).toEqual(['reset', undefined]);
    expect(await outcome(transport)).toEqual(['raw', document]);
    expect(server.received[1]).toBe('');
  });

  test('is not read a second time when the user gave up', async () => {
    const controller = new AbortController();
    const server = await serve((socket) =>
      socket.write('{"version', () => setTimeout(() => controller.abort(), 20)),
    );
    const reading = await open(url(server)).read(controller.signal);
    expect(reading).toMatchObject({ ok: false, failure: { detail: 'aborted' } });
    expect(server.received).toHaveLength(1);
  });
});
