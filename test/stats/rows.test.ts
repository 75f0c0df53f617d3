import fc from 'fast-check';
import * as z from 'zod/mini';
import { rowsOf, unreadList } from '../../src/stats/rows';
import { workerDocumentSchema, workerSchema } from '../../src/stats/schema';
import { core, worker, workerDocument as documentOf } from '../support/documents';
import { capture, captureText, workerDocument } from './captures';

const row = z.object({
  id: z.number(),
  name: z.string(),
  size: z.optional(z.number()),
  note: z.optional(z.string()),
  vars: z.optional(unreadList()),
  inner: z.optional(z.object({ start: z.optional(z.number()) })),
  level: z._default(z.number(), 3),
});

const value = fc.oneof(
  fc.integer(),
  fc.string(),
  fc.constantFrom(null, undefined, true, NaN, Infinity, [], {}, { start: 'x' }),
);
const item = fc.oneof(
  value,
  fc.record(
    { id: value, name: value, size: value, note: value, vars: value, inner: value, level: value },
    { requiredKeys: [] },
  ),
  fc.record({ id: fc.integer(), name: fc.string(), inner: fc.constant({ start: 4 }) }),
);

test('accepts exactly what zod accepts, and names the same place', () => {
  const slow = z.array(row);
  const fast = rowsOf(row);
  fc.assert(
    fc.property(fc.array(item), (items) => {
      const expected = slow.safeParse(items);
      const read = fast.safeParse([...items]);
      expect(read.success).toBe(expected.success);
      if (expected.success) expect(read.data).toMatchObject(expected.data);
      expect(read.error?.issues[0]?.path).toEqual(expected.error?.issues[0]?.path);
    }),
    { numRuns: 2000 },
  );
});

test.each([undefined, null, 7, 'x', {}])('%j is no list', (none) => {
  expect(rowsOf(row).safeParse(none).error?.issues).toMatchObject([{ expected: 'array', path: [] }]);
  expect(unreadList().safeParse(none).success).toBe(false);
});

test('real workers are taken as they are, all of them plainly fitting', () => {
  const parsed = JSON.parse(captureText('bigjson.json.gz')) as { workers: unknown[] };
  const spy = jest.spyOn(workerSchema, 'safeParse');
  const read = workerDocumentSchema.parse(parsed);
  expect(read.workers).toBe(parsed.workers);
  expect(spy).not.toHaveBeenCalled();
  expect(workerDocument(capture('bigjson.json.gz')).workers).toEqual(
    z.array(workerSchema).parse(parsed.workers),
  );
});

test('numbers are whole: what is behind the point is cut off wherever they stand', () => {
  const fraction = worker({ id: 1.5, running_time: 1e-7, rss: -0.5, cores: [core({ requests: 2.9 })] });
  const document = documentOf([worker(), fraction], { listen_queue: 5e-324 });
  const read = workerDocumentSchema.parse(document);
  expect(read.listen_queue).toBe(0);
  expect(read.workers[0]).toBe(document.workers[0]);
  expect(read.workers[1]).toMatchObject({ id: 1, running_time: 0, cores: [{ requests: 2 }] });
});
