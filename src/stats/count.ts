/** The numbers of documents. */
import * as z from 'zod/mini';

/** uWSGI counts in 64 bits, signed and unsigned: what is beyond is none of its numbers, and a sum of it may be none at all. */
const most = 2 ** 64;

export const count = z.number().check(z.gte(-most), z.lte(most));

/** The same without zod, where there are thousands of them. */
export const isCount = (value: unknown): boolean =>
  typeof value === 'number' && value >= -most && value <= most;
