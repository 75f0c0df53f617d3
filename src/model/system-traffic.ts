/** Sockets, caches and spoolers as rows: what uWSGI counts, and what two answers tell of its pace. */
import type { WorkerDocument } from '../stats/schema';
import { cacheFill, hitRatio } from './caches';
import type { Seen } from './seen';
import { paceOf } from './system-pace';
import { rowText } from './system-text';

export interface SocketRow {
  readonly name: string;
  readonly protocol: string;
  readonly length?: number | undefined;
  readonly max?: number | undefined;
  /** Who told the length, or why nobody did. */
  readonly source: string;
}

export interface CacheRow {
  readonly name: string;
  /** Of what was asked for since the answer before, 0…1. */
  readonly hitRatioNow?: number | undefined;
  /** Since the start. */
  readonly hitRatio?: number | undefined;
  readonly lookupsPerSecond?: number | undefined;
  /** 0…1 */
  readonly fill?: number | undefined;
  readonly items?: number | undefined;
  readonly maxItems?: number | undefined;
  /** Stores that were refused because there was no room. */
  readonly full?: number | undefined;
  readonly fullPerSecond?: number | undefined;
}

export interface SpoolerRow {
  readonly dir: string;
  readonly pid?: number | undefined;
  readonly isRunning: boolean;
  readonly pending?: number | undefined;
  /** Why the number that waits is not known. */
  readonly reason?: string | undefined;
  readonly tasks?: number | undefined;
  readonly tasksPerSecond?: number | undefined;
  readonly respawns?: number | undefined;
}

export function socketRows({ queues }: Seen, { sockets = [] }: WorkerDocument): SocketRow[] {
  return sockets.map(({ name, proto }, index): SocketRow => {
    const queue = queues[index];
    return {
      name: rowText(name),
      protocol: rowText(proto),
      length: queue?.length,
      max: queue?.max,
      source: queue?.source ?? queue?.reason ?? '',
    };
  });
}

export function cacheRows(seen: Seen, { caches = [] }: WorkerDocument): CacheRow[] {
  const pace = paceOf(seen);
  return caches.map((cache): CacheRow => {
    const before = seen.earlier?.document.caches?.find(({ name }) => name === cache.name);
    const hits = pace(cache.hits, before?.hits);
    const misses = pace(cache.miss, before?.miss);
    return {
      name: rowText(cache.name),
      hitRatioNow: hitRatio({ hits, miss: misses }),
      hitRatio: hitRatio(cache),
      lookupsPerSecond: hits === undefined || misses === undefined ? undefined : hits + misses,
      fill: cacheFill(cache),
      items: cache.items,
      maxItems: cache.max_items,
      full: cache.full,
      fullPerSecond: pace(cache.full, before?.full),
    };
  });
}

export function spoolerRows(seen: Seen, { spoolers = [] }: WorkerDocument): SpoolerRow[] {
  const pace = paceOf(seen);
  const { host } = seen;
  return spoolers.map((spooler, index): SpoolerRow => {
    const before = seen.earlier?.document.spoolers?.[index];
    const folders = host?.local === true ? host.spoolers : undefined;
    const facts = folders?.find(({ dir }) => dir === spooler.dir);
    return {
      dir: rowText(spooler.dir),
      pid: spooler.pid,
      isRunning: (spooler.running ?? 0) > 0,
      pending: facts?.pending,
      reason: facts?.reason ?? (host?.local === false ? host.reason : undefined),
      tasks: spooler.tasks,
      tasksPerSecond: before?.dir === spooler.dir ? pace(spooler.tasks, before.tasks) : undefined,
      respawns: spooler.respawns,
    };
  });
}
