import * as fc from 'fast-check';
import { alertsAt, parseRange, rangeText } from '../../src/check/range';

/** The table of the guidelines of the monitoring plugins, and its edges. */
test.each([
  ['10', [-0.1, 10.1, 1e9], [0, 5, 10]],
  ['10:', [9.9, 0, -5], [10, 11, 1e12]],
  ['~:10', [10.1, 1e9], [-1e9, 0, 10]],
  ['10:20', [9.9, 20.1], [10, 15, 20]],
  ['@10:20', [10, 15, 20], [9.9, 20.1]],
  ['@10', [0, 10], [-0.1, 10.1]],
  ['@~:10', [-1e9, 10], [10.1]],
  ['0', [0.1, -0.1], [0]],
  ['-5:5', [-5.1, 5.1], [-5, 0, 5]],
  [':10', [-0.1, 10.1], [0, 10]],
  ['.5:1.5', [0.4, 1.6], [0.5, 1.5]],
])('%s alerts at %j and not at %j', (text, alerting, calm) => {
  const range = parseRange(text) ?? fail(text);
  expect([...alerting, ...calm].filter((value) => alertsAt(range, value))).toEqual(alerting);
});

test.each(['', ':', '@', '@:', '~', '10~', '20:10', 'x', '1e3', '10:20:30', ' 10', '10%', '--1', '~10:20'])(
  '"%s" is no range',
  (text) => {
    expect(parseRange(text)).toBeUndefined();
  },
);

test('what is printed of a range is read as the same one', () => {
  const number = fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1000);
  const range = fc
    .record({ start: fc.oneof(fc.constant(-Infinity), number), end: fc.oneof(fc.constant(Infinity), number) })
    .filter(({ start, end }) => start <= end && (start !== -Infinity || end !== Infinity));
  fc.assert(
    fc.property(range, fc.boolean(), (bounds, isInside) => {
      const whole = { ...bounds, isInside };
      expect(parseRange(rangeText(whole))).toEqual(whole);
    }),
  );
});
