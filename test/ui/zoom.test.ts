/** How far back the charts reach. */
import { worker, workerDocument } from '../support/documents';
import { fleetOf, lost, polled, press, screen, type Session, sit } from './scenes';

const large = { columns: 120, rows: 45 };

/** Polled once a second for so long. */
const watchedFor = (seconds: number): Session => {
  const polls = Array.from({ length: seconds + 1 }, (_, second) =>
    polled('shop', workerDocument([worker({ requests: second })]), second * 1000),
  );
  return sit(fleetOf(['shop'], ...polls), { size: large, atMs: seconds * 1000 });
};

/** At the left of each time axis; of all charts the same. */
function reachOf(session: Session): string | undefined {
  const said = new Set(
    screen(session)
      .join('\n')
      .match(/-\d+[mh](?= [─-]{3})/g) ?? [],
  );
  expect(said.size).toBe(1);
  return [...said][0];
}

const long = watchedFor(100);

test.each([
  [1, '-1m'],
  [30, '-1m'],
  [58, '-1m'],
  [70, '-5m'],
  [400, '-5m'],
])('after %d s it is %s: a chart that is nearly empty tells nothing', (seconds, reach) => {
  expect(reachOf(watchedFor(seconds))).toBe(reach);
});

test('z goes through 1 min, 5 min, 15 min and 1 h and begins anew, from what is shown', () => {
  const keys = ['z', 'z z', 'z z z', 'z z z z', 'z z z z z'];
  expect(keys.map((key) => reachOf(press(long, key)))).toEqual(['-15m', '-1h', '-1m', '-5m', '-15m']);
  expect(reachOf(press(watchedFor(20), 'z'))).toBe('-5m');
});

test('Z goes the other way', () => {
  const keys = ['Z', 'Z Z', 'Z Z Z', 'Z Z Z Z', 'z Z'];
  expect(keys.map((key) => reachOf(press(long, key)))).toEqual(['-1m', '-1h', '-15m', '-5m', '-5m']);
});

test('what was chosen holds: on the Worker screen, for other instances, and when there is more to show', () => {
  const chosen = press(watchedFor(20), 'z z');
  expect(reachOf(chosen)).toBe('-15m');
  expect(reachOf(press(chosen, 'enter'))).toBe('-15m');
  expect(reachOf(press(chosen, 'enter z escape'))).toBe('-1h');
  expect(reachOf({ ...chosen, fleet: long.fleet, atMs: 100_000 })).toBe('-15m');
});

test('an instance that has fallen silent keeps its reach, and says how old the newest is', () => {
  const polls = [0, 1, 2].map((second) => polled('shop', workerDocument([worker()]), second * 1000));
  const stale = sit(fleetOf(['shop'], ...polls, lost('shop', 3000)), { size: large, atMs: 127_000 });
  expect(reachOf(stale)).toBe('-1m');
  expect(screen(stale).join('\n')).toMatch(/─ 2m05 ago/);
});

test('it means something where there are charts only', () => {
  for (const keys of ['e', '?', '5', '1']) {
    const there = press(long, keys);
    expect(press(there, 'z').ui).toBe(there.ui);
  }
});
