/** Watches a real target by the program's own transport, poller and model, and keeps every picture of it. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFleet, observe } from '../../src/model/fleet';
import type { InstanceState } from '../../src/model/instance';
import type { Observation } from '../../src/model/observation';
import type { Totals } from '../../src/model/totals';
import type { WorkerState } from '../../src/model/worker';
import { pollOnce } from '../../src/poller/poll-once';
import { formatAddress, parseTarget } from '../../src/targets/address';
import { openTransport, type TransportOptions } from '../../src/transport/transport';

/** One poll and what was known after it. */
export interface Moment {
  readonly observation: Observation;
  readonly instance: InstanceState;
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
}

/** Starts at once; polls begin one interval apart, or as soon as the one before has ended. */
export function watchTarget(text: string, { intervalMs, ...options }: WatchRequest): Watch {
  const parsed = parseTarget(text);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  const { id, name, address } = parsed.value;
  const transport = openTransport(address, options);
  const abort = new AbortController();
  const moments: Moment[] = [];
  const pollOnAndOn = async (): Promise<void> => {
    let fleet = createFleet([{ id, name, address: formatAddress(address) }]);
    let dueMs = performance.now();
    while (!abort.signal.aborted) {
      const observation = await pollOnce(id, transport, abort.signal);
      if (isAborted(abort.signal)) return;
      fleet = observe(fleet, observation);
      const instance = fleet.instances.get(id);
      if (instance === undefined) throw new Error('the fleet lost its only instance');
      moments.push({ observation, instance });
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

/** Everything that happened, without when and where, in a form that a failing test shows in full. */
export function eventsOf(moments: readonly Moment[]): Readonly<Record<string, unknown>>[] {
  const details = ([key]: [string, unknown]) => key !== 'wallMs' && key !== 'instance';
  const events = moments.at(-1)?.instance.events ?? [];
  return events.map((event) => Object.fromEntries(Object.entries(event).filter(details)));
}

function describe(moment: Moment | undefined): string {
  if (moment === undefined) return 'none';
  const { phase, failure, seen, events } = moment.instance;
  return JSON.stringify({ phase, failure, totals: seen?.totals, events });
}
