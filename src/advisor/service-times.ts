/**
 * Mean and spread of service times out of sums: uWSGI tells how many requests a worker has ended since the last answer
 * and how long they took together, not how long each of them did.
 */

export interface ServiceTimes {
  /** Intervals of a worker in which requests ended: k groups of n_i requests that took S_i seconds. */
  readonly groups: number;
  /** Σ n_i */
  readonly requests: number;
  /** Σ S_i */
  readonly seconds: number;
  /** Σ S_i² / n_i */
  readonly squares: number;
}

export const noServiceTimes: ServiceTimes = { groups: 0, requests: 0, seconds: 0, squares: 0 };

export function withGroup(times: ServiceTimes, requests: number, seconds: number): ServiceTimes {
  if (requests <= 0 || seconds < 0) return times;
  return {
    groups: times.groups + 1,
    requests: times.requests + requests,
    seconds: times.seconds + seconds,
    squares: times.squares + seconds ** 2 / requests,
  };
}

export const meanSeconds = ({ requests, seconds }: ServiceTimes): number | undefined =>
  requests > 0 ? seconds / requests : undefined;

/** Fewer say nothing of a spread. */
const fewestGroups = 30;

/**
 * Standard deviation over mean: σ² = Σ n_i (m_i - W)² / (k - 1) is unbiased whatever the sizes of the groups are, since
 * the mean of n requests scatters by σ² / n.
 */
export function variationOf(times: ServiceTimes): number | undefined {
  const { groups, requests, seconds, squares } = times;
  if (groups < fewestGroups || seconds <= 0) return undefined;
  const variance = Math.max(0, squares - seconds ** 2 / requests) / (groups - 1);
  return Math.sqrt(variance) / (seconds / requests);
}
