import { newAlgorithm } from '../../src/advisor/cheaper/algorithm';
import { giveOrders, type MasterState } from '../../src/advisor/cheaper/orders';
import type { CheaperSettings } from '../../src/advisor/cheaper/settings';
import { lookAt, settingsOf, workerOf, workersOf } from './cheaper-cases';

const master = (settings: CheaperSettings): MasterState => ({
  algorithm: newAlgorithm(settings, 0),
  owed: 0,
});
const backlog = settingsOf({ algorithm: 'backlog', cheaperStep: 2 });

test('the first ones that are parked and buried are started', () => {
  const look = lookAt('Bx.B..', { backlog: 9 });
  expect(giveOrders(master(backlog), look, backlog)).toMatchObject({ start: [2, 4], park: [] });
});

test('the one that runs longest goes, of those that are idle', () => {
  const ages = [30, 10, 20, 10];
  const workers = ages.map((spawnedSecond, index) =>
    workerOf({ spawnedSecond, busySlots: index === 1 ? 1 : 0 }),
  );
  expect(giveOrders(master(backlog), lookAt(workers), backlog)).toMatchObject({ start: [], park: [3] });
});

test('of those that started in one second, the first', () => {
  expect(giveOrders(master(backlog), lookAt('Biii'), backlog).park).toEqual([1]);
});

test('while all are busy none goes; the next look parks one without asking the algorithm', () => {
  const settings = settingsOf({ algorithm: 'backlog' });
  const { state, park } = giveOrders(master(settings), lookAt('BBBB'), settings);
  expect({ park, owed: state.owed }).toEqual({ park: [], owed: 1 });
  // So it starts none however many wait, while at no look one is idle.
  const stuck = giveOrders(state, lookAt('BBBB....', { backlog: 99 }), settings);
  expect(stuck).toMatchObject({ start: [], park: [], state: { owed: 1 } });
  const next = giveOrders(stuck.state, lookAt('BiBB....', { backlog: 99 }), settings);
  expect(next).toMatchObject({ start: [], park: [1], state: { owed: 0 } });
});

test('manual leaves all as they are', () => {
  const manual = settingsOf({ algorithm: 'manual' });
  const look = lookAt(workersOf('iiii....'), { backlog: 99 });
  expect(giveOrders(master(manual), look, manual)).toMatchObject({ start: [], park: [] });
});
