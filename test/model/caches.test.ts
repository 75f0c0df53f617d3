import { cacheFill, hitRatio } from '../../src/model/caches';

test.each([
  [{ hits: 3, miss: 1 }, 0.75],
  [{ hits: 0, miss: 5 }, 0],
  [{ hits: 5, miss: 0 }, 1],
  [{ hits: 0, miss: 0 }, undefined],
  [{ hits: 5 }, undefined],
  [{ miss: 5 }, undefined],
])('of %j the hit ratio is %s', (cache, ratio) => {
  expect(hitRatio(cache)).toBe(ratio);
});

test.each([
  [{ items: 25, max_items: 100 }, 0.25],
  [{ items: 0, max_items: 100 }, 0],
  [{ items: 101, max_items: 100 }, 1],
  [{ items: 0, max_items: 0 }, undefined],
  [{ items: 5 }, undefined],
  [{ max_items: 5 }, undefined],
])('of %j the fill is %s', (cache, fill) => {
  expect(cacheFill(cache)).toBe(fill);
});
