/** In a few words what will happen to a worker, and when. */
import { duration } from '../format/quantity';
import type { Flight } from '../model/flights';
import { type Forecast, isRecycling } from '../model/forecasts/forecast';
import type { WorkerState } from '../model/worker';
import { blank, type Cell, type Tone } from './column';

/** Most requests end long before: below this share of harakiri nobody wants to hear of it. */
const worthABar = 0.2;
/** Recycling so soon is worth a colour: information, no alarm. */
const soonSeconds = 30;

/**
 * The forecast to show: a request that harakiri threatens, then what is overdue, then the next recycling.
 *
 * @param flights only these, for the row of a core, which is not recycled by itself
 */
export function nextOf(
  { forecasts }: Pick<WorkerState, 'forecasts'>,
  flights?: readonly Flight[],
): Forecast | undefined {
  const cores = flights && new Set(flights.map(({ core }) => core));
  const threat = forecasts.find(
    ({ limit, value, threshold, core }) =>
      limit === 'harakiri' &&
      value / threshold >= worthABar &&
      (cores === undefined || (core !== undefined && cores.has(core))),
  );
  if (cores !== undefined) return threat;
  const recycling = forecasts.filter(
    (forecast) => isRecycling(forecast) && forecast.etaSeconds !== undefined,
  );
  const first = recycling.find(({ overdue }) => overdue === true) ?? recycling[0];
  if (threat === undefined || first === undefined) return threat ?? first;
  return isThreatening(threat) || (threat.etaSeconds ?? 0) <= (first.etaSeconds ?? Infinity) ? threat : first;
}

const isThreatening = ({ value, threshold }: Forecast) => value / threshold >= 0.5;

export function nextCell(worker: Pick<WorkerState, 'forecasts'>, flights?: readonly Flight[]): Cell {
  const next = nextOf(worker, flights);
  if (next === undefined)
    return flights === undefined && worker.forecasts.length === 0 ? { text: '-' } : blank;
  const share = next.limit === 'harakiri' ? Math.min(1, next.value / next.threshold) : undefined;
  return { text: describeNext(next), tone: nextTone(next), share };
}

/** `max-req 2m10`, `kill ~12s`, `overdue 34s`. */
export function describeNext(forecast: Forecast): string {
  const { limit, etaSeconds, overdue, approximate, value, threshold } = forecast;
  if (overdue === true) return `overdue ${duration(value - threshold)}`;
  return `${words[limit]} ${approximate === true ? '~' : ''}${duration(upwards(etaSeconds))}`;
}

/** `max-requests in 2m10`. */
export function describeNextInFull(forecast: Forecast): string {
  if (forecast.overdue === true) return `${forecast.limit} ${describeNext(forecast)}`;
  return `${forecast.limit} in ${duration(upwards(forecast.etaSeconds))}`;
}

/** What has been running for 17 of 30 seconds has 13 left: one of both has to be rounded up. */
export const upwards = (seconds: number | undefined) =>
  seconds === undefined ? undefined : Math.ceil(seconds);

const words: Record<Forecast['limit'], string> = {
  'max-requests': 'max-req',
  'max-worker-lifetime': 'lifetime',
  'reload-on-rss': 'rss',
  'reload-on-as': 'as',
  'reload-on-uss': 'uss',
  'reload-on-pss': 'pss',
  'evil-reload-on-rss': 'evil rss',
  'evil-reload-on-as': 'evil as',
  harakiri: 'kill',
};

function nextTone({ limit, etaSeconds = Infinity, value, threshold, overdue }: Forecast): Tone {
  if (overdue === true) return 'warning';
  if (limit !== 'harakiri') return etaSeconds <= soonSeconds ? 'label' : 'plain';
  const share = value / threshold;
  if (share >= 0.8) return 'critical';
  return share >= 0.5 ? 'warning' : 'plain';
}
