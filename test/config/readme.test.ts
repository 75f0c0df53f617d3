/** The configuration that the README shows is one, and the themes that it lists are all that there are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { themeNames } from '../../src/config/config';
import { parseConfig } from '../../src/config/parse';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
const [section = ''] = (readme.split('### Configuration\n')[1] ?? '').split('\n## ');

test('its example is accepted, and changes something everywhere', () => {
  const example = /(?:^ {4}.*\n)+/m.exec(section)?.[0].replaceAll(/^ {4}/gm, '') ?? '';
  const parsed = parseConfig(example, '/config.yaml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.failure));
  const { looks, limits, alerts, targets } = parsed.value;
  expect(Object.keys(looks)).toEqual(['intervalMs', 'theme', 'columns', 'sort']);
  expect([limits.length, Object.keys(alerts.rules).length, targets.size]).toEqual([1, 2, 1]);
});

test('its table of themes', () => {
  expect([...section.matchAll(/^\| `([\w-]+)` +\|/gm)].map(([, name]) => name)).toEqual([...themeNames]);
});
