/** How long requests in flight have until harakiri. */
import type { Flight } from '../flights';
import { bySoonest, type Forecast, type ForecastLimits } from './forecast';

/** The master looks once a second and kills what is past the deadline, which it keeps in whole seconds. */
const graceSeconds = 2;

/**
 * One for each request in flight, the soonest first. With more than one core uWSGI 2.0 keeps one deadline a worker,
 * armed by each new request and cleared by each that ends, so then it is approximate.
 */
export function harakiriForecasts(
  flights: readonly Flight[],
  cores: number,
  { harakiriSeconds }: ForecastLimits,
): Forecast[] {
  if (harakiriSeconds === undefined || harakiriSeconds <= 0 || flights.length === 0) return [];
  return flights
    .map((flight): Forecast => {
      const left = harakiriSeconds - flight.ageSeconds;
      return {
        limit: 'harakiri',
        value: flight.ageSeconds,
        threshold: harakiriSeconds,
        etaSeconds: Math.max(0, left),
        range: [Math.max(0, left), Math.max(0, left + graceSeconds)],
        core: flight.core,
        ...(cores > 1 && { approximate: true }),
      };
    })
    .sort(bySoonest);
}
