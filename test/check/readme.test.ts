/** The README tells of every metric that can have a threshold, in the words of their table. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metrics } from '../../src/check/metrics';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

test.each(metrics.map(({ name, unit, help }) => [name, unit, help]))('metric %s', (name, unit, help) => {
  expect(readme.replaceAll(/ +/g, ' ')).toContain(`\n| \`${name}\` | ${unit || '-'} | ${help} |\n`);
});
