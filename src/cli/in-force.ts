/** The settings that are in force, and where they are from: flags, environment, uwtop's configuration file, defaults. */
import { homedir } from 'node:os';
import type { ColumnTable } from '../columns/tables';
import type { ThemeName, UwtopConfig } from '../config/config';
import { readEnvironment } from '../config/environment';
import { type InForce, inForce } from '../config/in-force';
import { type ConfigPlace, loadConfig, placeOfConfig } from '../config/load';
import { describeProblem } from '../config/problems';
import { byFlag, ifGiven, type Setting } from '../config/source';
import type { SettingsOptions } from './settings';
import { settingsOfFlags } from './table-flags';
import { UsageError } from './usage-error';

export interface Found {
  readonly inForce: InForce;
  readonly place: ConfigPlace;
  /** undefined where there is no file. */
  readonly config: UwtopConfig | undefined;
}

export interface Circumstances {
  /** The table that comes first: the flags are meant for it. */
  readonly table: ColumnTable;
  /** The fleet is simulated. */
  readonly isPlay?: boolean;
}

export async function findInForce(
  options: SettingsOptions,
  { table, isPlay = false }: Circumstances,
): Promise<Found> {
  const environment = readEnvironment(process.env);
  if (!environment.ok) throw new UsageError(environment.failure.join('\n'));
  const lookup = { path: options.config, environment: process.env, home: homedir() };
  const loaded = await loadConfig(lookup);
  if (!loaded.ok) throw new UsageError(loaded.failure.map(describeProblem).join('\n'));
  const config = isPlay && options.config === undefined ? looksOnly(loaded.value) : loaded.value;
  const flags = {
    ...settingsOfFlags(options, table),
    intervalMs: ifGiven('--interval', options.interval),
    theme: themeOfFlags(options),
    bell: ifGiven('--bell', options.bell),
    onAlert: ifGiven('--on-alert', options.onAlert),
  };
  return {
    inForce: inForce({ flags, environment: environment.value, config }),
    place: placeOfConfig(lookup),
    config,
  };
}

const themeOfFlags = ({ color, theme }: SettingsOptions): Setting<ThemeName> | undefined =>
  color === false ? byFlag('--no-color', 'mono') : ifGiven('--theme', theme);

/** What somebody wrote for their own fleet is not meant for the simulated one: nobody is to be paged for a play. */
const looksOnly = (config: UwtopConfig | undefined): UwtopConfig | undefined =>
  config && { ...config, limits: [], alerts: { rules: {}, ruleLines: {} }, targets: new Map() };
