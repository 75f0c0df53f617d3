/** What the reader of configurations makes of a file, held against what uWSGI itself says that it has read. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfiguration } from '../../src/limits/read-configuration';
import { limitsOf, type Limits } from '../../src/limits/limits';
import { configFiles } from '../../src/targets/config-files';
import { describeWithUwsgi, requireUwsgi } from '../support/requirements';
import { configurations } from '../support/uwsgi-configurations';

jest.setTimeout(30_000);

let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'uwtop-limits-'));
  mkdirSync(join(directory, 'sub.d'));
  writeFileSync(join(directory, 'words.txt'), 'one\ntwo\n');
  writeFileSync(join(directory, 'number.txt'), '17\n');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const environment = { HOME: '/home/somebody', FOO: 'bar', LIMIT: '41', UWSGI_THREADS: '3' };

/** Starts uWSGI, lets it print its configuration, and has it end because there is no application. */
function showConfig(words: readonly string[]): { shown: string[]; log: string } {
  const uwsgi = requireUwsgi();
  const ending = ['--show-config', '--need-app', '--http-socket', '127.0.0.1:0'];
  const { stderr, stdout } = spawnSync(uwsgi, [...words, ...ending], {
    cwd: directory,
    encoding: 'utf8',
    timeout: 10_000,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = stdout + stderr;
  const shown = /^;uWSGI instance configuration\n\[uwsgi\]\n([^]*?)\n;end of configuration$/m.exec(log)?.[1];
  if (shown === undefined) throw new Error(`uWSGI shows no configuration:\n${log}`);
  // What uWSGI shows of `xml = file:id` is cut: it has written into the text by then.
  const own = ['show-config', 'need-app', 'http-socket', 'xml'];
  return { shown: shown.split('\n').filter((line) => !own.includes(line.split(' = ')[0] ?? '')), log };
}

function read(words: readonly string[]): { printed: string[]; limits: Limits } {
  const commandLine = [requireUwsgi(), ...words];
  const configuration = readConfiguration(
    { commandLine, environment, startDirectory: directory },
    configFiles,
  );
  const printed = configuration.options.flatMap(({ name, value = 'true' }) =>
    `${name} = ${value}`.split('\n'),
  );
  return { printed, limits: limitsOf(configuration) };
}

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
};

describeWithUwsgi('a configuration is read as uWSGI reads it', () => {
  test.each(configurations)('$title', ({ files, words }) => {
    write(files);
    const { shown } = showConfig(words);
    expect(read(words).printed.filter((line) => !line.startsWith('xml = '))).toEqual(shown);
    expect(shown.length).toBeGreaterThan(0);
  });

  test('through a symbolic link', () => {
    write({ 'real.ini': '[uwsgi]\nx = %d %n %p\n' });
    symlinkSync('../real.ini', join(directory, 'sub.d', 'link.ini'));
    const words = ['--ini', 'sub.d/link.ini'];
    expect(read(words).printed).toEqual(showConfig(words).shown);
  });
});

/** uWSGI says in its log for how many seconds it waits: the one limit that can be seen without a start. */
const mercy = (log: string): number =>
  Number(/your mercy for graceful operations on workers is (\d+) seconds/.exec(log)?.[1]);

describeWithUwsgi('of several values uWSGI takes the one that we take', () => {
  test.each([
    ['the last of a key', { 'app.ini': '[uwsgi]\nworker-reload-mercy = 7\nworker-reload-mercy = 33\n' }],
    [
      'that of inherit, though it stands first',
      {
        'app.ini': '[uwsgi]\ninherit = base.ini\nworker-reload-mercy = 20\n',
        'base.ini': '[uwsgi]\nworker-reload-mercy = 10\n',
      },
    ],
    [
      'that of include only when it stands last',
      {
        'app.ini': '[uwsgi]\ninclude = base.ini\nworker-reload-mercy = 20\n',
        'base.ini': '[uwsgi]\nworker-reload-mercy = 10\n',
      },
    ],
    [
      'not that of an option of its own making',
      {
        'app.ini': '[uwsgi]\nworker-reload-mercy = 9\ndeclare-option = own=worker-reload-mercy=$1\nown = 4\n',
      },
    ],
    ['what atoi makes of it', { 'app.ini': '[uwsgi]\nworker-reload-mercy = +12 minutes\n' }],
    ['an expression', { 'app.ini': '[uwsgi]\nn = 4\nworker-reload-mercy = %(n * 5)\n' }],
  ])('%s', (_, files) => {
    write(files);
    const words = ['--ini', 'app.ini'];
    expect(read(words).limits.workerReloadMercySeconds.value).toBe(mercy(showConfig(words).log));
  });

  test('a file without an option comes after the options of the command line, an --ini where it stands', () => {
    write({ 'app.ini': '[uwsgi]\nworker-reload-mercy = 30\n' });
    for (const words of [
      ['app.ini', '--worker-reload-mercy', '5'],
      ['--worker-reload-mercy=5', '--ini', 'app.ini'],
      ['--ini', 'app.ini', '--worker-reload-mercy', '5'],
    ]) {
      expect(read(words).limits.workerReloadMercySeconds.value).toBe(mercy(showConfig(words).log));
    }
  });
});
