/**
 * The stats document of an emperor: vassals that are well, one that takes its time to start, and one that dies at
 * every start and is held back longer each time. A function of the moment, without state.
 */

import { crashingId, type VassalProfile, vassalProfiles } from './emperor-vassals';
import { firstMasterPid } from './master-pid';
import type { JsonObject } from './print';
import { mixSeed, seedOfName } from '../random/random';
import { lastDueMs } from './schedule';

export interface EmperorMoment {
  readonly seed: number;
  readonly originMs: number;
  readonly atMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const upBeforeMs = 61 * hourMs;
const directory = '/etc/uwsgi/vassals';
const pidFloor = 5_000_000;

/** It was deployed broken this long before the demo began. */
const brokenBeforeMs = 7 * minuteMs;
const firstThrottleMs = 3_001;
const throttleStepMs = 1_000;
const longestThrottleMs = 180_000;
const diesAfterMs = 1_600;

export function emperorDocument(moment: EmperorMoment): JsonObject {
  const crash = crashHistory(moment);
  return {
    version: '2.0.30',
    pid: pidFloor + (moment.seed % 900),
    uid: 0,
    gid: 0,
    cwd: directory,
    emperor: [directory],
    emperor_tyrant: 1,
    throttle_level: 0,
    vassals: [
      ...vassalProfiles.map((vassal) => vassalDocument(vassal, moment)),
      crashingVassal(crash, moment),
    ],
    blacklist: [
      {
        id: crashingId,
        throttle_level: crash.throttleMs,
        attempt: crash.attempt,
        first_attempt: seconds(moment.originMs - brokenBeforeMs),
        last_attempt: seconds(crash.startedMs),
      },
    ],
  };
}

function vassalDocument(vassal: VassalProfile, moment: EmperorMoment): JsonObject {
  const bornMs = moment.originMs - upBeforeMs;
  const restart = vassal.restarts && lastDueMs(vassal.restarts, moment.atMs - moment.originMs);
  const runMs = restart === undefined ? bornMs + 1_000 : moment.originMs + restart;
  const wokenMs = wokenAt(vassal, moment);
  const isAwake = vassal.onDemand === undefined || wokenMs !== undefined;
  const readyMs = (wokenMs ?? runMs) + (vassal.restarts?.slowMs ?? 2_000);
  const isReady = isAwake && moment.atMs >= readyMs;
  return {
    id: vassal.id,
    pid: isAwake ? vassalPid(vassal, wokenMs ?? runMs, moment) : -1,
    born: seconds(bornMs),
    last_mod: seconds(restart === undefined ? bornMs : runMs),
    last_heartbeat: vassal.heartbeat && isReady ? heartbeat(moment.atMs) : 0,
    loyal: flag(vassal.loyal && isReady),
    ready: flag(isReady),
    accepting: flag(isReady),
    last_loyal: vassal.loyal && isReady ? seconds(readyMs + 1_000) : 0,
    last_ready: isReady ? seconds(readyMs) : 0,
    last_accepting: isReady ? seconds(readyMs) : 0,
    first_run: seconds(bornMs + 1_000),
    last_run: seconds(runMs),
    cursed: 0,
    zerg: flag(vassal.id.endsWith(':zerg')),
    on_demand: vassal.onDemand?.socket ?? '',
    uid: vassal.user,
    gid: vassal.user,
    monitor: directory,
    respawns: 0,
  };
}

/** When the connection came that it runs for; undefined while it waits for one. */
function wokenAt({ onDemand }: VassalProfile, moment: EmperorMoment): number | undefined {
  const dueMs = onDemand && lastDueMs(onDemand, moment.atMs - moment.originMs);
  if (onDemand === undefined || dueMs === undefined) return undefined;
  const wokenMs = moment.originMs + dueMs;
  return moment.atMs < wokenMs + onDemand.lastsMs ? wokenMs : undefined;
}

const vassalPid = ({ id, member }: VassalProfile, runMs: number, moment: EmperorMoment): number =>
  member === undefined ? pidOf(id, runMs, moment) : firstMasterPid(moment.seed, member);

interface CrashHistory {
  readonly attempt: number;
  readonly startedMs: number;
  readonly throttleMs: number;
}

/** Each attempt waits a second longer than the one before, up to the emperor's own limit. */
function crashHistory(moment: EmperorMoment): CrashHistory {
  let attempt = 1;
  let startedMs = moment.originMs - brokenBeforeMs;
  let throttleMs = firstThrottleMs;
  while (startedMs + throttleMs <= moment.atMs && throttleMs < longestThrottleMs) {
    startedMs += throttleMs;
    attempt += 1;
    throttleMs = Math.min(longestThrottleMs, throttleMs + throttleStepMs);
  }
  // At the limit the attempts are evenly spaced: days of them need no loop.
  const more = Math.max(0, Math.floor((moment.atMs - startedMs) / throttleMs));
  return { attempt: attempt + more, startedMs: startedMs + more * throttleMs, throttleMs };
}

/** It stays listed between its attempts, never ready, with the time of its death as `cursed`. */
function crashingVassal(crash: CrashHistory, moment: EmperorMoment): JsonObject {
  const isDead = moment.atMs >= crash.startedMs + diesAfterMs;
  return {
    id: crashingId,
    pid: pidOf(crashingId, crash.startedMs, moment),
    born: seconds(moment.originMs - upBeforeMs),
    last_mod: seconds(moment.originMs - brokenBeforeMs),
    last_heartbeat: 0,
    loyal: 0,
    ready: 0,
    accepting: 0,
    last_loyal: 0,
    last_ready: 0,
    last_accepting: 0,
    first_run: seconds(crash.startedMs),
    last_run: seconds(crash.startedMs),
    cursed: isDead ? seconds(crash.startedMs + diesAfterMs) : 0,
    zerg: 0,
    on_demand: '',
    uid: 33,
    gid: 33,
    monitor: directory,
    respawns: 0,
  };
}

/** One process id per run of a vassal. */
function pidOf(id: string, runMs: number, moment: EmperorMoment): number {
  return pidFloor + 1_000 + (mixSeed(moment.seed, seedOfName(id), Math.floor(runMs / 1000)) % 90_000);
}

function heartbeat(atMs: number): number {
  const everySeconds = 10;
  return Math.floor(seconds(atMs) / everySeconds) * everySeconds;
}

function seconds(momentMs: number): number {
  return Math.floor(momentMs / 1000);
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}
