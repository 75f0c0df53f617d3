/** What is in force as a configuration file: read again it means the same. A comment says where each setting is from. */
import { settingsWith, type RuleChange, type RuleName, ruleNames } from '../alerts/rule-table';
import { autoColumns, orderText } from '../columns/find-column';
import { columnTables } from '../columns/tables';
import { excerpt } from '../format/text';
import type { LimitEntries, TargetSettings, UwtopConfig } from './config';
import type { InForce } from './in-force';
import { intervalText } from './interval';
import type { ConfigPlace } from './load';
import { describeSource, type Setting } from './source';
import { line, plainNumber, section, yamlKey, yamlText } from './write-yaml';

export interface Printed {
  readonly inForce: InForce;
  readonly place: ConfigPlace;
  readonly config: UwtopConfig | undefined;
  /** Limits that were typed, by uWSGI's name: they rank before those of the file, for every target. */
  readonly typedLimits: ReadonlyMap<string, Setting<string>>;
}

export function printConfig(printed: Printed): string {
  const { inForce, config } = printed;
  const { limits = [], targets = new Map<string, TargetSettings>() } = config ?? {};
  const typed = [...printed.typedLimits].map(([name, limit]) => limitLine(name, limit));
  const stated = limits.filter(({ name }) => !printed.typedLimits.has(name));
  const lines = [
    ...head(printed),
    line('interval', intervalText(inForce.intervalMs.value), from(inForce.intervalMs)),
    line('theme', inForce.theme.value, from(inForce.theme)),
    ...section('columns', columnLines(inForce)),
    ...section('sort', sortLines(inForce)),
    ...section('alerts', alertLines(printed)),
    ...section('limits', [...typed, ...limitLines(stated, printed)]),
    ...section(
      'targets',
      [...targets].flatMap(([heading, target]) => targetLines(heading, target, printed)),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const from = ({ source }: Setting<unknown>) => describeSource(source);

const fromFile = ({ config }: Printed, line: number | undefined) =>
  describeSource(
    config === undefined || line === undefined
      ? { kind: 'default' }
      : { kind: 'file', file: config.file, line },
  );

function head({ place: { file, namedBy }, config }: Printed): string[] {
  const named = namedBy === undefined ? '' : `, ${namedBy}`;
  return [
    '# What is in force, and where each setting is from.',
    `# ${excerpt(file, 1000)} (${config === undefined ? 'not there' : 'was read'}${named})`,
  ];
}

function columnLines({ columns }: InForce): string[] {
  return columnTables.map((table) => {
    const { value } = columns[table];
    return line(table, value === undefined ? autoColumns : `[${value.join(', ')}]`, from(columns[table]));
  });
}

const sortLines = ({ sort }: InForce) =>
  columnTables.map((table) => line(table, orderText(table, sort[table].value), from(sort[table])));

function alertLines(printed: Printed): string[] {
  const { bell, onAlert } = printed.inForce;
  const { rules = {}, ruleLines = {} } = printed.config?.alerts ?? {};
  const settings = settingsWith(rules);
  const all = ruleNames.map((name) => {
    const { muted, ...levels } = settings[name];
    return line(name, ruleText({ ...levels, mute: muted || undefined }), fromFile(printed, ruleLines[name]));
  });
  return [
    line('bell', bell.value, from(bell)),
    onAlert.value === undefined
      ? '# on-alert: (none)  # default'
      : line('on-alert', yamlText(onAlert.value), from(onAlert)),
    ...section('rules', all),
  ];
}

function ruleText({ warning, critical, clear, holdSeconds, mute }: RuleChange): string {
  const parts = Object.entries({ warning, critical, clear, hold: holdSeconds }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${plainNumber(value)}`],
  );
  return `{ ${[...parts, ...(mute === undefined ? [] : [`mute: ${mute}`])].join(', ')} }`;
}

const limitLine = (name: string, limit: Setting<string>) =>
  line(name, /^\d+$/.test(limit.value) ? limit.value : yamlText(limit.value), from(limit));

const limitLines = (entries: LimitEntries, { config, typedLimits }: Printed) =>
  entries.map(({ name, value, line }) =>
    limitLine(
      name,
      typedLimits.get(name) ?? { value, source: { kind: 'file', file: config?.file ?? '', line } },
    ),
  );

/** The section of one target. */
function targetLines(heading: string, target: TargetSettings, printed: Printed): string[] {
  const { uwsgiConfig, limits, rules, ruleLines } = target;
  const named = Object.keys(rules) as RuleName[];
  const changes = named.map((name) =>
    line(name, ruleText(rules[name] ?? {}), fromFile(printed, ruleLines[name])),
  );
  return section(
    yamlKey(heading),
    [
      ...(uwsgiConfig === undefined
        ? []
        : [line('uwsgi-config', yamlText(uwsgiConfig.value), fromFile(printed, uwsgiConfig.line))]),
      ...(limits.length === 0 ? [] : section('limits', limitLines(limits, printed))),
      ...(changes.length === 0 ? [] : section('alerts', section('rules', changes))),
    ],
    fromFile(printed, target.line),
  );
}
