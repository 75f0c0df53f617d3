/**
 * A reload of the workers (touch-workers-reload, `w` on the master's fifo) looks like crashes, one by one: new processes,
 * counters kept, and no limit explains it. But nobody crashes in chorus, once each, after a life of some length; workers
 * that crash again and again do none of that.
 */
import type { RespawnCause } from './causes';
import type { EventDetail, Respawn, WorkerPair } from './events';
import { isSameRequest } from './flights';
import type { WorkerState } from './worker';
import { isActive } from './worker-activity';

export interface ReloadContext {
  /** Monotonic, ms. */
  readonly nowMs: number;
  /** When a reload of the workers was told last: monotonic, ms. */
  readonly workersReloadMs?: number | undefined;
}

/** The respawns, with those that a reload explains told as that. */
export function withWorkersReload(
  respawns: readonly Respawn[],
  pairs: readonly WorkerPair[],
  context: ReloadContext,
): readonly EventDetail[] {
  const quiet = respawns.filter(({ cause }) => isQuiet(cause));
  if (quiet.length === 0) return respawns;
  const workers = new Set(quiet.map(({ worker }) => worker));
  const alive = pairs.filter(([before]) => isActive(before.activity));
  const replaced = alive.filter(([, now]) => workers.has(now.number));
  const others = alive.filter((pair) => !workers.has(pair[1].number) && !isInSameRequest(pair));
  if (replaced.length === 0 || !quiet.every(({ times }) => times === 1) || !replaced.every(hadALife))
    return respawns;
  const earlier = isReloading(context) ? beforeLatecomers(replaced, others) : forerunners(replaced, others);
  if (earlier === undefined) return respawns;
  return [
    ...respawns.filter(({ cause }) => !isQuiet(cause)),
    { kind: 'workers-reload', workers: [...earlier, ...workers].sort((a, b) => a - b) },
  ];
}

/** Nothing explains it, and no request was cut off: a reload waits for those. */
const isQuiet = (cause: RespawnCause) =>
  cause.by === 'unknown' || (cause.by === 'crash' && cause.victim === undefined);

/** What is to be remembered behind these events; the last ones of a reload are not another one. */
export function workersReloadMs(
  happened: readonly EventDetail[],
  context: ReloadContext,
): number | undefined {
  const isTold = happened.some(({ kind }) => kind === 'workers-reload');
  return isTold && !isReloading(context) ? context.nowMs : context.workersReloadMs;
}

/** As uWSGI waits for a worker's last request (worker-reload-mercy), seconds. Within it nobody reloads them once more. */
const mercySeconds = 60;

const isReloading = ({ nowMs, workersReloadMs: lastMs }: ReloadContext) =>
  lastMs !== undefined && nowMs - lastMs < mercySeconds * 1000;

/** Workers that die at every start live for less, seconds. */
const lifeSeconds = 10;

const hadALife = ([before, now]: WorkerPair) => spawnOf(now) - spawnOf(before) >= lifeSeconds;

/** Such a worker is replaced when its request has ended. */
const isInSameRequest = ([before, now]: WorkerPair) =>
  before.pid === now.pid &&
  now.flights.some((flight) => before.flights.some((earlier) => isSameRequest(earlier, flight)));

/** Workers that are replaced at once are spawned so close together, seconds, however far apart the polls are. */
const chorusSeconds = 5;

/** Those that had no last request to wait for were spawned so close together, seconds. */
const togetherSeconds = 3;

/**
 * The others, where they went a moment ago: the master takes a second or so for all of them, and a poll may fall in
 * between. They are told again, as what they were. Undefined where that is no reload.
 */
function forerunners(
  replaced: readonly WorkerPair[],
  others: readonly WorkerPair[],
): readonly number[] | undefined {
  const spawns = [...replaced, ...others].map(([, now]) => spawnOf(now)).sort((a, b) => a - b);
  const within = others.length > 0 ? togetherSeconds : chorusSeconds;
  const areTogether = (spawns.at(-1) ?? 0) - (spawns[0] ?? 0) <= within;
  if (spawns.length < 2 || !areTogether || !others.every(wentQuietly)) return undefined;
  return others.map(([, now]) => now.number);
}

const wentQuietly = ([before, now]: WorkerPair) =>
  before.pid === now.pid && before.lastRespawn !== undefined && isQuiet(before.lastRespawn.cause);

/**
 * The last ones of a reload that has replaced all the others a moment ago: they were in a request then. Its end may have
 * been seen already, for the master takes up to a second to put the new process in place. Nobody is told again with
 * them; undefined where they are something else.
 */
function beforeLatecomers(
  replaced: readonly WorkerPair[],
  others: readonly WorkerPair[],
): readonly number[] | undefined {
  const [first, second] = others.map(([, now]) => spawnOf(now)).sort((a, b) => a - b);
  const areLate =
    first !== undefined &&
    second !== undefined &&
    second - first <= togetherSeconds &&
    replaced.every(([before]) => spawnOf(before) < first) &&
    others.every(([, now]) => wasReloaded(now));
  return areLate ? [] : undefined;
}

const spawnOf = ({ counters }: WorkerState) => counters.lastSpawnSeconds ?? 0;

/** Not the first process of its worker, young, and what ended the one before it was no event of its own. */
const wasReloaded = ({ counters, ageSeconds, lastRespawn }: WorkerState) =>
  (counters.respawnCount ?? 0) > 1 && (ageSeconds ?? Infinity) <= mercySeconds && lastRespawn === undefined;
