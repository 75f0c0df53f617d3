/** What is published, and what it asks of those who install it. */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readlinkSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { answering, capture, serversOfEachTest } from '../support/stats-server';
import { mainPath } from '../support/uwtop';

jest.setTimeout(60_000);
const startServer = serversOfEachTest();

const root = resolve(__dirname, '../..');
const built = (file: string): string => readFileSync(join(dirname(mainPath()), file), 'utf8');

interface Package {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: unknown;
  readonly optionalDependencies?: unknown;
  readonly peerDependencies?: unknown;
  readonly files: readonly string[];
}
const published = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Package;

test('installing it runs nothing and brings nothing along', () => {
  const whileInstalling = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];
  expect(Object.keys(published.scripts).filter((name) => whileInstalling.includes(name))).toEqual([]);
  expect(published.dependencies).toBeUndefined();
  expect(published.optionalDependencies).toBeUndefined();
  expect(published.peerDependencies).toBeUndefined();
});

test('it consists of what was built, the README and the licence', () => {
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
  const [packed] = JSON.parse(execFileSync('npm', words, { cwd: root, encoding: 'utf8' })) as [
    { readonly files: readonly { readonly path: string }[] },
  ];
  const others = packed.files.map(({ path }) => path).filter((path) => !path.startsWith('dist/'));
  expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
  for (const file of ['main.js', 'program.js', 'uwtop.1', 'THIRD-PARTY-LICENSES.txt'])
    expect(packed.files.map(({ path }) => path)).toContain(`dist/${file}`);
});

test.each(['main.js', 'program.js'])('%s asks for nothing but what Node brings along', (file) => {
  const asked = [...built(file).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
  const foreign = asked.filter((name) => !builtinModules.includes(name.replace(/^node:/, '')));
  expect(asked.length).toBeGreaterThan(2);
  expect(foreign).toEqual([]);
});

test('the README lists what is in the bundle, with version, licence and how much of it', () => {
  const inBundle = [
    ...built('THIRD-PARTY-LICENSES.txt').matchAll(/^(\S+) (\S+), (\S+), (\d+) kB of program\.js$/gm),
  ];
  const rows = [
    ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(
      /^\| (\S+) +\| (\d\S+) +\| (\S+) +\| \S+ +\| (\d+) kB/gm,
    ),
  ];
  const named = (all: readonly RegExpMatchArray[]) =>
    all.map(([, name, version, licence]) => `${name} ${version} ${licence}`);
  expect(named(rows)).toEqual(named(inBundle));
  const kilobytes = (all: readonly RegExpMatchArray[]) => all.map(([, , , , size]) => Number(size));
  kilobytes(inBundle).forEach((size, index) => {
    expect(Math.abs((kilobytes(rows)[index] ?? 0) - size)).toBeLessThanOrEqual(Math.max(1, size / 10));
  });
});

test('while it watches, nothing listens', async () => {
  const { address } = await startServer(answering(capture('plain.t1.json')));
  const child = spawn(process.execPath, [mainPath(), 'once', '--watch', '-i', '0.2', address], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'] },
  });
  try {
    await new Promise((answered) => child.stdout.once('data', answered));
    const sockets = socketsOf(child.pid ?? 0);
    expect(sockets.length).toBeGreaterThan(0);
    expect(sockets.filter((inode) => listening().has(inode))).toEqual([]);
  } finally {
    child.kill();
  }
});

test('that a listening socket would have been noticed', async () => {
  await startServer(answering(''));
  expect(socketsOf(process.pid).some((inode) => listening().has(inode))).toBe(true);
});

/** Inodes. */
function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((descriptor) => {
    const path = join(folder, descriptor);
    const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(path)) ?? [];
    return inode === undefined ? [] : [inode];
  });
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** Inodes of all sockets of this machine that wait for connections. */
function listening(): ReadonlySet<string> {
  const lines = (file: string) => readFileSync(`/proc/net/${file}`, 'utf8').trim().split('\n').slice(1);
  const words = (line: string) => line.trim().split(/\s+/);
  const tcp = [...lines('tcp'), ...lines('tcp6')].map(words).filter(([, , , state]) => state === '0A');
  const unix = lines('unix')
    .map(words)
    .filter(([, , , flags]) => flags === '00010000');
  return new Set([...tcp.map((line) => line[9] ?? ''), ...unix.map((line) => line[6] ?? '')]);
}
