/** What is in force for a run: flags before uwtop's configuration file before what is found. */
import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { type AllSettings, type RuleChanges, settingsWith } from '../alerts/rule-table';
import { defaultSettings, type SettingsOf } from '../alerts/situation';
import type { ColumnTable, TableStart } from '../columns/tables';
import type { Bell, ThemeName, UwtopConfig } from '../config/config';
import type { InForce } from '../config/in-force';
import { excerpt } from '../format/text';
import { type Configuration, statedConfiguration } from '../limits/configuration';
import type { Target } from '../targets/address';
import { Knowledge, type Stated } from '../targets/knowledge';
import type { ScreenName } from '../ui/state';
import { findInForce } from './in-force';
import { type LimitFlagValues, statedLimits } from './limit-flags';
import { checkFilter, firstTable, type TableFlags } from './table-flags';

export interface SettingsOptions extends LimitFlagValues, TableFlags {
  /** uwtop's own configuration file. */
  readonly config?: string;
  /** A configuration file of the watched uWSGI. */
  readonly uwsgiConfig?: string;
  readonly onAlert?: string;
  readonly bell?: Bell;
  /** ms */
  readonly interval?: number;
  readonly theme?: ThemeName;
  /** false for --no-color. */
  readonly color?: boolean;
  readonly screen?: ScreenName;
}

export interface Settings {
  readonly config: UwtopConfig | undefined;
  readonly knowledge: Knowledge;
  /** Of the rules that raise alerts. */
  readonly settingsOf: SettingsOf;
  readonly bell: Bell;
  readonly onAlert?: string | undefined;
  readonly intervalMs: number;
  readonly theme: ThemeName;
  readonly tables: Readonly<Record<ColumnTable, TableStart>>;
}

/** The targets that there are now; more may come. */
export interface Directory {
  readonly targets: readonly Target[];
  /** There may be more later. */
  readonly mayGrow?: boolean;
}

/** @param known limits of targets that are known otherwise: those of the simulated fleet */
export async function readSettings(
  directory: Directory,
  options: SettingsOptions,
  known?: ReadonlyMap<string, Configuration>,
): Promise<Settings> {
  // Where there is none yet, those that come are looked for in the fleet.
  const table = firstTable(directory.targets.length || Infinity, options.screen);
  // Labels may come with targets that are not there yet.
  if (options.filter !== undefined && directory.mayGrow !== true)
    checkFilter(options.filter, table, directory.targets);
  const { inForce, config } = await findInForce(options, { table, isPlay: known !== undefined });
  const file = config === undefined ? undefined : await import('./config-of-target');
  if (options.uwsgiConfig !== undefined) complainOf(options.uwsgiConfig);
  const flags = statedLimits(options);
  const statedOf = (target: Target): Stated => {
    const ofFile = config === undefined ? undefined : file?.statedInConfig(config, target);
    const found = known?.get(target.id);
    return {
      configurations: [flags, listedLimits(target), ...(ofFile?.configurations ?? []), found].filter(
        (one) => one !== undefined,
      ),
      uwsgiConfig:
        options.uwsgiConfig === undefined
          ? (target.stated?.uwsgiConfig ?? ofFile?.uwsgiConfig)
          : resolve(options.uwsgiConfig),
    };
  };
  return {
    config,
    knowledge: new Knowledge(statedOf),
    settingsOf:
      config === undefined
        ? defaultSettings
        : rulesOf(directory, (target) => file?.rulesInConfig(config, target)),
    bell: inForce.bell.value,
    onAlert: inForce.onAlert.value,
    intervalMs: inForce.intervalMs.value,
    theme: inForce.theme.value,
    tables: tablesOf(inForce, table, options.filter),
  };
}

function tablesOf({ columns, sort }: InForce, first: ColumnTable, filter = ''): Settings['tables'] {
  const start = (table: ColumnTable): TableStart => ({
    order: sort[table].value,
    columns: columns[table].value,
    ...(table === first && { filter }),
  });
  return { fleet: start('fleet'), workers: start('workers') };
}

/** The watching goes on without it: what it might have set is unknown then. */
function complainOf(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch {
    process.stderr.write(`uwtop: --uwsgi-config ${excerpt(path)} cannot be read: limits may stay unknown\n`);
  }
}

/** A line of a targets file speaks of one target: after the flags, before uwtop's own file. */
function listedLimits({ stated }: Target): Configuration | undefined {
  if (stated === undefined || stated.limits.length === 0) return undefined;
  const options = stated.limits.map(({ name, value, line }) => ({
    name,
    value,
    origin: { kind: 'targets file' as const, line },
  }));
  return statedConfiguration('the targets file', options);
}

/** Read when they are asked for first: targets come and go. */
function rulesOf(
  directory: Directory,
  changesOf: (target: Target) => readonly RuleChanges[] | undefined,
): SettingsOf {
  let targets: readonly Target[] = [];
  const all = new Map<string, AllSettings>();
  return (targetId) => {
    if (targets !== directory.targets) {
      targets = directory.targets;
      all.clear();
    }
    const known = all.get(targetId);
    if (known !== undefined) return known;
    const target = targets.find(({ id }) => id === targetId);
    if (target === undefined) return defaultSettings(targetId);
    const settings = settingsWith(...(changesOf(target) ?? []));
    all.set(targetId, settings);
    return settings;
  };
}
