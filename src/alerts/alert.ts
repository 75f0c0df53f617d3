/** An alert that stands, and what becomes of it. */
import type { Severity } from './finding';
import type { RuleName } from './rule-table';

export interface Alert {
  /** Names this one occurrence: raised again it is another one. */
  readonly id: string;
  readonly targetId: string;
  readonly instance: string;
  readonly rule: RuleName;
  readonly severity: Severity;
  readonly subject: string;
  readonly message: string;
  /** Since when the rule has held: wall clock, ms. */
  readonly sinceMs: number;
}

/** raised · worsened to critical · eased to a warning · cleared. */
export interface AlertChange {
  readonly change: 'raised' | 'worsened' | 'eased' | 'cleared';
  readonly alert: Alert;
  /** Wall clock, ms. */
  readonly atMs: number;
}

/** One that has gone. */
export interface PastAlert {
  readonly alert: Alert;
  /** Wall clock, ms. */
  readonly endedMs: number;
}

/** What a poll has changed about one alert: nothing, mostly. */
export function changeBetween(
  before: Alert | undefined,
  now: Alert | undefined,
  atMs: number,
): AlertChange[] {
  if (before === undefined) return now === undefined ? [] : [{ change: 'raised', alert: now, atMs }];
  if (now === undefined) return [{ change: 'cleared', alert: before, atMs }];
  if (before.severity === now.severity) return [];
  return [{ change: now.severity === 'critical' ? 'worsened' : 'eased', alert: now, atMs }];
}

/** 0 for none: a higher one is worse. */
export const rank = (severity: Severity | undefined) =>
  severity === undefined ? 0 : severity === 'warning' ? 1 : 2;
