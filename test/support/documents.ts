/** Snapshots and observations for tests of the model: only what a test speaks of has to be written. */
import { statedConfiguration } from '../../src/limits/configuration';
import { limitsOf } from '../../src/limits/limits';
import { createFleet, observe } from '../../src/model/fleet';
import type { HostFacts, LocalFacts } from '../../src/model/host-facts';
import type { InstanceState } from '../../src/model/instance';
import type { KnownLimits, Observation, TargetLabel } from '../../src/model/observation';
import type {
  EmperorDocument,
  RawCore,
  RawWorker,
  RouterDocument,
  Snapshot,
  WorkerDocument,
} from '../../src/stats/schema';

export const target: TargetLabel = { id: 'shop', name: 'shop', address: '127.0.0.1:1717' };

/** The wall clock at monotonic time 0, ms: whole seconds, so that request_start is easy to reckon. */
export const epochMs = 1_800_000_000_000;

export const epochSeconds = epochMs / 1000;

export function core(change: Partial<RawCore> = {}): RawCore {
  return { id: 0, requests: 0, static_requests: 0, in_request: 0, vars: [], req_info: {}, ...change };
}

/** A core that serves a request which began `startedSeconds` after the epoch. */
export function busyCore(startedSeconds: number, change: Partial<RawCore> = {}): RawCore {
  return core({
    in_request: 1,
    vars: ['REQUEST_METHOD=GET', 'REQUEST_URI=/cart', ''],
    req_info: { request_start: epochSeconds + startedSeconds },
    ...change,
  });
}

export function worker(change: Partial<RawWorker> = {}): RawWorker {
  const cores = change.cores ?? [core()];
  return {
    id: 1,
    pid: 100,
    status: cores.some(({ in_request }) => in_request > 0) ? 'busy' : 'idle',
    accepting: 1,
    requests: 0,
    delta_requests: 0,
    exceptions: 0,
    harakiri_count: 0,
    running_time: 0,
    respawn_count: 1,
    last_spawn: epochSeconds - 3600,
    rss: 0,
    vsz: 0,
    tx: 0,
    avg_rt: 0,
    cores,
    ...change,
  };
}

export function workerDocument(
  workers: readonly RawWorker[],
  change: Partial<WorkerDocument> = {},
): WorkerDocument {
  return { version: '2.0.21', pid: 99, workers: [...workers], sockets: [], ...change };
}

export function observation(
  document: WorkerDocument,
  atMs: number,
  change: Partial<Observation> = {},
): Observation {
  return {
    targetId: target.id,
    wallMs: epochMs + atMs,
    monotonicMs: atMs,
    latencyMs: 1,
    outcome: { ok: true, value: { snapshot: { kind: 'worker', document }, repairs: 0, bytes: 1000 } },
    ...change,
  };
}

export type RawVassal = EmperorDocument['vassals'][number];
export type BlacklistEntry = NonNullable<EmperorDocument['blacklist']>[number];

export function vassal(id: string, change: Partial<RawVassal> = {}): RawVassal {
  return { id, pid: 700, ready: 1, accepting: 1, loyal: 1, cursed: 0, on_demand: '', ...change };
}

export function emperorObservation(
  vassals: readonly RawVassal[],
  atMs: number,
  blacklist: readonly BlacklistEntry[] = [],
  change: Partial<EmperorDocument> = {},
): Observation {
  const document = {
    version: '2.0.21',
    pid: 77,
    vassals: [...vassals],
    blacklist: [...blacklist],
    ...change,
  };
  return observationOf({ kind: 'emperor', document }, atMs);
}

export type RawSubscription = NonNullable<RouterDocument['subscriptions']>[number];

export function routerObservation(
  subscriptions: readonly RawSubscription[] | undefined,
  atMs: number,
  change: Partial<RouterDocument> = {},
): Observation {
  const document = {
    version: '2.0.21',
    pid: 55,
    active_sessions: 0,
    http: ['0.0.0.0:80'],
    ...(subscriptions && { subscriptions: [...subscriptions] }),
    ...change,
  };
  return observationOf({ kind: 'router', document }, atMs);
}

const observationOf = (snapshot: Snapshot, atMs: number): Observation => ({
  ...observation(workerDocument([]), atMs),
  outcome: { ok: true, value: { snapshot, repairs: 0, bytes: 1000 } },
});

export function failedObservation(atMs: number, latencyMs = 1): Observation {
  return {
    targetId: target.id,
    wallMs: epochMs + atMs,
    monotonicMs: atMs,
    latencyMs,
    outcome: { ok: false, failure: { code: 'refused' } },
  };
}

/** Of a uWSGI that was started with these options and nothing else: what is not among them is known not to be set. */
export function knownLimits(options: Readonly<Record<string, number | string>> = {}): KnownLimits {
  const stated = Object.entries(options).map(([name, value], index) => {
    return {
      name,
      value: String(value),
      origin: { kind: 'file', file: 'app.ini', line: index + 2 } as const,
    };
  });
  return { limits: limitsOf({ ...statedConfiguration('app.ini', stated), isWhole: true }), notes: [] };
}

/** What this machine tells of a master that runs on it. */
export function localFacts(change: Partial<LocalFacts> = {}): HostFacts {
  return {
    local: true,
    readAtMs: 0,
    processes: {},
    queues: [],
    memory: { reason: 'not asked' },
    ...change,
  };
}

/** The instance after each of the observations. */
export function instancesAfter(...observations: readonly Observation[]): InstanceState[] {
  let fleet = createFleet([target]);
  return observations.map((one) => {
    fleet = observe(fleet, one);
    const instance = fleet.instances.get(target.id);
    if (instance === undefined) throw new Error('the instance is gone');
    return instance;
  });
}

/** The instance after all of them. */
export function instanceAfter(...observations: readonly Observation[]): InstanceState {
  const last = instancesAfter(...observations).at(-1);
  if (last === undefined) throw new Error('nothing was observed');
  return last;
}
