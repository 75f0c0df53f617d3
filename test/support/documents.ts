/** Snapshots and observations for tests of the model: only what a test speaks of has to be written. */
import type { Observation, TargetLabel } from '../../src/model/observation';
import type { RawCore, RawWorker, WorkerDocument } from '../../src/stats/schema';

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

export function failedObservation(atMs: number): Observation {
  return {
    targetId: target.id,
    wallMs: epochMs + atMs,
    monotonicMs: atMs,
    latencyMs: 1,
    outcome: { ok: false, failure: { code: 'refused' } },
  };
}
