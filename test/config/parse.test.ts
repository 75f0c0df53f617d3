import { parseConfig } from '../../src/config/parse';
import { describeProblem, mostProblems } from '../../src/config/problems';
import type { UwtopConfig } from '../../src/config/config';

const file = '/etc/uwtop/config.yaml';

function accepted(text: string): UwtopConfig {
  const parsed = parseConfig(text, file);
  if (!parsed.ok) throw new Error(parsed.failure.map(describeProblem).join('\n'));
  return parsed.value;
}

function refused(text: string): readonly string[] {
  const parsed = parseConfig(text, 'config.yaml');
  return parsed.ok ? ['(accepted)'] : parsed.failure.map(describeProblem);
}

const looks = { columns: {}, sort: {} };
const alerts = { rules: {}, ruleLines: {} };
const nothing = { file, looks, limits: [], alerts, targets: new Map() };

describe('what a file says', () => {
  test('everything at once', () => {
    const config = accepted(`
limits:
  harakiri: 60
  workers: "8"
  memory-report: yes
alerts:
  bell: critical
  on-alert: /usr/local/bin/page-me --team web
  rules:
    busyness: { warning: 60, critical: 85, clear: 10, hold: 30s }
    queue-full: { warning: 2m }
    herd: { mute: true }
targets:
  shop:
    uwsgi-config: /etc/uwsgi/shop.ini
    limits: { harakiri: 30, max-requests: 5000 }
    alerts:
      rules: { busyness: { mute: true } }
  "@vassal":
    uwsgi-config: ./vassals/shop.ini
  1717:
`);
    expect(config).toEqual({
      file,
      looks,
      limits: [
        { name: 'harakiri', value: '60', line: 3 },
        { name: 'processes', value: '8', line: 4 },
        { name: 'memory-report', value: 'yes', line: 5 },
      ],
      alerts: {
        bell: { value: 'critical', line: 7 },
        onAlert: { value: '/usr/local/bin/page-me --team web', line: 8 },
        rules: {
          busyness: { warning: 60, critical: 85, clear: 10, holdSeconds: 30 },
          'queue-full': { warning: 120 },
          herd: { mute: true },
        },
        ruleLines: { busyness: 10, 'queue-full': 11, herd: 12 },
      },
      targets: new Map([
        [
          'shop',
          {
            line: 14,
            uwsgiConfig: { value: '/etc/uwsgi/shop.ini', line: 15 },
            limits: [
              { name: 'harakiri', value: '30', line: 16 },
              { name: 'max-requests', value: '5000', line: 16 },
            ],
            rules: { busyness: { mute: true } },
            ruleLines: { busyness: 18 },
          },
        ],
        [
          '@vassal',
          {
            line: 19,
            uwsgiConfig: { value: '/etc/uwtop/vassals/shop.ini', line: 20 },
            limits: [],
            ...alerts,
          },
        ],
        ['1717', { line: 21, limits: [], ...alerts }],
      ]),
    });
  });

  test.each([
    ['an empty file', ''],
    ['only comments', '# limits:\n#  harakiri: 60\n'],
    ['sections with everything commented out', 'limits:\nalerts:\n  rules:\ntargets:\n'],
    ['JSON, which YAML is', '{"limits": {}, "alerts": {}}'],
    ['Windows line ends and a byte order mark', '\ufefflimits:\r\n  # nothing\r\n'],
  ])('%s changes nothing', (_, text) => expect(accepted(text)).toEqual(nothing));

  test('a command may have several lines, a value the digits of uWSGI', () => {
    const { alerts, limits } = accepted(
      'alerts:\n  on-alert: |\n    cat\n    exit 1\nlimits: {harakiri: 060}\n',
    );
    expect(alerts.onAlert?.value).toBe('cat\nexit 1\n');
    expect(limits).toEqual([{ name: 'harakiri', value: '060', line: 5 }]);
  });

  test.each([
    ['500ms', 0.5],
    ['10s', 10],
    ['2m', 120],
    ['1h', 3600],
    ['0', 0],
    ['1.5', 1.5],
  ])('hold: %s', (hold, holdSeconds) =>
    expect(accepted(`alerts: {rules: {memory: {hold: ${hold}}}}`).alerts.rules.memory).toEqual({
      holdSeconds,
    }),
  );

  test('a name that every object has is the name of a target like any other', () => {
    const { targets } = accepted('targets:\n  __proto__: {limits: {listen: 9}}\n  constructor: {}\n');
    expect([...targets.keys()]).toEqual(['__proto__', 'constructor']);
    expect(targets.get('__proto__')?.limits).toEqual([{ name: 'listen', value: '9', line: 2 }]);
    expect({}).not.toHaveProperty('limits');
  });
});

