/** What uWSGI says of a worker and nothing here is made of: it is handed on as it was said. */
import type { RawApp, RawWorker } from '../stats/schema';

export interface ToldOfWorker {
  /** 0 for one that was never spawned. */
  readonly id: number;
  /** `idle`, `busy`, `cheap`, `pause` or `sigN`. */
  readonly status: string;
  readonly signals?: number | undefined;
  readonly signalQueue?: number | undefined;
  /** 0 without memory-report. */
  readonly rssBytes?: number | undefined;
  readonly vszBytes?: number | undefined;
  /** Half of it is the last request, so it is no mean. */
  readonly avgRtMicros?: number | undefined;
  readonly apps: readonly RawApp[];
}

const noApps: readonly RawApp[] = [];

export const toldOf = (raw: RawWorker): ToldOfWorker => ({
  id: raw.id,
  status: raw.status,
  signals: raw.signals,
  signalQueue: raw.signal_queue,
  rssBytes: raw.rss,
  vszBytes: raw.vsz,
  avgRtMicros: raw.avg_rt,
  apps: raw.apps ?? noApps,
});
