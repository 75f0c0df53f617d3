/** What is in force for a run: flags before uwtop's configuration file before what is found. */
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type RuleChanges, settingsWith } from '../alerts/rule-table';
import { defaultSettings, type SettingsOf } from '../alerts/situation';
import type { Bell, UwtopConfig } from '../config/config';
import { loadConfig } from '../config/load';
import { excerpt } from '../format/text';
import { describeProblem } from '../config/problems';
import type { Configuration } from '../limits/configuration';
import type { Target } from '../targets/address';
import { Knowledge, type Stated } from '../targets/knowledge';
import { type LimitFlagValues, statedLimits } from './limit-flags';
import { UsageError } from './options';

export interface SettingsOptions extends LimitFlagValues {
  /** uwtop's own configuration file. */
  readonly config?: string;
  /** A configuration file of the watched uWSGI. */
  readonly uwsgiConfig?: string;
  readonly onAlert?: string;
  readonly bell?: Bell;
}

export interface Settings {
  readonly config: UwtopConfig | undefined;
  readonly knowledge: Knowledge;
  /** Of the rules that raise alerts. */
  readonly settingsOf: SettingsOf;
  readonly bell: Bell;
  readonly onAlert?: string | undefined;
}

/** @param known limits of targets that are known otherwise: those of the simulated fleet */
export async function readSettings(
  targets: readonly Target[],
  options: SettingsOptions,
  known?: ReadonlyMap<string, Configuration>,
): Promise<Settings> {
  // What somebody wrote for their own fleet is not meant for the simulated one: nobody is to be paged for a play.
  const isPlay = known !== undefined && options.config === undefined;
  const config = isPlay ? undefined : await readConfig(options.config);
  const file = config === undefined ? undefined : await import('./config-of-target');
  if (options.uwsgiConfig !== undefined) complainOf(options.uwsgiConfig);
  const flags = statedLimits(options);
  const statedOf = (target: Target): Stated => {
    const ofFile = config === undefined ? undefined : file?.statedInConfig(config, target);
    const found = known?.get(target.id);
    return {
      configurations: [flags, ...(ofFile?.configurations ?? []), found].filter((one) => one !== undefined),
      uwsgiConfig: options.uwsgiConfig === undefined ? ofFile?.uwsgiConfig : resolve(options.uwsgiConfig),
    };
  };
  return {
    config,
    knowledge: new Knowledge(statedOf),
    settingsOf:
      config === undefined
        ? defaultSettings
        : rulesOf(targets, (target) => file?.rulesInConfig(config, target)),
    bell: options.bell ?? config?.alerts.bell ?? 'critical',
    onAlert: options.onAlert ?? config?.alerts.onAlert,
  };
}

/** The watching goes on without it: what it might have set is unknown then. */
function complainOf(path: string): void {
  try {
    accessSync(path, constants.R_OK);
  } catch {
    process.stderr.write(`uwtop: --uwsgi-config ${excerpt(path)} cannot be read: limits may stay unknown\n`);
  }
}

async function readConfig(path: string | undefined): Promise<UwtopConfig | undefined> {
  const loaded = await loadConfig({ path, environment: process.env, home: homedir() });
  if (!loaded.ok) throw new UsageError(loaded.failure.map(describeProblem).join('\n'));
  return loaded.value;
}

function rulesOf(
  targets: readonly Target[],
  changesOf: (target: Target) => readonly RuleChanges[] | undefined,
): SettingsOf {
  const all = new Map(
    targets.map((target) => [target.id, settingsWith(...(changesOf(target) ?? []))] as const),
  );
  return (targetId) => all.get(targetId) ?? defaultSettings(targetId);
}
