/** The parts of an instance that are no workers, as rows: what uWSGI counts, and what two answers tell of its pace. */
import { describeCron } from '../format/cron';
import { displayText } from '../format/text';
import { limitsByReason } from '../limits/by-reason';
import { optionName } from '../limits/limit-table';
import type { WorkerDocument } from '../stats/schema';
import { cacheFill, hitRatio } from './caches';
import type { HeldLock } from './conditions';
import type { InstanceState } from './instance';
import type { Seen } from './seen';

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

export interface CronRow {
  readonly schedule: string;
  readonly command: string;
  readonly pid?: number | undefined;
  /** Absent while it does not run. */
  readonly runningSeconds?: number | undefined;
}

export interface DaemonRow {
  readonly command: string;
  readonly pid?: number | undefined;
  readonly respawns?: number | undefined;
}

export interface LockRow {
  readonly name: string;
  readonly pid: number;
  readonly holder: string;
  readonly isSuspicious: boolean;
  readonly heldSeconds: number;
}

export interface MetricRow {
  readonly name: string;
  readonly type: string;
  readonly value: number;
  /** Of counters, since the answer before. */
  readonly perSecond?: number | undefined;
}

export interface LimitRow {
  readonly option: string;
  /** Value and place: `harakiri 60 s, from app.ini line 12`. */
  readonly said: string;
}

const text = (foreign: string | undefined) => displayText(foreign ?? '', 400);

/** What has grown since the answer before, per second; unknown across a reload. */
function paceOf({ monotonicMs, earlier }: Seen): (now?: number, before?: number) => number | undefined {
  const seconds = earlier === undefined ? 0 : (monotonicMs - earlier.monotonicMs) / 1000;
  return (now, before) =>
    now === undefined || before === undefined || now < before || seconds <= 0
      ? undefined
      : (now - before) / seconds;
}

export function socketRows({ queues }: Seen, { sockets = [] }: WorkerDocument): SocketRow[] {
  return sockets.map(({ name, proto }, index): SocketRow => {
    const queue = queues[index];
    return {
      name: text(name),
      protocol: text(proto),
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
      name: text(cache.name),
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
      dir: text(spooler.dir),
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

/** @param targetSeconds the time on the target's clock */
export function cronRows({ crons = [] }: WorkerDocument, targetSeconds: number): CronRow[] {
  return crons.map((cron): CronRow => {
    const runs = (cron.pid ?? -1) > 0 && (cron.started_at ?? 0) > 0;
    return {
      schedule: describeCron(cron),
      command: text(cron.command),
      pid: runs ? cron.pid : undefined,
      runningSeconds: runs ? Math.max(0, targetSeconds - (cron.started_at ?? 0)) : undefined,
    };
  });
}

export const daemonRows = ({ daemons = [] }: WorkerDocument): DaemonRow[] =>
  daemons.map(({ cmd, pid, respawns }) => ({ command: text(cmd), pid, respawns }));

export function lockRows({ conditions, monotonicMs }: Seen): LockRow[] {
  return conditions.locks.map((lock) => ({
    name: lock.name,
    pid: lock.pid,
    holder: holderOf(lock),
    isSuspicious: lock.holder !== 'ours',
    heldSeconds: (monotonicMs - lock.sinceMs) / 1000,
  }));
}

function holderOf({ worker, holder }: HeldLock): string {
  if (worker !== undefined) return `worker ${worker}`;
  return { ours: 'this instance', gone: 'no process any more', strange: 'none of its workers' }[holder];
}

/** Locks that nobody holds. */
export const freeLocks = ({ locks = [] }: WorkerDocument): string[] =>
  locks.flatMap((lock) =>
    Object.entries(lock)
      .filter(([, pid]) => pid <= 0)
      .map(([name]) => text(name)),
  );

/** uWSGI's numbers for what it calls the types of metrics. */
const metricTypes = ['counter', 'gauge', 'absolute', 'alias'];

export const metricNames = ({ metrics = {} }: WorkerDocument): string[] => Object.keys(metrics);

/** There can be thousands: made one by one, as they come into sight. */
export function metricRow(seen: Seen, { metrics = {} }: WorkerDocument, name: string): MetricRow {
  const { type = 0, value = 0 } = metrics[name] ?? {};
  const before = seen.earlier?.document.metrics?.[name]?.value;
  return {
    name: text(name),
    type: metricTypes[type] ?? String(type),
    value,
    perSecond: type === 0 ? paceOf(seen)(value, before) : undefined,
  };
}

/** Those that are set. */
export const limitRows = ({ limits: known }: InstanceState): LimitRow[] =>
  Object.entries(known?.limits ?? {}).flatMap(([name, limit]) =>
    limit.state === 'set' ? [{ option: optionName(name), said: text(limit.source) }] : [],
  );

/** Those that are not, or that nobody knows: `not set in app.ini: harakiri, listen`. */
export const otherLimits = ({ limits: known }: InstanceState): string[] =>
  known === undefined
    ? []
    : [
        ...[...limitsByReason(known.limits, 'off')].map(
          ([reason, names]) => `${text(reason)}: ${names.join(', ')}`,
        ),
        ...[...limitsByReason(known.limits, 'unknown')].map(
          ([reason, names]) => `unknown (${text(reason)}): ${names.join(', ')}`,
        ),
      ];
