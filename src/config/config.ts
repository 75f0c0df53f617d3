/** What uwtop's own configuration file says. */
import type { RuleChanges, RuleName } from '../alerts/rule-table';
import type { Order } from '../columns/column';
import type { ColumnTable } from '../columns/tables';
import type { StatedOption } from '../targets/address';

/** What the file says, and on which line. */
export interface Stated<Value> {
  readonly value: Value;
  readonly line: number;
}

export const themeNames = ['default', 'light', 'mono', 'high-contrast', 'colour-blind'] as const;

export type ThemeName = (typeof themeNames)[number];

export const bells = ['none', 'warning', 'critical'] as const;

/** From which severity on the terminal's bell rings. */
export type Bell = (typeof bells)[number];

/** An option of uWSGI as the file states it; of its names the canonical one: `workers` is `processes` here. */
export type LimitEntry = StatedOption;

export type LimitEntries = readonly LimitEntry[];

/** The lines on which rules are changed. */
export type RuleLines = Readonly<Partial<Record<RuleName, number>>>;

export interface AlertSettings {
  readonly bell?: Stated<Bell>;
  /** For /bin/sh, exactly as it was written. */
  readonly onAlert?: Stated<string>;
  readonly rules: RuleChanges;
  readonly ruleLines: RuleLines;
}

export type PerTable<Value> = Readonly<Partial<Record<ColumnTable, Stated<Value>>>>;

/** How the screens look and how often they change, wherever one looks. */
export interface Looks {
  readonly intervalMs?: Stated<number>;
  readonly theme?: Stated<ThemeName>;
  /** Ids; undefined: as many as fit. */
  readonly columns: PerTable<readonly string[] | undefined>;
  readonly sort: PerTable<Order>;
}

export interface TargetSettings {
  /** The line on which the target is named. */
  readonly line: number;
  /** Absolute where the name of the configuration file is. */
  readonly uwsgiConfig?: Stated<string>;
  readonly limits: LimitEntries;
  readonly rules: RuleChanges;
  readonly ruleLines: RuleLines;
}

export interface UwtopConfig {
  readonly file: string;
  readonly looks: Looks;
  readonly limits: LimitEntries;
  readonly alerts: AlertSettings;
  /** By what the user wrote: the name or the address of a target. */
  readonly targets: ReadonlyMap<string, TargetSettings>;
}
