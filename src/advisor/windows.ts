/** The load of windows of equal length, out of slices of any. */
import type { LoadSlice } from './load';

export interface LoadWindow {
  readonly seconds: number;
  readonly wallMs: number;
  readonly erlangs: number;
  readonly requestsPerSecond: number;
  /** Most of its time all slots were busy, or requests waited. */
  readonly isSaturated: boolean;
}

const usualSeconds = 60;
const shortestSeconds = 5;
/** A short recording is cut into so many. */
const fewestWindows = 30;

/** What was asked for less often is in windows of one answer each. */
export const windowSecondsOf = (seconds: number, slices: number): number =>
  Math.max(
    Math.min(usualSeconds, Math.max(shortestSeconds, Math.round(seconds / fewestWindows))),
    Math.round(seconds / slices),
  );

/** A window ends at a gap, and counts if half of it is there. */
export function windowsOf(slices: Iterable<LoadSlice>, windowSeconds: number): LoadWindow[] {
  const windows: LoadWindow[] = [];
  let open: LoadSlice[] = [];
  const close = () => {
    if (secondsOf(open) >= windowSeconds / 2) windows.push(windowOf(open));
    open = [];
  };
  for (const slice of slices) {
    const last = open.at(-1);
    if (last !== undefined && last.toMs !== slice.fromMs) close();
    open.push(slice);
    // Polls are never quite a second apart.
    if (secondsOf(open) >= windowSeconds - lengthOf(slice) / 2) close();
  }
  close();
  return windows;
}

export const lengthOf = ({ fromMs, toMs }: LoadSlice): number => (toMs - fromMs) / 1000;

const secondsOf = (slices: readonly LoadSlice[]): number => {
  const [first] = slices;
  const last = slices.at(-1);
  return first === undefined || last === undefined ? 0 : (last.toMs - first.fromMs) / 1000;
};

/** So much of its slots is all of them: polls see the end of an interval, not what came in between. */
const full = 0.98;

export const isSaturated = (slice: LoadSlice): boolean =>
  (slice.queue ?? 0) > 0 || (slice.slots > 0 && slice.busySeconds >= full * slice.slots * lengthOf(slice));

function windowOf(slices: readonly LoadSlice[]): LoadWindow {
  const seconds = secondsOf(slices);
  const sum = (amount: (slice: LoadSlice) => number) => slices.reduce((all, slice) => all + amount(slice), 0);
  return {
    seconds,
    wallMs: slices[0]?.wallMs ?? 0,
    erlangs: sum((slice) => slice.busySeconds) / seconds,
    requestsPerSecond: sum((slice) => slice.requests) / seconds,
    isSaturated: sum((slice) => (isSaturated(slice) ? lengthOf(slice) : 0)) >= seconds / 2,
  };
}

/** The value that this share of them does not exceed; undefined of none. */
export function percentile(values: readonly number[], share: number): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
