/** A queue of requests that are served first come, first served, with known truth: arrivals, services, waits. */
import { createRandom, type Random } from '../../src/random/random';

export interface ServedRequest {
  readonly arrival: number;
  readonly start: number;
  readonly end: number;
  readonly server: number;
}

export interface QueueWish {
  readonly seed: number;
  readonly servers: number;
  readonly seconds: number;
  /** Requests a second, at a time. */
  readonly rate: number | ((second: number) => number);
  readonly service: (random: Random) => number;
}

/** Seconds from 0; arrivals are a Poisson process. The queue is empty at first. */
export function serveQueue({ seed, servers, seconds, rate, service }: QueueWish): readonly ServedRequest[] {
  const random = createRandom(seed);
  // Of its own, so that other servers meet the same requests.
  const ofServers = createRandom(seed + 1);
  const rateAt = typeof rate === 'number' ? () => rate : rate;
  const free = new Array<number>(servers).fill(0);
  const requests: ServedRequest[] = [];
  for (let arrival = random.exponential(1 / rateAt(0)); arrival < seconds;) {
    const server = serverFor(free, arrival, ofServers);
    const start = Math.max(arrival, free[server] ?? 0);
    const end = start + service(random);
    free[server] = end;
    requests.push({ arrival, start, end, server });
    arrival += random.exponential(1 / rateAt(arrival));
  }
  return requests;
}

/** One of those that are free, else the one that is free first. */
function serverFor(free: readonly number[], arrival: number, random: Random): number {
  const idle = free.flatMap((until, server) => (until <= arrival ? [server] : []));
  if (idle.length > 0) return idle[random.integer(0, idle.length - 1)] ?? 0;
  return free.indexOf(Math.min(...free));
}

export const waitProbability = (requests: readonly ServedRequest[]): number =>
  requests.filter(({ start, arrival }) => start > arrival).length / requests.length;

export const waitPercentile = (requests: readonly ServedRequest[], share: number): number =>
  requests.map(({ start, arrival }) => start - arrival).sort((a, b) => a - b)[
    Math.floor(share * requests.length)
  ] ?? 0;

export type Service = (random: Random) => number;

export const constant =
  (mean: number): Service =>
  () =>
    mean;

export const exponential =
  (mean: number): Service =>
  (random) =>
    random.exponential(mean);

/** One request of ten is long; its variation is 2.05 for a factor of 12. */
export const hyperexponential =
  (mean: number, factor = 12): Service =>
  (random) => {
    const short = mean / (0.9 + 0.1 * factor);
    return random.exponential(random.chance(0.1) ? short * factor : short);
  };
