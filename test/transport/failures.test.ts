import { getEventListeners } from 'node:events';
import { open, outcome } from './read';
import {
  answers,
  document,
  httpAnswer,
  mute,
  resets,
  says,
  serve,
  until,
  endServers,
} from './scripted-server';

afterEach(endServers);

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

  test.each(['SSH-2.0-OpenSSH_9.2\r\n', '220 mail ESMTP\r\n'])(
    'no read-timeout, but what it said: %j greets and waits to be greeted',
    async (greeting) => {
      const server = await serve((socket) => socket.write(greeting));
      expect(await outcome(open(`:${server.port}`, { readTimeoutMs: 100 }))).toEqual(['raw', greeting]);
    },
  );

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
    expect([code, detail]).toEqual(['too-large', 'more than 977K']);
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
