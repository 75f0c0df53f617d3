/** `uwtop check` as a monitoring system runs it: one line on stdout, and an exit code in time. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/ports';
import { runProgram } from '../support/program';
import { answering, capture, captures, serversOfEachTest, silent } from '../support/stats-server';

jest.setTimeout(60_000);
const startServer = serversOfEachTest();

async function check(...words: readonly string[]) {
  const startedMs = performance.now();
  const { exitCode, stdout, stderr } = await runProgram(['check', '-i', '0.2', ...words]);
  return { exitCode, stdout: stdout.toString(), stderr, seconds: (performance.now() - startedMs) / 1000 };
}

const calm = async () => (await startServer(answering(capture('plain.t1.json')))).address;

test('a target that is fine', async () => {
  const { exitCode, stdout, stderr } = await check('--rules', 'busyness', `shop=${await calm()}`);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(
    /^UWSGI OK - shop: \d of 4 busy, busyness \d+%, [^|\n]* \| 'busyness'=[\d.]+%;70;90;0;100 /,
  );
  expect(stdout.split('\n')).toHaveLength(2);
});

test.each([
  ['-w', 'active=~:3', 1, 'WARNING'],
  ['-c', 'active=~:3', 2, 'CRITICAL'],
  ['-c', 'active=10:', 2, 'CRITICAL'],
  ['-w', 'active=4', 0, 'OK'],
])('%s %s ends with %i', async (flag, threshold, code, state) => {
  const { exitCode, stdout } = await check('--rules', 'none', flag, threshold, await calm());
  expect(exitCode).toBe(code);
  expect(stdout.startsWith(`UWSGI ${state} - `)).toBe(true);
});

test('nobody listens there', async () => {
  const { exitCode, stdout } = await check(`127.0.0.1:${await freePort()}`);
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^UWSGI CRITICAL - 127\.0\.0\.1:\d+: connection refused/);
});

test('a disk that hangs does not keep the monitoring system waiting', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'uwtop-hangs-'));
  const [pipe, hang] = [join(folder, 'pipe'), join(folder, 'hang.cjs')];
  execFileSync('mkfifo', [pipe]);
  // Whoever opens it waits for somebody who writes.
  writeFileSync(hang, `require('fs').open('${pipe}', 'r', () => undefined);`);
  const words = ['check', `file:${join(captures, 'plain.t1.json')}`];
  const { stdout, signal } = await runProgram(words, { env: { NODE_OPTIONS: `--require=${hang}` } });
  rmSync(folder, { recursive: true });
  expect(stdout.toString()).toMatch(/^UWSGI [A-Z]+ - /);
  expect(signal).toBe('SIGKILL');
});

test('a target that hangs: UNKNOWN, with a line, before the time is up; the others are told', async () => {
  const hanging = (await startServer(silent)).address;
  const { exitCode, stdout, seconds } = await check(
    '-t',
    '3',
    '--rules',
    'none',
    `slow=${hanging}`,
    `shop=${await calm()}`,
  );
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(/^UWSGI UNKNOWN - slow UNKNOWN: .* - 1 of 2 instances OK \| 'shop::busyness'=/);
  expect(stdout.split('\n')).toHaveLength(2);
  expect(seconds).toBeLessThan(5);
});

test('none found, none given', async () => {
  const { exitCode, stdout } = await check('/nonexistent/uwtop-*.sock');
  expect({ exitCode, stdout }).toEqual({
    exitCode: 3,
    stdout: 'UWSGI UNKNOWN - no uWSGI was found to check\n',
  });
});

test('--for watches for so long', async () => {
  const { exitCode, stdout, seconds } = await check(
    '--for',
    '2s',
    '-c',
    'active=3',
    '--rules',
    'none',
    await calm(),
  );
  expect(exitCode).toBe(2);
  expect(stdout).toContain('active 4 (critical range 3) for 2 seconds');
  expect(seconds).toBeGreaterThan(1.9);
});

test('a bug is UNKNOWN, not a warning', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'uwtop-check-'));
  writeFileSync(join(folder, 'bug.cjs'), "setTimeout(() => { throw new TypeError('a\\nbug'); }, 300);");
  const env = { NODE_OPTIONS: `--require ${join(folder, 'bug.cjs')}` };
  const { exitCode, stdout } = await runProgram(['check', '-i', '2', await calm()], { env });
  rmSync(folder, { recursive: true });
  expect(exitCode).toBe(3);
  expect(stdout.toString()).toBe('UWSGI UNKNOWN - this is a bug, please report it: TypeError: a bug\n');
});

test.each([
  [['--no-such-option'], /unknown option/],
  [['-w', 'busines=70', ':1'], /did you mean `busyness`/],
  [['--rules', 'harakri', ':1'], /did you mean `harakiri`/],
  [['-t', '1', '--for', '2', ':1'], /--timeout 1 is over before --for is/],
  [['--for', '0.3', ':1'], /two intervals/],
  [['nonsense'], /nonsense/],
  [['--config', '/nonexistent/x.yaml', ':1'], /nonexistent/],
])('wrong usage is UNKNOWN: %j', async (words, hint) => {
  const { exitCode, stdout, stderr } = await check(...words);
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(/^UWSGI UNKNOWN - [^\n]+\n$/);
  expect(stdout).toMatch(hint);
  expect(stderr).toMatch(/^uwtop: /);
});

test('a recording is judged as it stood at its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'uwtop-check-'));
  try {
    const file = join(folder, 'a.ndjson.gz');
    const recorded = await runProgram([
      'once',
      '-n',
      '3',
      '-i',
      '0.2',
      '--record',
      file,
      `shop=${await calm()}`,
    ]);
    expect(recorded.exitCode).toBe(0);
    const fine = await check('--rules', 'none', '--for', '10', file);
    expect(fine).toMatchObject({ exitCode: 0, stderr: '' });
    expect(fine.stdout).toMatch(/^UWSGI OK - shop: \d of 4 busy/);
    const called = await check('--rules', 'none', '-c', 'active=~:3', file);
    expect([called.exitCode, called.stdout.split('\n')[0]]).toEqual([
      2,
      expect.stringMatching(/^UWSGI CRITICAL - shop/),
    ]);
    const missing = await check(join(folder, 'b.ndjson'));
    // Whatever is not there may be a socket.
    expect(missing.exitCode).toBe(2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
