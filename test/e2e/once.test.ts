/** `uwtop once`, and the screens where there is no screen: in pipes, scripts and cron. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '../support/ports';
import { answering, capture, captures, serversOfEachTest } from '../support/stats-server';
import { quoted, small, uwtop, withTerminal } from '../support/uwtop';

jest.setTimeout(60_000);
const startServer = serversOfEachTest();

interface Outcome {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line of shell in which `uwtop` is the program, its output in pipes; stdin is one that ends at once. */
function sh(line: string): Promise<Outcome> {
  const script = `uwtop() { ${quoted(uwtop())} "$@"; }\n${line}`;
  const env = {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    COLUMNS: '80',
    XDG_CONFIG_HOME: '/nonexistent',
  };
  return new Promise((done) => {
    const child = execFile('sh', ['-c', script], { env, timeout: 30_000 }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

const server = async (): Promise<string> => (await startServer(answering(capture('plain.t1.json')))).address;
const saved = join(captures, 'plain.t1.json');

interface Report {
  readonly schemaVersion: number;
  readonly instances: readonly {
    readonly state: string;
    readonly workers: readonly { readonly pid: number }[];
  }[];
}
const parse = (text: string): Report => JSON.parse(text) as Report;

describe('once in a pipe', () => {
  test('prints a table without escape codes', async () => {
    const { code, stdout, stderr } = await sh(`uwtop once -i 0.2 ${await server()}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/[^\n -~\u2010-\u28ff]/);
    for (const pid of ['14477', '14478', '14479', '14480'])
      expect(stdout).toMatch(new RegExp(`\\b${pid} +(idle|busy)\\b`));
  });

  test('--json prints one document', async () => {
    const { code, stdout, stderr } = await sh(`uwtop once --json -i 0.2 ${await server()} | cat`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { schemaVersion, instances } = parse(stdout);
    expect(schemaVersion).toBe(1);
    expect(instances.map(({ state }) => state)).toEqual(['up']);
    expect(instances[0]?.workers.map(({ pid }) => pid)).toEqual([14477, 14478, 14479, 14480]);
  });

  test('-n 2 --ndjson prints two lines, -n 2 --json the last round', async () => {
    const address = await server();
    const { stdout } = await sh(`uwtop once -n 2 --ndjson -i 0.2 ${address}`);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => parse(line).instances.length)).toEqual([1, 1]);
    expect(parse((await sh(`uwtop once -n 2 --json -i 0.2 ${address}`)).stdout).instances).toHaveLength(1);
  });

  test('a reader that goes away early is no error', async () => {
    const address = await server();
    for (const line of [
      `uwtop once --ndjson -n 5 -i 0.1 ${address} | head -1`,
      `uwtop once --json --no-rates ${address} | head -c 10`,
      `uwtop once --no-rates ${address} | true`,
      'uwtop --help | true',
      'uwtop once --json-schema | head -1',
    ]) {
      expect(await sh(line)).toMatchObject({ code: 0, stderr: '' });
    }
  });

  test('a full disk is told of in one line, and by the exit code', async () => {
    const target = `file:${saved}`;
    const full = 'uwtop: not all of it can be printed: the disk is full\n';
    for (const words of [`once --no-rates ${target}`, `targets ${target}`, 'man'])
      expect(await sh(`uwtop ${words} > /dev/full`)).toMatchObject({ code: 1, stderr: full });
    expect(await sh(`uwtop check ${target} > /dev/full`)).toMatchObject({ code: 3 });
  });

  test('a bug is told of in one line without an escape sequence', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'uwtop-bug-')), 'bug.cjs');
    writeFileSync(path, "process.stdout.write = () => { throw new Error('the sky\\n\\x1b[31mfell'); };");
    const { code, stderr } = await sh(`NODE_OPTIONS=--require=${path} uwtop once --no-rates file:${saved}`);
    rmSync(dirname(path), { recursive: true });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^uwtop: this is a bug, please report it: Error: the sky \?\[31mfell\n$/);
  });

  test('--watch goes on: tables, CSV with one header and the time, lines of JSON', async () => {
    const address = await server();
    const watched = (words: string) => sh(`uwtop once --watch -i 0.1 ${words} ${address}`);
    const table = await watched('-n 3');
    expect(table.code).toBe(0);
    expect(table.stdout.match(/^ *\d+ +14477 /gm)).toHaveLength(3);
    const rows = (await watched('--csv -n 3 --columns pid')).stdout.trimEnd().split('\r\n');
    expect(rows).toHaveLength(1 + 3 * 4);
    expect(rows[0]).toBe('at,instance,pid');
    expect(new Set(rows.slice(1).map((row) => row.split(',')[0])).size).toBe(3);
    expect((await watched('--ndjson -n 2')).stdout.trimEnd().split('\n').map(parse)).toHaveLength(2);
  });

  test('--watch ends with its reader, and by ^C', async () => {
    const address = await server();
    const read = await sh(`uwtop once --watch --csv -i 0.1 ${address} | head -2`);
    expect(read).toMatchObject({ code: 0, stderr: '' });
    expect(read.stdout.split('\n')).toHaveLength(3);
    const line = `timeout -s INT 3 ${quoted(uwtop('once', '--watch', '--csv', '-i', '0.2', address))}`;
    const ended = await sh(line);
    expect(ended.code).toBe(124);
    expect(ended.stdout.split('\r\n').length).toBeGreaterThan(4);
  });

  test('and ends the rounds', async () => {
    const address = await server();
    // An hour of rounds that nobody reads: it ends long before them, or this test never does.
    expect(await sh(`uwtop once --ndjson -n 3600 ${address} | head -1`)).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  test('reads a saved snapshot from a file and from standard input', async () => {
    for (const line of [
      `uwtop once --json file:${saved}`,
      `uwtop once --json - < ${saved}`,
      `cat ${saved} | uwtop once --json -`,
    ]) {
      const { code, stdout } = await sh(line);
      expect(code).toBe(0);
      expect(parse(stdout).instances[0]?.workers).toHaveLength(4);
    }
  });

  test('prints its JSON Schema without a target', async () => {
    const { code, stdout } = await sh('uwtop once --json-schema');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('properties.instances');
  });
});

describe('the screens without a terminal', () => {
  test('a pipe on stdout gets one round, and stderr says why', async () => {
    const { code, stdout, stderr } = await sh(`uwtop -i 0.2 ${await server()} | cat`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/14477 +idle/);
    expect(stdout).not.toContain('\x1b');
    expect(stderr).toMatch(/^uwtop: .*stdout.*\n$/);
  });

  test('the demo, too', async () => {
    const { code, stdout } = await sh('uwtop demo shop api -i 0.2');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\bshop\b[^]*\bapi\b/);
    expect(stdout).not.toContain('\x1b');
  });

  test('a terminal on stdout but none on stdin', async () => {
    const words = quoted(uwtop('-i', '0.2', await server()));
    const command = ['sh', '-c', `${words} < /dev/null`];
    await withTerminal({ ...small, command }, async (terminal) => {
      expect(await terminal.waitForExit()).toBe(0);
      const screen = await terminal.screen();
      expect(screen).toMatch(/stdin/);
      expect(screen).toMatch(/14477 +idle/);
      expect(await terminal.colours()).not.toContain('\x1b');
    });
  });
});

describe('exit codes', () => {
  test('1 where nothing could be read, with cause and advice', async () => {
    const port = await freePort();
    const { code, stderr } = await sh(`uwtop once --no-rates 127.0.0.1:${port}`);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^uwtop: 127\\.0\\.0\\.1:${port}: .*refused.*; .+\\n$`));
  });

  test('0 where at least one answered, and stderr tells of the other', async () => {
    const { code, stdout, stderr } = await sh(
      `uwtop once --json --no-rates ${await server()} :${await freePort()}`,
    );
    expect(code).toBe(0);
    expect(parse(stdout).instances.map(({ state }) => state)).toEqual(['up', 'down']);
    expect(stderr).toMatch(/refused/);
  });

  test.each([
    ['an option that does not exist', 'uwtop once --jsom :1'],
    ['an interval that is none', 'uwtop once -i soon :1'],
    ['an interval below the shortest', 'uwtop -i 0 :1'],
    ['a number of rounds that is none', 'uwtop once -n 0 :1'],
    ['an address that cannot be one', 'uwtop once 127.0.0.1:99999999'],
    ['an instance that the demo does not have', 'uwtop demo nosuch'],
  ])('2 for %s, in a line that begins with the name of the program', async (_, line) => {
    const { code, stdout, stderr } = await sh(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^uwtop: \S/);
    expect(stderr).not.toMatch(/ {4}at |node:/);
  });

  test('0 for help and version, on stdout', async () => {
    const help = await sh('uwtop --help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/Usage: uwtop[^]*Examples/);
    expect(await sh('uwtop --version')).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^\d/) as string,
    });
  });

  test('1 for a file that holds something else', async () => {
    await withTerminal({ ...small, command: ['sleep', '60'] }, async ({ home }) => {
      const path = join(home, 'other.json');
      writeFileSync(path, '[1, 2');
      const { code, stderr } = await sh(`uwtop once file:${path}`);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^uwtop: /);
    });
  });
});
