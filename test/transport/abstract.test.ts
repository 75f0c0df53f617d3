/** Abstract sockets exist on Linux only, and node 20 can neither reach nor make them: python3 makes those of the tests. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { dialThroughProgram } from '../../src/transport/abstract-program';
import { dialAbstract } from '../../src/transport/dial-abstract';
import { SocketTransport } from '../../src/transport/socket-transport';
import { defaultTransportOptions } from '../../src/transport/transport';
import { open, outcome, quick } from './read';
import { document, endServers, temporaryFolder } from './scripted-server';

const pathOf = (command: string): string =>
  spawnSync('sh', ['-c', `command -v ${command}`])
    .stdout.toString()
    .trim();
const onLinux = process.platform === 'linux' && pathOf('python3') !== '' ? describe : describe.skip;

/** Speaks at once, or when it is asked; `ending` is what follows the name in the kernel. */
const serverSource = `
import os, socket, sys
name, ending, manner, answer = [os.fsencode(text) for text in sys.argv[1:]]
line = socket.socket(socket.AF_UNIX)
line.bind(b"\\0" + name + (b"\\0" if ending == b"nul" else b""))
line.listen()
print("listening", flush=True)
while True:
    peer = line.accept()[0]
    while manner != b"speaks" and peer.recv(1000) and manner == b"mute":
        pass
    try:
        peer.sendall(answer)
    except BrokenPipeError:
        pass
    peer.close()
`;

const servers: ChildProcess[] = [];
let count = 0;

async function serveAbstract(
  ending: 'nul' | 'plain',
  manner: 'speaks' | 'asked' | 'mute',
  text = document,
): Promise<string> {
  const name = `uwtop-test-${process.pid}-${count++} "ü`;
  const answer = manner === 'asked' ? `HTTP/1.0 200 OK\r\n\r\n${text}` : text;
  const child = spawn('python3', ['-I', '-c', serverSource, name, ending, manner, answer], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  servers.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return name;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.kill('SIGKILL')) await ended;
  }
  await endServers();
});

const through = (name: string, searchPath: string): SocketTransport =>
  new SocketTransport(
    {
      dial: dialThroughProgram(name, searchPath),
      request: 'GET / HTTP/1.0\r\n\r\n',
      expects: 'raw',
      hint: '',
    },
    { ...defaultTransportOptions, ...quick },
  );

onLinux('an abstract socket', () => {
  test.each(['nul', 'plain'] as const)('is read when its name ends as with %s', async (ending) => {
    const transport = open(`@${await serveAbstract(ending, 'speaks')}`);
    expect(await outcome(transport)).toEqual(['raw', document]);
    expect(await outcome(transport)).toEqual(['raw', document]);
  });

  test('is asked when it waits for that', async () => {
    const transport = open(`@${await serveAbstract('nul', 'asked')}`);
    expect(await outcome(transport)).toEqual(['http', document]);
    expect(await outcome(transport)).toEqual(['http', document]);
  });

  test('may answer at length', async () => {
    const name = await serveAbstract('nul', 'speaks', `{"a":"${'x'.repeat(120_000)}"}`);
    const [via, text] = await outcome(open(`@${name}`));
    expect([via, text?.length]).toEqual(['raw', 120_008]);
    expect(await outcome(open(`@${name}`, { maxBytes: 1000 }))).toEqual(['too-large', 'more than 1.0K']);
  });

  test('that nobody has refuses', async () => {
    expect(await outcome(open('@uwtop-test-nobody'))).toEqual(['refused', undefined]);
  });

  test('that says nothing is left in time, and so it is when the user gives up', async () => {
    const transport = open(`@${await serveAbstract('nul', 'mute')}`, { readTimeoutMs: 1500 });
    expect(await outcome(transport)).toEqual(['silent', undefined]);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const reading = await transport.read(controller.signal);
    expect(reading).toEqual({ ok: false, failure: { code: 'io', detail: 'aborted' } });
  });

  test('with a name longer than the kernel takes', async () => {
    const [code, detail] = await outcome(open(`@${'x'.repeat(108)}`));
    expect([code, detail]).toEqual(['io', 'a name of 108 bytes; an abstract socket has at most 107']);
  });

  test('cannot be read without a program that can', async () => {
    const folder = temporaryFolder();
    expect(await outcome(through('name', folder))).toEqual(['no-abstract-helper', undefined]);
    symlinkSync('/bin/false', `${folder}/python3`);
    expect(await outcome(through('name', folder))).toEqual(['no-abstract-helper', undefined]);
  });

  test('is read by node itself where it can', async () => {
    if (Number.parseInt(process.versions.node, 10) < 22) return;
    for (const ending of ['nul', 'plain'] as const) {
      const dialled = await dialAbstract(
        await serveAbstract(ending, 'speaks'),
        true,
      )(new AbortController().signal);
      expect(dialled.ok).toBe(true);
      if (dialled.ok) dialled.value.destroy();
    }
  });
});

const uwsgi = pathOf('uwsgi') || pathOf('uwsgi-core');
(uwsgi === '' ? describe.skip : onLinux)('an abstract socket read through uWSGI', () => {
  const onlyUwsgi = (): string => {
    const folder = temporaryFolder();
    symlinkSync(uwsgi, `${folder}/uwsgi-core`);
    return folder;
  };

  test('gives the document and nothing else', async () => {
    const name = await serveAbstract('nul', 'speaks');
    expect(await outcome(through(name, onlyUwsgi()))).toEqual(['raw', document]);
  });

  test('that nobody has refuses', async () => {
    expect(await outcome(through('uwtop-test-nobody', onlyUwsgi()))).toEqual(['refused', undefined]);
  });
});
