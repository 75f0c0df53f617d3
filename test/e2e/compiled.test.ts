/** Starts that find what was compiled before, whatever has become of it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../support/program';
import { captures } from '../support/stats-server';
import { small, withUwtop } from '../support/uwtop';

jest.setTimeout(60_000);

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'uwtop-cache-'));
});
afterEach(() => {
  rmSync(cache, { recursive: true });
});

const inCache = () =>
  readdirSync(cache, { recursive: true, encoding: 'utf8' }).map((name) => join(cache, name));
const compiledFile = () => inCache().find((path) => path.endsWith('.v8'));

async function once(): Promise<string> {
  const request = { env: { XDG_CACHE_HOME: cache } };
  const { exitCode, stdout, stderr } = await runProgram(
    ['once', '--no-rates', `file:${join(captures, 'plain.t1.json')}`],
    request,
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout.toString();
}

test('a run keeps what was compiled, and the next one uses it', async () => {
  await once();
  const path = compiledFile() ?? '';
  const { ino } = statSync(path);
  await once();
  expect(statSync(path).ino).toBe(ino);
});

test('a run of the screens too', async () => {
  const show = () =>
    withUwtop(['127.0.0.1:1'], { ...small, env: { XDG_CACHE_HOME: cache } }, async (terminal) => {
      await terminal.waitFor(/Quit/);
      await terminal.send('q');
      await terminal.waitForExit();
    });
  await show();
  const path = compiledFile() ?? '';
  const { ino } = statSync(path);
  await show();
  expect(statSync(path).ino).toBe(ino);
});

test('what is damaged is compiled again', async () => {
  await once();
  const path = compiledFile() ?? '';
  const whole = readFileSync(path);
  const spoiled = Buffer.from(whole).fill(0, 4096, 8192);
  for (const content of ['', 'x'.repeat(1000), spoiled]) {
    writeFileSync(path, content);
    await once();
    expect(statSync(path).size).toBeGreaterThan(whole.length / 2);
    expect(readFileSync(path).equals(spoiled)).toBe(false);
  }
});

test('help alone keeps nothing', async () => {
  await runProgram(['--help'], { env: { XDG_CACHE_HOME: cache } });
  expect(compiledFile()).toBeUndefined();
});
