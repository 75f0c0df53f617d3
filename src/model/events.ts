/** What happened between two polls, told from the two pictures. */
import { type CauseContext, causeOf, causeOfKill, type RespawnCause } from './causes';
import { killsBetween, respawnsBetween } from './counters';
import type { WorkerState } from './worker';
import { type ReloadContext, withWorkersReload } from './workers-reload';

export type FleetEvent = {
  readonly wallMs: number;
  /** Only differences mean anything; they hold when somebody sets the clock. */
  readonly monotonicMs: number;
  readonly instance: string;
  /** Counts the events of this instance, from 1: it names one of them for ever. */
  readonly sequence: number;
} & EventDetail;

export type EventDetail =
  | { readonly kind: 'reload' }
  | { readonly kind: 'workers-reload'; readonly workers: readonly number[] }
  | MasterRestart
  | { readonly kind: 'target-changed'; readonly to: string; readonly from: string }
  | { readonly kind: 'lost'; readonly message: string }
  | { readonly kind: 'back'; readonly awaySeconds: number }
  | Respawn
  | { readonly kind: 'scale-up'; readonly workers: readonly number[] }
  | { readonly kind: 'scale-down'; readonly workers: readonly number[] }
  | { readonly kind: 'exceptions'; readonly count: number; readonly seconds: number }
  | { readonly kind: 'zombie-idle'; readonly worker: number; readonly pid: number; readonly seconds: number }
  | { readonly kind: 'dead-lock'; readonly lock: string; readonly pid: number; readonly gone: boolean }
  | { readonly kind: 'vassal-new'; readonly vassal: string }
  | { readonly kind: 'vassal-gone'; readonly vassal: string }
  | { readonly kind: 'vassal-serves'; readonly vassal: string }
  | { readonly kind: 'vassal-cursed'; readonly vassal: string; readonly attempts?: number | undefined }
  | {
      readonly kind: 'node-new' | 'node-gone' | 'node-fails';
      readonly node: string;
      readonly subscription: string;
    };

export interface MasterRestart {
  readonly kind: 'master-restart';
  readonly pid: number;
  readonly previousPid: number;
  /** Folders in which they were started, where they differ: it is a new release, or another application. */
  readonly moved?: { readonly from: string; readonly to: string } | undefined;
}

export interface Respawn {
  readonly kind: 'respawn';
  readonly worker: number;
  readonly previousPid: number;
  /** Equal to previousPid while the new process is not there yet. */
  readonly pid: number;
  /** How many processes of this worker ended between the two polls: mostly 1. */
  readonly times: number;
  readonly cause: RespawnCause;
}

/** The newest last; older ones are dropped. */
export const mostEvents = 200;

/** Workers before and now; undefined where nothing can be told from them, because their counters began anew. */
export type WorkerPair = readonly [before: WorkerState, now: WorkerState];

/** What happened to the workers. After a reset nothing can be told from one: the reload is the event. */
export function workersEvents(
  pairs: readonly WorkerPair[],
  context: CauseContext & ReloadContext,
): EventDetail[] {
  const up: number[] = [];
  const down: number[] = [];
  const respawns: Respawn[] = [];
  for (const [before, now] of pairs) {
    // Told at once when the count rises, the new process may come a poll later.
    const kills = killsBetween(before.counters, now.counters);
    if (kills > 0)
      respawns.push(respawnOf(before, now, { times: kills, cause: causeOfKill(before, now, context) }));
    if (isParked(before) && !isParked(now)) {
      if (now.pid > 0) up.push(now.number);
    } else if (!isParked(before) && isParked(now)) {
      down.push(now.number);
    } else {
      const times = otherDeaths(before, now, kills);
      if (times > 0)
        respawns.push(respawnOf(before, now, { times, cause: causeOf(before, now, times, context) }));
    }
  }
  return [
    ...withWorkersReload(respawns, pairs, context),
    ...(up.length > 0 ? [{ kind: 'scale-up', workers: up } as const] : []),
    ...(down.length > 0 ? [{ kind: 'scale-down', workers: down } as const] : []),
  ];
}

const isParked = ({ activity }: WorkerState) => activity === 'cheap' || activity === 'draining';

/** Of those that ended without a kill; the kill of a process that is gone by now may have been told when it was counted. */
const otherDeaths = (before: WorkerState, now: WorkerState, kills: number): number =>
  respawnsBetween(before.counters, now.counters) - kills - (before.life.isKilled ? 1 : 0);

const respawnOf = (
  before: WorkerState,
  now: WorkerState,
  end: Pick<Respawn, 'times' | 'cause'>,
): Respawn => ({
  kind: 'respawn',
  worker: now.number,
  pid: now.pid,
  previousPid: before.pid,
  ...end,
});
