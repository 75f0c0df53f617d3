import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlertCommand, type AlertCommandOptions } from '../../src/notify/alert-command';

let folder: string;
let commands: AlertCommand[];
let troubles: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-notify-'));
  commands = [];
  troubles = [];
});

afterEach(() => {
  for (const command of commands) command.stop();
  rmSync(folder, { recursive: true, force: true });
});

function commandOf(text: string, options: Partial<AlertCommandOptions> = {}): AlertCommand {
  const command = new AlertCommand(text, {
    onTrouble: (sentence) => troubles.push(sentence.replaceAll(folder, '~')),
    ...options,
  });
  commands.push(command);
  return command;
}

const at = (name: string): string => join(folder, name);
const read = (name: string): string => (existsSync(at(name)) ? readFileSync(at(name), 'utf8') : '');
const lines = (name: string): readonly string[] => read(name).split('\n').slice(0, -1);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('what the command gets', () => {
  test('the shell gets it as it was typed, and the notice is one line on stdin', async () => {
    const notice = { rule: 'busyness', message: '$(touch ~/bad) `id` "\n\u001b[31m' };
    commandOf(`A="a  b"; printf '%s|' "$A" $# > ${at('words')}; cat > ${at('out')}`).send(notice);
    await until(() => read('out').endsWith('\n'));
    expect(read('words')).toBe('a  b|0|');
    expect(read('out')).toBe(`${JSON.stringify(notice)}\n`);
  });

  test('nothing foreign is in its words or its environment', async () => {
    commandOf(
      `tr '\\0' '\\n' < /proc/$$/cmdline > ${at('words')}; env > ${at('env.part')}; mv ${at('env.part')} ${at('env')}`,
    ).send({
      message: 'foreign-text',
    });
    await until(() => existsSync(at('env')));
    expect(read('env') + read('words')).not.toContain('foreign-text');
    expect(read('env')).toContain(`PATH=${process.env['PATH'] ?? ''}`);
  });

  test('one that does not read what it is told is no trouble', async () => {
    const command = commandOf(`exec 0<&-; echo ran >> ${at('out')}`, { startsPerMinute: 1000 });
    for (let id = 0; id < 5; id += 1) command.send({ id, text: 'x'.repeat(300_000) });
    await until(() => lines('out').length === 5);
    expect(troubles).toEqual([]);
  });
});

describe('one after the other', () => {
  test('no run begins before the last has ended', async () => {
    const command = commandOf(`echo begin >> ${at('log')}; sleep 0.05; echo end >> ${at('log')}`);
    for (let id = 0; id < 4; id += 1) command.send({ id });
    await until(() => lines('log').length === 8);
    expect(lines('log')).toEqual(Array.from({ length: 4 }, () => ['begin', 'end']).flat());
  });

  test('what there is no room for is counted, the oldest first', async () => {
    const command = commandOf(`cat >> ${at('log')}; while [ ! -e ${at('go')} ]; do sleep 0.01; done`, {
      longestLine: 2,
    });
    for (let id = 0; id < 6; id += 1) command.send({ id });
    writeFileSync(at('go'), '');
    await until(() => lines('log').length === 3);
    expect(lines('log').map((line): unknown => JSON.parse(line))).toEqual([
      { id: 0 },
      { id: 4, dropped: 3 },
      { id: 5 },
    ]);
  });

  test('ten starts a minute, then the others wait', async () => {
    let nowMs = 0;
    const command = commandOf(`cat >> ${at('log')}`, { clock: () => nowMs });
    for (let id = 0; id < 12; id += 1) command.send({ id });
    await until(() => lines('log').length === 10);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(lines('log')).toHaveLength(10);
    nowMs = 60_000;
    command.send({ id: 12 });
    await until(() => lines('log').length === 13);
    expect(lines('log').at(-1)).toBe('{"id":12}');
  });

  test('what waits starts by itself when its time has come', async () => {
    let nowMs = 0;
    const command = commandOf(`cat >> ${at('log')}`, { clock: () => nowMs, startsPerMinute: 1 });
    command.send({ id: 0 });
    await until(() => lines('log').length === 1);
    nowMs = 59_950;
    command.send({ id: 1 });
    nowMs = 60_000;
    await until(() => lines('log').length === 2);
  });
});

