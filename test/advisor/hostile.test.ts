/** Answers of every kind in any order: nothing breaks, and no number is none. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { adviceReport } from '../../src/advisor/advice-report';
import { adviceLines } from '../../src/advisor/advice-text';
import { adviceSchema } from '../../src/advisor/contract';
import { createRandom } from '../../src/random/random';
import type { Observation } from '../../src/model/observation';
import { decodeSnapshot } from '../../src/stats/decode';
import { adviceOn } from '../support/advice';
import { epochMs, failedObservation, target } from '../support/documents';

const folder = join(__dirname, '../fixtures/captures');

const snapshots = readdirSync(folder)
  .filter((name) => /\.json(\.gz)?$/.test(name))
  .flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    const decoded = decodeSnapshot(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
    return decoded.ok && JSON.stringify(decoded.value).length < 500_000 ? [decoded.value] : [];
  });

test.each([1, 2, 3, 4])('captures in disorder, with failures and pauses, seed %d', (seed) => {
  const random = createRandom(seed);
  let monotonicMs = 0;
  const observations = Array.from({ length: 300 }, (): Observation => {
    monotonicMs += random.chance(0.02) ? 60_000 : random.integer(0, 4000);
    const [first] = snapshots;
    if (first === undefined || random.chance(0.1)) return failedObservation(monotonicMs);
    const snapshot = random.pick([first, ...snapshots]);
    const outcome = { ok: true, value: { ...snapshot, bytes: 1000 } } as const;
    return { targetId: target.id, wallMs: epochMs + monotonicMs, monotonicMs, latencyMs: 1, outcome };
  });
  const advice = adviceOn(observations);
  expect(() => adviceSchema.parse(adviceReport([{ label: target, advice }]))).not.toThrow();
  const text = adviceLines('shop', advice, { width: 80, clock: String }).join('\n');
  expect(text).not.toMatch(/NaN|Infinity|undefined/);
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
});
