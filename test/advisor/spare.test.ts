import { decideSpare, newSpare, type SpareState } from '../../src/advisor/cheaper/spare';
import type { CheaperSettings } from '../../src/advisor/cheaper/settings';
import { lookAt, settingsOf } from './cheaper-cases';

/** What was needed at each look. */
function play(looks: readonly string[], changes: Partial<CheaperSettings> = {}): number[] {
  const settings = settingsOf({ algorithm: 'spare', ...changes });
  let state: SpareState = newSpare;
  return looks.map((letters) => {
    const verdict = decideSpare(state, lookAt(letters), settings);
    state = verdict.state;
    return verdict.needed;
  });
}

const times = (count: number, letters: string): string[] => Array.from({ length: count }, () => letters);

test('a worker comes at the look after cheaper-overload looks without a free one, and again as many later', () => {
  expect(play(times(9, 'BB......'))).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0]);
});

test('a free worker takes back one look, not all of them', () => {
  expect(play(['BB..', 'BB..', 'Bi..', 'BB..', 'BB..', 'BB..'])).toEqual([0, 0, 0, 0, 0, 1]);
});

test('cheaper-step at once, as far as there are any', () => {
  expect(play(times(4, 'BB......'), { cheaperStep: 4 }).at(-1)).toBe(4);
  expect(play(times(4, 'BBBBBB..'), { cheaperStep: 4 }).at(-1)).toBe(2);
  expect(play(times(4, 'BBBBBBBB'), { cheaperStep: 4 }).at(-1)).toBe(0);
  expect(play(times(4, 'BBBBBBxx'), { cheaperStep: 4 }).at(-1)).toBe(0);
});

test('one goes every cheaper-overload looks while more than one is free', () => {
  expect(play(times(7, 'iiiiB...'))).toEqual([0, 0, -1, 0, 0, -1, 0]);
});

test('exactly one free is what it wants', () => {
  expect(play(times(9, 'BBBi....'))).toEqual(Array.from({ length: 9 }, () => 0));
});

test('none goes below cheaper', () => {
  expect(play(times(9, 'ii......'))).toEqual(Array.from({ length: 9 }, () => 0));
});

test('one moment without a free worker begins the count of quiet anew', () => {
  expect(play(['iiii', 'iiii', 'BBBB', 'iiii', 'iiii', 'iiii'])).toEqual([0, 0, 0, 0, 0, -1]);
});
