/** How many slots the load needs, by which rule, and what is to be expected of any number of them. */
import type { ExpectedWait, LoadSummary, WaitTarget } from './advice';
import { erlangC, leastSlots, meanWaitSeconds, p95WaitSeconds, type Service } from './erlang';
import type { LoadWindow } from './windows';

/** Where the spread of service times is not known: that of exponential ones. */
export const usualVariation = 1;

export const serviceOf = ({ serviceSeconds, variation }: LoadSummary): Service | undefined =>
  serviceSeconds === undefined
    ? undefined
    : { seconds: serviceSeconds, variation: variation ?? usualVariation };

export interface SteadyLoad {
  /** Erlangs at the p95 window, and at p10. */
  readonly peak: number;
  readonly quiet: number;
}

/**
 * The load to size for: that of windows, less what chance alone scatters in windows of this length, since the queue
 * formulas reckon with chance themselves. The busy time of a window of T seconds under a steady load A scatters by
 * A·W·(1 + cv²) / T, and what is measured of that over n windows by 2 / (n - 1) of its square.
 */
export function withoutChance(summary: LoadSummary, windows: readonly LoadWindow[]): SteadyLoad {
  const { p10, p95, windowSeconds } = summary.windows;
  const service = serviceOf(summary);
  if (service === undefined || windows.length < 2)
    return { peak: Math.max(p95, summary.erlangs), quiet: Math.min(p10, summary.erlangs) };
  const mean = windows.reduce((sum, { erlangs }) => sum + erlangs, 0) / windows.length;
  const degrees = windows.length - 1;
  const measured = windows.reduce((sum, { erlangs }) => sum + (erlangs - mean) ** 2, 0) / degrees;
  const byChance = (mean * service.seconds * (1 + service.variation ** 2)) / windowSeconds;
  const mayBeChance = byChance * (1 + 2 * Math.sqrt(2 / degrees));
  const ofLoad = measured <= 0 ? 0 : Math.sqrt(Math.max(0, 1 - mayBeChance / measured));
  return {
    peak: Math.max(summary.erlangs, mean + (p95 - mean) * ofLoad),
    quiet: Math.min(summary.erlangs, mean + (p10 - mean) * ofLoad),
  };
}

/** Undefined where a wait is wanted and the service time is not known. */
export function slotsFor(
  target: WaitTarget,
  erlangs: number,
  service: Service | undefined,
): number | undefined {
  if (target.kind === 'wait-probability')
    return leastSlots(erlangs, (slots) => erlangC(slots, erlangs) <= target.share);
  if (service === undefined) return undefined;
  return leastSlots(
    erlangs,
    (slots) => (p95WaitSeconds(slots, erlangs, service) ?? Infinity) <= target.seconds,
  );
}

export function expectedWait(slots: number, erlangs: number, service: Service | undefined): ExpectedWait {
  return {
    slots,
    probability: erlangC(slots, erlangs),
    meanSeconds: service && meanWaitSeconds(slots, erlangs, service),
    p95Seconds: service && p95WaitSeconds(slots, erlangs, service),
  };
}
