/** The numbers of documents. */
import * as z from 'zod/mini';

/** uWSGI counts in 64 bits, signed and unsigned: what is beyond is none of its numbers, and a sum of it may be none at all. */
const most = 2 ** 64;

/** It counts whole things: what stands behind a point is cut off, so that no pid is 1e-7. */
export const count = z.number().check(z.gte(-most), z.lte(most), z.overwrite(Math.trunc));

/** The same without zod, where there are thousands of them: nothing of it would be refused or cut off. */
export const isCount = (value: unknown): boolean =>
  typeof value === 'number' && value >= -most && value <= most && Number.isInteger(value);
