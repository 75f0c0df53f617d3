/** What was compiled of the program is kept, and only taken from where nobody else could have put it. */
import {
  chmodSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
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
const kept = (name = 'one') => new CompiledStore(folder, name);

test('what was written is read again, by its user alone', () => {
  kept().write(compiled);
  expect(kept().read()).toEqual(compiled);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'one.v8')).mode & 0o777).toBe(0o600);
});

test('another version has its own', () => {
  kept().write(compiled);
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
  kept().write(compiled);
  spoil();
  expect(kept().read()).toBeUndefined();
});

test('only the newest few are kept', () => {
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) kept(name).write(compiled);
  expect(readdirSync(folder)).toHaveLength(4);
});

test('a place that cannot be written is no trouble', () => {
  writeFileSync(folder, 'a file');
  kept().write(compiled);
  expect(kept().read()).toBeUndefined();
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
