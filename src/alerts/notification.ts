/** What is told of an alert outside the screens, and when it is worth a noise. */
import type { AlertChange } from './alert';
import type { Severity } from './finding';

/** The document that the alert command reads: the alert as in `uwtop once --json`, where it is from, what became of it. */
export interface Notification {
  readonly schemaVersion: 1;
  readonly change: AlertChange['change'];
  readonly instance: string;
  readonly target: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly message: string;
  /** Of this change, ISO 8601. */
  readonly at: string;
  /** Since when the rule has held, ISO 8601. */
  readonly since: string;
}

export function notificationOf({ change, alert, atMs }: AlertChange): Notification {
  const { instance, targetId: target, rule, severity, subject, message, sinceMs } = alert;
  return {
    schemaVersion: 1,
    change,
    instance,
    target,
    rule,
    severity,
    subject,
    message,
    at: new Date(atMs).toISOString(),
    since: new Date(sinceMs).toISOString(),
  };
}

/** The bell rings for what becomes worse, from the given severity on. */
export function ringsFor({ change, alert }: AlertChange, bell: Severity | 'none'): boolean {
  if (bell === 'none' || (change !== 'raised' && change !== 'worsened')) return false;
  return bell === 'warning' || alert.severity === 'critical';
}
