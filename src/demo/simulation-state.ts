/** The state of one simulated master. It is changed in place: an hour of a busy site is a million small events. */

import type { IncidentKind, MasterProfile } from './profile';
import type { Random } from '../random/random';
import type { Timeline } from './timeline';

export interface Instance {
  readonly profile: MasterProfile;
  readonly seed: number;
  readonly random: Random;
  /** When the demo began: waves, bursts and incidents count from here. */
  readonly originMs: number;
  nowMs: number;
  masterPid: number;
  lastPid: number;
  workers: Worker[];
  phase: 'serving' | 'reloading' | 'down';
  phaseSinceMs: number;
  /** Connections that no core has accepted yet. */
  queue: PendingRequest[];
  /** What the master last read of the kernel's queue: it looks once a second. */
  shownQueue: number;
  nextArrivalMs: number;
  nextTickMs: number;
  lastSerial: number;
  readonly timeline: Timeline<SimulationEvent>;
  cheaper: CheaperState;
}

export interface Worker {
  readonly index: number;
  /** 0 until the first spawn. */
  id: number;
  pid: number;
  accepting: boolean;
  cheap: boolean;
  /** Has reached max-requests and only waits for its other cores. */
  leaving: boolean;
  requests: number;
  deltaRequests: number;
  exceptions: number;
  harakiriCount: number;
  rssBytes: number;
  vszBytes: number;
  /** What this life weighed before its first request. */
  freshBytes: number;
  runningUs: number;
  lastSpawnMs: number;
  respawnCount: number;
  txBytes: number;
  avgUs: number;
  readonly apps: { requests: number; exceptions: number }[];
  readonly cores: Core[];
  /** How many of the cores have a request: asked at each arrival, so it is kept rather than counted. */
  coresInRequest: number;
}

export interface Core {
  requests: number;
  staticRequests: number;
  writeErrors: number;
  readErrors: number;
  current: RunningRequest | undefined;
}

export interface PendingRequest {
  readonly serial: number;
  readonly incident: IncidentKind | undefined;
  /** Infinity for a request that will never end by itself. */
  readonly serviceMs: number;
}

export interface RunningRequest extends PendingRequest {
  readonly startMs: number;
  readonly endMs: number;
  readonly app: number;
  readonly isStatic: boolean;
}

export interface CheaperState {
  nextCycleMs: number;
  quietCycles: number;
  overloadedCycles: number;
  averagePercent: number;
  readonly perWorker: { lastRunningUs: number; percent: number }[];
}

/** Events name the life (pid) or the request they were meant for; a later life ignores them. */
export type SimulationEvent =
  | {
      readonly kind: 'end';
      readonly worker: Worker;
      readonly pid: number;
      readonly core: Core;
      readonly serial: number;
    }
  | { readonly kind: 'accepting'; readonly worker: Worker; readonly pid: number }
  | { readonly kind: 'forget-killed'; readonly worker: Worker; readonly pid: number }
  | { readonly kind: 'parked'; readonly worker: Worker; readonly pid: number };

/** The part of a profile from which a worker's empty slots are made. */
export type WorkerShape = Pick<MasterProfile, 'processes' | 'cores' | 'apps'>;

export function createWorkers(shape: WorkerShape): Worker[] {
  return Array.from({ length: shape.processes }, (_, index) => ({
    index,
    id: 0,
    pid: 0,
    accepting: false,
    cheap: true,
    leaving: false,
    requests: 0,
    deltaRequests: 0,
    exceptions: 0,
    harakiriCount: 0,
    rssBytes: 0,
    vszBytes: 0,
    freshBytes: 0,
    runningUs: 0,
    lastSpawnMs: 0,
    respawnCount: 0,
    txBytes: 0,
    avgUs: 0,
    apps: shape.apps.map(() => ({ requests: 0, exceptions: 0 })),
    cores: Array.from({ length: shape.cores }, () => ({
      requests: 0,
      staticRequests: 0,
      writeErrors: 0,
      readErrors: 0,
      current: undefined,
    })),
    coresInRequest: 0,
  }));
}

export function isBusy(worker: Worker): boolean {
  return worker.coresInRequest > 0;
}

/** In the pool that shares the load: alive and not sent home. */
export function isActive(worker: Worker): boolean {
  return worker.pid > 0 && !worker.cheap;
}
