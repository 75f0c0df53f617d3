/** The charts of the Worker screen: its load, and its memory on the way to its limit. */
import { bytes, milliseconds, percent, rate } from '../../format/quantity';
import type { InstanceState } from '../../model/instance';
import { marksOf } from '../../model/marks';
import type { WorkerState } from '../../model/worker';
import { type Chart, chartRow, type DrawnCharts, niceCeiling } from '../chart';
import type { Scene } from '../scene';
import { spanOf } from '../zoom';
import { chartTime, dimmedUnlessUp } from './instance-charts';

export const workerChartHeight = ({ size }: Scene): number => (size.rows >= 45 ? 14 : 10);

export function workerCharts(
  instance: InstanceState,
  worker: WorkerState,
  scene: Scene,
  top: number,
): DrawnCharts {
  const { ui, size, now, glyphs } = scene;
  const time = {
    ...chartTime(instance, spanOf(ui, instance), now.monotonicMs),
    marks: marksOf(instance.events, { worker: worker.number }),
  };
  const place = { left: 0, top, width: size.columns, height: workerChartHeight(scene) };
  const drawn = chartRow([...loadCharts(worker), memoryChart(worker, instance)], place, time, glyphs);
  return dimmedUnlessUp(instance, drawn);
}

function loadCharts({ history, busyness, requestsPerSecond, serviceTimeMs }: WorkerState): Chart[] {
  return [
    {
      title: 'busyness',
      tone: 'busy',
      series: history.busyness,
      latest: busyness,
      format: percent,
      scale: () => 1,
    },
    {
      title: 'requests/s',
      tone: 'label',
      series: history.requestsPerSecond,
      latest: requestsPerSecond,
      format: rate,
      scale: (largest) => niceCeiling(Math.max(1, largest), 10),
    },
    {
      title: 'service time',
      tone: 'paused',
      series: history.serviceTimeMs,
      latest: serviceTimeMs,
      format: milliseconds,
      scale: (largest) => niceCeiling(Math.max(10, largest), 10),
    },
  ];
}

/** With the limit that recycles it, and the line that its growth follows. */
function memoryChart(worker: WorkerState, { forecastLimits }: InstanceState): Chart {
  const { history, rssBytes, life, deltaRequests, ageSeconds = 0 } = worker;
  const limit = forecastLimits.memoryBytes['reload-on-rss'];
  const { leak } = life;
  const isKnown = leak !== undefined && deltaRequests !== undefined && ageSeconds > 0;
  return {
    title: 'rss',
    tone: 'signal',
    series: history.rssBytes,
    latest: rssBytes,
    format: bytes,
    scale: (largest) =>
      limit === undefined ? niceCeiling(Math.max(1024 * 1024, largest), 2) : Math.max(limit * 1.1, largest),
    levels: limit === undefined ? [] : [{ name: `reload at ${bytes(limit)}`, value: limit }],
    trend: isKnown
      ? { perSecond: (leak.perUnit * deltaRequests) / ageSeconds, seconds: ageSeconds }
      : undefined,
  };
}
