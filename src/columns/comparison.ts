/** One column of the fleet table across all instances: a long bar each, and what lies in the middle. */
import { type Cell, type Column, isPrinted, type Order } from './column';
import { numberOf } from './search';
import { instanceColumns } from './instance-columns';
import { type FleetRow, type InstanceRow, instancesIn } from './instance-row';
import { formatMeasure } from './measure';

/** Those of numbers. */
export const comparableColumns = instanceColumns.filter(
  (column) => isPrinted(column) && column.measure !== undefined,
);

export const isComparable = (id: string): boolean => comparableColumns.some((column) => column.id === id);

/** What a comparison begins with where the rows are ordered by no number. */
export const usualComparison: Order = { column: 'busyness', descending: true };

export interface Comparison {
  readonly columns: readonly Column<FleetRow>[];
  readonly title: string;
  /** Instances of which something is known now, and all. */
  readonly known: number;
  readonly all: number;
  /** As they are shown; a dash where nothing is known. */
  readonly least: string;
  readonly median: string;
  readonly mean: string;
  readonly most: string;
}

/** @returns undefined where the column is none of numbers */
export function comparisonOf(rows: readonly FleetRow[], id: string): Comparison | undefined {
  const column = comparableColumns.find((candidate) => candidate.id === id);
  if (column?.measure === undefined) return undefined;
  const valueOf = numberOf(column);
  const instances = instancesIn(rows);
  const values = knownValues(instances, valueOf);
  const shown = formatMeasure[column.measure.unit];
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    columns: columnsOf(column, valueOf, values.at(-1) ?? 0),
    title: column.title,
    known: values.length,
    all: instances.length,
    least: shown(values[0]),
    median: shown(medianOf(values)),
    mean: shown(values.length === 0 ? undefined : sum / values.length),
    most: shown(values.at(-1)),
  };
}

type ValueOf = (row: FleetRow) => number | undefined;

/** Of those that are up, from the smallest on: old numbers count in nothing. */
const knownValues = (instances: readonly InstanceRow[], valueOf: ValueOf): number[] =>
  instances.flatMap((row) => (row.phase === 'up' ? (valueOf(row) ?? []) : [])).sort((a, b) => a - b);

function medianOf(sorted: readonly number[]): number | undefined {
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

const identifying = new Set(['state', 'name']);
const nameWidth = 24;

/** A group has no bar: beside its sum each instance would be next to nothing. */
function columnsOf(compared: Column<FleetRow>, valueOf: ValueOf, most: number): Column<FleetRow>[] {
  const { wants, width, cell } = compared;
  const bar = (row: FleetRow): Cell => {
    const value = row.kind === 'group' ? undefined : valueOf(row);
    const { tone } = cell(row);
    return {
      text: '',
      share: value === undefined || most === 0 ? undefined : value / most,
      tone: tone === undefined || tone === 'plain' ? 'busy' : tone,
    };
  };
  return [
    ...instanceColumns
      .filter(({ id }) => identifying.has(id))
      .map((each) => (each.id === 'name' ? { ...each, width: nameWidth, grows: false } : each)),
    { ...compared, width: wants?.width ?? width, cell: (row) => ({ ...cell(row), share: undefined }) },
    {
      id: 'comparison',
      title: '',
      width: 10,
      grows: true,
      isBar: true,
      align: 'left',
      priority: 3,
      cell: bar,
      sortValue: valueOf,
      help: 'each instance beside the largest',
    },
  ];
}
