/** Which value of each setting counts: flag before environment before file before default. */
import type { Order } from '../columns/column';
import { type ColumnTable, usualOrders } from '../columns/tables';
import type { Bell, PerTable, Stated, ThemeName, UwtopConfig } from './config';
import type { EnvironmentSettings } from './environment';
import { byDefault, type Setting } from './source';

type ColumnIds = readonly string[] | undefined;

export interface InForce {
  readonly intervalMs: Setting<number>;
  readonly theme: Setting<ThemeName>;
  /** undefined: as many as fit. */
  readonly columns: Readonly<Record<ColumnTable, Setting<ColumnIds>>>;
  readonly sort: Readonly<Record<ColumnTable, Setting<Order>>>;
  readonly bell: Setting<Bell>;
  readonly onAlert: Setting<string | undefined>;
}

/** What was typed; a flag that was not given is undefined. */
export interface FlagSettings {
  readonly intervalMs?: Setting<number> | undefined;
  readonly theme?: Setting<ThemeName> | undefined;
  readonly columns: Readonly<Partial<Record<ColumnTable, Setting<ColumnIds>>>>;
  readonly sort: Readonly<Partial<Record<ColumnTable, Setting<Order>>>>;
  readonly bell?: Setting<Bell> | undefined;
  readonly onAlert?: Setting<string> | undefined;
}

export interface Sources {
  readonly flags: FlagSettings;
  readonly environment: EnvironmentSettings;
  readonly config: UwtopConfig | undefined;
}

const usualIntervalMs = 1000;

export function inForce({ flags, environment, config }: Sources): InForce {
  const { looks, alerts } = config ?? {};
  const inFile = <Value>(stated: Stated<Value> | undefined) => settingOf(stated, config?.file ?? '');
  const perTable = <Value>(
    typed: Readonly<Partial<Record<ColumnTable, Setting<Value>>>>,
    stated: PerTable<Value> | undefined,
    usual: Readonly<Record<ColumnTable, Value>>,
  ) => ({
    fleet: typed.fleet ?? inFile(stated?.fleet) ?? byDefault(usual.fleet),
    workers: typed.workers ?? inFile(stated?.workers) ?? byDefault(usual.workers),
  });
  return {
    intervalMs:
      flags.intervalMs ?? environment.intervalMs ?? inFile(looks?.intervalMs) ?? byDefault(usualIntervalMs),
    theme: flags.theme ?? environment.theme ?? inFile(looks?.theme) ?? byDefault('default'),
    columns: perTable<ColumnIds>(flags.columns, looks?.columns, { fleet: undefined, workers: undefined }),
    sort: perTable(flags.sort, looks?.sort, usualOrders),
    bell: flags.bell ?? inFile(alerts?.bell) ?? byDefault('critical'),
    onAlert: flags.onAlert ?? inFile(alerts?.onAlert) ?? byDefault(undefined),
  };
}

const settingOf = <Value>(stated: Stated<Value> | undefined, file: string): Setting<Value> | undefined =>
  stated && { value: stated.value, source: { kind: 'file', file, line: stated.line } };
