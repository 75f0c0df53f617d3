import { getEventListeners } from 'node:events';
import { open, outcome, read } from './read';
import {
  answers,
  document,
  endServers,
  httpAnswer,
  mute,
  pause,
  resets,
  says,
  serve,
  temporaryFolder,
  until,
  type Script,
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

describe('what went wrong', () => {
  test('refused: nobody listens', async () => {
    const server = await serve(mute);
    await server.close();
    expect(await outcome(open(`:${server.port}`))).toEqual(['refused', undefined]);
  });

  test('silent: a stopped master takes the connection and says nothing', async () => {
    const server = await serve(mute);
    expect(await outcome(open(`:${server.port}`, { readTimeoutMs: 150 }))).toEqual(['silent', undefined]);
    await server.idle();
    expect(server.received).toEqual(['GET / HTTP/1.0\r\n\r\n']);
  });

  test('read-timeout: it began and did not end', async () => {
    const server = await serve((socket) => socket.write('{"version":'));
    expect(await outcome(open(`:${server.port}`, { readTimeoutMs: 100 }))).toEqual([
      'read-timeout',
      undefined,
    ]);
  });

  test('read-timeout: a byte now and then does not buy more time', async () => {
    const server = await serve((socket) => {
      const timer = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await outcome(open(`:${server.port}`, { readTimeoutMs: 150 }))).toEqual([
      'read-timeout',
      undefined,
    ]);
  });

  test('reset: in the middle of an answer', async () => {
    const server = await serve((socket) => {
      socket.write('{"version":', () => setTimeout(() => socket.resetAndDestroy(), 30));
    });
    expect(await outcome(open(`:${server.port}`))).toEqual(['reset', undefined]);
  });

  test('empty: closed without a byte', async () => {
    const server = await serve(says());
    expect(await outcome(open(`:${server.port}`))).toEqual(['empty', undefined]);
  });

  test('uwsgi-protocol: closed without a byte when asked', async () => {
    const server = await serve(answers());
    const [code] = await outcome(open(`:${server.port}`));
    expect(code).toBe('uwsgi-protocol');
  });

  test('too-large: it never ends', async () => {
    const server = await serve((socket) => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write('x'.repeat(65536)));
      };
      socket.on('drain', pour);
      pour();
    });
    const [code, detail] = await outcome(open(`:${server.port}`, { maxBytes: 1_000_000 }));
    expect([code, detail]).toEqual(['too-large', 'more than 1000000 bytes']);
  });

  test('http-status and http-application: the socket of a web application', async () => {
    const server = await serve([answers('HTTP/1.1 404 Not Found\r\n\r\n'), answers(httpAnswer(''))]);
    const transport = open(`:${server.port}`);
    expect(await outcome(transport)).toEqual(['http-status', '404']);
    expect(await outcome(transport)).toEqual(['http-application', 'an empty page']);
  });

  test('a failure is forgotten with the next good answer', async () => {
    const server = await serve([resets, says(), says(document)]);
    const transport = open(`:${server.port}`);
    const codes = [await outcome(transport), await outcome(transport), await outcome(transport)].map(
      ([code]) => code,
    );
    expect(codes).toEqual(['reset', 'empty', 'raw']);
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

describe('giving up', () => {
  test('closes the connection at once and is a failure, not a rejection', async () => {
    const server = await serve(mute);
    const controller = new AbortController();
    const reading = open(`:${server.port}`, { silenceMs: 60_000 }).read(controller.signal);
    await until(() => server.received.length === 1);
    controller.abort();
    expect(await reading).toEqual({ ok: false, failure: { code: 'io', detail: 'aborted' } });
    await server.idle();
  });

  test('before the start no connection is made', async () => {
    const server = await serve(mute);
    expect(await open(`:${server.port}`).read(AbortSignal.abort())).toMatchObject({
      failure: { detail: 'aborted' },
    });
    expect(server.received).toEqual([]);
  });

  test('in the middle of an answer', async () => {
    const controller = new AbortController();
    const server = await serve((socket) =>
      socket.write('{"version":', () => setTimeout(() => controller.abort(), 20)),
    );
    const reading = await open(`:${server.port}`).read(controller.signal);
    expect(reading).toEqual({ ok: false, failure: { code: 'io', detail: 'aborted' } });
  });

  test('a server that leaves its half open holds nothing of ours open', async () => {
    const server = await serve((socket) => socket.end(document));
    expect(await outcome(open(`:${server.port}`))).toEqual(['raw', document]);
    await server.idle();
  });

  test('leaves no listener on a signal that lives on', async () => {
    const server = await serve([says(document), resets, says()]);
    const { signal } = new AbortController();
    const transport = open(`:${server.port}`);
    for (let round = 0; round < 3; round++) await transport.read(signal);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
