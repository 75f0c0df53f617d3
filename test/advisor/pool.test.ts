import { Pool } from '../../src/advisor/cheaper/pool';
import { createRandom } from '../../src/random/random';
import { settingsOf } from './cheaper-cases';

const poolOf = (processes: number, running: number): Pool =>
  new Pool(settingsOf({ processes }), createRandom(1), running);

test('one that was sent home while it started does not take requests when it would have been ready', () => {
  const pool = poolOf(1, 1);
  pool.park(0);
  pool.bury(pool.leavers());
  pool.start(0, 1, 5000);
  pool.park(0);
  pool.ready(0, 5000);
  expect(pool.hasTaker).toBe(false);
  pool.bury(pool.leavers());
  pool.start(0, 3, 9000);
  pool.ready(0, 5000);
  expect(pool.hasTaker).toBe(false);
  pool.ready(0, 9000);
  expect(pool.hasTaker).toBe(true);
});

test('the older ones take more', () => {
  const pool = poolOf(10, 10);
  const taken = Array.from({ length: 10 }, () => 0);
  for (let turn = 0; turn < 2000; turn += 1) {
    const index = pool.take();
    taken[index] = (taken[index] ?? 0) + 1;
    pool.finish(index, 1);
  }
  expect(taken[0]).toBeGreaterThan(400);
  expect(taken[9]).toBeGreaterThan(0);
  expect(taken[9]).toBeLessThan(50);
  expect(pool.workers[0]?.runningUs).toBe((taken[0] ?? 0) * 1000);
});

test('age is counted from the last start on', () => {
  const pool = poolOf(2, 2);
  pool.park(0);
  pool.bury(pool.leavers());
  pool.start(0, 9, 9000);
  pool.ready(0, 9000);
  const taken = [0, 0];
  for (let turn = 0; turn < 1000; turn += 1) {
    const index = pool.take();
    taken[index] = (taken[index] ?? 0) + 1;
    pool.finish(index, 1);
  }
  expect(taken[1]).toBeGreaterThan(taken[0] ?? Infinity);
});
