/** What the alerts of an instance tell while it is polled once a second. */
import type { AlertChange } from '../../src/alerts/alert';
import { alertsIn } from '../../src/alerts/book';
import { type AllSettings, settingsWith } from '../../src/alerts/rule-table';
import { createSituation, note } from '../../src/alerts/situation';
import type { KnownLimits, Observation } from '../../src/model/observation';
import type { RawWorker, WorkerDocument } from '../../src/stats/schema';
import { observation, target, worker, workerDocument } from '../support/documents';

export interface Told extends AlertChange {
  readonly second: number;
}

/** What is told while these are observed, and what stands at the end. */
export function watch(observations: readonly Observation[], settings: AllSettings = settingsWith()) {
  let situation = createSituation([target]);
  const told: Told[] = [];
  for (const one of observations) {
    const noted = note(situation, one, () => settings);
    situation = noted.situation;
    told.push(...noted.changes.map((change) => ({ ...change, second: one.monotonicMs / 1000 })));
  }
  const events = situation.fleet.instances.get(target.id)?.events ?? [];
  return { told, standing: alertsIn(situation.alerts, target.id), events };
}

export const lines = ({ told }: ReturnType<typeof watch>) =>
  told.map(({ second, change, alert }) => `${second} ${change} ${alert.rule} ${alert.severity}`);

export type Polled = { readonly workers: readonly RawWorker[] } & Partial<Omit<Observation, 'targetId'>> & {
    readonly document?: Partial<WorkerDocument>;
  };

/** One poll a second. The limits are known from the first one on. */
export function polls(seconds: number, at: (second: number) => Polled, limits?: KnownLimits): Observation[] {
  return Array.from({ length: seconds }, (_, second) => {
    const { workers, document = {}, ...change } = at(second);
    return observation(workerDocument(workers, document), second * 1000, {
      ...change,
      ...(second === 0 && limits !== undefined && { limits }),
    });
  });
}

export const four = (first: Partial<RawWorker> = {}, others: Partial<RawWorker> = {}) =>
  [0, 1, 2, 3].map((place) => worker({ id: place + 1, pid: 100 + place, ...(place === 0 ? first : others) }));

/** What is told of some rules alone. */
export function about(result: ReturnType<typeof watch>, ...rules: readonly string[]): string[] {
  return lines({ ...result, told: result.told.filter(({ alert }) => rules.includes(alert.rule)) });
}
export const messages = ({ standing }: ReturnType<typeof watch>, rule: string) =>
  standing.filter((alert) => alert.rule === rule).map(({ message }) => message);
