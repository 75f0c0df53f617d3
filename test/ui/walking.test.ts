/** From worker to worker without going out. */
import { busyCore, core, worker, workerDocument } from '../support/documents';
import { fleetOf, polled, press, screen, selectedLine, type Session, sit, type } from './scenes';

const threaded = [busyCore(-3), core({ id: 1, requests: 9 })];
const workers = [
  worker({ pid: 101, requests: 10 }),
  worker({ pid: 102, requests: 30, cores: threaded }),
  worker({ pid: 103, requests: 20 }),
];
const shopFleet = fleetOf(['shop'], polled('shop', workerDocument(workers), 0));
const shop = () => sit(shopFleet);

const walk = (session: Session, keys: string) =>
  keys.split(' ').map((_, index, all) => press(session, all.slice(0, index + 1).join(' ')).ui.workerNumber);

test.each([
  ['right', [2, 3, 1, 2]],
  [']', [2, 3, 1, 2]],
  ['left', [3, 2, 1, 3]],
  ['[', [3, 2, 1, 3]],
])('%s goes round', (key, numbers) => {
  expect(walk(press(shop(), 'enter'), Array(4).fill(key).join(' '))).toEqual(numbers);
});

test('shows the other worker', () => {
  expect(screen(press(shop(), 'enter right'))[0]).toMatch(/worker 2 /);
  expect(screen(press(shop(), 'enter right')).join('\n')).toMatch(/PID +102/);
});

test('in the order of the table', () => {
  const { ui } = shop();
  const order = { column: 'requests', descending: true };
  const tables = { ...ui.tables, workers: { ...ui.tables.workers, order } };
  expect(walk(press({ ...shop(), ui: { ...ui, tables } }, 'enter'), 'right right right')).toEqual([3, 1, 2]);
});

test('among those that the filter leaves', () => {
  const filtered = press(type(press(shop(), '/'), 'idle'), 'enter');
  expect(walk(press(filtered, 'enter'), 'right right left')).toEqual([3, 1, 3]);
});

test('worker by worker, whatever is done with their cores', () => {
  expect(walk(press(shop(), 'a enter'), 'right right right')).toEqual([2, 3, 1]);
  expect(walk(press(shop(), 'a a enter'), 'right right right')).toEqual([3, 1, 2]);
});

test('the cursor comes along: Esc leads out to the same row', () => {
  const out = press(shop(), 'enter right right escape');
  expect(selectedLine(out)).toMatch(/^ +3 /);
});

test('each page begins at its top', () => {
  const small = { ...shop(), size: { columns: 80, rows: 15 } };
  const below = press(small, 'enter end');
  expect(below.ui.tables.cores.top).toBeGreaterThan(0);
  expect(press(below, 'right').ui.tables.cores.top).toBe(0);
});

test('from a worker that is gone to the first or the last', () => {
  const fewer = fleetOf(['shop'], polled('shop', workerDocument(workers.slice(0, 2)), 0));
  const gone = { ...press(shop(), 'end enter'), fleet: fewer };
  expect(screen(gone).join('\n')).toContain('worker 3 is gone');
  expect(press(gone, 'right').ui.workerNumber).toBe(1);
  expect(press(gone, 'left').ui.workerNumber).toBe(2);
});

test('nowhere, where there is no other', () => {
  const one = sit(fleetOf(['shop'], polled('shop', workerDocument([worker()]), 0)));
  expect(walk(press(one, 'enter'), 'right left')).toEqual([1, 1]);
  for (const fleet of [
    fleetOf(['shop']),
    fleetOf(['shop'], polled('shop', workerDocument([]), 0)),
    fleetOf([]),
  ]) {
    const nobody = press(sit(fleet), '3');
    expect(press(nobody, 'right').ui).toEqual(nobody.ui);
  }
});

test('through the frozen picture', () => {
  const frozen = press(shop(), 'space enter');
  const fewer = fleetOf(['shop'], polled('shop', workerDocument([worker()]), 0));
  expect(walk({ ...frozen, fleet: fewer }, 'right right')).toEqual([2, 3]);
});

test('the cursor comes along, also where the rows are those of cores', () => {
  const served = workers.map((raw) => ({
    ...raw,
    cores: [core({ id: 0, requests: 5 }), core({ id: 1, requests: 9 })],
  }));
  const merged = press(
    sit(fleetOf(['shop'], polled('shop', workerDocument(served), 0))),
    'a a enter right escape',
  );
  expect(selectedLine(merged)).toMatch(/^ +2:0 /);
  expect(press(merged, 'enter').ui.workerNumber).toBe(2);
});

test('a worker that is opened begins at the top of its page', () => {
  const small = { ...shop(), size: { columns: 80, rows: 15 } };
  const scrolled = press(small, 'enter pagedown');
  expect(scrolled.ui.tables.cores.top).toBeGreaterThan(0);
  expect(press(scrolled, 'escape down enter').ui.tables.cores.top).toBe(0);
  expect(press(scrolled, 'escape enter').ui.tables.cores.top).toBeGreaterThan(0);
});

test('of the System screen of another instance too, without the filter of the first', () => {
  const names = ['shop', 'api'];
  const fleet = fleetOf(names, ...names.map((name) => polled(name, workerDocument(workers), 0)));
  const first = press(type(press(sit(fleet), '5 /'), 'sock'), 'enter 1 down 5');
  expect(first.ui.instanceId).toBe('api');
  expect(first.ui.tables.system).toMatchObject({ top: 0, filter: '' });
});

test('from the fleet the Worker screen shows the first worker of the chosen instance', () => {
  const names = ['shop', 'api'];
  const fleet = fleetOf(names, ...names.map((name) => polled(name, workerDocument(workers), 0)));
  expect(screen(press(sit(fleet), 'down 3'))[0]).toMatch(/worker 1 +api/);
});
