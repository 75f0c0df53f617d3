import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { demoCommand } from '../../src/cli/demo';
import { checkCommand } from '../../src/cli/check';
import { commandNames } from '../../src/cli/command-names';
import { configCommand } from '../../src/cli/config';
import { onceCommand } from '../../src/cli/once';
import { createProgram, runCommandLine } from '../../src/cli/program';
import { serveCommand } from '../../src/cli/serve';
import { targetsCommand } from '../../src/cli/targets';
import { watchCommand } from '../../src/cli/watch';
import { UsageError } from '../../src/cli/usage-error';

jest.mock('../../src/cli/check', () => ({
  ...jest.requireActual<object>('../../src/cli/check'),
  checkCommand: jest.fn(),
}));
jest.mock('../../src/cli/once', () => ({ onceCommand: jest.fn() }));
jest.mock('../../src/cli/config', () => ({ configCommand: jest.fn() }));
jest.mock('../../src/cli/watch', () => ({ watchCommand: jest.fn() }));
jest.mock('../../src/cli/demo', () => ({ demoCommand: jest.fn() }));
jest.mock('../../src/cli/serve', () => ({ serveCommand: jest.fn() }));
jest.mock('../../src/cli/targets', () => ({ targetsCommand: jest.fn() }));

const commands = {
  once: jest.mocked(onceCommand),
  check: jest.mocked(checkCommand),
  watch: jest.mocked(watchCommand),
  config: jest.mocked(configCommand),
  demo: jest.mocked(demoCommand),
  serve: jest.mocked(serveCommand),
  targets: jest.mocked(targetsCommand),
};

let said = { out: '', err: '' };

beforeEach(() => {
  // The build puts the version of package.json in its place.
  Object.assign(globalThis, { uwtopVersion: '1.2.3' });
  said = { out: '', err: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((text, told: unknown) => {
    said.out += String(text);
    if (typeof told === 'function') (told as () => void)();
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += String(text)), true));
  for (const command of Object.values(commands)) command.mockReset().mockResolvedValue(0);
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Runs a command line and returns the exit code and what the command was given. */
async function run(line: string) {
  const exitCode = await runCommandLine(line.split(' ').filter(Boolean));
  const [called] = Object.entries(commands).filter(([, command]) => command.mock.calls.length > 0);
  const [texts, options] = called?.[1].mock.calls[0] ?? [];
  return { exitCode, command: called?.[0], texts, options };
}

describe('help', () => {
  /** Written anew by `node dist/main.js --help > test/fixtures/help/uwtop.txt`, and so on. */
  const expected = (name: string) => readFileSync(join(__dirname, `../fixtures/help/${name}.txt`), 'utf8');

  function helpOf(command: Command | undefined): string {
    let text = '';
    command?.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 80 });
    command?.outputHelp();
    return text;
  }

  const program = () => createProgram(() => undefined);
  const subcommand = (name: string) => program().commands.find((command) => command.name() === name);

  test('of uwtop and of each command is what users were told', () => {
    expect(helpOf(program())).toBe(expected('uwtop'));
    expect(helpOf(subcommand('once'))).toBe(expected('once'));
    expect(helpOf(subcommand('doctor'))).toBe(expected('doctor'));
    expect(helpOf(subcommand('check'))).toBe(expected('check'));
    expect(helpOf(subcommand('completion'))).toBe(expected('completion'));
    expect(helpOf(subcommand('man'))).toBe(expected('man'));
    expect(helpOf(subcommand('targets'))).toBe(expected('targets'));
    expect(helpOf(subcommand('demo'))).toBe(expected('demo'));
    expect(helpOf(subcommand('config'))).toBe(expected('config'));
    expect(helpOf(subcommand('serve'))).toBe(expected('serve'));
    expect(helpOf(subcommand('record'))).toBe(expected('record'));
    expect(helpOf(subcommand('replay'))).toBe(expected('replay'));
    expect(helpOf(subcommand('tune'))).toBe(expected('tune'));
  });

  test.each(['--help', '-h', 'once --help', 'demo -h'])('%s goes to stdout and is no error', async (line) => {
    expect((await run(line)).exitCode).toBe(0);
    expect(said.out).toMatch(/^Usage: uwtop/);
    expect(said.err).toBe('');
  });

  test.each(['--version', '-V'])('%s prints the version alone', async (line) => {
    expect((await run(line)).exitCode).toBe(0);
    expect(said.out).toBe('1.2.3\n');
  });
});

