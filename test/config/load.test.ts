import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultConfigPath, loadConfig, type ConfigLookup } from '../../src/config/load';
import { describeProblem } from '../../src/config/problems';

let home: string;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'uwtop-config-'))));
afterEach(() => rmSync(home, { recursive: true }));

const load = (lookup: Partial<ConfigLookup> = {}): ReturnType<typeof loadConfig> =>
  loadConfig({ environment: {}, home, ...lookup });

async function problem(path: string): Promise<string> {
  const loaded = await load({ path });
  return loaded.ok ? '(accepted)' : loaded.failure.map(describeProblem).join('\n').replaceAll(home, '~');
}

function write(path: string, content: string | Buffer): string {
  const file = join(home, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
  return file;
}

test.each([
  [{}, '/home/ada/.config/uwtop/config.yaml'],
  [{ XDG_CONFIG_HOME: '/etc/xdg' }, '/etc/xdg/uwtop/config.yaml'],
  [{ XDG_CONFIG_HOME: '' }, '/home/ada/.config/uwtop/config.yaml'],
  [{ XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/uwtop/config.yaml'],
])('with %j it is %s', (environment, path) =>
  expect(defaultConfigPath({ environment, home: '/home/ada' })).toBe(path),
);

test('no file at the usual place is no error', async () => {
  expect(await load()).toEqual({ ok: true, value: undefined });
  write('.config', 'a file where a folder would be');
  expect(await load()).toEqual({ ok: true, value: undefined });
});

test('a file is read from the usual place, or from where one says', async () => {
  const file = write('.config/uwtop/config.yaml', 'limits: {harakiri: 60}');
  const value = { file, limits: [{ name: 'harakiri', value: '60', line: 1 }] };
  expect(await load()).toMatchObject({ ok: true, value });
  expect(await load({ path: file, home: '/nowhere' })).toMatchObject({ ok: true, value });
});

test('/dev/null is the way to say none', async () => {
  expect(await load({ path: '/dev/null' })).toMatchObject({ ok: true, value: { limits: [] } });
});

test('what is wrong with the file itself', async () => {
  execFileSync('mkfifo', [join(home, 'pipe')]);
  mkdirSync(join(home, 'folder'));
  const named = (path: string): Promise<string> => problem(join(home, path));
  expect(await named('none.yaml')).toBe('~/none.yaml: cannot be read: there is no such file');
  expect(await named('folder')).toBe('~/folder: is a directory, not a file');
  expect(await named('pipe')).toBe('~/pipe: is no regular file');
  write('binary', Buffer.from([0x61, 0xff]));
  expect(await named('binary')).toBe('~/binary: is no text in UTF-8');
  write('large', `#${'x'.repeat(1024 * 1024)}`);
  expect(await named('large')).toBe('~/large: is larger than 1 MiB');
  write('largest', `#${'x'.repeat(1024 * 1024 - 1)}`);
  expect(await named('largest')).toBe('(accepted)');
  write('wrong', 'limits:\n  harakri: 1\n');
  expect(await named('wrong')).toBe(
    '~/wrong line 2: unknown key `harakri` in limits; did you mean `harakiri`?',
  );
  const isRoot = process.getuid?.() === 0;
  if (isRoot) return;
  execFileSync('chmod', ['0', write('secret', '')]);
  expect(await named('secret')).toBe('~/secret: cannot be read: permission denied');
});
