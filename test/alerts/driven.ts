/** Instances on which one rule measures what a test wants it to measure, and the book that is kept of them. */
import type { AlertChange } from '../../src/alerts/alert';
import { type AlertBook, alertsIn, emptyBook, judge } from '../../src/alerts/book';
import { type AllSettings, type RuleName, settingsWith } from '../../src/alerts/rule-table';
import type { InstanceState } from '../../src/model/instance';
import type { Seen } from '../../src/model/seen';
import type { Totals } from '../../src/model/totals';
import type { WorkerState } from '../../src/model/worker';
import {
  epochMs,
  instanceAfter,
  localFacts,
  observation,
  worker,
  workerDocument,
} from '../support/documents';
import { seriesOf } from '../support/series';

const calm = instanceAfter(observation(workerDocument([worker()]), 0));

function seenOf({ seen }: InstanceState): Seen & { readonly totals: Totals } {
  if (seen?.totals === undefined) throw new Error('nothing was seen');
  return { ...seen, totals: seen.totals };
}

const calmSeen = seenOf(calm);

function calmWorker(): WorkerState {
  const [first] = calmSeen.workers;
  if (first === undefined) throw new Error('there is no worker');
  return first;
}

const withSeen = (change: Partial<Seen>): InstanceState => ({ ...calm, seen: { ...calmSeen, ...change } });

const withTotals = (change: Partial<Totals>, other: Partial<Seen> = {}): InstanceState =>
  withSeen({ ...other, totals: { ...calmSeen.totals, ...change } });

const inFlight = (ageSeconds: number, other: Partial<WorkerState>): InstanceState => {
  const flight = {
    core: 0,
    startedMs: 0,
    polls: 1,
    bounds: { earliestMs: 0, latestMs: 0 },
    ageSeconds,
    method: 'GET',
    uri: '/slow',
  };
  const flights = ageSeconds > 0 ? [flight] : [];
  return withSeen({ workers: [{ ...calmWorker(), ...other, flights }] });
};

const ended = (by: 'crash' | 'harakiri', times: number, atMs: number): InstanceState['events'] => {
  const cause = by === 'crash' ? { by } : { by, kills: times };
  const event = { kind: 'respawn', worker: 1, pid: 101, previousPid: 100, times, cause } as const;
  return times > 0
    ? [{ ...event, wallMs: epochMs + atMs, monotonicMs: atMs, instance: 'shop', sequence: 1 }]
    : [];
};

const memory = (totalBytes: number, availableBytes: number) =>
  localFacts({
    memory: { source: 'host', totalBytes, availableBytes, usedBytes: totalBytes - availableBytes },
  });

