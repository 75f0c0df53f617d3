/** What was compiled of the program is kept, and only taken from where nobody else could have put it. */
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledStore, storeFolder } from '../../src/start/compiled-store';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'uwtop-store-'));
  folder = join(home, 'uwtop');
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

const compiled = Buffer.from('compiled');
const compile = () => compiled;
const kept = (name = 'one') => new CompiledStore(folder, name);

test('what was written is read again, by its user alone', () => {
  kept().write(compile);
  expect(kept().read()).toEqual(compiled);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'one.v8')).mode & 0o777).toBe(0o600);
});

test('another version has its own', () => {
  kept().write(compile);
  expect(kept('two').read()).toBeUndefined();
});

test.each<[string, () => void]>([
  ['the file can be written by others', () => chmodSync(join(folder, 'one.v8'), 0o660)],
  ['the folder can be written by others', () => chmodSync(folder, 0o777)],
  ['it has another name somewhere', () => linkSync(join(folder, 'one.v8'), join(home, 'other'))],
  [
    'it is a link',
    () => {
      writeFileSync(join(home, 'elsewhere'), compiled, { mode: 0o600 });
      rmSync(join(folder, 'one.v8'));
      symlinkSync(join(home, 'elsewhere'), join(folder, 'one.v8'));
    },
  ],
])('it is not taken where %s', (_, spoil) => {
  kept().write(compile);
  spoil();
  expect(kept().read()).toBeUndefined();
});

test('it is not taken where a part of it is damaged', () => {
  kept().write(compile);
  const path = join(folder, 'one.v8');
  for (const at of readFileSync(path).keys()) {
    const content = readFileSync(path);
    content.writeUInt8((content[at] ?? 0) ^ 1, at);
    writeFileSync(join(folder, 'damaged.v8'), content, { mode: 0o600 });
    expect(kept('damaged').read()).toBeUndefined();
  }
});

test('what cannot be written to its end leaves nothing behind', () => {
  const fail = () => {
    throw new Error('no space left');
  };
  mkdirSync(folder, { mode: 0o700 });
  // Of somebody who was killed on the same full disk.
  writeFileSync(join(folder, 'one.v8.4711'), compiled);
  utimesSync(join(folder, 'one.v8.4711'), 1_700_000_000, 1_700_000_000);
  kept().write(fail);
  expect(readdirSync(folder)).toEqual([]);
});

test('drafts of those who were killed are cleared, those of others who are about to write are not', () => {
  kept().write(compile);
  const [dead, alive, other] = ['one.v8.4711', 'two.v8.4712', 'note.txt'].map((name) => join(folder, name));
  for (const path of [dead, alive, other]) writeFileSync(path ?? '', compiled);
  for (const path of [dead, other]) utimesSync(path ?? '', 1_700_000_000, 1_700_000_000);
  kept('two').write(compile);
  expect(readdirSync(folder).sort()).toEqual(['note.txt', 'one.v8', 'two.v8', 'two.v8.4712']);
});

const asRoot = process.geteuid?.() === 0 ? test : test.skip;
asRoot('root leaves nothing in the home of another', () => {
  chownSync(home, 4711, 4711);
  new CompiledStore(join(home, '.cache', 'uwtop'), 'one').write(compile);
  expect(readdirSync(home)).toEqual([]);
});

test('only the newest few are kept', () => {
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) kept(name).write(compile);
  expect(readdirSync(folder)).toHaveLength(4);
});

test('a place that cannot be written is no trouble', () => {
  writeFileSync(folder, 'a file');
  const compiling = jest.fn(compile);
  kept().write(compiling);
  expect(kept().read()).toBeUndefined();
  expect(compiling).not.toHaveBeenCalled();
});

test.each<[string, NodeJS.ProcessEnv, string | undefined]>([
  ['the cache folder that is named', { XDG_CACHE_HOME: '/c', HOME: '/h' }, '/c/uwtop'],
  ['that of the home', { HOME: '/h' }, '/h/.cache/uwtop'],
  [
    'that of the home where the named one is relative',
    { XDG_CACHE_HOME: 'c', HOME: '/h' },
    '/h/.cache/uwtop',
  ],
  ['none without a home', {}, undefined],
  ['none where Node is told to keep none', { HOME: '/h', NODE_DISABLE_COMPILE_CACHE: '1' }, undefined],
])('the place is %s', (_, environment, place) => {
  expect(storeFolder(environment)).toBe(place);
});
