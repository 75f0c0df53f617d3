import { parseTry, tryOptions } from '../../src/advisor/cheaper/try';
import type { CheaperSettings } from '../../src/advisor/cheaper/settings';
import { settingsOf } from './cheaper-cases';

const base = settingsOf();
const spare = settingsOf({ algorithm: 'spare' });

test('what is written takes the place of what is set today, the rest stays', () => {
  expect(parseTry(' workers=128 , cheaper=8,cheaper-busyness-max=70,', base)).toEqual({
    ok: true,
    value: settingsOf({ processes: 128, cheaper: 8, busynessMax: 70 }),
  });
});

test('another algorithm, or none at all', () => {
  expect(parseTry('cheaper-algo=backlog', base)).toMatchObject({ ok: true, value: { algorithm: 'backlog' } });
  expect(parseTry('cheaper=0', base)).toMatchObject({ ok: true, value: { cheaper: 0 } });
});

test('every option that has a value of its own can be tried', () => {
  const text = tryOptions
    .map((option) => {
      const values: Record<string, string> = { 'cheaper-algo': 'busyness', 'cheaper-busyness-max': '60' };
      return `${option}=${values[option] ?? (option === 'processes' ? '9' : '5')}`;
    })
    .join(',');
  expect(parseTry(text, base)).toMatchObject({ ok: true });
});

describe('says what is wrong', () => {
  const cases: readonly (readonly [text: string, today: CheaperSettings, ...sentences: readonly string[]])[] =
    [
      [
        '',
        base,
        'nothing to try: write OPTION=NUMBER pairs with commas between, as in processes=8,cheaper=2',
      ],
      ['processes', base, 'processes: write it as OPTION=NUMBER'],
      ['proceses=4', base, 'proceses is not one of the options that can be tried; did you mean `processes`?'],
      [
        'harakiri=4',
        base,
        `harakiri is not one of the options that can be tried: these are ${tryOptions.join(', ')}`,
      ],
      ['processes=many', base, 'processes: many is not a whole number'],
      ['processes=', base, 'processes: nothing is not a whole number'],
      ['cheaper-busyness-max=-5', base, 'cheaper-busyness-max: -5 is not a whole number'],
      ['processes=1e9', base, 'processes: 1e9 is not a whole number'],
      ['processes=9999999999', base, 'processes: 9999999999 is not a whole number'],
      ['processes=4,workers=8', base, 'processes is written more than once'],
      [
        'processes=x,cheeper=2',
        base,
        'processes: x is not a whole number',
        'cheeper is not one of the options that can be tried; did you mean `cheaper`?',
      ],
      [
        'cheaper-busyness-penalty=0',
        base,
        'cheaper-busyness-penalty 0: uWSGI takes it as not set, which is 2; write 1 or more',
      ],
      ['cheaper=8', base, 'cheaper 8 is not below processes 8 (as today): uWSGI does not start'],
      ['processes=2', base, 'cheaper 2 (as today) is not below processes 2: uWSGI does not start'],
      ['cheaper-initial=1', base, 'cheaper-initial 1 is below cheaper 2 (as today): uWSGI starts with 2'],
      ['cheaper-initial=9', base, 'cheaper-initial 9 is above processes 8 (as today): uWSGI starts with 8'],
      ['cheaper-overload=0', base, 'cheaper-overload 0: busyness divides by it, and the master crashes'],
      ['cheaper-overload=0', spare, 'cheaper-overload 0: spare divides by it, and the master crashes'],
      [
        'cheaper-busyness-min=50',
        base,
        'cheaper-busyness-min 50 is not below cheaper-busyness-max 50 (as today): the workers would come and go at once',
      ],
      [
        'cheaper-busyness-max=100',
        base,
        'cheaper-busyness-max 100: busyness is never above it: only the listen queue would start workers',
      ],
      [
        'cheaper-busyness-max=70',
        spare,
        'cheaper-busyness-max does nothing with cheaper-algo spare: add cheaper-algo=busyness',
      ],
      ['cheaper-step=2', settingsOf({ cheaper: 0 }), 'cheaper-step does nothing without cheaper'],
      [
        'cheaper-algo=spare2',
        base,
        'cheaper-algo spare2: there is none before uWSGI 2.1; 2.0 would take spare',
      ],
      [
        'cheaper-algo=busines',
        base,
        'cheaper-algo: busines is none of spare, backlog, busyness, manual; did you mean `busyness`?',
      ],
      [
        'cheaper-algo=backlog',
        settingsOf({ queueIsSeen: false }),
        'cheaper-algo backlog: uWSGI does not see the listen queue of a UNIX socket, and would never start a worker',
      ],
    ];

  test.each(cases.map(([text, today, ...sentences]) => ({ text, today, sentences })))(
    '$text',
    ({ text, today, sentences }) => {
      expect(parseTry(text, today)).toEqual({ ok: false, failure: sentences });
    },
  );

  test('without what a terminal would obey', () => {
    const read = parseTry('\u001b[31mprocesses=4', base);
    expect(JSON.stringify(read)).not.toContain('\u001b');
    expect(read.ok).toBe(false);
  });
});
