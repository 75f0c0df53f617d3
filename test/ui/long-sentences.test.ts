/** Sentences that are longer than a line: what to do is at their end. */
import { frameProblems } from './frame-problems';
import { withNotices } from '../../src/ui/notices';
import { observe } from '../../src/model/fleet';
import { fleetOf, frameOf, lost, polled, press, screen, selectedLine, type Session, sit } from './scenes';
import { worker, workerDocument } from '../support/documents';

const detail = `ECONNREFUSED ${'at a place with a long name '.repeat(6)}END`;

const joined = (session: Session) =>
  screen(session)
    .map((line) => line.trim())
    .join(' ')
    .replace(/ +/g, ' ');

function neverAnswered(): Session {
  const outcome = { ok: false, failure: { code: 'refused', detail } } as const;
  return sit(observe(fleetOf(['shop']), { ...lost('shop', 0), outcome }));
}

test('cause and advice of an instance that never answered are told to their end', () => {
  const session = neverAnswered();
  expect(joined(session)).toContain('END); never answered, 1 poll missed');
  expect(screen(session).join('\n')).not.toContain('…');
  expect(frameProblems(frameOf(session), session)).toEqual([]);
});

test('on the Events screen a notice is told as far as there is room, else it ends with an ellipsis', () => {
  const long = `${'a sentence that goes on and on '.repeat(13)}END`;
  const fleet = fleetOf(['shop', 'api']);
  const one = sit(fleet, { ui: withNotices(sit(fleet).ui, [long]) });
  expect(joined(press(one, 'e'))).toContain('on END');
  const many = Array.from({ length: 30 }, (_, index) => `${index} ${long}`);
  const full = press(sit(fleet, { ui: withNotices(sit(fleet).ui, many) }), 'e');
  expect(screen(full).at(-2)).toMatch(/…$/);
  expect(frameProblems(frameOf(full), full)).toEqual([]);
});

test('what is said takes the lines that it needs, until the next key', () => {
  const session = sit(fleetOf(['shop'], polled('shop', workerDocument([worker()]), 0)));
  const said = `no way into crash.ini: no stats option in ${'/etc/uwsgi/vassals/'.repeat(3)}crash.ini: add stats = /run/crash.sock`;
  const told = { ...session, ui: { ...session.ui, said } };
  expect(joined(told)).toContain('add stats = /run/crash.sock');
  expect(frameProblems(frameOf(told), told)).toEqual([]);
  expect(screen({ ...session, ui: { ...session.ui, said: 'short' } })).toHaveLength(24);
});

test('what is said hides no row that is chosen', () => {
  const workers = Array.from({ length: 60 }, () => worker());
  const session = press(sit(fleetOf(['shop'], polled('shop', workerDocument(workers), 0))), 'end');
  const told = { ...session, ui: { ...session.ui, said: 'a long sentence '.repeat(12) } };
  expect(selectedLine(told)).toMatch(/^ +60 /);
});
