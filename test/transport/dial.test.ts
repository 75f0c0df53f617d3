import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dialTcp } from '../../src/transport/dial';
import { SocketTransport } from '../../src/transport/socket-transport';
import { defaultTransportOptions } from '../../src/transport/transport';
import { open, outcome, quick } from './read';
import { document, endServers, mute, says, serve, temporaryFolder } from './scripted-server';

afterEach(endServers);

test('localhost is found on whichever family the server listens', async () => {
  const v4 = await serve(says(document));
  expect(await outcome(open(`localhost:${v4.port}`))).toEqual(['raw', document]);
  if (!(await hasV6())) return;
  const v6 = await serve(says(document), { host: '::1', port: 0 });
  expect(await outcome(open(`localhost:${v6.port}`))).toEqual(['raw', document]);
  expect(await outcome(open(`[::1]:${v6.port}`))).toEqual(['raw', document]);
});

test('localhost where nobody listens refuses', async () => {
  const server = await serve(mute);
  await server.close();
  expect(await outcome(open(`localhost:${server.port}`))).toEqual(['refused', undefined]);
});

test('connect-timeout: packets vanish', async () => {
  const vanished = (signal: AbortSignal): ReturnType<ReturnType<typeof dialTcp>> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ ok: false, failure: { code: 'io' } }));
    });
  const manner = { dial: vanished, request: '', expects: 'raw', hint: '' } as const;
  const transport = (limits: object): SocketTransport =>
    new SocketTransport(manner, { ...defaultTransportOptions, ...quick, ...limits });
  expect(await outcome(transport({ connectTimeoutMs: 50 }))).toEqual(['connect-timeout', undefined]);
  expect(await outcome(transport({ readTimeoutMs: 50 }))).toEqual(['connect-timeout', undefined]);
});

describe('a UNIX path', () => {
  test('where nothing is', async () => {
    expect(await outcome(open(`${temporaryFolder()}/none`))).toEqual(['no-such-file', undefined]);
  });

  test('that goes through a file', async () => {
    const folder = temporaryFolder();
    writeFileSync(`${folder}/plain`, '');
    const [code] = await outcome(open(`${folder}/plain/stats.sock`));
    expect(code).toBe('no-such-file');
  });

  test('of a file, and of a folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(`${folder}/plain`, document);
    mkdirSync(`${folder}/folder`);
    expect(await outcome(open(`${folder}/plain`))).toEqual(['not-a-socket', 'a file of another kind']);
    expect(await outcome(open(`${folder}/folder`))).toEqual(['not-a-socket', 'a directory']);
  });

  test('that a killed server left behind', async () => {
    const path = `${temporaryFolder()}/stats.sock`;
    await leaveSocket(path);
    expect(await outcome(open(path))).toEqual(['refused', 'the socket file is there, but nobody listens']);
  });

  test('that is longer than the kernel takes, in bytes', async () => {
    const [code, detail] = await outcome(open(`/${'ü'.repeat(60)}`));
    expect([code, detail]).toEqual(['io', 'a path of 121 bytes; a UNIX socket has at most 107']);
  });
});

/** A listening socket whose file is moved away does not find it when it closes, and leaves it there. */
async function leaveSocket(path: string): Promise<void> {
  const { renameSync } = await import('node:fs');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.first`, resolve));
  renameSync(`${path}.first`, path);
  await new Promise((resolve) => server.close(resolve));
}

const hasV6 = (): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(0, '::1', () => server.close(() => resolve(true)));
  });
