/** How long a scrape may take. */

/** For the way back, ms. */
const reserveMs = 250;
const leastMs = 100;
const mostMs = 120_000;

/** @param header X-Prometheus-Scrape-Timeout-Seconds, which Prometheus sends */
export function budgetMs(header: string | readonly string[] | undefined, usualMs: number): number {
  const seconds = typeof header === 'string' ? Number(header) : NaN;
  if (!(seconds > 0)) return usualMs;
  return Math.min(mostMs, Math.max(leastMs, seconds * 1000 - reserveMs));
}
