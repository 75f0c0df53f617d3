/** The Events screen of a large fleet. */
import { createFleet } from '../../src/model/fleet';
import type { FleetEvent } from '../../src/model/events';
import { eventRows, mostHappened, newestOf } from '../../src/ui/happened';
import { newsRows } from '../../src/ui/news';
import { label, sit } from './scenes';

/** In turns, so that none of them has the newest ones alone. */
function fleetWithEvents(instances: number, events: number) {
  const names = Array.from({ length: instances }, (_, index) => `i${index}`);
  const { instances: known } = createFleet(names.map(label));
  const all = [...known.values()].map((instance, index) => ({
    ...instance,
    events: Array.from({ length: events }, (_, turn): FleetEvent => {
      const wallMs = (turn * instances + index) * 100;
      return {
        kind: 'back',
        instance: instance.target.name,
        sequence: turn + 1,
        wallMs,
        monotonicMs: wallMs,
      } as FleetEvent;
    }),
  }));
  return { instances: new Map(all.map((instance) => [instance.target.id, instance])) };
}

const timesOf = (fleet: ReturnType<typeof fleetWithEvents>, filter = '') => {
  const session = sit(fleet);
  const { ui } = session;
  const tables = { ...ui.tables, events: { ...ui.tables.events, filter } };
  return newsRows(session, { ...ui, tables }).map((row) => (row.kind === 'event' ? row.event.wallMs : 0));
};

test('the newest of all instances come first, and as many as anybody looks through', () => {
  const times = timesOf(fleetWithEvents(10, 200));
  expect(times).toHaveLength(mostHappened);
  expect(times).toEqual(Array.from({ length: mostHappened }, (_, index) => (1999 - index) * 100));
});

test('of one instance all are there, and a filter looks at all of them', () => {
  expect(timesOf(fleetWithEvents(1, 200))).toHaveLength(200);
  expect(timesOf(fleetWithEvents(10, 200), 'i3')).toHaveLength(200);
});

test('an instance to which nothing happened keeps its list, so that a frame costs little', () => {
  const fleet = fleetWithEvents(1000, 200);
  const [first] = fleet.instances.values();
  if (first === undefined) throw new Error('no instance');
  expect(eventRows({ ...first })).toBe(eventRows(first));
  timesOf(fleet);
  const startMs = performance.now();
  for (let frame = 0; frame < 5; frame++) timesOf({ instances: new Map(fleet.instances) });
  expect((performance.now() - startMs) / 5).toBeLessThan(60);
});

test('where there is nothing there is nothing', () => {
  expect(newestOf([[], []])).toEqual([]);
});
