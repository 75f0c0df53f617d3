/** The README lists every metric, in the words of the tables that make them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allMetrics } from '../../src/output/metrics';

const rows = readFileSync(join(__dirname, '../../README.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| `uw/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('lists every metric that can be served, and no other', () => {
  const told = rows.map(([, name, type, help]) => ({ name, type, help }));
  expect(told).toEqual(allMetrics.map(({ name, type, help }) => ({ name: `\`${name}\``, type, help })));
});
