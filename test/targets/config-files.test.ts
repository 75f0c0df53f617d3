import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFiles, maxConfigBytes } from '../../src/targets/config-files';

let directory = '';
const at = (...names: readonly string[]): string => join(directory, ...names);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'uwtop-config-files-'));
  mkdirSync(at('conf.d'));
  for (const name of ['a.ini', 'b.ini', '.hidden.ini', 'c[1].txt']) writeFileSync(at('conf.d', name), name);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('reading', () => {
  test('a file, and one that says that it is empty', () => {
    expect(configFiles.read(at('conf.d', 'a.ini'))).toEqual({ ok: true, value: 'a.ini' });
    expect(configFiles.read('/proc/self/comm').ok).toBe(true);
  });

  test('a file of the largest size, and one byte more', () => {
    writeFileSync(at('large.ini'), 'x'.repeat(maxConfigBytes));
    expect(configFiles.read(at('large.ini')).ok).toBe(true);
    writeFileSync(at('large.ini'), 'x'.repeat(maxConfigBytes + 1));
    expect(configFiles.read(at('large.ini'))).toEqual({ ok: false, failure: 'it is larger than 1 MiB' });
  });

  test.each([
    ['gone.ini', 'it does not exist'],
    ['conf.d', 'it is a directory'],
    ['conf.d/a.ini/x', 'a part of its path is no directory'],
    ['circle', 'its links go round in a circle'],
    ['pipe', 'it is not a regular file'],
    ['\0', 'it cannot be opened (ERR_INVALID_ARG_VALUE)'],
  ])('%j: %s', (name, failure) => {
    if (name === 'circle') symlinkSync('circle', at('circle'));
    if (name === 'pipe') spawnSync('mkfifo', [at('pipe')]);
    expect(configFiles.read(`${directory}/${name}`)).toEqual({ ok: false, failure });
  });

  test('a file of somebody else', () => {
    writeFileSync(at('secret.ini'), '');
    chmodSync(at('secret.ini'), 0);
    chmodSync(directory, 0o755);
    expect(asNobody(() => configFiles.read(at('secret.ini')))).toEqual({
      ok: false,
      failure: 'permission denied',
    });
  });
});

describe('looking', () => {
  test('kinds', () => {
    expect(
      ['conf.d', 'conf.d/a.ini', 'gone', 'conf.d/a.ini/x'].map((name) => configFiles.kindOf(at(name))),
    ).toEqual(['directory', 'file', 'missing', 'missing']);
    expect(configFiles.kindOf('/dev/null')).toBe('other');
  });

  test('links in a path are resolved, a link to a file is not', () => {
    symlinkSync('conf.d', at('folder'));
    symlinkSync('conf.d/a.ini', at('link.ini'));
    const real = configFiles.canonical(at('conf.d', 'a.ini'));
    expect(configFiles.canonical(at('folder', 'a.ini'))).toBe(real);
    expect(configFiles.canonical(at('link.ini'))).toBe(at('link.ini'));
    expect(configFiles.canonical(at('gone'))).toBeUndefined();
  });

  test.each([
    ['conf.d/*.ini', ['conf.d/a.ini', 'conf.d/b.ini']],
    ['conf.d/.*.ini', ['conf.d/.hidden.ini']],
    ['*/?.ini', ['conf.d/a.ini', 'conf.d/b.ini', 'folder/a.ini', 'folder/b.ini']],
    ['conf.d/[!a].ini', ['conf.d/b.ini']],
    ['conf.d/[a-b].ini', ['conf.d/a.ini', 'conf.d/b.ini']],
    ['conf.d/c[[]1].txt', ['conf.d/c[1].txt']],
    ['conf.d/[z-a].ini', []],
    ['con*', ['conf.d/']],
    ['gone/*', []],
  ])('%s', (pattern, names) => {
    expect(configFiles.glob(at(pattern))).toEqual(names.map((name) => `${directory}/${name}`));
  });

  test('a pattern that would take for ever is not tried', () => {
    expect(configFiles.glob(at('*a*a*a*a*a*b'))).toBeUndefined();
  });
});

/** Nothing is forbidden to root: it looks with the rights of nobody for a moment. */
function asNobody<Value>(look: () => Value): Value {
  if (process.getuid?.() !== 0) return look();
  process.seteuid?.(nobody);
  try {
    return look();
  } finally {
    process.seteuid?.(0);
  }
}

const nobody = 65_534;
