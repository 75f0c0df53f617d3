/** What is collected for advice while instances are watched: of a few from the start, of many only where it is asked for. */
import { usualOrders } from '../../src/cli/orders';
import { Tuning } from '../../src/ui/tuning';
import { worker, workerDocument } from '../support/documents';
import { fleetOf, polled } from './scenes';

const seconds = 400;

/** Two requests of half a second each second: one erlang. */
const answered = (second: number) =>
  polled(
    'shop',
    workerDocument([
      worker({ requests: second, running_time: second * 500_000 }),
      worker({ requests: second, running_time: second * 500_000 }),
    ]),
    second * 1000,
  );

function watched(until: number): { tuning: Tuning; fleet: ReturnType<typeof fleetOf> } {
  const tuning = new Tuning(() => usualOrders);
  let fleet = fleetOf(['shop']);
  for (let second = 1; second <= until; second++) {
    fleet = fleetOf(['shop'], ...[second - 1, second].filter((one) => one > 0).map(answered));
    tuning.note('shop', fleet);
  }
  return { tuning, fleet };
}

test('an advice says what was measured since the start', () => {
  const { tuning, fleet } = watched(seconds);
  const advice = tuning.adviceFor('shop', fleet, seconds * 1000);
  expect(advice?.state).toBe('enough');
  expect(advice?.load?.erlangs).toBeCloseTo(1, 1);
  expect(advice?.load?.requests).toBe(2 * (seconds - 1));
});

test('it is worked out anew every two seconds at most', () => {
  const { tuning, fleet } = watched(seconds);
  const first = tuning.adviceFor('shop', fleet, 0);
  expect(tuning.adviceFor('shop', fleet, 1999)).toBe(first);
  expect(tuning.adviceFor('shop', fleet, 2000)).not.toBe(first);
});

test('what was advised last can be shown again while more is collected', () => {
  const { tuning, fleet } = watched(seconds);
  expect(tuning.lastAdviceFor('shop')).toBeUndefined();
  const shown = tuning.adviceFor('shop', fleet, 0);
  tuning.note('shop', fleetOf(['shop'], answered(seconds), answered(seconds + 1)));
  expect(tuning.lastAdviceFor('shop')).toBe(shown);
});

test('one of many is studied from the moment that advice on it is asked for', () => {
  const { tuning, fleet } = watched(0);
  expect(tuning.studies('shop', 16)).toBe(true);
  expect(tuning.studies('shop', 17)).toBe(false);
  tuning.adviceFor('shop', fleet, 0);
  expect(tuning.studies('shop', 17)).toBe(true);
});

test('of a target that has gone nothing is kept', () => {
  const { tuning } = watched(10);
  tuning.keepOnly(fleetOf(['other']));
  expect(tuning.studies('shop', 17)).toBe(false);
});
