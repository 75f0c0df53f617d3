import fc from 'fast-check';
import { alertsIn, judge } from '../../src/alerts/book';
import {
  type RuleDefaults,
  type RuleName,
  ruleNames,
  ruleTable,
  settingsWith,
} from '../../src/alerts/rule-table';
import { createRandom } from '../../src/random/random';
import { epochMs } from '../support/documents';
import { atPeace, driven, keepBook, standing, tell } from './driven';

const rules: readonly (readonly [RuleName, RuleDefaults])[] = ruleNames.map((name) => [
  name,
  ruleTable[name],
]);
const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);

/** So far beyond a level, on its worse side, in the rule's own direction. */
const beyond = ({ unit }: RuleDefaults, level: number, by: number) =>
  unit === 'seconds-left' ? level - by : level + by;
const firstLevel = ({ warning, critical }: RuleDefaults) => warning ?? critical ?? NaN;
const firstSeverity = ({ warning }: RuleDefaults) => (warning === undefined ? 'critical' : 'warning');

describe.each(rules)('the rule %s', (rule, defaults) => {
  const { clear, holdSeconds: hold, calmSeconds = 0 } = defaults;
  const calm = Math.max(hold, calmSeconds);
  const level = firstLevel(defaults);
  const severity = firstSeverity(defaults);
  const rest =
    rule === 'stale' || rule === 'down' ? undefined : Math.max(0, beyond(defaults, level, -clear - 1));

  test('is silent below its level', () => {
    expect(tell(rule, times(30, rest))).toEqual([]);
    const near = Math.max(0, beyond(defaults, level, -1));
    if (rule !== 'stale' && rule !== 'down') expect(tell(rule, times(30, near))).toEqual([]);
  });

  test('is raised when it has held, not before', () => {
    const changes = tell(rule, [rest, ...times(hold + 3, level)]);
    expect(changes).toEqual([`${1 + hold} raised ${severity}`]);
  });

  test('takes one odd sample for no alert, where it has time to hold', () => {
    const worst = defaults.unit === 'seconds-left' ? 0 : 100;
    const changes = tell(rule, [...times(5, rest), worst, ...times(30, rest)]);
    if (hold > 0) expect(changes).toEqual([]);
    else expect(changes.map((change) => change.split(' ')[1])).toEqual(['raised', 'cleared']);
  });

  test('is cleared when it has been left by its margin for as long', () => {
    const raised = [rest, ...times(hold + 1, level)];
    const changes = tell(rule, [...raised, ...times(calm + 3, rest)]);
    expect(changes).toEqual([
      `${1 + hold} raised ${severity}`,
      `${raised.length + calm} cleared ${severity}`,
    ]);
  });

  test('stays within its margin, and when it is left for a moment only', () => {
    const raised = [rest, ...times(hold + 1, level)];
    if (clear > 0 && rule !== 'stale') {
      const margin = beyond(defaults, level, 0.01 - clear);
      expect(tell(rule, [...raised, ...times(60, margin)])).toEqual([`${1 + hold} raised ${severity}`]);
    }
    if (hold > 1) {
      const moments = times(8, [...times(calm - 1, rest), level]).flat();
      expect(tell(rule, [...raised, ...moments])).toEqual([`${1 + hold} raised ${severity}`]);
    }
  });

  test('says since when, and is another alert when it is raised again', () => {
    const values = [rest, ...times(hold + 1, level), ...times(calm + 1, rest), ...times(hold + 2, level)];
    const { changes } = keepBook(
      values.map((value, second) => (value === undefined ? atPeace : driven(rule, value, second * 1000))),
    );
    const [first, gone, second] = changes.filter(({ alert }) => alert.rule === rule);
    expect([first?.change, gone?.change, second?.change]).toEqual(['raised', 'cleared', 'raised']);
    expect(first?.alert.sinceMs).toBe(epochMs + 1000);
    expect(second?.alert.sinceMs).toBe(epochMs + (hold + calm + 3) * 1000);
    expect(gone?.alert.id).toBe(first?.alert.id);
    expect(second?.alert.id).not.toBe(first?.alert.id);
  });

  test('that is muted is never heard', () => {
    const muted = settingsWith({ [rule]: { mute: true } });
    const worst = defaults.unit === 'seconds-left' ? 0 : 100;
    expect(tell(rule, times(60, worst), muted)).toEqual([]);
  });

  if (defaults.warning !== undefined && defaults.critical !== undefined) {
    const { warning, critical } = defaults;

    test('worsens, eases and clears in steps', () => {
      const values = [
        ...times(hold + 1, warning),
        ...times(hold + 1, critical),
        ...times(calm + 1, beyond(defaults, critical, -clear - 1)),
      ];
      const told = tell(rule, values);
      expect(told.slice(0, 2)).toEqual([`${hold} raised warning`, `${2 * hold + 1} worsened critical`]);
      // Where the margin of critical reaches below the warning's level, it goes at once.
      const left = `${2 * hold + calm + 2}`;
      expect([[`${left} eased warning`], [`${left} cleared critical`]]).toContainEqual(told.slice(2));
    });

    test('is critical at once when it is that from the start', () => {
      expect(tell(rule, times(hold + 3, critical))).toEqual([`${hold} raised critical`]);
    });

    test('stays critical within the margin of that level', () => {
      const margin = beyond(defaults, critical, 0.01 - clear);
      expect(tell(rule, [...times(hold + 1, critical), ...times(60, margin)])).toEqual([
        `${hold} raised critical`,
      ]);
    });
  }
});

