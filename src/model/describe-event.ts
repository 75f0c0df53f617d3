/** An event as one line for a person; the time and the instance stand beside it. */
import { bytes, count, duration, plural } from '../format/quantity';
import { excerpt } from '../format/text';
import type { Victim } from './causes';
import type { EventDetail, MasterRestart, Respawn } from './events';
import type { LifeEnd } from './past-lives';

export function describeEvent(event: EventDetail): string {
  switch (event.kind) {
    case 'reload':
      return 'reloaded: all counters began anew, the master kept its pid';
    case 'workers-reload':
      return `a reload of the workers replaced ${numbers(event.workers)}`;
    case 'master-restart':
      return `master restarted: pid ${event.previousPid} is now ${event.pid}${describeMove(event)}`;
    case 'target-changed':
      return `another kind of instance answers here now: ${event.to} instead of ${event.from}`;
    case 'lost':
      return `lost: ${event.message}`;
    case 'back':
      return `answers again after ${duration(Math.round(event.awaySeconds))}`;
    case 'respawn':
      return describeRespawn(event);
    case 'scale-up':
      return `scaled up by ${event.workers.length}: ${numbers(event.workers)} started`;
    case 'scale-down':
      return `scaled down by ${event.workers.length}: ${numbers(event.workers)} ${event.workers.length === 1 ? 'goes' : 'go'} cheap`;
    case 'exceptions':
      return `${plural(event.count, 'exception')} in ${Math.round(event.seconds)} s`;
    case 'zombie-idle':
      return `worker ${event.worker} (pid ${event.pid}) takes no request since ${duration(event.seconds)}, while others work and requests wait`;
    case 'dead-lock':
      return `lock "${event.lock}" is held by pid ${event.pid}, ${event.gone ? 'which is gone' : 'none of the workers'}`;
    case 'vassal-new':
      return `vassal ${event.vassal} was added`;
    case 'vassal-gone':
      return `vassal ${event.vassal} was removed`;
    case 'vassal-serves':
      return `vassal ${event.vassal} is up`;
    case 'vassal-cursed': {
      const times = event.attempts === undefined ? '' : `, ${plural(event.attempts, 'attempt')} so far`;
      return `vassal ${event.vassal} died${times}`;
    }
    case 'node-new':
      return `node ${event.node} of ${event.subscription} announced itself`;
    case 'node-gone':
      return `node ${event.node} of ${event.subscription} was dropped`;
    case 'node-fails':
      return `node ${event.node} of ${event.subscription} does not take its requests`;
  }
}

const describeMove = ({ moved }: MasterRestart) =>
  moved === undefined ? '' : `, in ${moved.to} instead of ${moved.from}`;

function describeRespawn({ worker, pid, previousPid, times, cause }: Respawn): string {
  const pids = pid === previousPid ? `, pid ${previousPid}` : `, pid ${previousPid} is now ${pid}`;
  return `worker ${worker} ${describeCause(cause, times)}${pids}`;
}

/** What happened to a worker, without naming it: `recycled by max-requests: 5.0k of 5.0k requests`. */
export function describeCause(cause: LifeEnd, times = 1): string {
  const often = times === 1 ? '' : ` ${times} times`;
  switch (cause.by) {
    case 'harakiri':
      return `killed${often} by harakiri${describeVictim(cause.victim)}`;
    case 'max-requests':
      return `recycled${often} by max-requests: ${count(cause.requests)} of ${count(cause.threshold)} requests`;
    case 'max-worker-lifetime':
      return `recycled${often} by max-worker-lifetime: ${duration(cause.ageSeconds)} of ${duration(cause.threshold)}`;
    case 'crash':
      return `ended${often}: crash or out of memory${describeVictim(cause.victim)}`;
    case 'unknown':
      return `ended${often}: ${cause.reason}`;
    case 'cheap':
      return 'scaled down';
    case 'reload':
      return 'replaced by a reload of the workers';
    default:
      return `${cause.by.startsWith('evil') ? 'killed' : 'recycled'}${often} by ${cause.by}: ${bytes(cause.bytes)} of ${bytes(cause.threshold)}`;
  }
}

function describeVictim(victim: Victim | undefined): string {
  if (victim === undefined) return '';
  const request =
    victim.uri === undefined ? 'a request' : `${victim.method ?? '?'} ${excerpt(victim.uri, 200)}`;
  return ` in ${request}, last seen at ${Math.floor(victim.ageSeconds)} s`;
}

/** One word for a table: how a process ended. */
export function causeWord(cause: LifeEnd): string {
  switch (cause.by) {
    case 'max-requests':
      return 'requests';
    case 'max-worker-lifetime':
      return 'lifetime';
    case 'harakiri':
    case 'crash':
    case 'cheap':
    case 'reload':
      return cause.by;
    case 'unknown':
      return '?';
    default:
      return cause.by.startsWith('evil') ? 'evil mem' : 'memory';
  }
}

/** `worker 3`, `workers 3-5, 9`. */
export function numbers(workers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const worker of workers) {
    const last = runs.at(-1);
    if (last?.[1] === worker - 1) last[1] = worker;
    else runs.push([worker, worker]);
  }
  const shown = runs
    .slice(0, mostRuns)
    .map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
  const more = runs.length > mostRuns ? ' …' : '';
  return `${workers.length === 1 ? 'worker' : 'workers'} ${shown.join(', ')}${more}`;
}

const mostRuns = 8;
