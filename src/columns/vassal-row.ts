/** A line of an emperor's table: a vassal, or a zerg below the vassal that it reinforces. */
import type { VassalState } from '../model/vassal';
import { sortRows } from './column';
import { nested } from './nest';
import { columnSearch } from './search';
import { matching } from './shown-rows';
import type { TableStart } from './tables';
import { vassalColumns } from './vassal-columns';

export interface VassalRow {
  /** The vassal's id. */
  readonly key: string;
  readonly vassal: VassalState;
  /** It stands below another one. */
  readonly isBelow: boolean;
}

export const vassalSearch = columnSearch(vassalColumns);
export const usualVassalOrder = { column: 'vassal', descending: false };

export function vassalRows(
  vassals: readonly VassalState[],
  { filter = '', order = usualVassalOrder }: TableStart = {},
  typing: { readonly typing?: boolean } = {},
): readonly VassalRow[] {
  const rows = vassals.map((vassal): VassalRow => ({ key: vassal.id, vassal, isBelow: false }));
  const sorted = sortRows(matching(rows, vassalSearch, filter, typing), vassalColumns, order, () => 0);
  const shown = new Set(sorted.map(({ key }) => key));
  return nested(sorted, {
    keyOf: ({ key }) => key,
    parentOf: ({ vassal }) => vassal.reinforces,
  }).map((row) => ({ ...row, isBelow: shown.has(row.vassal.reinforces ?? '') }));
}
