/** Taking note of an alert, and not wanting to hear of it: the keys x and X. */
import { alertsIn } from '../alerts/book';
import type { Situation } from '../alerts/situation';
import { chosenRow, type NewsRow } from './news';
import { acknowledgeKey, isAcknowledged, muteKey } from './silence';
import type { UiState } from './state';

/** Acknowledges the alert under the cursor, or takes that back. */
export function acknowledge(ui: UiState, situation: Situation): UiState {
  const row = chosenRow(ui, situation);
  if (row === undefined) return withoutAlert(ui);
  if (row.kind !== 'alert') return ui;
  const { alert } = row;
  // Alerts that are gone need no remembering.
  const standing = alertsIn(situation.alerts).flatMap(({ id }) => [
    acknowledgeKey(id, 'warning'),
    acknowledgeKey(id, 'critical'),
  ]);
  const known = new Set(standing.filter((key) => ui.acknowledged.has(key)));
  const { id, severity, rule, instance } = alert;
  const wasKnown = isAcknowledged(ui, alert);
  if (wasKnown) {
    known.delete(acknowledgeKey(id, 'warning'));
    known.delete(acknowledgeKey(id, 'critical'));
  } else known.add(acknowledgeKey(id, severity));
  const said = wasKnown
    ? `${rule} of ${instance} calls again`
    : `acknowledged: ${rule} of ${instance}; x on the Events screen takes it back`;
  return withCursorOn({ ...ui, acknowledged: known, said }, row);
}

/** Mutes the rule of the alert under the cursor for its target, or listens to it again. */
export function mute(ui: UiState, situation: Situation): UiState {
  const row = chosenRow(ui, situation);
  if (row === undefined) return withoutAlert(ui);
  if (row.kind !== 'mute' && row.kind !== 'alert') return ui;
  const [key, named] = row.kind === 'mute' ? [row.muted, row] : ([muteKey(row.alert), row.alert] as const);
  const what = `${named.rule} of ${named.instance}`;
  const said = ui.muted.has(key)
    ? `${what} is listened to again`
    : `muted: ${what}; X on the Events screen takes it back`;
  return withCursorOn({ ...ui, muted: toggled(ui.muted, key), said }, row);
}

const withoutAlert = (ui: UiState): UiState =>
  ui.screen === 'events' ? ui : { ...ui, said: 'no alert calls here; e lists all of them' };

/** What was silenced moves down the list: the same key again is meant for it, not for what took its place. */
function withCursorOn(ui: UiState, { key }: NewsRow): UiState {
  if (ui.screen !== 'events') return ui;
  return { ...ui, tables: { ...ui.tables, events: { ...ui.tables.events, cursor: key } } };
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const changed = new Set(set);
  if (!changed.delete(key)) changed.add(key);
  return changed;
}
