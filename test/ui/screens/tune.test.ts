/** The Tune screen: what it says before there is an advice, and what of an advice reaches the eye and the clipboard. */
import type { Advice } from '../../../src/advisor/advice';
import { update } from '../../../src/ui/update';
import { worker, workerDocument } from '../../support/documents';
import { epochMs } from '../../support/documents';
import { frameOf, lost, polled, press, screen, situationOf, sit, type Session } from '../scenes';

const situation = situationOf(['shop'], polled('shop', workerDocument([worker()]), 1000));
const shop = sit(situation.fleet, { ...situation, atMs: 1000, size: { columns: 120, rows: 40 } });
const tuned = (advice?: Advice, session: Session = shop): Session => press({ ...session, advice }, '6');
const text = (session: Session): string => screen(session).join('\n');

const advice: Advice = {
  state: 'enough',
  missing: [],
  caveats: ['3 polls failed'],
  unknowns: ['the memory of the machine'],
  lines: [
    {
      option: 'processes',
      value: '12',
      today: '16',
      reason: 'enough',
      evidence: '5 erlangs',
      confidence: 'low',
    },
    { option: 'threads', reason: 'threads would not help', confidence: 'high', doubt: 'the CPU' },
    { option: 'harakiri', value: '30', today: '30', reason: 'as it is', confidence: 'high' },
  ],
};

test("an advice is shown with today's values, its reasons, and what is not known", () => {
  const lines = text(tuned(advice));
  expect(lines).toMatch(/processes +16 +12 +low +enough\n +seen: 5 erlangs/);
  expect(lines).toMatch(/threads +- +- +threads would not help\n +not known: the CPU/);
  expect(lines).toContain('3 polls failed');
  expect(lines).toContain('the memory of the machine');
});

test('in 80 columns the reasons stand below, and all of it can be scrolled to', () => {
  const small = tuned(advice, { ...shop, size: { columns: 80, rows: 15 } });
  expect(text(small)).toMatch(/processes +16 +12 +low\s*\n {4}enough/);
  expect(text(press(small, 'end'))).toContain('y copies the advice');
});

test('what is to be changed is marked; what is right already is not', () => {
  const tones = frameOf(tuned(advice)).lines.flatMap((line) =>
    line.filter(({ text: said }) => /^ +(12|30)$/.test(said)).map(({ tone }) => tone),
  );
  expect(tones).toEqual(['warning', 'dim', 'plain']);
});

test.each<[string, Session, string]>([
  ['nobody is chosen', sit(situationOf([]).fleet), 'no instance is chosen'],
  ['nothing was answered', sit(situationOf(['gone'], lost('gone', 1000)).fleet), 'nothing to advise on'],
  ['a replay is watched', { ...shop, ui: { ...shop.ui, replaying: true } }, 'uwtop tune FILE'],
])('it says why there is none where %s', (_, session, said) => {
  expect(text(tuned(undefined, session))).toContain(said);
});

test('y copies what is advised as lines of an ini, and nothing where nothing is', () => {
  const copied = (given: Advice | undefined) => {
    const { ui, fleet, alerts, past } = tuned(given);
    const { page } = frameOf(tuned(given));
    return update(ui, 'y', { fleet, alerts, past, page, wallMs: epochMs, advice: given }).copied;
  };
  expect(copied(advice)).toBe('processes = 12\nharakiri = 30\n');
  expect(copied({ ...advice, lines: [] })).toBeUndefined();
  expect(copied(undefined)).toBeUndefined();
});
