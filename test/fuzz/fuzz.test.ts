/** A slice of the fuzzer: `npm run fuzz` is the whole of it. */
import { capture, captureNames } from '../stats/captures';
import { runCase } from './case';
import { originsOf } from './documents';

/** Others are tried with UWTOP_SEED=NUMBER. */
const seed = Number(process.env['UWTOP_SEED'] ?? 1717);
const slice = { seed, answers: 20, frames: 2, paint: () => [] };
const cases = 400;

const origins = originsOf(new Map(captureNames.map((name) => [name, capture(name)])));

test(`${cases} cases from the seed ${seed}`, async () => {
  const sums = { decoded: 0, refused: 0, frames: 0 };
  for (let index = 0; index < cases; index++) {
    const result = await runCase({ ...slice, index, origins });
    for (const key of ['decoded', 'refused', 'frames'] as const) sums[key] += result[key];
  }
  // Hostile as they are, most of them can be read.
  expect(sums.decoded).toBeGreaterThan(sums.refused);
  expect(sums.frames).toBe(2 * cases);
});

test('one case is the same whenever it is run', async () => {
  const run = () => runCase({ ...slice, index: 7, origins });
  expect(await run()).toEqual(await run());
});

test('what must not reach the terminal would be told, with the case and its documents', async () => {
  const paint = () => ['the terminal would get an escape'];
  const found = runCase({ ...slice, index: 7, origins, paint });
  await expect(found).rejects.toMatchObject({ index: 7, problems: [expect.any(String), expect.any(String)] });
});
