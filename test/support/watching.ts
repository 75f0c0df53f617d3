/** Watches a real target by the program's own transport, poller, knowledge, model and alerts, and keeps every picture. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Alert, AlertChange } from '../../src/alerts/alert';
import { alertsIn } from '../../src/alerts/book';
import type { AllSettings } from '../../src/alerts/rule-table';
import { createSituation, defaultSettings, note } from '../../src/alerts/situation';
import { statedConfiguration } from '../../src/limits/configuration';
import type { FleetEvent } from '../../src/model/events';
import type { InstanceState } from '../../src/model/instance';
import type { Observation } from '../../src/model/observation';
import type { Totals } from '../../src/model/totals';
import type { WorkerState } from '../../src/model/worker';
import { pollOnce } from '../../src/poller/poll-once';
import { formatAddress, parseTarget } from '../../src/targets/address';
import { Knowledge } from '../../src/targets/knowledge';
import { openTransport, type TransportOptions } from '../../src/transport/transport';

/** One poll and what was known after it. */
export interface Moment {
  readonly observation: Observation;
  readonly instance: InstanceState;
  /** Those that stand, and what this poll changed in them. */
  readonly alerts: readonly Alert[];
  readonly changes: readonly AlertChange[];
}

/** What the model says of the time between two answers in a row; monotonic times, ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly workers: readonly WorkerState[];
  readonly totals: Totals;
}

export interface Watch {
  readonly moments: readonly Moment[];
  /** The first poll, of those that end from now on, that fits; fails with what came instead. */
  until(fits: (moment: Moment) => boolean, limitMs?: number): Promise<Moment>;
  /** The last of so many polls that begin from now on. */
  polls(count: number): Promise<Moment>;
  stop(): Promise<readonly Moment[]>;
}

export interface WatchRequest extends Partial<TransportOptions> {
  readonly intervalMs: number;
  /** Limits that somebody states for it, by uWSGI's names: they rank before those that are found. */
  readonly limits?: Readonly<Record<string, number>>;
  /** Of the alerts; the defaults unless said otherwise. */
  readonly settings?: AllSettings;
  /** As if it ran on another machine: nothing is known but what its stats tell. */
  readonly isRemote?: boolean;
}

/** Starts at once; polls begin one interval apart, or as soon as the one before has ended. */
export function watchTarget(text: string, request: WatchRequest): Watch {
  const { intervalMs, limits, settings, isRemote = false, ...options } = request;
  const parsed = parseTarget(text);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  const target = parsed.value;
  const { id, name, address } = target;
  const transport = openTransport(address, options);
  const knowledge = new Knowledge(() => ({ configurations: limits === undefined ? [] : [stated(limits)] }));
  const settingsOf = settings === undefined ? defaultSettings : () => settings;
  const abort = new AbortController();
  const moments: Moment[] = [];
  const pollOnAndOn = async (): Promise<void> => {
    let situation = createSituation([{ id, name, address: formatAddress(address) }]);
    let dueMs = performance.now();
    while (!abort.signal.aborted) {
      const answer = await pollOnce(id, transport, abort.signal);
      if (isAborted(abort.signal)) return;
      const observation = isRemote ? answer : await knowledge.addTo(target, answer, { patient: true });
      const noted = note(situation, observation, settingsOf);
      situation = noted.situation;
      const instance = situation.fleet.instances.get(id);
      if (instance === undefined) throw new Error('the fleet lost its only instance');
      const alerts = alertsIn(situation.alerts, id);
      moments.push({ observation, instance, alerts, changes: noted.changes });
      dueMs = Math.max(dueMs + intervalMs, performance.now());
      await sleep(dueMs - performance.now());
    }
  };
  const polling = pollOnAndOn();
  const until: Watch['until'] = async (fits, limitMs = 10_000) => {
    const first = moments.length;
    const deadline = performance.now() + limitMs;
    while (performance.now() < deadline) {
      const found = moments.slice(first).find(fits);
      if (found !== undefined) return found;
      await sleep(5);
    }
    throw new Error(`not seen within ${limitMs} ms; the last poll: ${describe(moments.at(-1))}`);
  };
  return {
    moments,
    until,
    polls: (count) => {
      // One more may be on its way already.
      const wanted = moments.length + count;
      return until((moment) => moments.indexOf(moment) >= wanted, (count + 1) * intervalMs + 10_000);
    },
    stop: async () => {
      abort.abort();
      await polling;
      return moments;
    },
  };
}

/** The signal may have changed while something was awaited; said in a function because the compiler thinks otherwise. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

/** One for each poll that was answered, as the one before it was. */
export function stretchesOf(moments: readonly Moment[]): Stretch[] {
  return moments.flatMap(({ observation, instance }, index) => {
    const before = moments[index - 1]?.observation;
    const totals = instance.seen?.totals;
    if (before === undefined || totals === undefined) return [];
    if (!before.outcome.ok || !observation.outcome.ok) return [];
    const workers = instance.seen?.workers ?? [];
    return [{ fromMs: before.monotonicMs, toMs: observation.monotonicMs, workers, totals }];
  });
}

/** How many requests the rates add up to: each times the length of its own interval. */
export function countByRates(stretches: readonly Stretch[]): number {
  return stretches.reduce(
    (sum, { fromMs, toMs, totals }) => sum + ((totals.requestsPerSecond ?? 0) * (toMs - fromMs)) / 1000,
    0,
  );
}

function stated(limits: Readonly<Record<string, number>>) {
  const options = Object.entries(limits).map(([name, value]) => {
    return { name, value: String(value), origin: { kind: 'uwtop config' } } as const;
  });
  return statedConfiguration("the test's own words", options);
}

/** Everything that happened, without when and where, in a form that a failing test shows in full. */
export function eventsOf(moments: readonly Moment[]): Readonly<Record<string, unknown>>[] {
  const details = ([key]: [string, unknown]) =>
    !['wallMs', 'monotonicMs', 'instance', 'sequence'].includes(key);
  const events = moments.at(-1)?.instance.events ?? [];
  return events.map((event) => Object.fromEntries(Object.entries(event).filter(details)));
}

type EventOf<Kind extends FleetEvent['kind']> = Extract<FleetEvent, { readonly kind: Kind }>;

/** Those of one kind, in full. */
export function eventsOfKind<Kind extends FleetEvent['kind']>(
  moments: readonly Moment[],
  kind: Kind,
): EventOf<Kind>[] {
  const events = moments.at(-1)?.instance.events ?? [];
  return events.filter((event): event is EventOf<Kind> => event.kind === kind);
}

/** What became of the alerts, in order. */
export const changesOf = (moments: readonly Moment[]): AlertChange[] =>
  moments.flatMap(({ changes }) => changes);

function describe(moment: Moment | undefined): string {
  if (moment === undefined) return 'none';
  const { phase, failure, seen, events } = moment.instance;
  return JSON.stringify({ phase, failure, totals: seen?.totals, events });
}
