/** A click chooses a row, and a click on the chosen one opens it. */
import { clickKey } from '../../src/ui/click';
import { busyCore, core, worker, workerDocument } from '../support/documents';
import {
  fleetOf,
  frameOf,
  lost,
  polled,
  press,
  pressed,
  screen,
  selectedLine,
  type Session,
  sit,
  situationOf,
  type,
} from './scenes';

const workers = Array.from({ length: 60 }, (_, index) => worker({ id: index + 1, pid: 101 + index }));
const shopFleet = fleetOf(['shop'], polled('shop', workerDocument(workers), 0));
const shop = () => sit(shopFleet);
const three = () =>
  sit(
    fleetOf(
      ['shop', 'api', 'gone'],
      polled('shop', workerDocument(workers), 0),
      polled('api', workerDocument(workers), 0),
      lost('gone', 0),
    ),
  );

const clicked = (session: Session, line: number): Session =>
  pressed(session, clickKey(line), frameOf(session).page);

/** The line of the screen that says this. */
function lineOf(session: Session, what: RegExp): number {
  const line = screen(session).findIndex((content) => what.test(content));
  if (line < 0) throw new Error(`${String(what)} is not on the screen:\n${screen(session).join('\n')}`);
  return line;
}

test('on a row chooses it, and moves nothing', () => {
  const before = shop();
  const line = lineOf(before, /^ +7 +107/);
  const chosen = clicked(before, line);
  expect([chosen.ui.screen, selectedLine(chosen)]).toEqual(['instance', expect.stringMatching(/^ +7 /)]);
  expect(lineOf(chosen, /^ +7 +107/)).toBe(line);
});

test('on the chosen row opens it: an instance, a worker, what an event is about', () => {
  const inside = clicked(clicked(three(), lineOf(three(), /^up +api/)), lineOf(three(), /^up +api/));
  expect([inside.ui.screen, inside.ui.instanceId]).toEqual(['instance', 'api']);
  const line = lineOf(inside, /^ +3 +103/);
  const worker3 = clicked(clicked(inside, line), line);
  expect([worker3.ui.screen, worker3.ui.workerNumber]).toEqual(['worker', 3]);
  expect(selectedLine(press(worker3, 'escape'))).toMatch(/^ +3 /);
});

test('the first row is chosen from the start: one click opens it', () => {
  expect(clicked(shop(), lineOf(shop(), /^ +1 +101/)).ui).toMatchObject({
    screen: 'worker',
    workerNumber: 1,
  });
});

test('counts from the rows that are in sight', () => {
  const low = press(shop(), 'end');
  const line = lineOf(low, /^ +52 +152/);
  const chosen = clicked(low, line);
  expect(selectedLine(chosen)).toMatch(/^ +52 /);
  expect(lineOf(chosen, /^ +52 +152/)).toBe(line);
  expect(clicked(chosen, line).ui.workerNumber).toBe(52);
});

test('beside the rows does nothing', () => {
  const few = sit(fleetOf(['shop'], polled('shop', workerDocument(workers.slice(0, 3)), 0)), {
    size: { columns: 120, rows: 40 },
  });
  const places = [
    [few, 0],
    [few, 2],
    [few, lineOf(few, /busyness .*requests\/s/) + 3],
    [few, lineOf(few, /PID +STATE/)],
    [few, lineOf(few, /^ +3 +103/) + 1],
    [few, 39],
    [few, 40],
    [few, 4000],
  ] as const;
  const middle = press(shop(), 'end pageup pageup pageup');
  const above = [0, 1, 5, lineOf(middle, /PID +STATE/), 23].map((line) => [middle, line] as const);
  for (const [session, line] of [...places, ...above]) expect(clicked(session, line).ui).toBe(session.ui);
});

test('on an alert or an event goes where it is about, as Enter does', () => {
  const vars = ['REQUEST_METHOD=GET', 'REQUEST_URI=/slow'];
  const slow = workerDocument([worker(), worker({ cores: [busyCore(-100, { vars })] })]);
  const known = situationOf(
    ['shop', 'api'],
    polled('shop', slow, 0),
    polled('api', slow, 0),
    lost('api', 1000),
  );
  const events = press(sit(known.fleet, known), 'e');
  const alert = lineOf(events, / shop .*worker 2: GET \/slow/);
  const opened = alert === 1 ? clicked(events, alert) : clicked(clicked(events, alert), alert);
  expect(opened.ui).toMatchObject({ screen: 'worker', instanceId: 'shop', workerNumber: 2 });
  const lostLine = lineOf(events, / api .*lost/);
  expect(clicked(clicked(events, lostLine), lostLine).ui).toMatchObject({
    screen: 'instance',
    instanceId: 'api',
  });
});

test('on the row of a core chooses it, and opens its worker', () => {
  const threads = [
    worker({ pid: 101 }),
    worker({ pid: 102, cores: [busyCore(-1), core({ id: 1, requests: 9 })] }),
  ];
  const session = press(sit(fleetOf(['shop'], polled('shop', workerDocument(threads), 0))), 'a');
  const line = lineOf(session, /^ +2:1 /);
  expect(selectedLine(clicked(session, line))).toMatch(/^ +2:1 /);
  expect(clicked(clicked(session, line), line).ui).toMatchObject({ screen: 'worker', workerNumber: 2 });
});

test('while something is typed or chosen does nothing', () => {
  for (const open of [press(shop(), 's down'), press(shop(), 'o down'), type(press(shop(), '/'), 'idle')])
    for (const line of [0, 8, 10, 23]) expect(clicked(open, line).ui).toEqual(open.ui);
});

test('on pages of text does nothing', () => {
  for (const session of [press(shop(), '?'), press(shop(), 'enter'), press(shop(), '5')])
    for (const line of [0, 1, 5, 23]) expect(clicked(session, line).ui).toBe(session.ui);
});
