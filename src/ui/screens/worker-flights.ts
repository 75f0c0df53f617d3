/** The requests that a worker is working on, the oldest first, and on demand what uWSGI knows of them. */
import type { WorkerRow } from '../../columns/worker-row';
import { upwards } from '../../columns/next';
import { duration, plural } from '../../format/quantity';
import type { Flight } from '../../model/flights';
import type { WorkerState } from '../../model/worker';
import { shownVariables } from '../../stats/variables';
import { cellText } from '../cells';
import { type Line, type Span, text } from '../frame';
import type { Glyphs } from '../../format/glyphs';
import type { Scene } from '../scene';
import { barSpans } from './worker-forecasts';

/** Of a gevent worker's hundred the rest of the page would be out of sight. */
const mostFlights = 8;

export function flightLines({ flights, worker }: WorkerRow, scene: Scene): Line[] {
  if (flights.length === 0) return [[text(' no request in flight', 'dim')]];
  const oldest = [...flights].sort((a, b) => b.ageSeconds - a.ageSeconds);
  const shown = oldest.slice(0, mostFlights);
  const more = flights.length - shown.length;
  const hint = scene.ui.variables === true ? 'v hides the variables' : 'v shows the variables';
  return [
    [text(' in flight', 'label'), text(`   ${hint}`, 'dim')],
    ...shown.flatMap((flight) => [
      flightLine(flight, worker, scene),
      ...(scene.ui.variables === true ? variableLines(flight, scene) : []),
    ]),
    ...(more > 0 ? [[text(` and ${plural(more, 'younger one')}`, 'dim')]] : []),
  ];
}

function flightLine(flight: Flight, worker: WorkerState, { glyphs }: Scene): Line {
  const { core, ageSeconds, method = '', host = '', uri = '' } = flight;
  return [
    text(` core ${String(core).padEnd(4)}`, 'label'),
    text(duration(ageSeconds).padStart(7), 'strong'),
    ...untilHarakiri(worker, flight, glyphs),
    text(cellText(`  ${method} ${host}${uri}`, glyphs.ascii)),
  ];
}

/** How far a request has come on its way to be killed. */
function untilHarakiri({ forecasts }: WorkerState, { core }: Flight, glyphs: Glyphs): Span[] {
  const forecast = forecasts.find((candidate) => candidate.limit === 'harakiri' && candidate.core === core);
  if (forecast === undefined) return [];
  const share = forecast.value / forecast.threshold;
  const tone = share >= 0.8 ? 'critical' : share >= 0.5 ? 'warning' : 'busy';
  const about = forecast.approximate === true ? '~' : '';
  return [
    text('  '),
    ...barSpans(share, glyphs, tone),
    text(`  killed in ${about}${duration(upwards(forecast.etaSeconds))}`, tone === 'busy' ? 'plain' : tone),
  ];
}

const nameWidth = 28;

function variableLines({ vars }: Flight, { glyphs, showSecrets }: Scene): Line[] {
  if (vars === undefined || vars.length === 0) return [[text('      its variables are not known', 'dim')]];
  return shownVariables(vars, { showSecrets: showSecrets === true }).map(({ name, value }) => [
    text(`      ${cellText(name, glyphs.ascii).padEnd(nameWidth)} `, 'label'),
    text(cellText(value, glyphs.ascii)),
  ]);
}
