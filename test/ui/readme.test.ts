/** The README tells of every key and every column, in the words of the tables that make them work. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filterNotes } from '../../src/columns/filter-notes';
import { instanceColumns } from '../../src/columns/instance-columns';
import { nodeColumns } from '../../src/columns/node-columns';
import { vassalColumns } from '../../src/columns/vassal-columns';
import { workerColumns } from '../../src/columns/worker-columns';
import { keyBindings } from '../../src/ui/key-table';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');

/** Cells of the rows of its tables, without the blanks that make them line up. */
const rows = new Set(
  readme
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim())
        .join('|'),
    ),
);

test.each(keyBindings.map(({ shown, help }) => [shown, help]))('key %s', (shown, help) => {
  expect(rows).toContain(`|\`${shown}\`|${help}|`);
});

test.each(
  [...workerColumns, ...instanceColumns, ...vassalColumns, ...nodeColumns].map(({ title, help }) => [
    title,
    help,
  ]),
)('column %s', (title, help) => {
  expect(rows).toContain(`|${title}|${help}|`);
});

test.each(filterNotes.map(({ written, said }) => [written, said]))('filter %s', (written, said) => {
  expect(rows).toContain(`|\`${written}\`|${said}|`);
});
