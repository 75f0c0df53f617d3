/** One quantity in a ledger of its own. */
import { createLedger, type TierSpan } from '../../src/model/ledger';
import { enter } from '../../src/model/ledger-entry';
import type { Series } from '../../src/model/series';

export type Sample = readonly [value: number | undefined, fromMs: number, toMs: number];

/** Ten minutes by the second, an hour by ten seconds. */
const hour = [
  { bucketMs: 1000, buckets: 600 },
  { bucketMs: 10_000, buckets: 360 },
];

export function seriesOf(samples: readonly Sample[], spans: readonly TierSpan[] = hour): Series {
  return samples.reduce(withSample, { ledger: createLedger(1, spans), column: 0 });
}

export function withSample({ ledger, column }: Series, [value, fromMs, toMs]: Sample): Series {
  const entry = enter(ledger, { fromMs, toMs });
  entry.write(column, value);
  entry.close();
  return { ledger: entry.ledger, column };
}
