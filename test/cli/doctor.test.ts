/** `uwtop doctor` as it is typed: files, directories, command lines, and what is neither. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/program';

let folder = '';
let said = { out: '', err: '' };
const home = process.cwd();

beforeAll(() => {
  Object.assign(globalThis, { uwtopVersion: '1.2.3' });
  folder = mkdtempSync(join(tmpdir(), 'uwtop-doctor-'));
  process.chdir(folder);
  const files = {
    'fine.ini': '[uwsgi]\nvacuum = true\n[staging]\nprocesses = 2\ncheaper = 2\n',
    'wrong.ini': '[uwsgi]\nprocesses = 2\ncheaper = 2\n',
    'warned.ini': '[uwsgi]\nmax-requests = 10\n',
    'later.ini':
      '[uwsgi]\nlisten = 900000\nsocket = 127.0.0.1:1\nreload-on-pss = 3\nprocesses = $(COUNT)\ncheaper = 2\n',
    'empty.ini': '[uwsgi]\n',
    'void.ini': '',
    'comma.json': '{\n"uwsgi": {\n"processes": 2,\n}\n}\n',
    'word.json': '{\n"uwsgi": {\n"processes": two\n}\n}\n',
    'half.json': '{\n"uwsgi": {\n"processes": 2\n',
    'open.xml': '<uwsgi>\n<master/>\n<processes>2\n</uwsgi>\n',
    'half.xml': '<uwsgi>\n<processes>2</processes>\n',
    'nginx.conf': 'server {\n  listen 80;\n}\n',
    'odd:name.ini': '[uwsgi]\nmax-requests = 10\n',
    'without-ending': '[uwsgi]\nmax-requests = 10\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'vassals'));
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  said = { out: '', err: '' };
  jest.spyOn(process.stdout, 'write').mockImplementation((text, told: unknown) => {
    said.out += String(text);
    if (typeof told === 'function') (told as () => void)();
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += String(text)), true));
});
afterEach(() => jest.restoreAllMocks());

const doctor = (...words: readonly string[]) => runCommandLine(['doctor', '--no-host', ...words]);
const ids = () => [...said.out.matchAll(/^\S.*?: (?:error|warning|info) (L\d+) /gm)].map(([, id]) => id);

test.each([
  [['fine.ini'], 0, []],
  [['wrong.ini'], 1, ['L01']],
  [['fine.ini:staging'], 1, ['L01']],
  [['--fail-on', 'never', 'wrong.ini'], 0, ['L01']],
  [['--ignore', 'L01', 'wrong.ini'], 0, []],
  [['--ignore=cheaper-not-below-processes,L02', 'wrong.ini'], 0, []],
  [['warned.ini'], 0, ['L32']],
  [['--fail-on', 'warning', 'warned.ini'], 1, ['L32']],
  [['warned.ini', 'wrong.ini'], 1, ['L32', 'L01']],
  [['./without-ending'], 0, ['L32']],
  [['--', 'uwsgi', '--ini', 'warned.ini', '-p', '2', '--cheaper=2'], 1, ['L01', 'L32']],
  [['--', 'uwsgi', '--harakri', '30'], 1, ['L68']],
  [['--', '-p2', '--cheaper', '2'], 1, ['L01']],
  [['later.ini'], 0, []],
  [['--uwsgi-version', '2.0.21', 'later.ini'], 0, ['L68']],
])('%j', async (words, exitCode, expected) => {
  const found = await doctor(...words);
  const others = ids().filter((id) => !['L01', 'L32', 'L68'].includes(id ?? ''));
  expect([found, ids().filter((id) => !others.includes(id))]).toEqual([exitCode, expected]);
  expect(said.err).toBe('');
});

test('of this machine counts what it allows, unless told otherwise', async () => {
  await runCommandLine(['doctor', 'later.ini']);
  expect(ids()).toContain('L15');
  expect(said.out).toMatch(/ above net\.core\.somaxconn \d+ of this machine/);
});

test.each([
  [['gone.ini'], /^uwtop: gone\.ini cannot be read: it does not exist\n/],
  // What stands behind the last colon is a section for uWSGI, whatever files there are.
  [['odd:name.ini'], /^uwtop: odd cannot be read: it does not exist\n/],
  [['vassals'], /^uwtop: vassals is a directory: /],
  [['empty.ini'], /^uwtop: empty\.ini: its section uwsgi sets nothing\n/],
  [['comma.json'], /^uwtop: comma\.json: it is not valid JSON \(line 4\)\n/],
  [['word.json'], /^uwtop: word\.json: it is not valid JSON \(line 3\)\n/],
  [['half.json'], /^uwtop: half\.json: it is not valid JSON \(line \d\)\n/],
  [['open.xml'], /^uwtop: open\.xml: <\/uwsgi> comes before <processes> of line 3 is closed \(line 4\)\n/],
  [['half.xml'], /^uwtop: half\.xml: its element <uwsgi> is not closed \(line 1\)\n/],
  [['void.ini'], /^uwtop: void\.ini: it is empty\n/],
  [['./nginx.conf'], /^uwtop: \.\/nginx\.conf: it looks like nginx's configuration, /],
  [['nginx.conf'], /^uwtop: nginx\.conf: it looks like nginx's configuration, /],
  [['fine.ini:prod'], /^uwtop: fine\.ini:prod: it has no section \[prod\], only uwsgi, staging: /],
  [['gone.ini', 'void.ini'], /gone\.ini cannot[^]*void\.ini: it is empty/],
  [['pid:99999999'], /^uwtop: pid 99999999: there is no such process\n/],
  [[`pid:${process.pid}`], /^uwtop: pid \d+: this is \S.*, and no uWSGI\n/],
  [['--ignore', 'L00', 'fine.ini'], /^uwtop: --ignore: no rule is called L00/],
  [['--uwsgi-version', 'new', 'fine.ini'], /^uwtop: --uwsgi-version: "new" is no version like 2\.0\.21\n/],
  [['--fail-on', 'eror', 'fine.ini'], /did you mean `error`\?/],
  [['--init', 'asgi'], /uWSGI 2\.0 speaks no ASGI/],
  [['--', 'uwsgi'], /the command line names no option/],
])('%j is refused', async (words, reason) => {
  expect(await doctor(...words)).toBe(2);
  expect(said.err).toMatch(reason);
  expect(said.out).toBe('');
});

test('the formats for programs hold nothing else', async () => {
  expect(await doctor('--format', 'json', 'wrong.ini')).toBe(1);
  expect(JSON.parse(said.out)).toMatchObject({ counts: { error: 1 }, reports: [{ subject: 'wrong.ini' }] });
  said.out = '';
  expect(await doctor('--format', 'sarif', 'wrong.ini')).toBe(1);
  expect(JSON.parse(said.out)).toMatchObject({ runs: [{ tool: { driver: { semanticVersion: '1.2.3' } } }] });
});

test('--init and --list-rules print and end', async () => {
  expect(await doctor('--init')).toBe(0);
  expect(said.out).toMatch(/^# uWSGI for a WSGI application[^]*\n\[uwsgi\]\n/);
  said.out = '';
  expect(await doctor('--init', 'emperor')).toBe(0);
  expect(said.out).toContain('\nemperor = ');
  said.out = '';
  expect(await doctor('--list-rules')).toBe(0);
  expect(said.out).toMatch(/^L01 /);
});
