/** When processes end, by the kernel: far finer than polls can tell, and nothing that the program itself says. */
import { performance } from 'node:perf_hooks';
import { isAlive } from './processes';
import type { Watch } from './watching';

export interface DeathWatch {
  /** Monotonic ms, within some ten; undefined for a process that lives or was never looked at. */
  endOf(pid: number): number | undefined;
  stop(): void;
}

const everyMs = 10;

/** @param pidsNow those to look at from now on; it is asked again and again, and what it named once is kept in mind */
function watchDeaths(pidsNow: () => readonly number[]): DeathWatch {
  const living = new Set<number>();
  const ends = new Map<number, number>();
  const look = (): void => {
    for (const pid of pidsNow()) if (!ends.has(pid)) living.add(pid);
    for (const pid of living) {
      if (isAlive(pid)) continue;
      living.delete(pid);
      ends.set(pid, performance.now());
    }
  };
  const timer = setInterval(look, everyMs);
  return {
    endOf: (pid) => ends.get(pid),
    stop: () => clearInterval(timer),
  };
}

/** Of the workers that a watch sees. */
export function watchWorkerDeaths(watch: Watch): DeathWatch {
  return watchDeaths(() => {
    const workers = watch.moments.at(-1)?.instance.seen?.workers ?? [];
    return workers.flatMap(({ pid }) => (pid > 0 ? [pid] : []));
  });
}
