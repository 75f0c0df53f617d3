/** Events that are none at once: a state that has lasted, a number that has grown. */
import type { EventDetail } from './events';
import type { Pace } from './forecasts/pace';
import type { Seen } from './seen';

/** A zombie for so long, a lock held by the same stranger for so long. */
export const lastingMs = 10_000;
/** Exceptions within a minute that are worth a line. */
const burst = 10;
/** Of the requests: a large site has its few at any time. */
export const worryingShare = 0.01;

export function lastingEvents(before: Seen | undefined, now: Seen): EventDetail[] {
  if (before === undefined) return [];
  const came = (sinceMs: number) =>
    before.monotonicMs - sinceMs < lastingMs && now.monotonicMs - sinceMs >= lastingMs;
  const { zombies, locks } = now.conditions;
  const isLocal = now.host?.local === true;
  return [
    ...exceptionBurst(before, now),
    ...zombies
      .filter(({ sinceMs }) => came(sinceMs))
      .map(({ worker, pid, sinceMs }): EventDetail => {
        return { kind: 'zombie-idle', worker, pid, seconds: (now.monotonicMs - sinceMs) / 1000 };
      }),
    ...locks
      // A stranger may be a mule, where the machine cannot be asked.
      .filter(
        ({ sinceMs, holder }) => came(sinceMs) && (holder === 'gone' || (isLocal && holder === 'strange')),
      )
      .map(({ name, pid, holder }): EventDetail => {
        return { kind: 'dead-lock', lock: name, pid, gone: holder === 'gone' };
      }),
  ];
}

type Counted = Pick<Seen, 'exceptions' | 'requests'>;

export interface RecentExceptions {
  readonly count: number;
  /** Of the requests in that time, 0…1. */
  readonly share: number;
  /** How far back that is: a minute at the most. */
  readonly seconds: number;
}

export function recentExceptions({ exceptions, requests }: Counted): RecentExceptions {
  const count = grown(exceptions);
  const { points } = exceptions;
  return {
    count,
    share: Math.min(1, count / Math.max(1, grown(requests))),
    seconds: ((points.at(-2) ?? 0) - (points[0] ?? 0)) / 1000,
  };
}

const grown = ({ points }: Pace) => Math.max(0, (points.at(-1) ?? 0) - (points[1] ?? 0));

function exceptionBurst(before: Counted, now: Counted): EventDetail[] {
  const recent = recentExceptions(now);
  if (!isBurst(recent) || isBurst(recentExceptions(before))) return [];
  return [{ kind: 'exceptions', count: recent.count, seconds: recent.seconds }];
}

const isBurst = ({ count, share }: RecentExceptions) => count >= burst && share >= worryingShare;
