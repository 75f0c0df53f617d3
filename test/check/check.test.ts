import * as fc from 'fast-check';
import { settingsWith } from '../../src/alerts/rule-table';
import { exitCodeOf, worstOf } from '../../src/check/state';
import { parseThresholds } from '../../src/check/thresholds';
import type { Observation } from '../../src/model/observation';
import { busyCore, emperorObservation, knownLimits, worker, workerDocument } from '../support/documents';
import { label, lost, polled } from '../ui/scenes';
import { checked } from './checked';

/** `busy` of four workers are in a request all the time, polled once a second. */
function seconds(
  count: number,
  busy: number | ((second: number) => number),
  name = 'shop',
  queue = 0,
): Observation[] {
  return Array.from({ length: count }, (_, second) => {
    const inRequest = typeof busy === 'number' ? busy : busy(second);
    const workers = [0, 1, 2, 3].map((place) =>
      worker({
        id: place + 1,
        pid: 100 + place,
        requests: 10 * second,
        running_time: place < inRequest ? second * 1e6 : 0,
        cores: place < inRequest ? [busyCore(-1)] : [],
      }),
    );
    const document = workerDocument(workers, {
      listen_queue: queue,
      sockets: [{ name: ':80', proto: 'http', queue, max_queue: 100, shared: 0, can_offload: 0 }],
    });
    return polled(name, document, second * 1000);
  });
}

const line = (text: string) => text.split('\n')[0] ?? '';

describe('states', () => {
  test('all is well', () => {
    const { state, text } = checked(seconds(2, 0));
    expect(state).toBe('OK');
    expect(text).toMatch(/^UWSGI OK - shop: 0 of 4 busy, busyness 0%, queue 0 of 100, 40\.0 req\/s \| /);
    expect(text.split(' | ')[1]).toContain("'busyness'=0%;70;90;0;100 ");
    expect(text.split('\n')).toHaveLength(2);
  });

  test('saturated is critical by the rule on busyness, over one interval too', () => {
    const { state, text } = checked(seconds(2, 4));
    expect(state).toBe('CRITICAL');
    expect(text).toMatch(/^UWSGI CRITICAL - shop: busyness is 100% over \d s: raise processes/);
  });

  test.each([
    ['a warning', { warning: 'busyness=60' }, 3, 'WARNING'],
    ['below', { warning: 'busyness=80' }, 3, 'OK'],
    ['critical before warning', { warning: 'busyness=50', critical: 'busyness=70' }, 3, 'CRITICAL'],
    ['too little', { critical: 'busy=1:' }, 0, 'CRITICAL'],
    ['inside', { warning: 'active=@1:8' }, 0, 'WARNING'],
    ['several with commas', { warning: 'rss=9,busy=~:2' }, 3, 'WARNING'],
    ['the last of two', { warning: 'busyness=10,busyness=95' }, 3, 'OK'],
    ['what is not known', { warning: 'slot-use=1' }, 0, 'UNKNOWN'],
  ] as const)('thresholds: %s', (_, asked, busy, state) => {
    expect(checked(seconds(2, busy), asked).state).toBe(state);
  });

  test('a threshold takes the place of the rule on the same quantity', () => {
    const { state, text } = checked(seconds(2, 4), { critical: 'busyness=100' });
    expect(state).toBe('OK');
    expect(text).toContain("'busyness'=100%;;100;0;100 ");
  });

  test('what a threshold says has its number and its range', () => {
    const { text } = checked(seconds(2, 3), { warning: 'busyness=~:50' });
    expect(line(text)).toContain('UWSGI WARNING - shop: busyness 75% (warning range ~:50) | ');
    expect(text).toContain("'busyness'=75%;~:50;;0;100 ");
  });

  test.each([
    [['harakiri'], 'OK'],
    [[], 'OK'],
    [['busyness', 'harakiri'], 'CRITICAL'],
  ] as const)('of rules only %j', (rules, state) => {
    expect(checked(seconds(2, 4), { rules }).state).toBe(state);
  });

  test('levels and mutes of the configuration', () => {
    const at = (change: object) =>
      checked(seconds(2, 2), { settingsOf: () => settingsWith({ busyness: change }) });
    expect(at({ warning: 40, critical: 60 }).state).toBe('WARNING');
    expect(at({ warning: 40, critical: 60 }).text).toContain("'busyness'=50%;40;60;0;100");
    expect(at({ warning: 40, mute: true }).state).toBe('OK');
    expect(at({ warning: 40, mute: true }).text).toContain("'busyness'=50%;;;0;100");
  });

  test("a level that the instance's own limits move", () => {
    const limits = knownLimits({ 'cheaper-busyness-max': 40 });
    const { state, text } = checked(seconds(2, 2).map((one) => ({ ...one, limits })));
    expect(state).toBe('WARNING');
    expect(text).toContain("'busyness'=50%;40;90;0;100");
  });
});

