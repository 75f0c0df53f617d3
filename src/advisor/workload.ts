/** What the collected slices say of the load: A, W, how it is spread over time and over requests. */
import type { ConcurrencyShare, HourLoad, LoadSummary } from './advice';
import type { CollectedLoad } from './collect';
import type { LoadSlice } from './load';
import { meanSeconds, variationOf } from './service-times';
import { slicesOf } from './slices';
import { isSaturated, lengthOf, type LoadWindow, percentile, windowSecondsOf, windowsOf } from './windows';

/** With the windows that it was made of. */
export interface Workload {
  readonly summary: LoadSummary;
  readonly windows: readonly LoadWindow[];
}

/** Undefined where no time was seen. */
export function workloadOf(
  collected: CollectedLoad,
  hourOf: (wallMs: number) => number,
): Workload | undefined {
  const slices = [...slicesOf(collected.slices)];
  const [first] = slices;
  const last = slices.at(-1);
  const sum = (amount: (slice: LoadSlice) => number) => slices.reduce((all, slice) => all + amount(slice), 0);
  const seconds = sum(lengthOf);
  if (first === undefined || last === undefined || seconds <= 0) return undefined;
  const windowSeconds = windowSecondsOf(seconds, slices.length);
  const windows = windowsOf(slices, windowSeconds);
  const requests = sum((slice) => slice.requests);
  const summary = {
    seconds,
    fromWallMs: first.wallMs - (first.toMs - first.fromMs),
    toWallMs: last.wallMs,
    requests,
    requestsPerSecond: requests / seconds,
    erlangs: sum((slice) => slice.busySeconds) / seconds,
    windows: summaryOf(windows, windowSeconds),
    serviceSeconds: meanSeconds(collected.serviceTimes),
    variation: variationOf(collected.serviceTimes),
    concurrency: concurrencyOf(collected.concurrency),
    ...hoursOf(windows, hourOf),
    saturated: sum((slice) => (isSaturated(slice) ? lengthOf(slice) : 0)) / seconds,
    isLowerBound: isLowerBound(windows),
    cpuShare: cpuShareOf(slices),
    longestQueue: longestQueue(slices),
    kills: sum((slice) => slice.kills),
  };
  return { summary, windows };
}

function summaryOf(windows: readonly LoadWindow[], windowSeconds: number): LoadSummary['windows'] {
  const erlangs = windows.map((window) => window.erlangs);
  const at = (share: number) => percentile(erlangs, share) ?? 0;
  return {
    windowSeconds,
    count: windows.length,
    p10: at(0.1),
    p50: at(0.5),
    p95: at(0.95),
    highest: at(1),
    mostRequestsPerSecond:
      percentile(
        windows.map(({ requestsPerSecond }) => requestsPerSecond),
        1,
      ) ?? 0,
  };
}

/** Among the busiest windows that are left out above p95 any may be saturated; at p95 it decides. */
function isLowerBound(windows: readonly LoadWindow[]): boolean {
  return windows.filter((window) => window.isSaturated).length > 0.05 * windows.length;
}

function concurrencyOf(seconds: readonly number[]): ConcurrencyShare[] {
  const all = seconds.reduce((sum, some) => sum + some, 0);
  return seconds.flatMap((some, inFlight) => (some > 0 ? [{ inFlight, share: some / all }] : []));
}

const fewestHours = 3;
/** Of an hour that counts, seconds. */
const leastOfHour = 1800;

function hoursOf(
  windows: readonly LoadWindow[],
  hourOf: (wallMs: number) => number,
): Pick<LoadSummary, 'quietHour' | 'peakHour'> {
  const hours = new Map<number, { seconds: number; busy: number }>();
  for (const { wallMs, seconds, erlangs } of windows) {
    const hour = hourOf(wallMs);
    const known = hours.get(hour) ?? { seconds: 0, busy: 0 };
    hours.set(hour, { seconds: known.seconds + seconds, busy: known.busy + erlangs * seconds });
  }
  const loads = [...hours]
    .filter(([, { seconds }]) => seconds >= leastOfHour)
    .map(([hour, { seconds, busy }]): HourLoad => ({ hour, erlangs: busy / seconds }))
    .sort((one, other) => one.erlangs - other.erlangs);
  return loads.length < fewestHours ? {} : { quietHour: loads[0], peakHour: loads.at(-1) };
}

function cpuShareOf(slices: readonly LoadSlice[]): number | undefined {
  let cpu = 0;
  let busy = 0;
  for (const { cpuSeconds, busySeconds } of slices) {
    if (cpuSeconds === undefined) continue;
    cpu += cpuSeconds;
    busy += busySeconds;
  }
  // Threads of the application compute between requests as well.
  return busy > 0 ? Math.min(1, cpu / busy) : undefined;
}

function longestQueue(slices: readonly LoadSlice[]): number | undefined {
  return slices.reduce<number | undefined>(
    (longest, { queue }) => (queue === undefined ? longest : Math.max(longest ?? 0, queue)),
    undefined,
  );
}
