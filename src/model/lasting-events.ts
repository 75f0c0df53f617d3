/** Events that are none at once: a state that has lasted, a number that has grown. */
import type { EventDetail } from './events';
import type { Pace } from './forecasts/pace';
import type { Seen } from './seen';

/** A zombie for so long, a lock held by the same stranger for so long. */
export const lastingMs = 10_000;
/** Exceptions within a minute that are worth a line. */
const burst = 10;

export function lastingEvents(before: Seen | undefined, now: Seen): EventDetail[] {
  if (before === undefined) return [];
  const came = (sinceMs: number) =>
    before.monotonicMs - sinceMs < lastingMs && now.monotonicMs - sinceMs >= lastingMs;
  const { zombies, locks } = now.conditions;
  return [
    ...exceptionBurst(before.exceptions, now.exceptions),
    ...zombies
      .filter(({ sinceMs }) => came(sinceMs))
      .map(({ worker, pid, sinceMs }): EventDetail => {
        return { kind: 'zombie-idle', worker, pid, seconds: (now.monotonicMs - sinceMs) / 1000 };
      }),
    ...locks
      .filter(({ sinceMs, holder }) => holder !== 'ours' && came(sinceMs))
      .map(({ name, pid, holder }): EventDetail => {
        return { kind: 'dead-lock', lock: name, pid, gone: holder === 'gone' };
      }),
  ];
}

/** Exceptions of the last minute, and how long that was. */
export function recentExceptions({ points }: Pace): { readonly count: number; readonly seconds: number } {
  const count = (points.at(-1) ?? 0) - (points[1] ?? 0);
  return { count: Math.max(0, count), seconds: ((points.at(-2) ?? 0) - (points[0] ?? 0)) / 1000 };
}

function exceptionBurst(before: Pace, now: Pace): EventDetail[] {
  const { count, seconds } = recentExceptions(now);
  if (count < burst || recentExceptions(before).count >= burst) return [];
  return [{ kind: 'exceptions', count, seconds }];
}