describe('over a length of time', () => {
  const dip = (second: number) => (second === 4 ? 1 : 4);

  test.each([
    ['a rule that holds', 4, {}, 'CRITICAL'],
    ['a threshold that holds', 4, { critical: 'busy=3', rules: [] }, 'CRITICAL'],
    ['a threshold that was not passed once', dip, { critical: 'busy=3', rules: [] }, 'OK'],
    [
      'a threshold that was passed to the warning once',
      (second: number) => (second === 4 ? 3 : 4),
      { warning: 'busy=2', critical: 'busy=3', rules: [] },
      'WARNING',
    ],
    ['a count of a moment', 4, { rules: ['busy-ratio'] }, 'CRITICAL'],
    [
      'a count of a moment that did not hold',
      (second: number) => (second === 9 ? 4 : 1),
      { rules: ['busy-ratio'] },
      'OK',
    ],
  ] as const)('%s', (_, busy, asked, state) => {
    expect(checked(seconds(11, busy), { ...asked, forSeconds: 10 }).state).toBe(state);
  });

  test('without one, one moment of busy workers is chance', () => {
    expect(checked(seconds(2, 4), { rules: ['busy-ratio', 'listen-queue'] }).state).toBe('OK');
  });

  test('the sentence says how long', () => {
    const { text } = checked(seconds(11, 4), { critical: 'busy=3', rules: [], forSeconds: 10 });
    expect(text).toContain('busy 4 (critical range 3) for 10 seconds | ');
  });
});

describe('instances that do not answer', () => {
  test('nobody listens there: the server is gone', () => {
    const { state, text } = checked([lost('shop', 0), lost('shop', 1000)]);
    expect(state).toBe('CRITICAL');
    expect(text).toMatch(
      /^UWSGI CRITICAL - shop: connection refused \(ECONNREFUSED\); is uWSGI running, .*\n$/,
    );
    expect(text).not.toContain('|');
  });

  test.each(['silent', 'permission', 'not-stats', 'name-not-found', 'connect-timeout'] as const)(
    'of %s the cause may lie elsewhere',
    (code) => {
      const failed = { ...lost('shop', 0), outcome: { ok: false, failure: { code } } } as const;
      expect(checked([failed]).state).toBe('UNKNOWN');
    },
  );

  test('what is silent for as long as the rule on that allows is gone too', () => {
    const outcome = { ok: false, failure: { code: 'silent' } } as const;
    const away = (count: number) =>
      Array.from({ length: count }, (_, second) => ({ ...lost('shop', second * 1000), outcome }));
    expect(checked(away(6), { forSeconds: 20 }).state).toBe('UNKNOWN');
    expect(checked(away(12), { forSeconds: 20 }).state).toBe('CRITICAL');
    expect(checked(away(12), { forSeconds: 20, rules: [] }).state).toBe('UNKNOWN');
    expect(checked(away(12), { forSeconds: 20 }).text).not.toContain('more');
  });

  test('what it said before it was gone is no performance of now', () => {
    const { state, text } = checked([...seconds(2, 0), lost('shop', 2000)]);
    expect(state).toBe('CRITICAL');
    expect(text).not.toContain('|');
  });

  test('no answer until the time was up', () => {
    const { state, text } = checked([], { targets: [label('shop')], late: ['shop'] });
    expect({ state, text }).toEqual({
      state: 'UNKNOWN',
      text: 'UWSGI UNKNOWN - shop: no answer within 10s\n',
    });
    expect(checked(seconds(1, 0), { late: ['shop'] }).state).toBe('UNKNOWN');
  });

  test('an emperor has nothing to hold against a threshold; beside workers it is none the worse', () => {
    const emperor = (atMs: number) => ({ ...emperorObservation([], atMs), targetId: 'emperor' });
    const both = [emperor(0), emperor(1000)];
    expect(checked(both).text).toBe('UWSGI OK - emperor: emperor of 0 vassals\n');
    expect(checked(both, { warning: 'busyness=70' }).state).toBe('UNKNOWN');
    expect(checked([...both, ...seconds(2, 0)], { warning: 'busyness=70' }).state).toBe('OK');
  });
});

