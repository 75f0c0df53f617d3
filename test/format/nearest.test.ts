import { editDistance, nearestName } from '../../src/format/nearest';

test.each([
  ['', 'abc', 3],
  ['harakri', 'harakiri', 1],
  ['lisetn', 'listen', 1],
  ['kitten', 'sitting', 3],
  ['same', 'same', 0],
])('from %j to %j', (one, other, distance) => {
  expect(editDistance(one, other)).toBe(distance);
  expect(editDistance(other, one)).toBe(distance);
});

test.each([
  ['harakri', 'harakiri'],
  ['MAX_REQUESTS', 'max-requests'],
  ['lissten', 'listen'],
  ['zzz', undefined],
  ['z', undefined],
  ['', undefined],
  ['listen'.repeat(100), undefined],
])('%j means %j', (written, name) =>
  expect(nearestName(written, ['harakiri', 'max-requests', 'listen', '#'])).toBe(name),
);
