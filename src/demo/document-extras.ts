/** The sections that uWSGI prints only where a feature is in use: locks, caches, daemons, spoolers and crons. */

import type { Json, JsonObject } from './print';
import { createRandom, mixSeed } from '../random/random';
import type { Instance } from './simulation-state';

export interface ExtraSections {
  readonly beforeLocks: JsonObject;
  readonly locks: Json;
  readonly afterLocks: JsonObject;
  readonly afterWorkers: JsonObject;
}

const builtInLocks = ['user 0', 'signal', 'filemon', 'timer', 'rbtimer', 'cron', 'rpc', 'snmp'];
/** How long the demo's workers hold their user lock, and how often. */
const lockSlotMs = 9_000;
const taskMs = 4_000;

export function extraSections(instance: Instance): ExtraSections {
  const { extras } = instance.profile;
  const served = instance.workers.reduce((sum, worker) => sum + worker.requests, 0);
  const { daemons = [], caches = [], spoolers = [], crons = [] } = extras ?? {};
  return {
    beforeLocks: section('daemons', daemons, (cmd, index) => ({
      cmd,
      pid: instance.masterPid + 2 + index,
      respawns: 0,
    })),
    locks: lockDocuments(instance),
    afterLocks: section('caches', caches, (cache) => cacheDocument(cache, served)),
    afterWorkers: {
      ...section('spoolers', spoolers, (dir, index) => spoolerDocument(instance, dir, index)),
      ...section('crons', crons, (cron, index) => cronDocument(instance, cron, index)),
    },
  };
}

function section<Item>(
  name: string,
  items: readonly Item[],
  print: (item: Item, index: number) => JsonObject,
): JsonObject {
  return items.length === 0 ? {} : { [name]: items.map(print) };
}

/** One object per lock; the value is the holder's pid, and now and then a worker holds the user lock. */
function lockDocuments(instance: Instance): Json {
  const { extras } = instance.profile;
  const names = [
    ...builtInLocks,
    ...(extras?.caches ?? []).map((cache) => `cache_${cache.name}`),
    ...(extras?.metrics === true ? ['metrics'] : []),
    ...(extras?.spoolers ?? []).map((dir) => `spooler on ${dir}`),
  ];
  return names.map((name) => ({ [name]: name === 'user 0' ? lockHolder(instance) : 0 }));
}

function lockHolder(instance: Instance): number {
  if (instance.profile.extras === undefined) return 0;
  const slot = Math.floor((instance.nowMs - instance.originMs) / lockSlotMs);
  const random = createRandom(mixSeed(instance.seed, slot));
  const holder = instance.workers[random.integer(0, instance.workers.length - 1)];
  return random.chance(0.25) ? (holder?.pid ?? 0) : 0;
}

function cacheDocument(
  cache: { readonly name: string; readonly maxItems: number; readonly hitsPerRequest: number },
  served: number,
): JsonObject {
  const misses = Math.floor(served * 0.11);
  const isFull = misses > cache.maxItems * 40;
  return {
    name: cache.name,
    hash: 'djb33x',
    hashsize: 65_536,
    keysize: 2048,
    max_items: cache.maxItems,
    blocks: cache.maxItems,
    blocksize: 65_536,
    items: Math.min(cache.maxItems, Math.floor(misses * 0.025)),
    hits: Math.floor(served * cache.hitsPerRequest),
    miss: misses,
    full: isFull ? Math.floor((misses - cache.maxItems * 40) * 0.05) : 0,
    last_modified_at: 0,
  };
}

/** Tasks come one behind another, each of them busy for the first part of its time. */
function spoolerDocument(instance: Instance, dir: string, index: number): JsonObject {
  const upMs = instance.nowMs - instance.originMs + instance.profile.historyMs;
  const everyMs = taskMs * (2 + index);
  return {
    dir,
    pid: instance.masterPid + 6 + index,
    tasks: Math.floor((upMs + everyMs - taskMs) / everyMs),
    respawns: 0,
    running: upMs % everyMs < taskMs ? 1 : 0,
  };
}

function cronDocument(
  instance: Instance,
  cron: {
    readonly minute: number;
    readonly command: string;
    readonly everyMs: number;
    readonly lastsMs: number;
  },
  index: number,
): JsonObject {
  const startedMs = Math.floor(instance.nowMs / cron.everyMs) * cron.everyMs;
  const isRunning = instance.nowMs - startedMs < cron.lastsMs;
  const round = Math.floor(startedMs / cron.everyMs);
  return {
    minute: cron.minute,
    hour: -1,
    day: -1,
    month: -1,
    week: -1,
    command: cron.command,
    unique: index,
    legion: '',
    pid: isRunning ? instance.masterPid + 100 + (round % 800) : -1,
    started_at: isRunning ? Math.floor(startedMs / 1000) : 0,
  };
}