/** An instance in which this rule measures `value` at this moment. */
const drives: Readonly<Record<RuleName, (value: number, atMs: number) => InstanceState>> = {
  'busy-ratio': (value) => withTotals({ busyRatio: value / 100 }),
  busyness: (value, atMs) => ({
    ...withSeen({ monotonicMs: atMs }),
    history: { ...calm.history, busyness: seriesOf([[value / 100, atMs - 20_000, atMs]]) },
  }),
  'listen-queue': (value) => withTotals({ listenQueue: value, listenQueueMax: 100 }),
  'queue-full': (value) =>
    withTotals({ listenQueue: 1, listenQueueMax: 100 }, { outlook: { queueFullSeconds: value } }),
  memory: (value) => withSeen({ workers: [{ ...calmWorker(), rssBytes: value }], host: memory(100, 50) }),
  'memory-full': (value) => withSeen({ outlook: { memoryFullSeconds: value }, host: memory(100, 50) }),
  'request-age': (value) =>
    inFlight(value, {
      forecasts: [{ limit: 'harakiri', core: 0, value, threshold: 100, etaSeconds: 100 - value }],
    }),
  'long-request': (value) => inFlight(value, {}),
  harakiri: (value, atMs) => ({ ...calm, events: ended('harakiri', value, atMs) }),
  crash: (value, atMs) => ({ ...calm, events: ended('crash', value, atMs) }),
  'death-spiral': (value, atMs) => ({
    ...withTotals({ busyRatio: 1 }, { monotonicMs: atMs }),
    events: ended('harakiri', value, atMs),
    history: {
      ...calm.history,
      requestsPerSecond: seriesOf([
        [90, atMs - 60_000, atMs - 10_000],
        [20, atMs - 10_000, atMs],
      ]),
    },
  }),
  herd: (value) =>
    withSeen({
      outlook: { herd: { workers: [1, 2], share: value / 100, etaSeconds: 90, withinSeconds: 5 } },
    }),
  accepting: (value) =>
    withSeen({
      workers: Array.from({ length: 100 }, (_, index) => ({
        ...calmWorker(),
        number: index + 1,
        activity: index < value ? 'starting' : 'idle',
      })),
    }),
  exceptions: (value, atMs) => withSeen({ exceptions: { points: [atMs - 60_000, 0, atMs, value] } }),
  'zombie-idle': (value, atMs) =>
    withSeen({ conditions: { locks: [], zombies: [{ worker: 1, pid: 100, sinceMs: atMs - value * 1000 }] } }),
  'dead-lock': (value, atMs) =>
    withSeen({
      conditions: {
        zombies: [],
        locks: [{ name: 'user 0', pid: 9, holder: 'gone', sinceMs: atMs - value * 1000 }],
      },
    }),
  vassal: (value, atMs) =>
    withSeen({
      vassals: [
        { id: 'a.ini', pid: 7, state: value > 0 ? 'blacklisted' : 'accepting', respawns: 0, sinceMs: atMs },
      ],
    }),
  stale: (value, atMs) => away('stale', value, atMs - 1000),
  down: (value, atMs) => away('down', 5, atMs - value * 1000),
};

function away(phase: 'stale' | 'down', missed: number, awaySinceMs: number): InstanceState {
  if (missed === 0) return calm;
  return { ...calm, phase, failure: { code: 'refused' }, awaySinceMs, polls: { ...calm.polls, missed } };
}

export const driven = (rule: RuleName, value: number, atMs: number): InstanceState =>
  drives[rule](value, atMs);

export const atPeace = calm;

export interface Told extends AlertChange {
  /** Seconds since the first poll. */
  readonly second: number;
}

/** The book after each poll, and what changed at it. */
export function keepBook(
  instances: readonly InstanceState[],
  {
    settings = settingsWith(),
    everyMs = 1000,
  }: { readonly settings?: AllSettings; readonly everyMs?: number } = {},
): { readonly changes: readonly Told[]; readonly books: readonly AlertBook[] } {
  let book = emptyBook;
  const changes: Told[] = [];
  const books = instances.map((instance, index) => {
    const atMs = index * everyMs;
    const judged = judge(book, instance, settings, { wallMs: epochMs + atMs, monotonicMs: atMs });
    book = judged.book;
    changes.push(...judged.changes.map((change) => ({ ...change, second: atMs / 1000 })));
    return book;
  });
  return { changes, books };
}

/** What is told of one rule while it measures these values, one a second; undefined is an instance at peace. */
export function tell(
  rule: RuleName,
  values: readonly (number | undefined)[],
  settings?: AllSettings,
): string[] {
  const instances = values.map((value, second) =>
    value === undefined ? calm : driven(rule, value, second * 1000),
  );
  const { changes } = keepBook(instances, settings === undefined ? {} : { settings });
  return changes
    .filter(({ alert }) => alert.rule === rule)
    .map(({ change, alert, second }) => `${second} ${change} ${alert.severity}`);
}

/** Alerts that stand in a book, as rule and severity. */
export const standing = (book: AlertBook | undefined): string[] =>
  alertsIn(book ?? emptyBook).map(({ rule, severity }) => `${rule} ${severity}`);