describe('what goes wrong is told in one sentence', () => {
  test.each([
    ['exit 3', 'ended with exit code 3'],
    ['echo first >&2; printf "last\\033[31m \\n\\n" >&2; exit 1', 'ended with exit code 1: last?[31m'],
    ['kill -9 $$', 'was ended by SIGKILL'],
    ['yes problem | head -c 1000000 >&2; echo end >&2; exit 4', 'ended with exit code 4: end'],
    // What it leaves in the background holds its standard error open.
    ['sleep 30 & echo left $! >&2; exit 5', expect.stringMatching(/^ended with exit code 5: left \d+$/)],
  ])('%s', async (text, trouble) => {
    commandOf(text).send({});
    await until(() => troubles.length > 0);
    const start = `The alert command \`${text}\` `;
    expect(troubles[0]?.startsWith(start)).toBe(true);
    expect(troubles[0]?.slice(start.length)).toEqual(trouble);
    const left = /left (\d+)/.exec(troubles[0] ?? '')?.[1];
    if (left !== undefined) process.kill(Number(left));
  });

  test('a command that is not there, and one that no shell can be given', async () => {
    commandOf('/nowhere/page-me').send({});
    await until(() => troubles.length === 1);
    expect(troubles[0]).toMatch(/ended with exit code 127: .*\/nowhere\/page-me/);
    commandOf('a\0b').send({});
    await until(() => troubles.length === 2);
    expect(troubles[1]).toMatch(/^The alert command `a\?b` cannot be started: /);
  });

  test('at most once a minute', async () => {
    let nowMs = 0;
    const text = `echo >> ${at('log')}; exit 1`;
    const command = commandOf(text, { clock: () => nowMs, startsPerMinute: 1000 });
    const sendAndWait = async (count: number): Promise<void> => {
      command.send({});
      await until(() => lines('log').length === count);
    };
    for (let count = 1; count <= 3; count += 1) await sendAndWait(count);
    await until(() => troubles.length === 1);
    nowMs = 60_000;
    await sendAndWait(4);
    await until(() => troubles.length === 2);
  });
});

describe('a run that takes too long', () => {
  test('is asked to end', async () => {
    const script = `trap 'echo > ${at('asked')}; exit' TERM; echo $$ > ${at('pid')}; while :; do sleep 0.01; done`;
    commandOf(script, { longestMs: 300 }).send({});
    await until(() => troubles.length === 1);
    expect(troubles[0]).toMatch(/ was ended after 0\.3 s$/);
    expect(existsSync(at('asked'))).toBe(true);
    expect(isAlive(Number(read('pid')))).toBe(false);
  });

  test('is ended where it does not listen, and the next one has its turn', async () => {
    const script = `trap '' TERM; echo $$ >> ${at('pids')}; while :; do sleep 0.01; done`;
    const command = commandOf(script, { longestMs: 300, graceMs: 100 });
    command.send({ id: 0 });
    command.send({ id: 1 });
    await until(() => lines('pids').length === 2);
    expect(isAlive(Number(lines('pids')[0]))).toBe(false);
    await until(() => !isAlive(Number(lines('pids')[1])));
  });
});

/** A program that ends by itself, as uwtop does. */
function runProgram(body: string, command: string): string {
  const bundle = ['src/notify/alert-command.ts', '--bundle', '--platform=node'];
  execFileSync('node_modules/.bin/esbuild', [...bundle, `--outfile=${at('command.cjs')}`], { stdio: 'pipe' });
  const start = `const { AlertCommand } = require('./command.cjs');
    const command = new AlertCommand(process.argv[2], { onTrouble: console.log });`;
  writeFileSync(at('program.cjs'), `${start}\n${body}`);
  const words = ['-c', 'ulimit -n 60; exec "$@"', 'sh', process.execPath, at('program.cjs'), command];
  return execFileSync('/bin/sh', words, { encoding: 'utf8', stdio: 'pipe', timeout: 20_000 });
}

describe('the end', () => {
  test('after stop nothing starts and nothing is said, but what runs may finish', async () => {
    const command = commandOf(
      `cat >> ${at('log')}; while [ ! -e ${at('go')} ]; do sleep 0.01; done; echo finished > ${at('done')}; exit 1`,
    );
    command.send({ id: 0 });
    command.send({ id: 1 });
    await until(() => lines('log').length === 1);
    command.stop();
    command.send({ id: 2 });
    writeFileSync(at('go'), '');
    await until(() => read('done') === 'finished\n');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(lines('log')).toEqual(['{"id":0}']);
    expect(troubles).toEqual([]);
  });

  // The second is more than a pipe takes while nobody reads it: its rest is lost, but nobody waits for it.
  test.each([50_000, 5_000_000])(
    'the program ends at once, and the run finishes without it: %i bytes',
    async (length) => {
      const text = `while [ ! -e ${at('go')} ]; do sleep 0.01; done; wc -c > ${at('part')}; mv ${at('part')} ${at('out')}`;
      const body = `command.send({ text: 'x'.repeat(${length}) }); command.send({ id: 1 }); command.stop();`;
      runProgram(body, text);
      expect(existsSync(at('out'))).toBe(false);
      writeFileSync(at('go'), '');
      await until(() => existsSync(at('out')));
      if (length < 60_000) expect(Number(read('out'))).toBe(length + 12);
    },
    30_000,
  );

  test('a system without file descriptors is trouble, not the end', () => {
    const exhaust = `try { for (;;) require('node:fs').openSync('/dev/null'); } catch {}`;
    const said = runProgram(
      `${exhaust} command.send({}); setTimeout(() => console.log('alive'), 50);`,
      'true',
    );
    expect(said).toMatch(/^The alert command `true` cannot be started: .*EMFILE.*\nalive\n$/);
  }, 30_000);
});
