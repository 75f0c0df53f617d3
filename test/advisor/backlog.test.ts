import { decideBacklog } from '../../src/advisor/cheaper/backlog';
import { lookAt, settingsOf } from './cheaper-cases';

test.each([
  ['more wait than cheaper-overload', 'BB......', 4, 3],
  ['and only some are left to come', 'BBBBBBB.', 4, 1],
  ['and none is left', 'BBBBBBBB', 4, 0],
  ['exactly as many wait', 'BBBB....', 3, 0],
  ['fewer wait', 'BBBB....', 2, -1],
  ['nothing waits', 'iiii....', 0, -1],
  ['fewer wait, and no more run than cheaper', 'ii......', 0, 0],
])('%s', (_what, letters, backlog, needed) => {
  const settings = settingsOf({ algorithm: 'backlog', cheaperStep: 3 });
  expect(decideBacklog(lookAt(letters, { backlog }), settings)).toBe(needed);
});
