import { open, outcome, read } from './read';
import {
  answers,
  document,
  httpAnswer,
  pause,
  says,
  serve,
  temporaryFolder,
  type Script,
  endServers,
} from './scripted-server';

afterEach(endServers);

const dribble =
  (text: string): Script =>
  (socket) => {
    void (async () => {
      for (const byte of text) {
        socket.write(byte);
        await pause(0);
      }
      socket.end();
    })();
  };

describe('a plain stats socket', () => {
  test.each([
    ['in one piece', says(document)],
    ['in two', says(document.slice(0, 9), document.slice(9))],
    ['byte by byte', dribble(document)],
  ])('is read to its end when it speaks %s', async (_, script) => {
    const server = await serve(script);
    expect(await outcome(open(`:${server.port}`))).toEqual(['raw', document]);
  });

  test('is never sent a byte, however often and slowly it is read', async () => {
    const slow: Script = (socket, connection) => {
      setTimeout(() => says(document)(socket, connection), 150);
    };
    const server = await serve([says(document), slow, slow]);
    const transport = open(`:${server.port}`);
    for (let round = 0; round < 3; round++) expect(await outcome(transport)).toEqual(['raw', document]);
    expect(server.received).toEqual(['', '', '']);
  });

  test('tells when its first byte came and how long that took', async () => {
    const server = await serve(says(document));
    const before = performance.now();
    const reading = await read(open(`:${server.port}`));
    if (!reading.ok) throw new Error(reading.failure.code);
    expect(reading.value.answeredAtMs).toBeGreaterThanOrEqual(before);
    expect(reading.value.latencyMs).toBeLessThanOrEqual(performance.now() - before);
    expect(reading.value.hint).toBeUndefined();
  });

  test('may be larger than any buffer on the way', async () => {
    const large = `{"a":"${'x'.repeat(8 * 1024 * 1024)}"}`;
    const server = await serve(says(large));
    const [via, text] = await outcome(open(`:${server.port}`));
    expect([via, text?.length]).toEqual(['raw', large.length]);
  });

  test('on a UNIX path', async () => {
    const path = `${temporaryFolder()}/stats.sock`;
    await serve(says(document), { path });
    expect(await outcome(open(path))).toEqual(['raw', document]);
  });
});

describe('a socket with stats-http', () => {
  test('is asked after a silence, and the user gets a hint', async () => {
    const server = await serve(answers(httpAnswer(document)));
    const reading = await read(open(`:${server.port}`));
    expect(reading).toMatchObject({ ok: true, value: { via: 'http' } });
    expect(reading.ok && reading.value.hint).toContain(`http://127.0.0.1:${server.port}`);
    expect(server.received).toEqual(['GET / HTTP/1.0\r\n\r\n']);
  });

  test('is not held up once it is known', async () => {
    const server = await serve(answers(httpAnswer(document)));
    const silenceMs = 700;
    const transport = open(`:${server.port}`, { silenceMs });
    const [first, second] = [await read(transport), await read(transport)];
    expect(first.ok && first.value.latencyMs).toBeGreaterThanOrEqual(silenceMs - 1);
    expect(second.ok && second.value.latencyMs).toBeLessThan(silenceMs);
  });

  test('that became a plain one is read at the first try, and left alone from then on', async () => {
    const server = await serve([answers(httpAnswer(document)), says(document)]);
    const transport = open(`:${server.port}`);
    for (const via of ['http', 'raw', 'raw']) expect(await outcome(transport)).toEqual([via, document]);
    expect(server.received.at(-1)).toBe('');
  });
});

describe('what a plain socket might suffer from being asked', () => {
  /** Slow to speak, and cut off by what it was sent: the close of a uWSGI that did not read its request. */
  const slowAndCut: Script = (socket) => {
    socket.once('data', () =>
      socket.write('{"version":', () => setTimeout(() => socket.resetAndDestroy(), 20)),
    );
  };

  test('an answer that our request cut off is read again at once, in silence', async () => {
    const server = await serve([slowAndCut, says(document)]);
    const transport = open(`:${server.port}`);
    expect(await outcome(transport)).toEqual(['raw', document]);
    expect(await outcome(transport)).toEqual(['raw', document]);
    expect(server.received.slice(1)).toEqual(['', '']);
  });

  test('when nothing came but a reset the next read listens longer', async () => {
    const resetWhenAsked: Script = (socket) => socket.once('data', () => socket.resetAndDestroy());
    const slow: Script = (socket, connection) => {
      setTimeout(() => says(document)(socket, connection), 150);
    };
    const server = await serve([resetWhenAsked, slow]);
    const transport = open(`:${server.port}`, { silenceMs: 100 });
    expect(await outcome(transport)).toEqual(['reset', undefined]);
    expect(await outcome(transport)).toEqual(['raw', document]);
    expect(server.received[1]).toBe('');
  });

  test('half an answer does not make a socket known', async () => {
    const server = await serve([says('{"version":'), answers(httpAnswer(document))]);
    const transport = open(`:${server.port}`);
    expect(await outcome(transport)).toEqual(['raw', '{"version":']);
    expect(await outcome(transport)).toEqual(['http', document]);
  });

  test('one that was plain and then closes without a word may be asked again', async () => {
    const server = await serve([says(document), says(), answers(httpAnswer(document))]);
    const transport = open(`:${server.port}`);
    const ways = [await outcome(transport), await outcome(transport), await outcome(transport)].map(
      ([way]) => way,
    );
    expect(ways).toEqual(['raw', 'empty', 'http']);
  });
});
