/** What happened between two polls, told from the two pictures. */
import type { WorkerState } from './worker';

export type FleetEvent = { readonly wallMs: number; readonly instance: string } & EventDetail;

export type EventDetail =
  | { readonly kind: 'reload' }
  | { readonly kind: 'master-restart'; readonly pid: number; readonly previousPid: number }
  | { readonly kind: 'target-changed'; readonly to: string; readonly from: string }
  | { readonly kind: 'lost'; readonly message: string }
  | { readonly kind: 'back'; readonly awaySeconds: number }
  | { readonly kind: 'harakiri'; readonly worker: number; readonly kills: number; readonly victim?: string }
  | { readonly kind: 'respawn'; readonly worker: number; readonly pid: number; readonly previousPid: number }
  | { readonly kind: 'scale-up'; readonly worker: number; readonly pid: number }
  | { readonly kind: 'scale-down'; readonly worker: number };

/** The newest last; older ones are dropped. */
export const mostEvents = 200;

/** Events of one worker. After a reset of its counters nothing can be told from them: the reload is the event. */
export function* workerEvents(before: WorkerState, now: WorkerState): Generator<EventDetail> {
  const kills = (now.counters.harakiriCount ?? 0) - (before.counters.harakiriCount ?? 0);
  if (kills > 0) {
    const victim = victimOf(before);
    yield { kind: 'harakiri', worker: now.number, kills, ...(victim === undefined ? {} : { victim }) };
  }
  const parked = (worker: WorkerState) => worker.activity === 'cheap' || worker.activity === 'draining';
  if (parked(before) && !parked(now)) {
    if (now.pid > 0) yield { kind: 'scale-up', worker: now.number, pid: now.pid };
  } else if (!parked(before) && parked(now)) {
    yield { kind: 'scale-down', worker: now.number };
  } else if (kills <= 0 && before.pid > 0 && now.pid > 0 && before.pid !== now.pid) {
    yield { kind: 'respawn', worker: now.number, pid: now.pid, previousPid: before.pid };
  }
}

/** The request that a kill ended: the oldest that was in flight when the worker was last seen. */
function victimOf(before: WorkerState): string | undefined {
  const oldest = before.flights.toSorted((a, b) => b.ageSeconds - a.ageSeconds)[0];
  if (oldest?.uri === undefined) return undefined;
  return `after ${Math.floor(oldest.ageSeconds)} s or more: ${oldest.method ?? '?'} ${oldest.uri}`;
}

/** One line for a person; the time and the instance stand beside it. */
export function describeEvent(event: EventDetail): string {
  switch (event.kind) {
    case 'reload':
      return 'reloaded: all counters began anew, the master kept its pid';
    case 'master-restart':
      return `master restarted: pid ${event.previousPid} is now ${event.pid}`;
    case 'target-changed':
      return `another kind of instance answers here now: ${event.to} instead of ${event.from}`;
    case 'lost':
      return `lost: ${event.message}`;
    case 'back':
      return `answers again after ${Math.round(event.awaySeconds)} s`;
    case 'harakiri': {
      const times = event.kills === 1 ? '' : ` ${event.kills} times`;
      return `worker ${event.worker} killed by harakiri${times}${event.victim === undefined ? '' : ` ${event.victim}`}`;
    }
    case 'respawn':
      return `worker ${event.worker} respawned: pid ${event.previousPid} is now ${event.pid}`;
    case 'scale-up':
      return `scaled up: worker ${event.worker} started with pid ${event.pid}`;
    case 'scale-down':
      return `scaled down: worker ${event.worker} goes cheap`;
  }
}
