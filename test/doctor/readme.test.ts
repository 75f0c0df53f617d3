/** The table of rules in the README is the code's. Written anew with UPDATE_DOCTOR=1, then prettier --write README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveRules } from '../../src/doctor/live';
import { rulesMarkdown, rulesText } from '../../src/doctor/rule-list';
import { configRules } from '../../src/doctor/rules';

const path = join(__dirname, '../../README.md');
const rules = [...configRules, ...liveRules];
const place = /(?<=<!-- rules -->\n)[^]*?(?=\n<!-- \/rules -->)/;

/** Prettier moves blanks and dashes only. */
const cells = (table: string): string[][] =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-| ]+$/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

test('its table', () => {
  if (process.env['UPDATE_DOCTOR'] !== undefined) {
    const readme = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      readme.replace(place, () => `\n${rulesMarkdown(rules)}`),
    );
  }
  const [table = ''] = place.exec(readFileSync(path, 'utf8')) ?? [];
  expect(cells(table)).toEqual(cells(rulesMarkdown(rules)));
  expect(cells(table)).toHaveLength(rules.length + 1);
});

test('--list-rules tells each of them', () => {
  const text = rulesText(rules, 80);
  for (const { id, name, severity } of rules)
    expect(text).toMatch(new RegExp(`^${id} +${name} +${severity}$`, 'm'));
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
