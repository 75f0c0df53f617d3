/** The rules themselves, for who wants to know them: in the terminal and in the README. */
import { wrap } from '../format/text';
import type { RuleMeta } from './rule';

export function rulesText(rules: readonly RuleMeta[], columns: number): string {
  const nameWidth = Math.max(...rules.map(({ name }) => name.length));
  return rules
    .map(({ id, name, severity, why, versions }) => {
      const text = wrap(versions === undefined ? why : `${why} (${versions})`, Math.max(40, columns) - 4);
      return [`${id}  ${name.padEnd(nameWidth)}  ${severity}`, ...text.map((line) => `    ${line}`)].join(
        '\n',
      );
    })
    .join('\n')
    .concat('\n');
}

export function rulesMarkdown(rules: readonly RuleMeta[]): string {
  const cell = (text: string): string =>
    text.replaceAll('|', '\\|').replace(/\b([a-z]+(?:-[a-z]+)*-\*)/g, '`$1`');
  const rows = rules.map(
    ({ id, name, severity, why, versions }) =>
      `| ${id} | \`${name}\` | ${severity} | ${cell(why)}${versions === undefined ? '' : ` (${cell(versions)})`} |`,
  );
  return ['| id | name | severity | what goes wrong |', '|---|---|---|---|', ...rows, ''].join('\n');
}
