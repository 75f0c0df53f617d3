/** --sort, --columns and --filter: they are for one table, the one that comes first. */
import { isPrinted } from '../columns/column';
import {
  findColumn,
  namedColumns,
  parseColumns,
  parseOrder,
  type UnknownColumn,
} from '../columns/find-column';
import { readFilter, type Search } from '../columns/filter';
import { fleetSearch, labelNames, workerSearch } from '../columns/filter-fields';
import { fieldNames } from '../columns/search';
import { type ColumnTable, columnTables } from '../columns/tables';
import type { FlagSettings } from '../config/in-force';
import { byFlag } from '../config/source';
import { excerpt } from '../format/text';
import type { Result } from '../result';
import type { Target } from '../targets/address';
import type { ScreenName } from '../ui/state';
import { UsageError } from './usage-error';

export interface TableFlags {
  readonly sort?: string;
  readonly columns?: string;
  readonly filter?: string;
}

/** The table that comes first, with so many targets. */
export function firstTable(targets: number, screen: ScreenName | undefined): ColumnTable {
  if (screen === 'fleet') return 'fleet';
  const isInside = screen === 'instance' || screen === 'worker';
  return targets > 1 && !isInside ? 'fleet' : 'workers';
}

/** Before it is known which table that will be: a name that none of them has is a mistake in any case. */
export function checkTableFlags({ sort, columns }: TableFlags): void {
  const problems = [
    ...(sort === undefined ? [] : unknownToAll('--sort', (table) => parseOrder(table, sort))),
    ...namesOf(columns).flatMap((name) =>
      unknownToAll('--columns', (table) => parseColumns(namedColumns[table], [name])),
    ),
  ];
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
}

/** Where nothing is drawn, sparklines are not. */
export function checkPrintedColumns({ columns }: TableFlags): void {
  const drawn = namesOf(columns).filter((name) =>
    columnTables.some((table) => {
      const found = findColumn(namedColumns[table], name);
      return found.ok && !isPrinted(found.value);
    }),
  );
  if (drawn.length > 0)
    throw new UsageError(`--columns: \`${drawn.join(', ')}\` is drawn, and only on the screens`);
}

/** While it is typed on a screen a term that means nothing is told and left out; on the command line it is a mistake. */
export function checkFilter(filter: string, table: ColumnTable, targets: readonly Target[]): void {
  const [problem, names] =
    table === 'fleet' ? told(filter, fleetSearch(labelNames(targets))) : told(filter, workerSearch);
  if (problem === undefined) return;
  throw new UsageError(
    `--filter: ${excerpt(problem, 120)}\nFields of the ${table === 'fleet' ? 'fleet' : 'worker'} table: ${names.join(', ')}`,
  );
}

function told<Row>(filter: string, search: Search<Row>) {
  const { problem, open } = readFilter(filter, search);
  return [problem ?? open, fieldNames(search)] as const;
}

type Parse = (table: ColumnTable) => Result<unknown, UnknownColumn>;

function unknownToAll(flag: string, parse: Parse): string[] {
  const failures = columnTables.flatMap((table) => {
    const parsed = parse(table);
    return parsed.ok ? [] : [parsed.failure];
  });
  const [{ written } = { written: '' }] = failures;
  if (failures.length < columnTables.length) return [];
  const nearest = failures.findLast((failure) => failure.nearest !== undefined)?.nearest;
  const hint = nearest === undefined ? ';' : `; did you mean \`${nearest}\`?`;
  return [
    `${flag}: there is no column \`${excerpt(written.trim(), 40)}\`${hint} uwtop ${flag} help lists them`,
  ];
}

/** What they say of this table; what only the other one has is a mistake. */
export function settingsOfFlags(
  { sort, columns }: TableFlags,
  table: ColumnTable,
): Pick<FlagSettings, 'sort' | 'columns'> {
  const order = sort === undefined ? undefined : known('--sort', table, parseOrder(table, sort));
  const names = namesOf(columns);
  return {
    sort: order === undefined ? {} : { [table]: byFlag('--sort', order) },
    columns:
      names.length === 0
        ? {}
        : {
            [table]: byFlag('--columns', known('--columns', table, parseColumns(namedColumns[table], names))),
          },
  };
}

function known<Value>(flag: string, table: ColumnTable, parsed: Result<Value, UnknownColumn>): Value {
  if (parsed.ok) return parsed.value;
  const [here, there] = table === 'fleet' ? ['fleet', 'worker'] : ['worker', 'fleet'];
  const name = excerpt(parsed.failure.written.trim(), 40);
  throw new UsageError(
    `${flag}: the ${here} table, which comes first here, has no column \`${name}\`; the ${there} table has. uwtop ${flag} help lists them`,
  );
}

function namesOf(list: string | undefined): readonly string[] {
  if (list === undefined) return [];
  const names = list.split(',').filter((name) => name.trim() !== '');
  return names.length === 0 ? [list] : names;
}
