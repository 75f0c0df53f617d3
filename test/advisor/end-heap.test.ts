import fc from 'fast-check';
import { EndHeap } from '../../src/advisor/cheaper/end-heap';

test('what ends first comes out first, with its own worker', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }), (ends) => {
      const heap = new EndHeap();
      ends.forEach((endMs, worker) => heap.push(endMs, worker, endMs / 2));
      const popped = ends.map(() => ({ endMs: heap.nextMs, ...heap.pop() }));
      expect(popped.map(({ endMs }) => endMs)).toEqual([...ends].sort((one, other) => one - other));
      for (const { endMs, worker, serviceMs } of popped)
        expect([endMs, endMs / 2]).toEqual([ends[worker], serviceMs]);
      expect(heap.nextMs).toBe(Infinity);
    }),
  );
});
