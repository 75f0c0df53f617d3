import { writeFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { StdinTransport } from '../../src/transport/stdin-transport';
import { defaultTransportOptions, type TransportOptions } from '../../src/transport/transport';
import { open, outcome, quick, read } from './read';
import { document, endServers, mute, serve, temporaryFolder } from './scripted-server';

afterEach(endServers);

describe('a file', () => {
  test('is read anew each time', async () => {
    const path = `${temporaryFolder()}/dump.json`;
    writeFileSync(path, document);
    const transport = open(`file:${path}`);
    expect(await outcome(transport)).toEqual(['file', document]);
    writeFileSync(path, '{}');
    expect(await outcome(transport)).toEqual(['file', '{}']);
  });

  test('fails in its own ways', async () => {
    const folder = temporaryFolder();
    writeFileSync(`${folder}/large`, 'x'.repeat(2000));
    writeFileSync(`${folder}/empty`, '');
    await serve(mute, { path: `${folder}/socket` });
    expect(await outcome(open(`file:${folder}/none`))).toEqual(['no-such-file', undefined]);
    expect(await outcome(open(`file:${folder}`))).toEqual(['io', 'a directory']);
    expect(await outcome(open(`file:${folder}/socket`))).toEqual([
      'io',
      'a socket: write its path without file:',
    ]);
    expect(await outcome(open('file:/dev/null'))).toEqual(['io', 'not a regular file: give a pipe with -']);
    expect(await outcome(open(`file:${folder}/empty`))).toEqual(['empty', 'an empty file']);
    expect(await outcome(open(`file:${folder}/large`, { maxBytes: 1000 }))).toEqual([
      'too-large',
      'more than 1.0K',
    ]);
  });

  test('is not read when the user gave up', async () => {
    const path = `${temporaryFolder()}/dump.json`;
    writeFileSync(path, document);
    const reading = await open(`file:${path}`).read(AbortSignal.abort());
    expect(reading).toEqual({ ok: false, failure: { code: 'io', detail: 'aborted' } });
  });
});

describe('standard input', () => {
  const reader = (
    options: Partial<TransportOptions> = {},
  ): { input: PassThrough; transport: StdinTransport } => {
    const input = new PassThrough();
    return {
      input,
      transport: new StdinTransport(input, { ...defaultTransportOptions, ...quick, ...options }),
    };
  };

  test('is read once and given out again', async () => {
    const { input, transport } = reader();
    input.end(document);
    expect(await outcome(transport)).toEqual(['file', document]);
    expect(await outcome(transport)).toEqual(['file', document]);
  });

  test('may take longer than a read: the next one goes on', async () => {
    const { input, transport } = reader({ readTimeoutMs: 60 });
    expect(await outcome(transport)).toEqual(['silent', 'standard input']);
    input.write(document.slice(0, 7));
    expect(await outcome(transport)).toEqual(['read-timeout', 'standard input']);
    input.end(document.slice(7));
    expect(await outcome(transport)).toEqual(['file', document]);
  });

  test('loses nothing to a user who gave up in between', async () => {
    const { input, transport } = reader();
    const controller = new AbortController();
    const reading = transport.read(controller.signal);
    input.write(document.slice(0, 7));
    controller.abort();
    expect(await reading).toMatchObject({ ok: false, failure: { detail: 'aborted' } });
    input.end(document.slice(7));
    expect(await outcome(transport)).toEqual(['file', document]);
  });

  test('fails in its own ways, and for good', async () => {
    const large = reader({ maxBytes: 10 });
    large.input.end(document);
    expect(await outcome(large.transport)).toEqual(['too-large', 'more than 10B']);
    expect(await outcome(large.transport)).toEqual(['too-large', 'more than 10B']);
    const empty = reader();
    empty.input.end();
    expect(await outcome(empty.transport)).toEqual(['empty', 'nothing on standard input']);
    const broken = reader();
    const reading = read(broken.transport);
    broken.input.destroy(new Error('EIO: i/o error'));
    expect(await reading).toEqual({ ok: false, failure: { code: 'io', detail: 'EIO: i/o error' } });
  });

  test('is not waited for when it is a terminal', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const transport = new StdinTransport(input, defaultTransportOptions);
    expect((await outcome(transport))[0]).toBe('io');
  });
});
