import { nested } from '../../src/columns/nest';

interface Row {
  readonly key: string;
  readonly below?: string;
}

const relation = { keyOf: ({ key }: Row) => key, parentOf: ({ below }: Row) => below };

test('rows stand below their parent, in order; one whose parent is not there for itself', () => {
  const rows = [
    { key: 'b1', below: 'b' },
    { key: 'a' },
    { key: 'b' },
    { key: 'c1', below: 'c' },
    { key: 'b2', below: 'b' },
  ];
  expect(nested<Row>(rows, relation).map(({ key }) => key)).toEqual(['a', 'b', 'b1', 'b2', 'c1']);
});

test('many below one take no longer than many below many', () => {
  const rows = [
    { key: 'all' },
    ...Array.from({ length: 40_000 }, (_, index) => ({ key: String(index), below: 'all' })),
  ];
  const startMs = performance.now();
  expect(nested<Row>(rows, relation)).toHaveLength(rows.length);
  expect(performance.now() - startMs).toBeLessThan(1000);
});
