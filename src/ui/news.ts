/** What the Events screen lists: the alerts that stand, then what happened; and who does not want to hear of what. */
import type { Alert } from '../alerts/alert';
import { type AlertBook, alertsIn } from '../alerts/book';
import type { Situation } from '../alerts/situation';
import { describeEvent } from '../model/describe-event';
import type { FleetEvent } from '../model/events';
import type { UiState } from './state';

export type NewsRow =
  | { readonly key: string; readonly alert: Alert; readonly event?: undefined }
  | { readonly key: string; readonly alert?: undefined; readonly event: FleetEvent };

/** Alerts first, then events, the newest first; of one instance where one is looked at, else of all. */
export function newsRows({ fleet, alerts }: Situation, ui: UiState): NewsRow[] {
  const inside = ui.behind.includes('instance') || ui.behind.includes('worker');
  const one =
    (inside || fleet.instances.size === 1) && ui.instanceId !== undefined ? ui.instanceId : undefined;
  const instances = [...fleet.instances.values()].filter(
    ({ target }) => one === undefined || target.id === one,
  );
  const events = instances.flatMap(({ target, events: happened }) =>
    withoutBursts(happened).map((event) => ({ key: `${target.id} ${event.sequence}`, event })),
  );
  const rows: NewsRow[] = [
    ...bySilence(alertsIn(alerts, one), ui).map((alert) => ({ key: alert.id, alert })),
    ...events.reverse().sort((a, b) => b.event.wallMs - a.event.wallMs),
  ];
  const needle = ui.tables.events.filter.toLowerCase();
  return needle === '' ? rows : rows.filter((row) => newsText(row).toLowerCase().includes(needle));
}

/** Events in a row of one kind that tell together what each tells alone. */
const burstGapMs = 30_000;

/** Scaling up goes on for seconds, a step at a time: one line, which grows, and keeps the name of its first. */
function withoutBursts(events: readonly FleetEvent[]): FleetEvent[] {
  const shown: FleetEvent[] = [];
  for (const event of events) {
    const last = shown.at(-1);
    const isScaling = event.kind === 'scale-up' || event.kind === 'scale-down';
    if (isScaling && last?.kind === event.kind && event.wallMs - last.wallMs <= burstGapMs) {
      const workers = [...new Set([...last.workers, ...event.workers])].sort((a, b) => a - b);
      shown[shown.length - 1] = { ...last, workers, wallMs: event.wallMs };
    } else shown.push(event);
  }
  return shown;
}

const newsText = ({ alert, event }: NewsRow): string =>
  alert === undefined
    ? `${event.instance} ${describeEvent(event)}`
    : `${alert.instance} ${alert.severity} ${alert.rule} ${alert.message}`;

/** What nobody wants to hear of comes last. */
const bySilence = (alerts: readonly Alert[], ui: UiState) => [
  ...alerts.filter((alert) => !isQuiet(ui, alert)),
  ...alerts.filter((alert) => isQuiet(ui, alert)),
];

/** Alerts that call for attention: of one target, or of all. */
export const callingAlerts = (book: AlertBook, ui: UiState, targetId?: string): Alert[] =>
  alertsIn(book, targetId).filter((alert) => !isQuiet(ui, alert));

export const isMuted = (ui: UiState, alert: Alert): boolean => ui.muted.has(muteKey(alert));

export const isQuiet = (ui: UiState, alert: Alert): boolean =>
  ui.acknowledged.has(alert.id) || isMuted(ui, alert);

const muteKey = ({ targetId, rule }: Alert) => `${targetId} ${rule}`;

/** Acknowledges the alert under the cursor, or takes that back. */
export function acknowledge(ui: UiState, situation: Situation): UiState {
  const alert = chosenAlert(ui, situation);
  if (alert === undefined) return ui;
  // Alerts that are gone need no remembering.
  const standing = new Set(alertsIn(situation.alerts).map(({ id }) => id));
  const known = new Set([...ui.acknowledged].filter((id) => standing.has(id)));
  return { ...ui, acknowledged: toggled(known, alert.id) };
}

/** Mutes the rule of the alert under the cursor for its target, or listens to it again. */
export function mute(ui: UiState, situation: Situation): UiState {
  const alert = chosenAlert(ui, situation);
  return alert === undefined ? ui : { ...ui, muted: toggled(ui.muted, muteKey(alert)) };
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const changed = new Set(set);
  if (!changed.delete(key)) changed.add(key);
  return changed;
}

/** On the Instance screen it is the one that is shown there. */
function chosenAlert(ui: UiState, situation: Situation): Alert | undefined {
  const shown = ui.frozen ?? situation;
  if (ui.screen === 'instance') {
    return ui.instanceId === undefined ? undefined : callingAlerts(shown.alerts, ui, ui.instanceId)[0];
  }
  const rows = newsRows(shown, ui);
  return (rows.find(({ key }) => key === ui.tables.events.cursor) ?? rows[0])?.alert;
}
