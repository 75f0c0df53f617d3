/** What `--sort help` prints: every column that a table can have, by the names that it goes by. */
import { namedColumns, type NamedColumn } from '../columns/find-column';
import { wrap } from '../format/text';

const head = `Columns go by their title or their id, in any case: --columns state,busy,rss
--sort rss orders by one in its usual direction, -rss and rss:desc from the largest on, rss:asc from the smallest.
--columns auto shows as many as fit; --sort worst has the worst instances first, as the fleet begins, and --sort named
leaves it as its targets were named.
`;

export function columnsText(width: number): string {
  return [
    head,
    listText('the worker table (one target)', namedColumns.workers, width),
    listText('the fleet table (several)', namedColumns.fleet, width),
  ].join('\n');
}

function listText(name: string, columns: readonly NamedColumn[], width: number): string {
  const widest = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));
  const titleWidth = widest(columns.map(({ title }) => title));
  const idWidth = widest(columns.map(({ id }) => id));
  const lines = columns.flatMap(({ title, id, help }) => {
    const front = `  ${title.padEnd(titleWidth)}  ${id.padEnd(idWidth)}  `;
    return wrap(help, Math.max(30, width - front.length)).map(
      (part, index) => (index === 0 ? front : ' '.repeat(front.length)) + part,
    );
  });
  return `Columns of ${name}\n${lines.join('\n')}\n`;
}
