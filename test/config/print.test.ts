/** What `uwtop config` prints is a configuration, and means what is in force. */
import fc from 'fast-check';
import type { UwtopConfig } from '../../src/config/config';
import { type FlagSettings, inForce } from '../../src/config/in-force';
import { parseConfig } from '../../src/config/parse';
import { printConfig } from '../../src/config/print';
import { describeProblem } from '../../src/config/problems';
import { byFlag } from '../../src/config/source';
import { settingsWith } from '../../src/alerts/rule-table';

const file = '/home/ada/.config/uwtop/config.yaml';

interface Given {
  readonly text?: string;
  readonly flags?: Partial<FlagSettings>;
  readonly limits?: Readonly<Record<string, string>>;
}

function parsed(text: string): UwtopConfig {
  const config = parseConfig(text, file);
  if (!config.ok) throw new Error(config.failure.map(describeProblem).join('\n') + `\n${text}`);
  return config.value;
}

function printed({ text, flags, limits = {} }: Given): string {
  const config = text === undefined ? undefined : parsed(text);
  return printConfig({
    inForce: inForce({ flags: { columns: {}, sort: {}, ...flags }, environment: {}, config }),
    place: { file },
    config,
    typedLimits: new Map(Object.entries(limits).map(([name, value]) => [name, byFlag(`--${name}`, value)])),
  });
}

/** What a configuration says, whichever lines it says it on. */
function meaning(text: string): unknown {
  const config = parsed(text);
  const { intervalMs, theme, columns, sort, bell, onAlert } = inForce({
    flags: { columns: {}, sort: {} },
    environment: {},
    config,
  });
  const limitsOf = (limits: UwtopConfig['limits']) =>
    Object.fromEntries(limits.map(({ name, value }) => [name, value]));
  const targets = [...config.targets].map(([name, own]) => [
    name,
    own.uwsgiConfig?.value,
    { ...limitsOf(config.limits), ...limitsOf(own.limits) },
    settingsWith(config.alerts.rules, own.rules),
  ]);
  return {
    settings: [
      intervalMs,
      theme,
      columns.fleet,
      columns.workers,
      sort.fleet,
      sort.workers,
      bell,
      onAlert,
    ].map(({ value }) => value),
    rules: settingsWith(config.alerts.rules),
    limits: limitsOf(config.limits),
    targets,
  };
}

const everything = `
interval: 2
theme: light
columns: { workers: [pid, rss] }
sort: { fleet: -busy, workers: rss:asc }
alerts:
  bell: none
  on-alert: |
    jq -r .message >> "/tmp/ü" # 'quoted'
    exit 0
  rules:
    busyness: { warning: 60, critical: 85.5, hold: 500ms }
    down: { critical: 2m }
    herd: { mute: true }
limits:
  harakiri: 060
  cheaper-algo: busyness
  memory-report: yes
targets:
  shop:
    uwsgi-config: "vassals/a b.ini"
    limits: { harakiri: 30, max-requests: 5000 }
    alerts: { rules: { busyness: { mute: true, clear: 1 } } }
  ":1717":
  "null": {}
  1717: {}
`;

test('without a file, a flag or a variable everything is a default, and the file that was looked for is named', () => {
  const text = printed({});
  expect(text).toContain(`# ${file} (not there)\n`);
  const settings = text.split('\n').filter((line) => /: [^{]|: \{ /.test(line) && !line.startsWith('#'));
  expect(settings.length).toBeGreaterThan(20);
  for (const line of settings) expect(line).toMatch(/ {2}# default$/);
  expect(meaning(text)).toEqual(meaning(''));
});

test('each setting says where it is from, and is printed as it counts', () => {
  const text = printed({
    text: everything,
    flags: {
      intervalMs: byFlag('--interval', 500),
      theme: byFlag('--no-color', 'mono'),
      sort: { workers: byFlag('--sort', { column: 'pid', descending: true }) },
    },
    limits: { harakiri: '4' },
  });
  const lines = text.split('\n').map((line) => line.trim());
  for (const line of [
    `# ${file} (was read)`,
    'interval: 500ms  # flag --interval',
    'theme: mono  # flag --no-color',
    'fleet: auto  # default',
    `workers: [pid, rss]  # ${file} line 4`,
    `fleet: -busyness  # ${file} line 5`,
    'workers: -pid  # flag --sort',
    `bell: none  # ${file} line 7`,
    `on-alert: "jq -r .message >> \\"/tmp/ü\\" # 'quoted'\\nexit 0\\n"  # ${file} line 8`,
    `busyness: { warning: 60, critical: 85.5, clear: 10, hold: 0.5 }  # ${file} line 12`,
    `herd: { warning: 50, clear: 10, hold: 5, mute: true }  # ${file} line 14`,
    'harakiri: 4  # flag --harakiri',
    `cheaper-algo: "busyness"  # ${file} line 17`,
    `shop:  # ${file} line 20`,
    `uwsgi-config: "/home/ada/.config/uwtop/vassals/a b.ini"  # ${file} line 21`,
    `max-requests: 5000  # ${file} line 22`,
    `busyness: { clear: 1, mute: true }  # ${file} line 23`,
    `":1717": {}  # ${file} line 24`,
  ])
    expect(lines).toContain(line);
});

test('read again it means the same', () => {
  expect(meaning(printed({ text: everything }))).toEqual(meaning(everything));
});

test('a limit that was typed counts for every target, in what was printed too', () => {
  const { limits, targets } = parsed(printed({ text: everything, limits: { harakiri: '4' } }));
  expect(limits).toMatchObject([{ name: 'harakiri', value: '4' }, {}, {}]);
  expect(targets.get('shop')?.limits).toMatchObject([{ name: 'harakiri', value: '4' }, {}]);
});

test('a name that is longer than YAML looks for the end of a key', () => {
  const text = `targets:\n  ? "${'x'.repeat(1100)}"\n  : { limits: { listen: 1 } }\n  ? "${'y'.repeat(1100)}"\n  : {}\n`;
  expect(meaning(printed({ text }))).toEqual(meaning(text));
});

test('whatever texts there are: commands, names and paths', () => {
  const anyText = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 1200 })
    .filter((text) => text.trim() !== '' && !text.includes('\0'));
  fc.assert(
    fc.property(anyText, anyText, fc.integer({ min: 0, max: 60_000 }), (name, command, warning) => {
      const text = [
        `alerts: { on-alert: ${JSON.stringify(command)}, rules: { busyness: { warning: ${warning / 1000}, clear: 0 } } }`,
        'targets:',
        `  ? ${JSON.stringify(name)}`,
        `  : { uwsgi-config: ${JSON.stringify(`/${command}`)} }`,
      ].join('\n');
      const again = printed({ text });
      expect(meaning(again)).toEqual(meaning(text));
      expect(again).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    }),
    { numRuns: 150 },
  );
});
