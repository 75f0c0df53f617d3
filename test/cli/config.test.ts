/** `uwtop config` as a whole: flags, environment, file and defaults, and what of them counts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findInForce } from '../../src/cli/in-force';
import { runCommandLine } from '../../src/cli/program';

const inherited = process.env;
let folder: string;
let said: { out: string; err: string };

beforeEach(() => {
  Object.assign(globalThis, { uwtopVersion: '1.2.3' });
  folder = mkdtempSync(join(tmpdir(), 'uwtop-config-'));
  process.env = { XDG_CONFIG_HOME: folder };
  said = { out: '', err: '' };
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += String(text)), true));
  jest.spyOn(process.stdout, 'write').mockImplementation((text, told: unknown) => {
    said.out += String(text);
    if (typeof told === 'function') (told as () => void)();
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = inherited;
  rmSync(folder, { recursive: true, force: true });
});

function file(path: string, content: string): string {
  const full = join(folder, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, content);
  return full;
}

/** The line on a setting, its comment with the folder left out; the exit code where there is none. */
async function config(setting: string, ...words: readonly string[]): Promise<string | number> {
  said.out = said.err = '';
  const exitCode = await runCommandLine(['config', ...words]);
  const line = said.out.split('\n').find((one) => one.trim().startsWith(`${setting}:`));
  return exitCode === 0 ? (line ?? '(no line)').trim().replaceAll(folder, '~') : exitCode;
}

test('the interval is that of the flag, of the environment, of the file, or a second', async () => {
  expect(await config('interval')).toBe('interval: 1  # default');
  file('uwtop/config.yaml', '# slowly\ninterval: 3\n');
  expect(await config('interval')).toBe('interval: 3  # ~/uwtop/config.yaml line 2');
  process.env['UWTOP_INTERVAL'] = '0.5';
  expect(await config('interval')).toBe('interval: 500ms  # environment UWTOP_INTERVAL');
  expect(await config('interval', '-i', '2')).toBe('interval: 2  # flag --interval');
  expect(await config('interval', '--frequency', '4')).toBe('interval: 4  # flag --interval');
});

test('who wants no colours gets none, but from a flag that names a theme', async () => {
  file('uwtop/config.yaml', 'theme: light\n');
  expect(await config('theme')).toBe('theme: light  # ~/uwtop/config.yaml line 1');
  process.env['UWTOP_THEME'] = 'high-contrast';
  expect(await config('theme')).toBe('theme: high-contrast  # environment UWTOP_THEME');
  process.env['NO_COLOR'] = '1';
  expect(await config('theme')).toBe('theme: mono  # environment NO_COLOR');
  expect(await config('theme', '--theme', 'colour-blind')).toBe('theme: colour-blind  # flag --theme');
  expect(await config('theme', '--theme', 'colour-blind', '--no-color')).toBe(
    'theme: mono  # flag --no-color',
  );
});

test('the file is the one that was named, and is said to be there or not', async () => {
  const usual = `${folder}/uwtop/config.yaml`;
  await config('theme');
  expect(said.out).toContain(`# ${usual} (not there)\n`);
  process.env['UWTOP_CONFIG'] = file('other.yaml', 'theme: mono\n');
  expect(await config('theme')).toBe('theme: mono  # ~/other.yaml line 1');
  expect(said.out).toContain(`# ${folder}/other.yaml (was read, environment UWTOP_CONFIG)\n`);
  expect(await config('theme', '--config', file('third.yaml', ''))).toBe('theme: default  # default');
  expect(said.out).toContain(`# ${folder}/third.yaml (was read, flag --config)\n`);
});

test('order and columns of the flags are for the table that comes first', async () => {
  const words = ['--sort', '-rss', '--columns', 'rss,busy'];
  expect(await config('workers', ...words)).toBe('workers: [rss, busyness]  # flag --columns');
  expect(said.out).toContain('  workers: -rss  # flag --sort\n');
  expect(await config('fleet', ...words, ':1', ':2')).toBe('fleet: [rss, busyness]  # flag --columns');
  expect(await config('fleet', ...words, '--screen', 'fleet')).toBe(
    'fleet: [rss, busyness]  # flag --columns',
  );
  expect(await config('workers', ...words, ':1', ':2')).toBe('workers: auto  # default');
});

test('limits, the bell and the command for alerts, too', async () => {
  file('uwtop/config.yaml', 'limits: { harakiri: 9, listen: 64 }\nalerts: { bell: none }\n');
  expect(await config('harakiri', '--harakiri', '4')).toBe(
    'harakiri: { warning: 1, clear: 0, hold: 0 }  # default',
  );
  expect(said.out).toContain('\nlimits:\n  harakiri: 4  # flag --harakiri\n  listen: 64  # ');
  expect(await config('bell')).toBe('bell: none  # ~/uwtop/config.yaml line 2');
  expect(await config('on-alert', '--on-alert', 'page "me"')).toBe(
    String.raw`on-alert: "page \"me\""  # flag --on-alert`,
  );
});

test('what is printed is accepted as a configuration, and then everything is from there', async () => {
  await config(
    'theme',
    '--theme',
    'light',
    '--sort',
    '-pid',
    '--harakiri',
    '4',
    '--on-alert',
    'page',
    '--bell',
    'warning',
    '-i',
    '0.3',
  );
  const printed = file('printed.yaml', said.out);
  const settings = said.out.replaceAll(/ {2}#.*$|^#.*\n/gm, '');
  expect(await config('theme', '--config', printed)).toMatch(/^theme: light {2}# ~\/printed\.yaml line \d+$/);
  expect(said.out.replaceAll(/ {2}#.*$|^#.*\n/gm, '')).toBe(settings);
  expect(said.out).not.toMatch(/flag --(?!config)|: .*# default/);
});

test.each([
  ['UWTOP_INTERVAL', 'soon'],
  ['UWTOP_INTERVAL', '0'],
  ['UWTOP_THEME', 'dark'],
  ['UWTOP_CONFIG', '/nonexistent/uwtop.yaml'],
])('%s=%s is a usage error that names the variable', async (variable, value) => {
  process.env[variable] = value;
  expect(await config('theme')).toBe(2);
  expect(said).toEqual({ out: '', err: expect.stringContaining(variable) as string });
  expect(said.err).toContain(value);
});

test('a mistake in the file is told with its line', async () => {
  file('uwtop/config.yaml', 'sort:\n  workers: -rs\n');
  expect(await config('theme')).toBe(2);
  expect(said.err).toMatch(
    /config\.yaml line 2: unknown column `rs` in sort\.workers; did you mean `rss`\?\n$/,
  );
});

test('the simulated fleet looks as the file says, but has neither its limits nor its alerts, unless it is named', async () => {
  const path = file(
    'uwtop/config.yaml',
    'theme: light\nlimits: { harakiri: 9 }\nalerts: { on-alert: page }\n',
  );
  const found = async (options: { readonly config?: string }, isPlay: boolean) => {
    const { config, inForce } = await findInForce(options, { table: 'workers', isPlay });
    return [inForce.theme.value, config?.limits.length, inForce.onAlert.value];
  };
  expect(await found({}, false)).toEqual(['light', 1, 'page']);
  expect(await found({}, true)).toEqual(['light', 0, undefined]);
  expect(await found({ config: path }, true)).toEqual(['light', 1, 'page']);
});
