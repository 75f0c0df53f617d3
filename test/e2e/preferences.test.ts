/** How the screens start: columns, order, filter, screen and theme, by flag, environment and configuration. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../support/program';
import { readTable } from '../support/screen';
import { captures } from '../support/stats-server';
import type { Terminal } from '../support/terminal';
import { large, withUwtop } from '../support/uwtop';

jest.setTimeout(60_000);

const demo = ['demo', 'shop', '-i', '0.3', '--seed', '10'];
const hasRates = (screen: string): boolean => /req\/s +\d/.test(screen) && /\bSTATE\b/.test(screen);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-preferences-'));
  mkdirSync(join(folder, 'uwtop'));
  writeFileSync(
    join(folder, 'uwtop', 'config.yaml'),
    'theme: light\ncolumns: { workers: [state, busy, rss] }\nsort: { workers: rss:asc }\n',
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function coloursOf(terminal: Terminal): Promise<Set<string>> {
  const codes = (await terminal.colours()).matchAll(/\x1b\[([\d;]*)m/g);
  return new Set([...codes].flatMap(([, code = '']) => code.match(/[34]8;5;\d+|\d+/g) ?? []));
}

test('--sort, --columns, --filter and --theme', async () => {
  const words = [
    '--sort',
    '-pid',
    '--columns',
    'rss,state,BUSY,pid',
    '--filter',
    'M',
    '--theme',
    'colour-blind',
  ];
  await withUwtop([...demo, ...words], large, async (terminal) => {
    const { titles, sorted, rows } = readTable(await terminal.waitFor(hasRates));
    expect(titles).toEqual(['PID', 'STATE', 'BUSY', 'RSS']);
    expect(sorted).toEqual({ title: 'PID', mark: '▼' });
    const pids = rows.map((row) => Number(row.cell('PID')));
    expect(pids.length).toBeGreaterThan(3);
    expect(pids).toEqual(pids.toSorted((one, other) => other - one));
    const colours = await coloursOf(terminal);
    expect(colours).toContain('38;5;32');
    for (const redOrGreen of ['31', '32', '91', '92']) expect(colours).not.toContain(redOrGreen);
    // The filter stands in the footer, and Esc takes it away.
    expect(await terminal.screen()).toMatch(/\/M\b/);
  });
});

test('the same in a configuration, and keys go on from there', async () => {
  await withUwtop(demo, { ...large, env: { XDG_CONFIG_HOME: folder } }, async (terminal) => {
    const { titles, sorted } = readTable(await terminal.waitFor(hasRates));
    expect(titles).toEqual(['STATE', 'BUSY', 'RSS']);
    expect(sorted).toEqual({ title: 'RSS', mark: '▲' });
    expect(await coloursOf(terminal)).toContain('38;5;25');
    await terminal.send('r');
    await terminal.waitFor((screen) => /RSS▼/.test(screen));
  });
});

test('NO_COLOR ranks before the theme of the configuration, --theme before NO_COLOR', async () => {
  const env = { XDG_CONFIG_HOME: folder, NO_COLOR: '1' };
  const isColour = (code: string) => /^([34][0-7]|9[0-7]|[34]8;.*)$/.test(code);
  await withUwtop(demo, { ...large, env }, async (terminal) => {
    await terminal.waitFor(hasRates);
    expect([...(await coloursOf(terminal))].filter(isColour)).toEqual([]);
  });
  await withUwtop([...demo, '--theme', 'default'], { ...large, env }, async (terminal) => {
    await terminal.waitFor(hasRates);
    expect(await coloursOf(terminal)).toContain('36');
  });
});

test('in a terminal of eight colours a theme uses no others', async () => {
  const words = [...demo, '--theme', 'colour-blind'];
  await withUwtop(words, { ...large, env: { TERM: 'linux' } }, async (terminal) => {
    await terminal.waitFor(hasRates);
    const colours = [...(await coloursOf(terminal))].filter((code) =>
      /^([34][0-8]|9\d|10\d|[34]8;.*)$/.test(code),
    );
    expect(colours.length).toBeGreaterThan(0);
    for (const code of colours) expect(['33', '34', '35', '36']).toContain(code);
  });
});

test('--screen worker begins with the first worker of the first instance, and Esc leads out', async () => {
  await withUwtop(['demo', 'shop', 'api', '--screen', 'worker'], large, async (terminal) => {
    await terminal.waitFor(/worker 1 +shop\b/);
    await terminal.send('Escape');
    await terminal.waitFor(hasRates);
    await terminal.send('Escape');
    await terminal.waitFor(/2 instances/);
  });
});

test('of several targets the flags are for the fleet', async () => {
  const words = ['demo', 'shop', 'api', 'search', '--sort', 'instance:desc', '--filter', 'up'];
  await withUwtop(words, large, async (terminal) => {
    const screen = await terminal.waitFor((shown) => (shown.match(/^up /gm) ?? []).length === 3);
    expect([...screen.matchAll(/^up +(\w+)/gm)].map(([, name]) => name)).toEqual(['shop', 'search', 'api']);
  });
});

test('config prints what is in force, and takes it back', async () => {
  const flags = ['--sort', '-rss', '--theme', 'mono', '--harakiri', '60'];
  const { exitCode, stdout, stderr } = await runProgram(['config', '--print', ...flags]);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout.toString()).toMatch(
    /^theme: mono {2}# flag --theme$[^]*^ {2}harakiri: 60 {2}# flag --harakiri$/m,
  );
  const printed = join(folder, 'printed.yaml');
  writeFileSync(printed, stdout);
  const again = await runProgram(['config', '--config', printed]);
  const settings = (text: Buffer) => text.toString().replaceAll(/ *#.*$/gm, '');
  expect(settings(again.stdout)).toBe(settings(stdout));
});

test('once: a table with its columns and order, and CSV', async () => {
  const saved = `shop=file:${join(captures, 'plain.t1.json')}`;
  const table = await runProgram(['once', '--sort', '-pid', '--columns', 'pid,state', saved]);
  expect(table.stdout.toString()).toMatch(/^ *PID STATE\n +14480 .*\n +14479 .*\n +14478 .*\n +14477 /m);
  const csv = await runProgram([
    'once',
    '--csv',
    '--columns',
    'pid,state,requests',
    '--filter',
    'idle',
    saved,
  ]);
  expect(csv.stdout.toString()).toBe(
    'instance,pid,state,requests\r\nshop,14477,idle,25120\r\nshop,14478,idle,24209\r\nshop,14479,idle,1580\r\n',
  );
});

test.each([
  ['a column that no table has', ['--sort', 'bsy'], /did you mean `busy`\? uwtop --sort help/],
  ['one that only the other table has', ['--columns', 'instance'], /the fleet table has/],
  ['a theme that there is not', ['--theme', 'lihgt'], /did you mean `light`/],
])('%s is a usage error', async (_, flags, message) => {
  const { exitCode, stdout, stderr } = await runProgram(['demo', 'shop', ...flags]);
  expect([exitCode, stdout.toString()]).toEqual([2, '']);
  expect(stderr).toMatch(message);
});