describe('what cannot be meant is a usage error on stderr, and nothing is started', () => {
  test.each([
    ['--no-such-option', '--no-such-option'],
    ['once --no-such-option', '--no-such-option'],
    ['--jsn', 'jsn'],
    ['-i', '--interval'],
    ['-i 0', '0.1'],
    ['-i nonsense', '0.1'],
    ['--frequency 0', '0.1'],
    ['once -n 0', 'whole number'],
    ['-n 1.5', 'whole number'],
    ['--timeout never', '0.1'],
    ['--max-size -1', 'whole number'],
    ['demo --seed x', 'whole number'],
    ['--theme lihgt', 'did you mean `light`?'],
    ['demo --screen fleat', 'did you mean `fleet`?'],
    ['--bell loud', 'none, warning, critical'],
    ['once --csv --json', '--csv'],
    ['once --csv --ndjson', '--csv'],
    ['once --json --sort rss', '--sort'],
    ['once --json --watch', '--json'],
    ['--sort', '--sort'],
  ])('%s', async (line, hint) => {
    const { exitCode, command } = await run(line);
    expect(exitCode).toBe(2);
    expect(command).toBeUndefined();
    expect(said.out).toBe('');
    expect(said.err).toContain(hint);
    expect(said.err).toMatch(/^uwtop: /);
    expect(said.err).toContain('--help');
  });

  test('a command that finds a mistake has each of its lines told', async () => {
    commands.watch.mockRejectedValue(new UsageError('one\ntwo'));
    expect((await run(':1717')).exitCode).toBe(2);
    expect(said.err).toBe('uwtop: one\nuwtop: two\n');
  });

  test('a bug is not taken for one', async () => {
    commands.watch.mockRejectedValue(new TypeError('a bug'));
    await expect(run(':1717')).rejects.toThrow('a bug');
  });
});

describe('for a monitoring system wrong usage is UNKNOWN, in one line', () => {
  test.each(['check --no-such-option', 'check -i 0 :1', '-i 0 check :1', 'check -w', '--nope check'])(
    '%s',
    async (line) => {
      const { exitCode, command } = await run(line);
      expect(exitCode).toBe(3);
      expect(command).toBeUndefined();
      expect(said.out).toMatch(/^UWSGI UNKNOWN - [^\n]+\n$/);
    },
  );

  test('also where the command finds the mistake', async () => {
    commands.check.mockRejectedValue(new UsageError('one\ntwo'));
    expect((await run('check :1717')).exitCode).toBe(3);
    expect(said).toEqual({ out: 'UWSGI UNKNOWN - one two\n', err: 'uwtop: one\nuwtop: two\n' });
  });
});