describe('easing', () => {
  const settings = settingsWith({ 'busy-ratio': { warning: 50, critical: 90, clear: 10, holdSeconds: 10 } });
  const told = (...values: readonly number[]) => tell('busy-ratio', values, settings);

  test('from critical goes to a warning as long as that is not left for its time', () => {
    // Calmer than critical for nine seconds, below everything for one.
    expect(told(...times(11, 95), ...times(10, 60), ...times(3, 10), ...times(30, 60))).toEqual([
      '10 raised critical',
      '21 eased warning',
    ]);
  });

  test('from critical to nothing is one step when everything was left for its time', () => {
    expect(told(...times(11, 95), ...times(11, 10))).toEqual(['10 raised critical', '21 cleared critical']);
  });

  test('in the middle of a new rise does not happen', () => {
    expect(
      told(...times(11, 60), ...times(5, 20), ...times(5, 95), ...times(9, 20), ...times(20, 60)),
    ).toEqual(['10 raised warning']);
  });
});

describe('what wanders about a level', () => {
  const wandering = rules.filter(([, { clear }]) => clear > 0);

  test.each(wandering)('%s is raised once in ten minutes at the most', (rule, defaults) => {
    for (const level of [defaults.warning, defaults.critical]) {
      if (level === undefined) continue;
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (seed) => {
          const random = createRandom(seed);
          const values = Array.from({ length: 600 }, () => {
            const off = random.between(-1, 1);
            return level + (defaults.unit === 'count' ? Math.round(off) : off);
          });
          const changes = tell(rule, values).map((line) => line.split(' ')[1]);
          expect(changes.filter((change) => change === 'raised').length).toBeLessThanOrEqual(1);
          expect(changes.filter((change) => change === 'cleared')).toEqual([]);
          expect(changes.length).toBeLessThanOrEqual(2);
        }),
        { numRuns: 4 },
      );
    }
  });
});

