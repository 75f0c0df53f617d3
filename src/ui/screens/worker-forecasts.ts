/**
 * What lies ahead of one worker, limit by limit, and how its last process ended.
 *
 *      max-requests         ▆▆▆▆▁▁▁▁  812 of 1.5k           in 2m10 (1m58-2m24)
 *      max-worker-lifetime  ▆▆▆▆▆▆▆▆  1h00 of 1h00          overdue by 34s: waits for the end of a request
 */
import { bytes, count, duration } from '../../format/quantity';
import { describeCause } from '../../model/describe-event';
import { type Forecast, isRecycling } from '../../model/forecasts/forecast';
import type { InstanceState } from '../../model/instance';
import type { Life } from '../../model/life';
import type { WorkerState } from '../../model/worker';
import { cellText } from '../cells';
import { type Line, type Span, text } from '../frame';
import { barText, type Glyphs } from '../../format/glyphs';
import type { Scene } from '../scene';
import { rangeText } from './foresight';

export function forecastLines(worker: WorkerState, { limits }: InstanceState, scene: Scene): Line[] {
  const { glyphs, now } = scene;
  const recycling = worker.forecasts.filter(isRecycling);
  const { lastRespawn, life } = worker;
  const lines = recycling.map((forecast) => forecastLine(forecast, glyphs, life));
  if (life.leak !== undefined) {
    lines.push([
      text(` ${'leak'.padEnd(nameWidth)}`, 'label'),
      text(`each thousand requests add ${bytes(life.leak.perUnit * 1000)} to RSS`),
    ]);
  }
  if (lines.length === 0) {
    lines.push([
      text(
        ` ${limits === undefined ? 'limits are being read' : 'no limit that recycles it is known'}`,
        'dim',
      ),
    ]);
  }
  if (lastRespawn !== undefined) {
    const ago = duration(Math.max(0, now.wallMs - lastRespawn.wallMs) / 1000);
    const said = cellText(`${describeCause(lastRespawn.cause)}, ${ago} ago`, glyphs.ascii);
    lines.push([text(` ${'the one before'.padEnd(nameWidth)}`, 'label'), text(said)]);
  }
  return lines;
}

const nameWidth = 20;
const barWidth = 12;

function forecastLine(forecast: Forecast, glyphs: Glyphs, life: Life): Line {
  const { limit, value, threshold } = forecast;
  const amount = `${amountOf(limit, value)} of ${amountOf(limit, threshold)}`;
  return [
    text(` ${limit.padEnd(nameWidth)}`, 'label'),
    ...barSpans(value / threshold, glyphs, 'busy'),
    text(`  ${amount.padEnd(18)} `),
    ...whenSpans(forecast, life),
  ];
}

export function barSpans(share: number, glyphs: Glyphs, tone: 'busy' | 'warning' | 'critical'): Span[] {
  const { full, empty } = barText(glyphs, share, barWidth);
  return [text(full, tone), text(empty, 'dim')];
}

function amountOf(limit: Forecast['limit'], value: number): string {
  if (limit === 'max-requests') return count(value);
  return limit === 'max-worker-lifetime' ? duration(value) : bytes(value);
}

function whenSpans(
  { limit, etaSeconds, range, overdue, value, threshold }: Forecast,
  { leak }: Life,
): Span[] {
  if (overdue === true) {
    return [text(`overdue by ${duration(value - threshold)}: it waits for the end of a request`, 'warning')];
  }
  if (etaSeconds !== undefined) {
    return [text(`in ${duration(etaSeconds)}`, 'strong'), text(rangeText(range), 'dim')];
  }
  const lacksRate = limit === 'max-requests' || (limit.endsWith('-rss') && leak !== undefined);
  return [text(lacksRate ? 'no requests to tell a rate from' : 'no steady growth', 'dim')];
}
