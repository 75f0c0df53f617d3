import { reignOver, reinforcements } from '../../src/model/empire';
import { createFleet, type FleetState, observe } from '../../src/model/fleet';
import type { Observation } from '../../src/model/observation';
import {
  emperorObservation,
  localFacts,
  observation,
  vassal,
  worker,
  workerDocument,
} from '../support/documents';

const master = (targetId: string, pid: number, change: Partial<Observation> = {}): Observation => ({
  ...observation(workerDocument([worker()], { pid }), 0),
  targetId,
  ...change,
});

const vassals = [
  vassal('b.ini', { pid: 10 }),
  vassal('b.ini:zerg', { pid: 11, zerg: 1 }),
  vassal('b.ini:zerg', { pid: 12, zerg: 1 }),
  vassal('shop.ini', { pid: 20 }),
];

/** All zergs have the configuration of one section: one address, whoever listens there last. */
const vassalStats = {
  'b.ini': { address: '/run/b.sock' },
  'b.ini:zerg': { address: '/run/zerg.sock' },
  'shop.ini': { reason: 'its configuration cannot be read' },
};

const emperor = (change: Partial<Observation> = {}): Observation => ({
  ...emperorObservation(vassals, 0),
  targetId: 'emperor',
  ...change,
});

function fleetOf(...observations: readonly Observation[]): FleetState {
  const targets = observations.map(({ targetId: id }) => ({ id, name: id, address: id }));
  return observations.reduce(observe, createFleet(targets));
}

function reignIn(fleet: FleetState, id: string) {
  const instance = fleet.instances.get(id);
  if (instance === undefined) throw new Error(`no ${id}`);
  const reign = reignOver(fleet, instance);
  return reign && [reign.emperor.target.id, reign.vassal.id, reign.zergs.map((zerg) => zerg.id)];
}

describe('the emperor of an instance', () => {
  const fleet = fleetOf(
    emperor({ vassalStats }),
    master('/run/b.sock', 10),
    master('/run/zerg.sock', 12),
    master('/run/other.sock', 10),
    master('/run/shop.sock', 20),
  );

  test('is the one that runs its process and whose vassal tells its stats there', () => {
    expect(reignIn(fleet, '/run/b.sock')).toEqual(['emperor', 'b.ini', ['b.ini:zerg', 'b.ini:zerg #2']]);
    expect(reignIn(fleet, '/run/zerg.sock')).toEqual(['emperor', 'b.ini:zerg #2', []]);
  });

  test('is not known where only the process ids are alike: another machine has the same', () => {
    expect(reignIn(fleet, '/run/other.sock')).toBeUndefined();
    expect(reignIn(fleet, '/run/shop.sock')).toBeUndefined();
    expect(reignIn(fleet, 'emperor')).toBeUndefined();
  });

  test('is known by the process ids alone where both are of this machine', () => {
    const host = localFacts();
    const local = fleetOf(emperor({ host }), master('/run/shop.sock', 20, { host }), master('far', 20));
    expect(reignIn(local, '/run/shop.sock')).toEqual(['emperor', 'shop.ini', []]);
    expect(reignIn(local, 'far')).toBeUndefined();
  });

  test('is looked for in vain while the instance has not answered', () => {
    const silent = createFleet([{ id: 'a', name: 'a', address: 'a' }]);
    expect(reignIn(silent, 'a')).toBeUndefined();
  });
});

test('zergs are told with the instance that they reinforce, where both are watched', () => {
  const base = master('/run/b.sock', 10);
  const zerg = master('/run/zerg.sock', 12);
  const pairs = (...others: readonly Observation[]) => [
    ...reinforcements(fleetOf(emperor({ vassalStats }), ...others)),
  ];
  expect(pairs(base, zerg)).toEqual([['/run/zerg.sock', '/run/b.sock']]);
  expect(pairs(zerg)).toEqual([]);
  expect(pairs(base)).toEqual([]);
  expect([...reinforcements(fleetOf(base, zerg))]).toEqual([]);
});
