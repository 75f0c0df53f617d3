import { mayBeLocal } from '../../src/host/locality';
import { createHostReader } from '../../src/host/reader';
import { variablesOf, isOverwritten } from '../../src/host/start-facts';
import { createFakeProc, type FakeProc } from './fake-proc';

describe('how a master was started', () => {
  let proc: FakeProc;
  beforeEach(() => (proc = createFakeProc()));
  afterEach(() => proc.delete());
  const read = () => createHostReader({ procRoot: proc.root }).readStartFacts(100);

  test('is its command line, its environment and its folder', async () => {
    proc.add({ pid: 100 });
    proc.write('100/environ', 'HOME=/root\0UWSGI_HARAKIRI=60\0UWSGI_INI=a=b.ini\0SECRET=x\0');
    proc.link('100/cwd', '/srv');
    expect(await read()).toEqual({
      commandLine: ['uwsgi', '--ini', 'app.ini'],
      environment: { HOME: '/root', UWSGI_HARAKIRI: '60', UWSGI_INI: 'a=b.ini', SECRET: 'x' },
      cwd: '/srv',
      reason: undefined,
    });
  });

  test('tells where the process is that started it, which an emperor never leaves', async () => {
    proc.add({ pid: 90 });
    proc.link('90/cwd', '/etc/uwsgi/vassals');
    proc.add({ pid: 100, parentPid: 90 });
    expect((await read()).parentCwd).toBe('/etc/uwsgi/vassals');
  });

  test('says what of it is missing', async () => {
    proc.add({ pid: 100 });
    expect(await read()).toEqual({
      commandLine: ['uwsgi', '--ini', 'app.ini'],
      reason: 'environ: the process has ended; cwd: the process has ended',
    });
  });

  test.each([
    ['nobody has the pid', undefined, 'cmdline: the process has ended'],
    ['it is ending', '', 'cmdline: empty'],
    ['a title was written over it', 'shop-uWSGI master\0', 'its process title'],
  ])('is unknown when %s', async (_, commandLine, reason) => {
    if (commandLine !== undefined) proc.add({ pid: 100, commandLine });
    const facts = await read();
    expect(facts.commandLine).toBeUndefined();
    expect(facts.reason).toContain(reason);
  });

  test('keeps the variables that a title has spared', async () => {
    proc.add({ pid: 100, commandLine: 'shop-uWSGI master\0' });
    proc.write('100/environ', '       \0UWSGI_BROKEN=in/two\0LANG=C\0UWSGI_HARAKIRI=9\0');
    expect((await read()).environment).toEqual({ LANG: 'C', UWSGI_HARAKIRI: '9' });
  });
});

test.each<[string, string | undefined, boolean]>([
  ['shop-uWSGI master\0', '          \0LANG=C\0', true],
  ['renamed\0', '          ', true],
  ['uWSGI master\0', undefined, true],
  ['uWSGI master\0', 'LANG=C\0', true],
  ['shop-uWSGI master\0        \0s\x001\0--stats\0:1\0', 'LANG=C\0', true],
  ['uwsgi\0', undefined, false],
  ['uwsgi\0--ini\0a b.ini\0', undefined, false],
  ['/opt/my apps/uwsgi\0', 'UWSGI_INI=a.ini\0', false],
  ['uwsgi\0--ini\0a.ini\0', '', false],
])('a title was written over %j with the environment %j: %j', (commandLine, environ, expected) => {
  expect(isOverwritten(commandLine, environ)).toBe(expected);
});

test('of two equal variables the first counts, and values may hold anything', () => {
  const environ = 'UWSGI_A=1\0UWSGI_A=2\0XUWSGI_B=3\0UWSGI_C=\0UWSGI_D=x\ny\0UWSGI_E\0';
  expect(variablesOf(environ)).toEqual({ UWSGI_A: '1', XUWSGI_B: '3', UWSGI_C: '', UWSGI_D: 'x\ny' });
});

test.each([
  [{ kind: 'unix', path: '/run/a.sock' }, true],
  [{ kind: 'abstract', name: 'a' }, true],
  [{ kind: 'tcp', host: '127.0.0.1', port: 1 }, true],
  [{ kind: 'tcp', host: '::1', port: 1 }, true],
  [{ kind: 'http', tls: false, host: 'localhost', port: 1, path: '/' }, true],
  [{ kind: 'tcp', host: '192.0.2.1', port: 1 }, false],
  [{ kind: 'tcp', host: 'no-such-host.invalid', port: 1 }, false],
  [{ kind: 'file', path: '/tmp/a.json' }, false],
  [{ kind: 'stdin' }, false],
] as const)('%j may be on this machine: %j', async (address, expected) => {
  expect(await mayBeLocal(address)).toBe(expected);
});
