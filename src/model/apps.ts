/** The applications of an instance, each over all workers that have it loaded. */
import { displayText } from '../format/text';
import type { WorkerDocument } from '../stats/schema';

export interface AppState {
  readonly mountpoint: string;
  readonly chdir: string;
  /** Workers that have it loaded. */
  readonly workers: number;
  /** Sums over these workers, as uWSGI counts them. */
  readonly requests: number;
  readonly exceptions: number;
  /** The longest that it took to load, whole seconds. */
  readonly startupSeconds: number;
}

/** A page of them helps nobody find one: what mounts more says so by its number. */
const mostApps = 200;

/** In uWSGI's order. */
export function appsOf({ workers }: WorkerDocument): readonly AppState[] {
  const sums = new Map<string, { -readonly [Key in keyof AppState]: AppState[Key] }>();
  for (const { apps } of workers) {
    if (apps === undefined) continue;
    for (const { mountpoint = '', chdir = '', requests = 0, exceptions = 0, startup_time = 0 } of apps) {
      const sum = sums.get(mountpoint);
      if (sum === undefined) {
        if (sums.size >= mostApps) continue;
        sums.set(mountpoint, {
          mountpoint: displayText(mountpoint, 200),
          chdir: displayText(chdir, 400),
          workers: 1,
          requests,
          exceptions,
          startupSeconds: startup_time,
        });
        continue;
      }
      sum.workers += 1;
      sum.requests += requests;
      sum.exceptions += exceptions;
      sum.startupSeconds = Math.max(sum.startupSeconds, startup_time);
    }
  }
  return [...sums.values()];
}

/** Of whichever takes longest. */
export const longestStartupSeconds = (apps: readonly AppState[]): number =>
  apps.reduce((longest, { startupSeconds }) => Math.max(longest, startupSeconds), 0);
