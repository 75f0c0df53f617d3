/** Between how many processes cheaper moves, and in which steps. */
import type { Grounds } from './grounds';
import type { Plan } from './plan';
import { fastestRise } from './rises';

export interface Scaling {
  readonly minimum: number;
  readonly maximum: number;
  readonly threads: number;
  readonly overloadSeconds: number;
  readonly step: number;
}

/** Shorter, uWSGI would see of a worker now 0 and now 100 %: running_time grows when a request ends. */
export const requestsPerCheck = 5;
export const overloadRange = { least: 10, most: 30 };

/** All of them are there before the load has risen, as fast as it was seen to rise. */
export function scalingOf(grounds: Grounds, { processes, threads }: Plan, minimum: number): Scaling {
  const { service, summary, windows, startupSeconds = 0 } = grounds;
  const wanted = Math.ceil(requestsPerCheck * (service?.seconds ?? 0));
  const overloadSeconds = Math.min(Math.max(wanted, overloadRange.least), overloadRange.most);
  const { windowSeconds } = summary.windows;
  const rise = Math.max(windowSeconds, fastestRise(windows) ?? windowSeconds);
  const rounds = Math.max(1, Math.floor((rise - startupSeconds) / overloadSeconds));
  const step = Math.ceil((processes - minimum) / rounds);
  return { minimum, maximum: processes, threads, overloadSeconds, step };
}
