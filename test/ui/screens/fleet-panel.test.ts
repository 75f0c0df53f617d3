/** What fills the Fleet screen below a short table. */
import { busyCore, worker, workerDocument } from '../../support/documents';
import { capture, decoded } from '../../stats/captures';
import { frameProblems } from '../frame-problems';
import {
  frameOf,
  lost,
  polled,
  press,
  screen,
  type Session,
  sighted,
  sit,
  situationOf,
  type,
} from '../scenes';

const slow = (name: string, seconds: number) =>
  polled(name, workerDocument([worker({ cores: [busyCore(-seconds)] }), worker({ pid: 101 })]), 0);
const calm = (name: string) => polled(name, workerDocument([worker()]), 0);

/** Three with an alert each, one without, an emperor; and as many silent ones as it takes. */
function fleet(size: Session['size'], more = 0): Session {
  const silent = Array.from({ length: more }, (_, index) => `quiet${index}`);
  const names = ['shop', 'api', 'batch', 'calm', 'emperor', ...silent];
  const emperor = sighted('emperor', decoded(capture('emperor.t0.json')).snapshot, 0);
  const situation = situationOf(
    names,
    slow('shop', 100),
    slow('api', 90),
    slow('batch', 80),
    calm('calm'),
    emperor,
  );
  return sit(situation.fleet, { ...situation, size });
}

const alertsOf = (session: Session) => screen(session).filter((line) => /^ (WARNING|CRITICAL) /.test(line));
const headingOf = (session: Session) => {
  const lines = screen(session);
  const charts = lines.findIndex((line) => /^ busyness .*requests\/s/.test(line));
  return charts < 0 ? undefined : lines[charts - 1]?.trim();
};

test('shows the alerts and the charts of the instance under the cursor where there is room', () => {
  const session = fleet({ columns: 120, rows: 40 });
  expect(alertsOf(session).map((line) => line.split(/ +/)[2])).toEqual(
    expect.arrayContaining(['shop', 'api', 'batch']),
  );
  expect(headingOf(session)).toBe('shop');
  expect(frameOf(session).charts.length).toBe(4);
  expect(headingOf(press(session, 'down'))).toBe('api');
  expect(headingOf(press(session, 'end up'))).toBe('calm');
});

test('names and messages of the alerts are in columns', () => {
  const starts = new Set(
    alertsOf(fleet({ columns: 120, rows: 40 })).map((line) => line.indexOf('worker 1:')),
  );
  expect(starts.size).toBe(1);
});

test('ends just above the keys', () => {
  for (const rows of [30, 40, 60]) {
    const size = { columns: 100, rows };
    const session = fleet(size);
    expect(screen(session).at(-2)).toMatch(/^ +-1m /);
    expect(frameProblems(frameOf(session), { size, ascii: false })).toEqual([]);
    for (const { place } of frameOf(session).charts) expect(place.top + place.height).toBe(rows - 2);
  }
});

test('leaves out the charts first, then the alerts', () => {
  const of = (size: Session['size'], more = 0) => {
    const session = fleet(size, more);
    return [alertsOf(session).length > 0, frameOf(session).charts.length > 0];
  };
  expect(of({ columns: 100, rows: 30 })).toEqual([true, true]);
  expect(of({ columns: 79, rows: 30 })).toEqual([true, false]);
  expect(of({ columns: 100, rows: 18 })).toEqual([true, false]);
  expect(of({ columns: 100, rows: 30 }, 12)).toEqual([true, false]);
  expect(of({ columns: 100, rows: 24 }, 13)).toEqual([true, false]);
  expect(screen(fleet({ columns: 100, rows: 24 }, 13)).at(-2)).toMatch(/^ WARNING /);
  expect(of({ columns: 100, rows: 24 }, 14)).toEqual([false, false]);
  expect(of({ columns: 100, rows: 24 }, 400)).toEqual([false, false]);
});