describe('what is refused, with its line and what would be right', () => {
  test.each([
    ['limits:\n  harakri: 60', 'line 2: unknown key `harakri` in limits; did you mean `harakiri`?'],
    [
      'limits:\n  max_requests: 60',
      'line 2: unknown key `max_requests` in limits; did you mean `max-requests`?',
    ],
    ['limit: {}', 'line 1: unknown key `limit`; did you mean `limits`?'],
    [
      'colours: {}',
      'line 1: unknown key `colours`; known here: interval, theme, columns, sort, limits, alerts, targets',
    ],
    [
      '__proto__: {limits: {}}',
      'line 1: unknown key `__proto__`; known here: interval, theme, columns, sort, limits, alerts, targets',
    ],
    ['limits: {constructor: 1}', 'line 1: unknown key `constructor` in limits'],
    ['alerts: {rules: {toString: {}}}', 'line 1: unknown key `toString` in alerts.rules'],
    ['limits: 5', 'line 1: `limits` should be a section of keys, not `5`'],
    ['- limits', 'line 1: the file should be a section of keys, not a list'],
    ['limits:\n  harakiri: -1', 'line 2: `limits.harakiri` should be a whole number from 0 on, not `-1`'],
    ['limits:\n  harakiri: 1.5', 'line 2: `limits.harakiri` should be a whole number from 0 on, not `1.5`'],
    ['limits:\n  listen: 0x10', 'line 2: `limits.listen` should be a whole number from 0 on, not `0x10`'],
    [
      'limits: {listen: 99999999999}',
      'line 1: `limits.listen` should be at most 2147483647, not `99999999999`',
    ],
    [
      'limits: {reload-on-rss: 200MB}',
      'line 1: `limits.reload-on-rss` should be a whole number from 0 on, not `200MB`',
    ],
    ['limits: {harakiri: }', 'line 1: `limits.harakiri` should be a whole number from 0 on, not empty'],
    ['limits: {memory-report: ja}', 'line 1: `limits.memory-report` should be true or false, not `ja`'],
    [
      'limits: {cheaper-algo: [a]}',
      'line 1: `limits.cheaper-algo` should be text, as in the configuration of uWSGI, not a list',
    ],
    [
      'limits:\n  workers: 1\n  processes: 2',
      'line 3: `limits.processes` is the same option as that on line 2',
    ],
    ['limits:\n  listen: 1\n  listen: 2', 'line 3: `listen` is here a second time, after line 2'],
    ['alerts: {bell: loud}', 'line 1: `alerts.bell` should be one of none, warning, critical, not `loud`'],
    ['alerts: {on-alert: ""}', 'line 1: `alerts.on-alert` should be a command for the shell, not ``'],
    ['alerts: {on-alert: "a\\0b"}', 'line 1: `alerts.on-alert` should be a command for the shell, not `a?b`'],
    [
      'targets: {a: {uwsgi-config: ~/a.ini}}',
      'line 1: `targets.a.uwsgi-config` should be a path without ~, which only a shell expands, not `~/a.ini`',
    ],
    [
      'targets: {a: {alerts: {bell: none}}}',
      'line 1: unknown key `bell` in targets.a.alerts; known here: rules',
    ],
    ['targets:\n  ? [a]\n  : {}', 'line 2: a key should be text'],
    ['limits: {"\\e[31m": 1}', 'line 1: unknown key `?[31m` in limits'],
    [
      'limits: {listen: "\\e]0;x\\a"}',
      'line 1: `limits.listen` should be a whole number from 0 on, not `?]0;x?`',
    ],
  ])('%j', (text, problem) => expect(refused(text)).toEqual([`config.yaml ${problem}`]));

  test.each([
    [
      'busyness: {warning: 101}',
      'rules.busyness.warning` should be a number from 0 to 100 (percent), not `101`',
    ],
    [
      'busyness: {warning: .nan}',
      'rules.busyness.warning` should be a number from 0 to 100 (percent), not `.nan`',
    ],
    ['busyness: {warning: "60"}', undefined],
    ['busyness: {warning: 95}', 'rules.busyness`: warning 95 should be below critical 90 (not stated here)'],
    ['busyness: {critical: 60}', 'rules.busyness`: warning 70 (not stated here) should be below critical 60'],
    ['queue-full: {warning: 5, critical: 9}', 'rules.queue-full`: warning 5 should be above critical 9'],
    [
      'herd: {critical: 9}',
      'rules.herd.critical`: the rule herd has no critical level; its level is `warning`',
    ],
    [
      'down: {warning: 9}',
      'rules.down.warning`: the rule down has no warning level; its level is `critical`',
    ],
    [
      'memory: {clear: 70}',
      'rules.memory`: clear 70 should be below warning 70 (not stated here), or the alert never ends',
    ],
    [
      'exceptions: {warning: 3}',
      'rules.exceptions`: clear 5 (not stated here) should be below warning 3, or the alert never ends',
    ],
    ['stale: {warning: 2.5}', 'rules.stale.warning` should be a whole number from 0 on, not `2.5`'],
    [
      'down: {hold: 3601}',
      'rules.down.hold` should be seconds from 0 to 3600, such as 30, 500ms or 2m, not `3601`',
    ],
    [
      'down: {hold: -1}',
      'rules.down.hold` should be seconds from 0 to 3600, such as 30, 500ms or 2m, not `-1`',
    ],
    ['down: {mute: yes}', 'rules.down.mute` should be true or false, not `yes`'],
  ])('the rule %s', (rule, problem) => {
    const expected =
      problem ?? 'rules.busyness.warning` should be a number from 0 to 100 (percent), not `60`';
    expect(refused(`alerts:\n  rules:\n    ${rule}`)).toEqual([`config.yaml line 3: \`alerts.${expected}`]);
  });

  test('the levels of a target stand on those for all targets', () => {
    const text = (warning: number): string =>
      `alerts: {rules: {busyness: {critical: 80}}}\ntargets: {a: {alerts: {rules: {busyness: {warning: ${warning}}}}}}`;
    expect(refused(text(79))).toEqual(['(accepted)']);
    expect(refused(text(85))).toEqual([
      'config.yaml line 2: `targets.a.alerts.rules.busyness`: warning 85 should be below critical 80 (not stated here)',
    ]);
  });

  test.each([
    ['a: [1', 1, 'no valid YAML'],
    ['limits:\n\tharakiri: 1', 2, 'no valid YAML'],
    ['targets:\n  @shop: {}', 2, 'put the value in quotes'],
    ['limits: {}\n---\nlimits: {}', 2, 'a second YAML document'],
    ['limits: !!binary aGk=', 1, 'no valid YAML'],
    [`limits:\n  ${'{a: '.repeat(11)}1${'}'.repeat(11)}`, 2, 'nested too deep'],
    ['limits: &a {}\ntargets:\n  x: *a', 3, 'aliases of YAML'],
  ])('no file for it: %j', (text, line, problem) => {
    expect(refused(text)[0]).toMatch(new RegExp(`^config\\.yaml line ${line}: .*${problem}`));
  });

  test('all of them at once, in the order of the lines', () => {
    const problems = refused('targets:\n  a: 1\nalerts:\n  bel: none\nlimits:\n  x: 1\n');
    expect(problems.map((problem) => /line (\d+)/.exec(problem)?.[1])).toEqual(['2', '4', '6']);
  });

  test('but not without end', () => {
    const problems = refused(Array.from({ length: 20_000 }, (_, index) => `key${index}: 1`).join('\n'));
    expect(problems).toHaveLength(mostProblems + 1);
    expect(problems.at(-1)).toBe(`config.yaml: ${20_000 - mostProblems} more problems are not listed`);
  });
});