describe('commands', () => {
  test('check', async () => {
    const line = 'check :1 -w busyness=70 -w rss=9,busy=1 -c queue=~:10 --rules a,b --for 10s -t 20 -v';
    expect(await run(line)).toMatchObject({
      command: 'check',
      texts: [':1'],
      options: {
        warning: ['busyness=70', 'rss=9,busy=1'],
        critical: ['queue=~:10'],
        rules: ['a', 'b'],
        for: 10_000,
        timeout: 20_000,
        verbose: true,
        maxSize: 64,
      },
    });
  });

  test('targets alone are watched', async () => {
    expect(await run('shop=:1717 /run/a.sock')).toMatchObject({
      command: 'watch',
      texts: ['shop=:1717', '/run/a.sock'],
      options: { timeout: 5000, maxSize: 64, color: true },
    });
  });

  test('no argument at all is watched too', async () => {
    expect(await run('')).toMatchObject({ command: 'watch', texts: [] });
  });

  test('targets', async () => {
    expect(await run('targets :1717 --json --uwsgi-config app.ini')).toMatchObject({
      command: 'targets',
      texts: [':1717'],
      options: { json: true, uwsgiConfig: 'app.ini', timeout: 5000 },
    });
  });

  test('serve', async () => {
    expect(await run('serve :1717 --per-core --allow-probe unix,ssh --bind [::1]:80 -i 5')).toMatchObject({
      command: 'serve',
      texts: [':1717'],
      options: {
        bind: { host: '::1', port: 80 },
        perWorker: true,
        perCore: true,
        maxSeries: 100_000,
        allowProbe: ['unix', 'ssh'],
        interval: 5000,
      },
    });
  });

  test('serve on loopback, at the port of uwsgi_exporter, unless told otherwise', async () => {
    expect((await run('serve')).options).toMatchObject({ bind: { host: '127.0.0.1', port: 9117 } });
  });

  test.each([
    ['serve --bind 9117', 'is a bare number: for a port of this machine write :9117'],
    ['serve --allow-probe unx', 'did you mean `unix`?'],
  ])('%s is refused', async (line, reason) => {
    expect((await run(line)).exitCode).toBe(2);
    expect(said.err).toContain(reason);
  });

  test('once', async () => {
    expect(await run('once :1717 --json -n 3 -i 0.5')).toMatchObject({
      command: 'once',
      texts: [':1717'],
      options: { json: true, rates: true, iterations: 3, interval: 500 },
    });
    expect((await run('once --no-rates :1')).exitCode).toBe(0);
  });

  test('config', async () => {
    expect(await run('config --print :1 :2 --theme mono -i 2')).toMatchObject({
      command: 'config',
      texts: [':1', ':2'],
      options: { theme: 'mono', interval: 2000 },
    });
  });

  test('how the screens start', async () => {
    const words = '--screen events --theme light --sort -rss --columns pid,rss --filter up';
    const options = { screen: 'events', theme: 'light', sort: '-rss', columns: 'pid,rss', filter: 'up' };
    expect(await run(`${words} :1`)).toMatchObject({ command: 'watch', options });
    for (const command of Object.values(commands)) command.mockClear();
    expect(await run(`demo ${words}`)).toMatchObject({ command: 'demo', options });
  });

  test('demo', async () => {
    expect(await run('demo shop --seed 7 --ascii --no-color')).toMatchObject({
      command: 'demo',
      texts: ['shop'],
      options: { seed: 7, ascii: true, color: false },
    });
  });

  test('a target may come before or after an option, and stand for stdin', async () => {
    expect(await run('-i 2 :1717')).toMatchObject({ texts: [':1717'], options: { interval: 2000 } });
    expect(await run('once -')).toMatchObject({ texts: ['-'] });
  });

  test('the exit code is the command’s', async () => {
    commands.once.mockResolvedValue(1);
    expect((await run('once :1')).exitCode).toBe(1);
  });
});

describe('options may stand before the name of the command', () => {
  test.each([
    ['-i 2 -n 5 once :1', 'once', { interval: 2000, iterations: 5 }],
    ['--timeout 9 once :1', 'once', { timeout: 9000 }],
    ['-i 2 once -i 3 :1', 'once', { interval: 3000 }],
    ['--frequency 2 once :1', 'once', { interval: 2000 }],
    ['-i 2 demo', 'demo', { interval: 2000 }],
    ['--ascii --no-color demo', 'demo', { ascii: true, color: false }],
    ['-i 2 demo -i 3', 'demo', { interval: 3000 }],
    ['--theme light --no-color config', 'config', { theme: 'light', color: false }],
    ['--sort -rss once', 'once', { sort: '-rss' }],
  ])('%s', async (line, command, options) => {
    expect(await run(line)).toMatchObject({ command, options });
  });
});

test.each(['--frequency 3 :1', ':1 --frequency 3', 'once --frequency 3 :1', 'demo --frequency 3'])(
  '%s means --interval, as in uwsgitop',
  async (line) => {
    expect(await run(line)).toMatchObject({ options: { interval: 3000 } });
  },
);

describe('--sort help and --columns help', () => {
  test.each([
    '--sort help',
    ':1 --columns help',
    'once --sort help',
    'demo --columns help',
    '--sort help once',
  ])('%s lists the columns of both tables, and nothing is started', async (line) => {
    expect(await run(line)).toMatchObject({ exitCode: 0, command: undefined });
    expect(said.err).toBe('');
    expect(said.out).toMatch(/REQ\/S +requestsPerSecond +requests finished per second/);
    expect(said.out).toMatch(/INSTANCE +name +/);
  });
});

describe('a mistyped command', () => {
  test('every command can be meant', () => {
    const program = createProgram(() => undefined);
    expect([...commandNames].sort()).toEqual(
      [...program.commands.map((command) => command.name()), 'help'].sort(),
    );
  });

  test('with an option that only that command has', async () => {
    expect(await run('onec --json :1717')).toMatchObject({ exitCode: 2, command: undefined });
    expect(said.err).toMatch(/unknown option '--json'[^]*did you mean the command once\?\n$/);
  });

  test.each(['once --jsno :1717', ':1717 --jsno'])('%s is none', async (line) => {
    expect((await run(line)).exitCode).toBe(2);
    expect(said.err).not.toContain('did you mean the command');
  });
});
