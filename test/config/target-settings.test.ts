import { parseConfig } from '../../src/config/parse';
import { settingsOfTarget, unusedHeadings } from '../../src/config/target-settings';
import { parseTarget, type Target } from '../../src/targets/address';

const parsed = parseConfig(
  'targets:\n  shop: {}\n  ":1717": {}\n  "unix:/run/a.sock": {}\n  shopp: {}\n',
  'config.yaml',
);
const config = { targets: parsed.ok ? parsed.value.targets : new Map() };

function target(text: string): Target {
  const found = parseTarget(text);
  if (!found.ok) throw new Error(found.failure.message);
  return found.value;
}

test.each([
  ['shop=:9000', 2],
  ['shop=:1717', 2],
  ['api=127.0.0.1:1717', 3],
  ['/run/a.sock', 4],
  ['web=:9001', undefined],
])('%s has the section on line %s', (text, line) =>
  expect(settingsOfTarget(config, target(text))?.line).toBe(line),
);

test('headings that nobody answers to are known', () => {
  expect(unusedHeadings(config, [target('shop=:9000'), target('127.0.0.1:1717')])).toEqual([
    'unix:/run/a.sock',
    'shopp',
  ]);
});
