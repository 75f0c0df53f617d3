/** How fast the load rises and how long it dips, as far as windows can tell. */
import { percentile, type LoadWindow } from './windows';

/** The shortest time from a window at or below the median to one at p95 or above, seconds; undefined without a rise. */
export function fastestRise(windows: readonly LoadWindow[]): number | undefined {
  const erlangs = windows.map((window) => window.erlangs);
  const middle = percentile(erlangs, 0.5) ?? 0;
  const high = percentile(erlangs, 0.95) ?? 0;
  if (high <= middle) return undefined;
  let sinceLow: number | undefined;
  let fastest: number | undefined;
  for (const window of windows) {
    if (window.erlangs <= middle) sinceLow = 0;
    else if (sinceLow !== undefined) sinceLow += window.seconds;
    if (window.erlangs < high || sinceLow === undefined) continue;
    fastest = Math.min(fastest ?? Infinity, sinceLow);
    sinceLow = undefined;
  }
  return fastest;
}

/** So long last three of four dips below the median that the load came back from, seconds. */
export function usualDip(windows: readonly LoadWindow[]): number | undefined {
  const middle =
    percentile(
      windows.map(({ erlangs }) => erlangs),
      0.5,
    ) ?? 0;
  const dips: number[] = [];
  let low = 0;
  for (const { erlangs, seconds } of windows) {
    if (erlangs < middle) low += seconds;
    else {
      if (low > 0) dips.push(low);
      low = 0;
    }
  }
  return dips.length < fewestDips ? undefined : percentile(dips, 0.75);
}

const fewestDips = 3;
