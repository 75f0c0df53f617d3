import type { EnvironmentSettings } from '../../src/config/environment';
import { type FlagSettings, inForce } from '../../src/config/in-force';
import { parseConfig } from '../../src/config/parse';
import { byFlag } from '../../src/config/source';

const parsed = parseConfig('interval: 3\ntheme: light\nsort: rss\ncolumns: { fleet: [busy] }', '/c.yaml');
const config = parsed.ok ? parsed.value : undefined;
const noFlags: FlagSettings = { columns: {}, sort: {} };
const environment: EnvironmentSettings = {
  intervalMs: { value: 2000, source: { kind: 'environment', variable: 'UWTOP_INTERVAL' } },
};

test('a flag ranks before the environment, that before the file, that before the default', () => {
  const flags = { ...noFlags, intervalMs: byFlag('--interval', 1500) };
  const ranked = [
    inForce({ flags, environment, config }),
    inForce({ flags: noFlags, environment, config }),
    inForce({ flags: noFlags, environment: {}, config }),
    inForce({ flags: noFlags, environment: {}, config: undefined }),
  ];
  expect(ranked.map(({ intervalMs }) => intervalMs)).toEqual([
    { value: 1500, source: { kind: 'flag', flag: '--interval' } },
    { value: 2000, source: { kind: 'environment', variable: 'UWTOP_INTERVAL' } },
    { value: 3000, source: { kind: 'file', file: '/c.yaml', line: 1 } },
    { value: 1000, source: { kind: 'default' } },
  ]);
});

test('what was typed for one table leaves the other as the file has it', () => {
  const flags: FlagSettings = {
    columns: { workers: byFlag('--columns', ['pid']) },
    sort: { fleet: byFlag('--sort', { column: 'named', descending: false }) },
  };
  const { columns, sort } = inForce({ flags, environment, config });
  expect([columns.workers.value, columns.fleet.value]).toEqual([['pid'], ['busyness']]);
  expect([sort.fleet.value.column, sort.workers.value.column]).toEqual(['named', 'rss']);
});

test('auto among the flags undoes the columns of the file', () => {
  const flags = { ...noFlags, columns: { fleet: byFlag('--columns', undefined) } };
  expect(inForce({ flags, environment, config }).columns.fleet).toEqual({
    value: undefined,
    source: { kind: 'flag', flag: '--columns' },
  });
});
