import { createLedger, type Ledger, valueAt } from '../../src/model/ledger';
import { enter } from '../../src/model/ledger-entry';

const spans = [
  { bucketMs: 1000, buckets: 120 },
  { bucketMs: 20_000, buckets: 180 },
];

function after(ledger: Ledger, polls: number, value: (column: number, poll: number) => number | undefined) {
  let grown = ledger;
  for (let poll = 0; poll < polls; poll++) {
    const entry = enter(grown, { fromMs: poll * 1000, toMs: (poll + 1) * 1000 });
    for (let column = 0; column < ledger.columns; column++) entry.write(column, value(column, poll));
    entry.close();
    grown = entry.ledger;
  }
  return grown;
}

const valuesHeld = ({ tiers }: Ledger) =>
  tiers.reduce((sum, { chunks }) => sum + chunks.reduce((all, chunk) => all + (chunk?.length ?? 0), 0), 0);

describe.each([1, 4, 64, 2000])('a ledger of %d columns', (columns) => {
  const ledger = after(createLedger(columns, spans), 300, (column, poll) =>
    column % 3 === 0 ? column + poll : undefined,
  );

  test('keeps them apart', () => {
    const [tier] = ledger.tiers;
    const row = Array.from({ length: columns }, (_, column) => tier && valueAt(tier, column, 250));
    expect(row).toEqual(row.map((_, column) => (column % 3 === 0 ? column + 250 : undefined)));
  });

  test('is written once, at the newest row, and shares the rest with the one before it', () => {
    const next = enter(ledger, { fromMs: 300_000, toMs: 301_000 }).ledger;
    for (const [index, { chunks, firstChunk }] of next.tiers.entries()) {
      const before = ledger.tiers[index];
      const others = chunks.filter(
        (chunk, place) => chunk !== before?.chunks[firstChunk + place - before.firstChunk],
      );
      expect(others.length).toBeLessThanOrEqual(2);
    }
  });

  test('holds its reach and no more, however long it is kept', () => {
    const rows = spans.reduce((sum, { buckets }) => sum + buckets, 0);
    expect(valuesHeld(after(ledger, 5000, () => 1))).toBeLessThanOrEqual(columns * (rows + 2 * 60));
  });
});