describe('several instances', () => {
  const fleet = [
    ...seconds(2, 0, 'web 1'),
    ...seconds(2, 4, 'shop'),
    lost('api', 0),
    ...seconds(2, 3, "o'd=d"),
  ];

  test('the worst state, the worst first, and labels that any reader takes', () => {
    const { state, text } = checked(fleet);
    expect(state).toBe('CRITICAL');
    expect(line(text)).toMatch(
      /^UWSGI CRITICAL - shop CRITICAL: busyness is .* - api CRITICAL: connection refused .* - o'd=d WARNING: .* - 1 of 4 instances OK \| /,
    );
    const labels = [...(text.split(' | ')[1] ?? '').matchAll(/'([^']*)'=/g)].map(([, name]) => name);
    expect(labels.filter((name) => name?.endsWith('::busyness'))).toEqual([
      'web_1::busyness',
      'shop::busyness',
      'o_d_d::busyness',
    ]);
  });

  test('names that would have one label get two', () => {
    const { text } = checked([...seconds(2, 0, 'a b'), ...seconds(2, 0, 'a/b')]);
    expect(text).toContain("'a_b::busyness'=");
    expect(text).toContain("'a_b_2::busyness'=");
  });

  test('-v has a line an instance and a line a reason below', () => {
    const [, ...lines] = checked(fleet, { verbose: true }).text.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^shop CRITICAL: 4 of 4 busy/),
      expect.stringMatching(/^- CRITICAL: busyness is 100%/),
      expect.stringMatching(/^api CRITICAL: no answer/),
      expect.stringMatching(/^- CRITICAL: connection refused/),
      expect.stringMatching(/^o'd=d WARNING: 3 of 4 busy/),
      expect.stringMatching(/^- WARNING: busyness is 75%/),
      expect.stringMatching(/^web 1 OK: 0 of 4 busy/),
    ]);
  });

  test('many in trouble are counted', () => {
    const many = Array.from({ length: 9 }, (_, index) => lost(`web${index}`, 0));
    expect(checked(many).text).toMatch(/web4 CRITICAL: [^]* - 4 more in trouble - 0 of 9 instances OK\n$/);
  });
});

test.each([
  [[], 'OK', 0],
  [['OK', 'WARNING'], 'WARNING', 1],
  [['UNKNOWN', 'WARNING', 'OK'], 'WARNING', 1],
  [['UNKNOWN', 'OK'], 'UNKNOWN', 3],
  [['WARNING', 'CRITICAL', 'UNKNOWN'], 'CRITICAL', 2],
] as const)('the worst of %j is %s', (states, worst, code) => {
  expect(worstOf(states)).toBe(worst);
  expect(exitCodeOf[worst]).toBe(code);
});

test.each([
  ['busyness', /metric=range/],
  ['busines=70', /did you mean `busyness`\?/],
  ['busyness=x', /no range/],
  ['busyness=20:10', /no range/],
  ['=70', /metric=range/],
  ['busyness=70,', /metric=range/],
])('the threshold "%s" is refused', (text, hint) => {
  const parsed = parseThresholds(text);
  expect(parsed.ok ? '' : parsed.failure).toMatch(hint);
});

/** Requests and names are foreign text: whatever is in them, there is one line, and one bar before the data. */
test('the output is one line of text whatever foreign text is in it', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('|', '\n', '\u001b[31m', "'=|", '\u202e', '\r'),
  );
  fc.assert(
    fc.property(odd, odd, odd, (name, uri, version) => {
      const cores = [busyCore(-4000, { vars: ['REQUEST_METHOD=GET', `REQUEST_URI=${uri}`, ''] })];
      const document = workerDocument([worker({ cores })], { version });
      const targets = ['one', 'two'].map((id) => ({ id, name: `${name}${id}`, address: name }));
      const observations = [0, 1000].map((atMs) => polled('one', document, atMs));
      const { state, text } = checked([...observations, lost('two', 0)], { targets });
      expect(state).toBe('CRITICAL');
      expect(text).toMatch(/^UWSGI CRITICAL - [^|\n]* \| [ -~]*\n$/);
      expect(text.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      for (const data of (text.split(' | ')[1] ?? '').trim().split(' '))
        expect(data).toMatch(/^'[\w.-]+::[a-z-]+'=-?[\d.]+(?:%|s|B|c)?(?:;[-~:@.\d]*){0,4}$/);
    }),
  );
});

test('a listen queue that holds less than one is full of nothing', () => {
  const sockets = [{ name: ':80', queue: 5, max_queue: 5e-324 }];
  const document = workerDocument([worker()], { sockets });
  const { text } = checked([polled('shop', document, 0)]);
  expect(text).not.toMatch(/queue-fill|Infinity|NaN/);
});
