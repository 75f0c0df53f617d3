/** What the doctor calls an end of the start is one for the real uWSGI; mended as it says, the start goes on. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMachineLimits } from '../../src/host/machine-limits';
import { examineFiles } from '../doctor/reading';
import { describeWithUwsgi, requireUwsgi } from '../support/requirements';

jest.setTimeout(30_000);

let directory = '';
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'uwtop-doctor-'))));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function run(words: readonly string[]): { log: string; exitCode: number | null } {
  const { stdout, stderr, status } = spawnSync(requireUwsgi(), words, {
    cwd: directory,
    encoding: 'utf8',
    timeout: 10_000,
    killSignal: 'SIGKILL',
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { log: stdout + stderr, exitCode: status };
}

const version = (): string => run(['--version']).log.trim();

/** Without an application it ends after all that can be wrong with its options. */
function start(lines: string): string {
  const ini = `[uwsgi]\nhttp-socket = 127.0.0.1:0\nneed-app = true\n${lines}\n`;
  writeFileSync(join(directory, 'app.ini'), ini);
  const { log, exitCode } = run(['--ini', 'app.ini']);
  expect([1, exitForWantOfApplication]).toContain(exitCode);
  return log;
}

/** The errors that the doctor finds in the same lines. */
function errorsIn(lines: string): string[] {
  const ini = `[uwsgi]\nhttp-socket = 127.0.0.1:0\nneed-app = true\n${lines}\n`;
  const host = { ...readMachineLimits(), uwsgiVersion: version() };
  const { findings } = examineFiles({ 'app.ini': ini }, { host });
  return findings.filter(({ severity }) => severity === 'error').map(({ id }) => id);
}

const exitForWantOfApplication = 22;
const goesOn = 'no app loaded. GAME OVER';

interface Case {
  readonly id: string;
  readonly wrong: string;
  readonly says: string;
  readonly right: string;
}

const cases: readonly Case[] = [
  {
    id: 'L01',
    wrong: 'processes = 4\ncheaper = 4',
    says: 'invalid cheaper value: must be lower than processes',
    right: 'processes = 4\ncheaper = 1',
  },
  {
    id: 'L11',
    wrong: 'processes = 2\ncheaper = 1\ncheaper-rss-limit-soft = 900000000',
    says: 'enabling cheaper-rss-limit-soft requires enabling also memory-report',
    right: 'processes = 2\ncheaper = 1\ncheaper-rss-limit-soft = 900000000\nreload-on-rss = 300',
  },
  {
    id: 'L12',
    wrong: 'cheaper-rss-limit-hard = 900000000',
    says: 'enabling cheaper-rss-limit-hard requires setting also cheaper-rss-limit-soft',
    right: 'memory-report = true\ncheaper-rss-limit-hard = 900000000\ncheaper-rss-limit-soft = 720000000',
  },
  {
    id: 'L12',
    wrong: 'memory-report = true\ncheaper-rss-limit-hard = 900000000\ncheaper-rss-limit-soft = 900000000',
    says: 'cheaper-rss-limit-hard value must be higher than cheaper-rss-limit-soft value',
    right: 'memory-report = true\ncheaper-rss-limit-hard = 900000000\ncheaper-rss-limit-soft = 720000000',
  },
  {
    id: 'L15',
    wrong: 'listen = 1000000',
    says: 'Listen queue size is greater than the system max net.core.somaxconn',
    right: 'listen = 100',
  },
  {
    id: 'L15',
    wrong: 'socket = on-a-path.sock\nlisten = 1000000',
    says: 'Listen queue size is greater than the system max net.core.somaxconn',
    right: 'socket = on-a-path.sock\nlisten = 100',
  },
  {
    id: 'L31',
    wrong: 'max-worker-lifetime = 10',
    says: 'invalid min-worker-lifetime value (10), must be lower than max-worker-lifetime (10)',
    right: 'max-worker-lifetime = 11',
  },
  {
    id: 'L31',
    wrong: 'max-worker-lifetime = 30\nmin-worker-lifetime = 30',
    says: 'must be lower than max-worker-lifetime (30)',
    right: 'max-worker-lifetime = 30\nmin-worker-lifetime = 5',
  },
  {
    id: 'L34',
    wrong: 'strict = true\npy-callos-afterfork = true',
    says: '[strict-mode] unknown config directive: py-callos-afterfork',
    right: 'strict = true\nplugins = python3\npy-call-osafterfork = true',
  },
  {
    id: 'L68',
    wrong: 'strict = true\nharakri = 30',
    says: '[strict-mode] unknown config directive: harakri',
    right: 'strict = true\nharakiri = 30',
  },
  {
    id: 'L68',
    wrong: 'strict = true\ncount = 3\nprocesses = %(count)',
    says: '[strict-mode] unknown config directive: count',
    right: 'strict = true\nset-placeholder = count=3\nprocesses = %(count)',
  },
  {
    id: 'L68',
    wrong: 'strict = true\nif-env = PATH\nthreads = 2\nend =',
    says: '[strict-mode] unknown config directive: end',
    right: 'strict = true\nif-env = PATH\nthreads = 2\nendif =',
  },
];

describeWithUwsgi('a start that ends', () => {
  test.each(cases)('$id: $wrong', ({ id, wrong, says, right }) => {
    expect(start(wrong)).toContain(says);
    expect(errorsIn(wrong)).toContain(id);
    expect(start(right)).toContain(goesOn);
    expect(errorsIn(right)).toEqual([]);
  });

  test('without strict the same misspelt option does nothing', () => {
    expect(start('harakri = 30')).toContain(goesOn);
    expect(errorsIn('harakri = 30')).toEqual([]);
  });

  test('L68: on the command line it ends the start in any case', () => {
    const { log, exitCode } = run(['--harakri', '30', '--http-socket', '127.0.0.1:0', '--need-app']);
    expect(log).toContain("unrecognized option '--harakri'");
    expect(exitCode).not.toBe(0);
  });

  test('L68, L23: options of later versions', () => {
    const names = [
      'max-requests-delta',
      'harakiri-graceful-timeout',
      'harakiri-queue-threshold',
      'reload-on-pss',
    ];
    for (const name of names) {
      const isUnknown = start(`strict = true\n${name} = 5`).includes(`unknown config directive: ${name}`);
      expect([name, errorsIn(`strict = true\n${name} = 5`).length > 0]).toEqual([name, isUnknown]);
    }
  });

  test('a minimum of 10 s is what uWSGI takes untold', () => {
    expect(start('max-worker-lifetime = 11')).toContain(goesOn);
    expect(start('max-worker-lifetime = 10')).not.toContain(goesOn);
  });
});
