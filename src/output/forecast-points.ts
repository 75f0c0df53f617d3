/** Forecasts as series: of each limit the time that comes first. */
import type { Forecast } from '../model/forecasts/forecast';
import type { Point } from './metric';

export function soonestByLimit(forecasts: Iterable<Forecast>): readonly Point[] {
  const soonest = new Map<string, number>();
  for (const { limit, etaSeconds } of forecasts) {
    if (etaSeconds === undefined || etaSeconds >= (soonest.get(limit) ?? Infinity)) continue;
    soonest.set(limit, etaSeconds);
  }
  return [...soonest].map(([limit, seconds]) => [{ limit }, seconds]);
}
