/** What the Events screen lists: the alerts that stand, notices on targets, then what happened. */
import type { Alert, PastAlert } from '../alerts/alert';
import { alertsIn } from '../alerts/book';
import type { Situation } from '../alerts/situation';
import { wordsIn } from '../columns/shown-rows';
import { describeEvent } from '../model/describe-event';
import type { FleetEvent } from '../model/events';
import type { InstanceState } from '../model/instance';
import { underCursor } from './cursor';
import { chosenFleetRow } from './folding';
import { eventRows, newestOf, timeOf } from './happened';
import { callingAlerts, isQuiet, muteKey } from './silence';
import type { UiState } from './state';

interface Happening {
  readonly kind: 'event';
  readonly targetId: string;
  readonly event: FleetEvent;
}

export type EventRow = Happening & { readonly key: string };

export type NewsRow = { readonly key: string } & (
  | { readonly kind: 'alert'; readonly alert: Alert }
  | { readonly kind: 'notice'; readonly notice: string }
  | Happening
  | { readonly kind: 'past'; readonly past: PastAlert }
  | { readonly kind: 'mute'; readonly muted: string; readonly instance: string; readonly rule: string }
);

/** Alerts first, then what has happened, the newest first; of one instance where one is looked at, else of all. */
export function newsRows({ fleet, alerts, past }: Situation, ui: UiState): NewsRow[] {
  const one = instanceOfNews(fleet, ui);
  const instances = [...fleet.instances.values()].filter(
    ({ target }) => one === undefined || target.id === one,
  );
  const gone = past
    .filter(({ alert }) => one === undefined || alert.targetId === one)
    .map((ended): NewsRow => ({ kind: 'past', key: `past ${ended.alert.id}`, past: ended }))
    .reverse()
    .sort((a, b) => timeOf(b) - timeOf(a));
  const standing = alertsIn(alerts, one);
  const first: NewsRow[] = [
    ...bySilence(standing, ui).map((alert) => ({ kind: 'alert' as const, key: alert.id, alert })),
    ...(one === undefined ? ui.notices.map(noticeRow) : []),
    ...silentMutes(ui, standing, instances),
  ];
  const left = leftBy(ui.tables.events.filter);
  return [...left(first), ...newestOf([...instances.map(eventRows), gone].map(left))];
}

function leftBy(filter: string): (rows: readonly NewsRow[]) => readonly NewsRow[] {
  if (filter === '') return (rows) => rows;
  const fits = wordsIn(filter);
  return (rows) => rows.filter((row) => fits(newsText(row)));
}

/** The instance whose news are listed, where somebody came from inside one; undefined for those of all. */
export function instanceOfNews(fleet: Situation['fleet'], ui: UiState): string | undefined {
  const inside = ui.behind.includes('instance') || ui.behind.includes('worker');
  return inside || fleet.instances.size === 1 ? ui.instanceId : undefined;
}

const noticeRow = (notice: string): NewsRow => ({ kind: 'notice', key: `notice ${notice}`, notice });

export function newsText(row: NewsRow): string {
  switch (row.kind) {
    case 'alert':
      return `${row.alert.instance} ${row.alert.severity} ${row.alert.rule} ${row.alert.message}`;
    case 'event':
      return `${row.event.instance} ${describeEvent(row.event)}`;
    case 'past':
      return `${row.past.alert.instance} over ${row.past.alert.rule} ${row.past.alert.message}`;
    case 'notice':
      return row.notice;
    case 'mute':
      return `${row.instance} muted ${row.rule}`;
  }
}

/** Rules that are muted and have nothing to say now: otherwise nobody could find them to listen again. */
function silentMutes(
  ui: UiState,
  standing: readonly Alert[],
  instances: readonly InstanceState[],
): NewsRow[] {
  const shown = new Set(standing.map(muteKey));
  return [...ui.muted].flatMap((muted): NewsRow[] => {
    const end = muted.lastIndexOf(' ');
    const instance = instances.find(({ target }) => target.id === muted.slice(0, end))?.target.name;
    if (shown.has(muted) || instance === undefined) return [];
    return [{ kind: 'mute', key: `muted ${muted}`, muted, instance, rule: muted.slice(end + 1) }];
  });
}

/** What nobody wants to hear of comes last. */
const bySilence = (alerts: readonly Alert[], ui: UiState) => [
  ...alerts.filter((alert) => !isQuiet(ui, alert)),
  ...alerts.filter((alert) => isQuiet(ui, alert)),
];

/** On the Instance screen it is the alert that is shown there, on the Fleet screen the first one of the row. */
export function chosenRow(ui: UiState, situation: Situation): NewsRow | undefined {
  const shown = ui.frozen ?? situation;
  if (ui.screen === 'instance') {
    if (ui.instanceId === undefined) return undefined;
    const [alert] = callingAlerts(shown.alerts, ui, ui.instanceId);
    return alert && { kind: 'alert', key: alert.id, alert };
  }
  if (ui.screen === 'fleet') {
    const alert = chosenFleetRow(ui, situation)?.alerts[0];
    return alert && { kind: 'alert', key: alert.id, alert };
  }
  return underCursor(ui.tables.events, newsRows(shown, ui));
}

/** Where the row under the cursor of the Events screen leads: to a worker, or to its instance. */
export function placeOfNews(
  ui: UiState,
  situation: Situation,
): { readonly instanceId: string; readonly worker?: number | undefined } | undefined {
  const row = chosenRow(ui, situation);
  switch (row?.kind) {
    case undefined:
    case 'notice':
    case 'mute':
      return undefined;
    case 'event':
      return {
        instanceId: row.targetId,
        worker: 'worker' in row.event ? row.event.worker : undefined,
      };
    case 'alert':
    case 'past': {
      const { targetId, subject } = row.kind === 'alert' ? row.alert : row.past.alert;
      const number = /^worker (\d+)$/.exec(subject)?.[1];
      return { instanceId: targetId, worker: number === undefined ? undefined : Number(number) };
    }
  }
}
