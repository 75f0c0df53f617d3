/**
 * A reload of the workers (touch-workers-reload, `w` on the master's fifo) looks like crashes, one by one: new processes,
 * counters kept, and no limit explains it. But nobody crashes in chorus.
 */
import type { EventDetail, Respawn, WorkerPair } from './events';
import type { WorkerState } from './worker';
import { isActive } from './worker-activity';

/** The respawns, with those that a reload explains told as that. */
export function withWorkersReload(respawns: readonly Respawn[], pairs: readonly WorkerPair[]): EventDetail[] {
  const unexplained = new Set(
    respawns
      .filter(({ cause }) => cause.by === 'crash' || cause.by === 'unknown')
      .map(({ worker }) => worker),
  );
  const alive = pairs.filter(([before]) => isActive(before.activity));
  const replaced = alive.filter(([, now]) => unexplained.has(now.number));
  const others = alive.filter((pair) => !replaced.includes(pair) && !isInSameRequest(pair));
  const atOnce = replaced.length >= 2 && others.length === 0;
  if (!atOnce && !areLatecomers(replaced, others)) return [...respawns];
  return [
    ...respawns.filter(({ worker }) => !unexplained.has(worker)),
    { kind: 'workers-reload', workers: [...unexplained] },
  ];
}

/** Such a worker is replaced when its request has ended. */
const isInSameRequest = ([before, now]: WorkerPair) =>
  before.pid === now.pid &&
  now.flights.some((flight) =>
    before.flights.some(({ core, startedMs }) => core === flight.core && startedMs === flight.startedMs),
  );

/** As uWSGI waits for a worker's last request (worker-reload-mercy), seconds. */
const mercySeconds = 60;
/** Workers that were replaced at once were spawned so close together, seconds. */
const togetherSeconds = 3;

/** The last ones, in a request so far, of a reload that has replaced all the others a moment ago. */
function areLatecomers(replaced: readonly WorkerPair[], others: readonly WorkerPair[]): boolean {
  const [first, second] = others.map(([, now]) => spawnOf(now)).sort((a, b) => a - b);
  return (
    replaced.length > 0 &&
    replaced.every(([before]) => before.flights.length > 0) &&
    first !== undefined &&
    second !== undefined &&
    second - first <= togetherSeconds &&
    replaced.every(([before]) => spawnOf(before) < first) &&
    others.every(([, now]) => wasReloaded(now))
  );
}

const spawnOf = ({ counters }: WorkerState) => counters.lastSpawnSeconds ?? 0;

/** Not the first process of its worker, young, and what ended the one before it was no event of its own. */
const wasReloaded = ({ counters, ageSeconds, lastRespawn }: WorkerState) =>
  (counters.respawnCount ?? 0) > 1 && (ageSeconds ?? Infinity) <= mercySeconds && lastRespawn === undefined;