test('an instance that is not up dims its charts, not the alerts of the others', () => {
  const {
    fleet: known,
    alerts,
    past,
  } = situationOf(['shop', 'gone'], slow('shop', 100), calm('gone'), lost('gone', 1000));
  const session = press(sit(known, { alerts, past, size: { columns: 120, rows: 40 } }), 'down');
  expect(headingOf(session)).toBe('gone');
  const line = frameOf(session).lines.find(([first]) => first?.text.startsWith(' WARNING') === true);
  expect(line?.[0]?.tone).toBe('warning');
  expect(frameOf(session).charts.map(({ tone }) => tone)).toEqual(['dim', 'dim', 'dim', 'dim']);
});

test('of a long name the end is shown, which tells it apart', () => {
  const names = ['/run/uwsgi/shop-a.sock', '/run/uwsgi/shop-b.sock'];
  const situation = situationOf(names, ...names.map((name) => slow(name, 100)));
  const lines = alertsOf(sit(situation.fleet, { ...situation, size: { columns: 120, rows: 40 } }));
  expect(lines.map((line) => /shop-[ab]\.sock/.exec(line)?.[0]).sort()).toEqual([
    'shop-a.sock',
    'shop-b.sock',
  ]);
});

test('alerts come before charts where there is not room for both', () => {
  const session = fleet({ columns: 80, rows: 24 });
  expect(alertsOf(session)).toHaveLength(3);
  expect(frameOf(session).charts).toEqual([]);
});

test('never takes a line that an instance needs', () => {
  for (let rows = 15; rows < 45; rows++)
    for (const more of [0, 5, 20]) {
      const session = fleet({ columns: 100, rows }, more);
      const shown = screen(session).filter((line) => /^(up|connecting) /.test(line)).length;
      expect(shown).toBe(Math.min(5 + more, rows - 4));
    }
});

test('says how many more alerts there are, and the key that shows them', () => {
  const every = alertsOf(fleet({ columns: 79, rows: 50 }));
  const few = fleet({ columns: 79, rows: 15 }, 3);
  expect(every.length).toBe(3);
  expect(screen(few).at(-2)).toBe(` +${every.length - alertsOf(few).length} more: e`);
  expect(screen(fleet({ columns: 79, rows: 50 })).join('\n')).not.toContain('more: e');
});

test('has no charts of what has no workers', () => {
  const onEmperor = press(fleet({ columns: 120, rows: 40 }), 'end');
  expect([headingOf(onEmperor), frameOf(onEmperor).charts]).toEqual([undefined, []]);
  expect(alertsOf(onEmperor).length).toBeGreaterThan(0);
});

test('has nothing to say of a fleet that is well and has not been measured', () => {
  const situation = situationOf(['shop', 'api']);
  const lines = screen(sit(situation.fleet, { ...situation, size: { columns: 120, rows: 40 } }));
  expect(lines.slice(5, -1).join('').trim()).toBe('');
});

test('alerts that are acknowledged or muted leave it', () => {
  const session = fleet({ columns: 120, rows: 40 });
  const quiet = press(session, 'e x escape');
  expect(alertsOf(quiet).length).toBe(alertsOf(session).length - 1);
});

test('of an instance that has fallen silent all is dim', () => {
  const situation = situationOf(['shop', 'api'], calm('shop'), calm('api'), lost('shop', 1000));
  const session = sit(situation.fleet, { ...situation, size: { columns: 120, rows: 40 }, atMs: 2000 });
  const frame = frameOf(session);
  expect(new Set(frame.charts.map(({ tone }) => tone))).toEqual(new Set(['dim']));
  expect(new Set(frameOf(press(session, 'down')).charts.map(({ tone }) => tone))).not.toContain('dim');
});

test('follows the filter: the charts are of an instance that is in sight', () => {
  const filtered = press(type(press(fleet({ columns: 120, rows: 40 }), '/'), 'calm'), 'enter');
  expect(headingOf(filtered)).toBe('calm');
  const none = press(type(press(fleet({ columns: 120, rows: 40 }), '/'), 'zzz'), 'enter');
  expect(frameOf(none).charts).toEqual([]);
});

test.each(['s', 'o'])('gives way to the menu of %s: no curve lies on its entries', (key) => {
  const open = press(fleet({ columns: 100, rows: 30 }), key);
  expect(frameOf(open).charts).toEqual([]);
  expect(screen(open).filter((line) => / KILL +$/.test(line)).length).toBe(1);
  expect(frameOf(press(open, 'escape')).charts.length).toBeGreaterThan(0);
});
