/** Locks, limits and metrics as rows. */
import { limitsByReason } from '../limits/by-reason';
import { optionName } from '../limits/limit-table';
import type { WorkerDocument } from '../stats/schema';
import type { HeldLock } from './conditions';
import type { InstanceState } from './instance';
import type { Seen } from './seen';
import { paceOf } from './system-pace';
import { rowText } from './system-text';

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
      .map(([name]) => rowText(name)),
  );

/** uWSGI's numbers for what it calls the types of metrics. */
const metricTypes = ['counter', 'gauge', 'absolute', 'alias'];

export const metricNames = ({ metrics = {} }: WorkerDocument): string[] => Object.keys(metrics);

/** There can be thousands: made one by one, as they come into sight. */
export function metricRow(seen: Seen, { metrics = {} }: WorkerDocument, name: string): MetricRow {
  const { type = 0, value = 0 } = metrics[name] ?? {};
  const before = seen.earlier?.document.metrics?.[name]?.value;
  return {
    name: rowText(name),
    type: metricTypes[type] ?? String(type),
    value,
    perSecond: type === 0 ? paceOf(seen)(value, before) : undefined,
  };
}

/** Those that are set. */
export const limitRows = ({ limits: known }: InstanceState): LimitRow[] =>
  Object.entries(known?.limits ?? {}).flatMap(([name, limit]) =>
    limit.state === 'set' ? [{ option: optionName(name), said: rowText(limit.source) }] : [],
  );

/** Those that are not, or that nobody knows: `not set in app.ini: harakiri, listen`. */
export const otherLimits = ({ limits: known }: InstanceState): string[] =>
  known === undefined
    ? []
    : [
        ...[...limitsByReason(known.limits, 'off')].map(
          ([reason, names]) => `${rowText(reason)}: ${names.join(', ')}`,
        ),
        ...[...limitsByReason(known.limits, 'unknown')].map(
          ([reason, names]) => `unknown (${rowText(reason)}): ${names.join(', ')}`,
        ),
      ];
