/** Events as marks on the time axis of a chart: what bends a curve, and when. */
import type { RespawnCause } from './causes';
import type { FleetEvent } from './events';

export type MarkKind = 'reload' | 'respawn' | 'kill' | 'lost' | 'scale';

export interface Mark {
  /** Monotonic, as the rows of a series. */
  readonly atMs: number;
  readonly kind: MarkKind;
  /** Absent where it is about several of them, or all. */
  readonly worker?: number | undefined;
}

/** In the order of the events. Of one worker: what happened to it, and to the whole instance. */
export function marksOf(
  events: readonly FleetEvent[],
  { worker }: { readonly worker?: number | undefined } = {},
): Mark[] {
  return events.flatMap((event) => {
    const kind = kindOf(event);
    const workers = workersOf(event);
    if (kind === undefined || (worker !== undefined && workers?.includes(worker) === false)) return [];
    return [{ atMs: event.monotonicMs, kind, worker: workers?.length === 1 ? workers[0] : undefined }];
  });
}

function kindOf(event: FleetEvent): MarkKind | undefined {
  switch (event.kind) {
    case 'reload':
    case 'workers-reload':
    case 'master-restart':
      return 'reload';
    case 'respawn':
      return isKill(event.cause) ? 'kill' : 'respawn';
    case 'lost':
      return 'lost';
    case 'scale-up':
    case 'scale-down':
      return 'scale';
    default:
      return undefined;
  }
}

/** By the master, in the middle of a request if need be. */
const isKill = ({ by }: RespawnCause) => by === 'harakiri' || by.startsWith('evil');

/** Undefined for what is about all of them. */
function workersOf(event: FleetEvent): readonly number[] | undefined {
  if (event.kind === 'respawn') return [event.worker];
  return 'workers' in event ? event.workers : undefined;
}
