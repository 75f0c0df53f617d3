import * as fc from 'fast-check';
import { type Column, fitColumns, sortRows } from '../../src/columns/column';
import { instanceColumns } from '../../src/columns/instance-columns';
import { workerColumns } from '../../src/columns/worker-columns';

interface Row {
  readonly number: number;
  readonly value: number | string | undefined;
}

const byNumber = (a: Row, b: Row) => a.number - b.number;

function column(change: Partial<Column<Row>> = {}): Column<Row> {
  return {
    id: 'value',
    title: 'VALUE',
    width: 5,
    align: 'right',
    priority: 1,
    cell: ({ value }) => ({ text: String(value ?? '-') }),
    sortValue: ({ value }) => value,
    help: 'a value',
    ...change,
  };
}

const rowsOf = (...values: readonly Row['value'][]): Row[] =>
  values.map((value, index) => ({ number: index + 1, value }));

const sortedNumbers = (rows: readonly Row[], descending: boolean, by = 'value') =>
  sortRows(rows, [column()], { column: by, descending }, byNumber).map(({ number }) => number);

describe('the order of rows', () => {
  const table: readonly (readonly [says: string, values: Row['value'][], up: number[], down: number[]])[] = [
    ['numbers by size, not by their letters', [10, 9, 100], [2, 1, 3], [3, 1, 2]],
    ['words by their letters', ['idle', 'busy', 'cheap'], [2, 3, 1], [1, 3, 2]],
    ['unknown last in both directions', [undefined, 5, undefined, 1], [4, 2, 1, 3], [2, 4, 1, 3]],
    ['0 is known', [undefined, 0, 1], [2, 3, 1], [3, 2, 1]],
    ['ties by number in both directions', [7, 3, 7, 3], [2, 4, 1, 3], [1, 3, 2, 4]],
  ];

  test.each(table)('%s', (_says, values, ascending, descending) => {
    expect(sortedNumbers(rowsOf(...values), false)).toEqual(ascending);
    expect(sortedNumbers(rowsOf(...values), true)).toEqual(descending);
  });

  test('by a column that does not exist is the order of the numbers', () => {
    expect(sortedNumbers([...rowsOf(3, 1, 2)].reverse(), true, 'no-such-column')).toEqual([1, 2, 3]);
  });

  test('depends on the rows alone and not on how they came, so rows never dance between two polls', () => {
    const value = fc.option(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ noNaN: true })), {
      nil: undefined,
    });
    const shuffled = fc
      .array(value, { maxLength: 12 })
      .map((values) => rowsOf(...values))
      .chain((rows) =>
        fc.tuple(
          fc.constant(rows),
          fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, fc.boolean(), ([rows, otherwise], descending) => {
        expect(sortedNumbers(otherwise, descending)).toEqual(sortedNumbers(rows, descending));
      }),
    );
  });

  test('leaves the rows that it was given as they are', () => {
    const rows = rowsOf(2, 1);
    sortedNumbers(rows, false);
    expect(rows.map(({ number }) => number)).toEqual([1, 2]);
  });
});

describe('the columns that fit', () => {
  const three = [
    column({ id: 'last', priority: 3, width: 10 }),
    column({ id: 'first', priority: 1, width: 5 }),
    column({ id: 'second', priority: 2, width: 8, grows: true }),
  ];

  const placed = (width: number) =>
    fitColumns(three, width).map(({ column: { id }, width: cells }) => `${id} ${cells}`);

  test.each([
    [40, ['last 10', 'first 5', 'second 23']],
    [25, ['last 10', 'first 5', 'second 8']],
    [24, ['first 5', 'second 18']],
    [14, ['first 5', 'second 8']],
    [13, ['first 5']],
    // Something must be shown; it is cut by whoever paints it.
    [3, ['first 5']],
  ])('in %d cells', (width, columns) => {
    expect(placed(width)).toEqual(columns);
  });

  const anyColumns = fc
    .array(
      fc.record({
        width: fc.integer({ min: 1, max: 20 }),
        priority: fc.integer({ min: 1, max: 9 }),
        grows: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((wanted) => {
      const growing = wanted.findIndex(({ grows }) => grows);
      return wanted.map(({ width, priority }, index) =>
        column({ id: String(index), width, priority, grows: index === growing }),
      );
    });

  const narrowest = 20;

  test('are never wider than asked, keep their order, and hide the least important first', () => {
    fc.assert(
      fc.property(anyColumns, fc.integer({ min: narrowest, max: 250 }), (columns, width) => {
        const shown = fitColumns(columns, width);
        const used = shown.reduce((sum, { width: cells }) => sum + cells, shown.length - 1);
        expect(used).toBeLessThanOrEqual(width);
        const kept = shown.map(({ column: { id } }) => Number(id));
        expect(kept).toEqual([...kept].sort((a, b) => a - b));
        const hidden = columns.filter(({ id }) => !kept.includes(Number(id)));
        const least = Math.max(...shown.map(({ column: { priority } }) => priority));
        expect(hidden.every(({ priority }) => priority >= least)).toBe(true);
        if (shown.some(({ column: { grows } }) => grows === true)) expect(used).toBe(width);
      }),
    );
  });
});

test.each([...workerColumns, ...instanceColumns].map(({ title, width }) => [title, width]))(
  'the title %s leaves room for the mark of the order in %d cells',
  (title, width) => {
    expect(title.length).toBeLessThan(width);
  },
);
