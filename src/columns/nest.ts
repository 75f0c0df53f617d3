/** Rows that stand below another one, in whatever order the table is. */

interface Relation<Row> {
  readonly keyOf: (row: Row) => string;
  /** The key of the row that it stands below. */
  readonly parentOf: (row: Row) => string | undefined;
}

/** @param rows in order; one whose parent is not among them stands for itself */
export function nested<Row>(rows: readonly Row[], { keyOf, parentOf }: Relation<Row>): Row[] {
  const there = new Set(rows.map(keyOf));
  const below = new Map<string, Row[]>();
  const tops: Row[] = [];
  for (const row of rows) {
    const parent = parentOf(row);
    if (parent === undefined || !there.has(parent)) {
      tops.push(row);
      continue;
    }
    const siblings = below.get(parent);
    if (siblings === undefined) below.set(parent, [row]);
    else siblings.push(row);
  }
  return tops.flatMap((row) => [row, ...(below.get(keyOf(row)) ?? [])]);
}
