/** Which alerts somebody has taken note of, or does not want to hear of. */
import type { Alert } from '../alerts/alert';
import { type AlertBook, alertsIn } from '../alerts/book';
import type { UiState } from './state';

/** Alerts that call for attention: of one target, or of all. */
export const callingAlerts = (book: AlertBook, ui: UiState, targetId?: string): readonly Alert[] =>
  notQuiet(alertsIn(book, targetId), ui);

const notQuiet = (alerts: readonly Alert[], ui: UiState): readonly Alert[] =>
  ui.acknowledged.size === 0 && ui.muted.size === 0 ? alerts : alerts.filter((alert) => !isQuiet(ui, alert));

/** The same of each target that has any: one walk over the book for a table of many. */
export function callingByTarget(book: AlertBook, ui: UiState): ReadonlyMap<string, readonly Alert[]> {
  const byTarget = new Map<string, Alert[]>();
  for (const alert of callingAlerts(book, ui)) {
    const known = byTarget.get(alert.targetId);
    if (known === undefined) byTarget.set(alert.targetId, [alert]);
    else known.push(alert);
  }
  return byTarget;
}

export const isMuted = (ui: UiState, alert: Alert): boolean => ui.muted.has(muteKey(alert));

export const isQuiet = (ui: UiState, alert: Alert): boolean =>
  isAcknowledged(ui, alert) || isMuted(ui, alert);

/** Whoever took note of a warning has not taken note of what it has become since. */
export const isAcknowledged = (ui: UiState, { id, severity }: Alert): boolean =>
  ui.acknowledged.has(acknowledgeKey(id, severity)) || ui.acknowledged.has(acknowledgeKey(id, 'critical'));

export const acknowledgeKey = (id: string, severity: Alert['severity']) => `${id} ${severity}`;

export const muteKey = ({ targetId, rule }: Alert) => `${targetId} ${rule}`;
