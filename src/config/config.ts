/** What uwtop's own configuration file says. */
import type { RuleChanges } from '../alerts/rule-table';

export const bells = ['none', 'warning', 'critical'] as const;

/** From which severity on the terminal's bell rings. */
export type Bell = (typeof bells)[number];

/** An option of uWSGI as the file states it. */
export interface LimitEntry {
  /** uWSGI's name for it: `workers` is `processes` here. */
  readonly name: string;
  /** As it would stand in uWSGI's own configuration. */
  readonly value: string;
  readonly line: number;
}

export type LimitEntries = readonly LimitEntry[];

export interface AlertSettings {
  readonly bell?: Bell;
  /** For /bin/sh, exactly as it was written. */
  readonly onAlert?: string;
  readonly rules: RuleChanges;
}

export interface TargetSettings {
  /** The line on which the target is named. */
  readonly line: number;
  /** Absolute where the name of the configuration file is. */
  readonly uwsgiConfig?: string;
  readonly limits: LimitEntries;
  readonly rules: RuleChanges;
}

export interface UwtopConfig {
  readonly file: string;
  readonly limits: LimitEntries;
  readonly alerts: AlertSettings;
  /** By what the user wrote: the name or the address of a target. */
  readonly targets: ReadonlyMap<string, TargetSettings>;
}
