/** How the screens look: the interval, the theme, and the columns and the order of their tables. */
import type { Order } from '../columns/column';
import {
  autoColumns,
  namedColumns,
  parseColumns,
  parseOrder,
  type UnknownColumn,
} from '../columns/find-column';
import { type ColumnTable, columnTables } from '../columns/tables';
import { excerpt } from '../format/text';
import { type Looks, type PerTable, type Stated, themeNames } from './config';
import { intervalMsOf, intervalShouldBe } from './interval';
import { fieldsOf, type Place, readChoice, refuse, statedAt } from './place';

export const lookKeys = ['interval', 'theme', 'columns', 'sort'] as const;

export function readLooks(at: Readonly<Partial<Record<(typeof lookKeys)[number], Place>>>): Looks {
  const intervalMs = at.interval && statedAt(at.interval, readInterval(at.interval));
  const theme = at.theme && statedAt(at.theme, readChoice(at.theme, themeNames));
  return {
    ...(intervalMs === undefined ? {} : { intervalMs }),
    ...(theme === undefined ? {} : { theme }),
    columns: at.columns === undefined ? {} : perTable(at.columns, readColumns),
    sort: at.sort === undefined ? {} : readSort(at.sort),
  };
}

function readInterval(place: Place): number | undefined {
  const { node } = place;
  const ms = node.kind === 'value' ? intervalMsOf(node.text) : undefined;
  if (ms === undefined) refuse(place, intervalShouldBe);
  return ms;
}

function perTable<Value>(
  place: Place,
  read: (place: Place, table: ColumnTable) => Stated<Value> | undefined,
): PerTable<Value> {
  const at = fieldsOf(place, columnTables);
  const found = columnTables.flatMap((table) => {
    const own = at[table];
    const value = own && read(own, table);
    return value === undefined ? [] : [[table, value] as const];
  });
  return Object.fromEntries(found);
}

/** A list, or a text with commas as after --columns. */
function readColumns(place: Place, table: ColumnTable): Stated<readonly string[] | undefined> | undefined {
  const { node, line } = place;
  const items = node.kind === 'list' ? node.items : [node];
  const names = items.flatMap((item) =>
    item.kind === 'value' ? item.text.split(',').map((name) => ({ name, line: item.line })) : [],
  );
  if (names.length < Math.max(1, items.length)) {
    refuse(place, `a list of columns, or ${autoColumns}`);
    return undefined;
  }
  const parsed = parseColumns(
    namedColumns[table],
    names.map(({ name }) => name),
  );
  if (parsed.ok) return { value: parsed.value, line };
  const { failure } = parsed;
  tellUnknown(place, failure, names.find(({ name }) => name === failure.written)?.line);
  return undefined;
}

/** For each table, or one text for every table that has such a column. */
function readSort(place: Place): PerTable<Order> {
  const { node, line } = place;
  if (node.kind !== 'value') return perTable(place, readOrder);
  const found = columnTables.flatMap((table) => {
    const parsed = parseOrder(table, node.text);
    return parsed.ok ? [[table, { value: parsed.value, line }] as const] : [];
  });
  if (found.length === 0) readOrder(place, 'workers');
  return Object.fromEntries(found);
}

function readOrder(place: Place, table: ColumnTable): Stated<Order> | undefined {
  const { node, line } = place;
  if (node.kind !== 'value') {
    refuse(place, 'a column, such as rss or -rss');
    return undefined;
  }
  const parsed = parseOrder(table, node.text);
  if (parsed.ok) return { value: parsed.value, line };
  tellUnknown(place, parsed.failure);
  return undefined;
}

function tellUnknown(
  { path, node, problems }: Place,
  { written, nearest }: UnknownColumn,
  line = node.line,
): void {
  const hint = nearest === undefined ? '; uwtop --sort help lists them' : `; did you mean \`${nearest}\`?`;
  problems.add(line, () => `unknown column \`${excerpt(written.trim(), 40)}\` in ${path}${hint}`);
}
