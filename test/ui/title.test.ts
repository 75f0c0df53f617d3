/** What the first line still says where there is little room. */
import { createFleet } from '../../src/model/fleet';
import { busyCore, worker, workerDocument } from '../support/documents';
import { label, polled, press, screen, type Session, sit, situationOf } from './scenes';

const slow = (name: string, seconds: number) =>
  polled(name, workerDocument([worker({ cores: [busyCore(-seconds)] })]), 0);

const alarmed = (columns: number): Session => {
  const situation = situationOf(['shop', 'api'], slow('shop', 100), slow('api', 90));
  return sit(situation.fleet, { ...situation, size: { columns, rows: 15 } });
};
const titleOf = (session: Session) => screen(session)[0] ?? '';

test.each([60, 61, 70, 80, 120])(
  'at %d columns it says that the picture is frozen, and what calls',
  (columns) => {
    expect(titleOf(press(alarmed(columns), 'space'))).toMatch(/^ uwtop .*2 warnings.* FROZEN /);
  },
);

test('the interval goes before the clock, the clock before the alerts', () => {
  const at = (columns: number) => titleOf(press(alarmed(columns), 'space'));
  const wide = [120, 60].map((columns) => at(columns));
  expect(wide[0]).toMatch(/every 1s +14:03:22/);
  expect(wide[1]).not.toMatch(/every 1s/);
});

test('the events of one instance say so, and count the alerts elsewhere', () => {
  const inside = press(alarmed(100), 'enter e');
  expect(titleOf(inside)).toMatch(/alerts and events of shop .*1 warning +1 elsewhere/);
  expect(screen(inside).filter((line) => line.includes('WARNING'))).toHaveLength(1);
  const all = press(alarmed(100), 'e');
  expect(titleOf(all)).toMatch(/alerts and events +.*2 warnings/);
  expect(titleOf(all)).not.toMatch(/elsewhere| of /);
});

test('x and X say what they did', () => {
  const footer = (session: Session) => screen(session).at(-1) ?? '';
  expect(footer(press(alarmed(100), 'e x'))).toMatch(/acknowledged: long-request of \w+/);
  expect(footer(press(alarmed(100), 'e X'))).toMatch(/muted: long-request of \w+/);
  expect(footer(press(alarmed(100), 'e X X'))).toMatch(/listened to again/);
});

test('a fleet of nobody has a title too', () => {
  expect(titleOf(sit(createFleet([label('shop')]), { size: { columns: 60, rows: 15 } }))).toMatch(/uwtop/);
});