describe('any sequence of values', () => {
  const driveable = fc.constantFrom<RuleName>(
    'busy-ratio',
    'queue-full',
    'memory',
    'request-age',
    'death-spiral',
    'herd',
  );
  // In stretches, as load comes: odd samples alone would never hold.
  const stretches = fc.array(fc.tuple(fc.integer({ min: 0, max: 110 }), fc.integer({ min: 1, max: 15 })), {
    minLength: 1,
    maxLength: 12,
  });

  test('is told in turn: raised, worse and better by one step, cleared; and never cleared before raised', () => {
    fc.assert(
      fc.property(driveable, stretches, (rule, parts) => {
        const values = parts.flatMap(([value, seconds]) => times(seconds, value));
        const instances = values.map((value, second) => driven(rule, value, second * 1000));
        const { changes, books } = keepBook(instances);
        const open = new Map<string, string>();
        for (const { change, alert } of changes) {
          const before = open.get(`${alert.rule} ${alert.subject}`);
          if (change === 'raised') expect(before).toBeUndefined();
          else expect(before).toBeDefined();
          if (change === 'worsened') expect([before, alert.severity]).toEqual(['warning', 'critical']);
          if (change === 'eased') expect([before, alert.severity]).toEqual(['critical', 'warning']);
          if (change === 'cleared') open.delete(`${alert.rule} ${alert.subject}`);
          else open.set(`${alert.rule} ${alert.subject}`, alert.severity);
        }
        expect([...open].map(([key, severity]) => `${key.split(' ')[0] ?? ''} ${severity}`).sort()).toEqual(
          standing(books.at(-1)).sort(),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('clears nothing that was above its margin within the time that it has to be left for', () => {
    fc.assert(
      fc.property(stretches, (parts) => {
        const values = parts.flatMap(([value, seconds]) => times(seconds, value));
        const { warning, clear, holdSeconds } = ruleTable['busy-ratio'];
        for (const line of tell('busy-ratio', values)) {
          const [second, change] = line.split(' ');
          if (change !== 'cleared') continue;
          const at = Number(second);
          const since = values.slice(Math.max(0, at - holdSeconds), at + 1);
          expect(Math.max(...since)).toBeLessThan(warning - clear);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('raises nothing that did not hold', () => {
    fc.assert(
      fc.property(stretches, (parts) => {
        const values = parts.flatMap(([value, seconds]) => times(seconds, value));
        const { warning, holdSeconds } = ruleTable['busy-ratio'];
        for (const line of tell('busy-ratio', values)) {
          const [second, change] = line.split(' ');
          if (change !== 'raised') continue;
          const held = values.slice(Number(second) - holdSeconds, Number(second) + 1);
          expect(held.length).toBe(holdSeconds + 1);
          expect(Math.min(...held)).toBeGreaterThanOrEqual(warning);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a target that does not answer', () => {
  const busy = times(15, driven('busy-ratio', 80, 0));
  const stale = (seconds: number) =>
    Array.from({ length: seconds }, (_, second) => driven('stale', second + 1, 16_000));

  test('leaves what stood as it stood while it is stale', () => {
    const { changes, books } = keepBook([...busy, ...stale(8), ...busy]);
    expect(changes.map(({ change, alert, second }) => `${second} ${change} ${alert.rule}`)).toEqual([
      '10 raised busy-ratio',
      '17 raised stale',
      '23 cleared stale',
    ]);
    expect(standing(books[20])).toEqual(['stale warning', 'busy-ratio warning']);
    expect(alertsIn(books.at(-1) ?? new Map())[0]?.sinceMs).toBe(epochMs);
  });

  test('does not break the time that something must hold with one poll that failed', () => {
    const flaky = Array.from({ length: 40 }, (_, second) =>
      second % 4 === 3 ? driven('stale', 1, second * 1000) : driven('busy-ratio', 80, second * 1000),
    );
    const { changes } = keepBook(flaky);
    expect(changes.map(({ change, alert }) => `${change} ${alert.rule}`)).toEqual(['raised busy-ratio']);
  });

  test('drops everything else once it is down, and is at peace when it is back', () => {
    const down = Array.from({ length: 30 }, (_, second) => driven('down', 10 + second, (15 + second) * 1000));
    const { changes, books } = keepBook([...busy, ...down, ...times(5, atPeace)]);
    expect(standing(books[44])).toEqual(['down critical']);
    expect(changes.map(({ change, alert }) => `${change} ${alert.rule}`)).toEqual([
      'raised busy-ratio',
      'cleared busy-ratio',
      'raised down',
      'cleared down',
    ]);
    expect(changes.slice(1, 3).map(({ second }) => second)).toEqual([15, 15]);
    expect(books.at(-1)?.get('shop')).toBeUndefined();
  });
});

test('muting takes away at once what stands', () => {
  const busy = driven('busy-ratio', 80, 0);
  const { books } = keepBook(times(12, busy));
  const [book] = books.slice(-1);
  expect(standing(book)).toEqual(['busy-ratio warning']);
  const muted = settingsWith({ 'busy-ratio': { mute: true } });
  const moment = { wallMs: epochMs + 12_000, monotonicMs: 12_000 };
  const judged = judge(book?.get(busy.target.id), busy, muted, moment);
  expect(judged.tracks).toBeUndefined();
  expect(judged.changes.map(({ change, alert }) => `${change} ${alert.rule}`)).toEqual([
    'cleared busy-ratio',
  ]);
});

describe('a book', () => {
  test('of which nothing is to be told stays the same object', () => {
    const { books } = keepBook(times(5, atPeace));
    expect(new Set(books).size).toBe(1);
  });

  test('lists the worst first, among equals the newest', () => {
    const both = [
      ...times(12, driven('busy-ratio', 80, 0)),
      ...times(12, { ...driven('busy-ratio', 100, 0), seen: driven('memory', 75, 0).seen }),
    ];
    const { books } = keepBook(both);
    const merged = new Map([
      ...(books[11] ?? []),
      ['other', books.at(-1)?.get('shop') ?? new Map<string, never>()],
    ]);
    expect(alertsIn(merged).map(({ rule }) => rule)[0]).toBe('memory');
    expect(alertsIn(merged, 'nobody')).toEqual([]);
    expect(alertsIn(merged, 'shop').map(({ rule }) => rule)).toEqual(['busy-ratio']);
  });
});
