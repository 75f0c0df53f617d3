/** The situation as the contract says it. */
import type { Alert } from '../alerts/alert';
import { alertsIn } from '../alerts/book';
import type { Situation } from '../alerts/situation';
import type { Limits } from '../limits/limits';
import { describeEvent } from '../model/describe-event';
import type { FleetEvent } from '../model/events';
import { describeFailure } from '../model/failure';
import type { Forecast } from '../model/forecasts/forecast';
import { inClear } from '../model/in-clear';
import type { InstanceState } from '../model/instance';
import type { Outlook } from '../model/outlook';
import type { Totals } from '../model/totals';
import type { WorkerState } from '../model/worker';
import type { Openness } from '../stats/variables';
import { displayText } from '../format/text';
import { nodeReports, vassalReports } from './empire-report';
import { orNull } from './or-null';
import type {
  EventReport,
  ForecastReport,
  InstanceReport,
  LimitReport,
  OutlookReport,
  Report,
  TotalsReport,
  WorkerReport,
} from './contract';

export interface ReportOptions extends Partial<Openness> {
  readonly wallMs: number;
  readonly intervalMs: number;
  /** The situation after the round before: events since then are told. */
  readonly before?: Situation | undefined;
}

export function reportOf({ fleet, alerts }: Situation, options: ReportOptions): Report {
  const { wallMs, intervalMs, before } = options;
  return {
    schemaVersion: 1,
    takenAt: new Date(wallMs).toISOString(),
    intervalSeconds: intervalMs / 1000,
    instances: [...fleet.instances.values()].map((instance) => {
      const { id } = instance.target;
      const told = before?.fleet.instances.get(id)?.events.at(-1)?.sequence ?? 0;
      return {
        ...instanceReport(instance, options),
        alerts: alertsIn(alerts, id).map(alertReport),
        events: instance.events.filter(({ sequence }) => sequence > told).map(eventReport),
      };
    }),
  };
}

function instanceReport(
  instance: InstanceState,
  openness: Partial<Openness>,
): Omit<InstanceReport, 'alerts' | 'events'> {
  const { target, phase, failure, seen, polls } = instance;
  return {
    name: target.name,
    target: target.address,
    group: orNull(target.group),
    labels: { ...target.labels },
    kind: orNull(seen?.sighting.snapshot.kind),
    state: phase === 'connecting' ? 'down' : phase,
    error: failure === undefined ? null : { code: failure.code, message: describeFailure(failure, target) },
    version: orNull(seen?.version),
    pid: orNull(seen?.pid),
    uptimeSeconds: orNull(seen?.uptimeSeconds),
    repairedPolls: polls.repaired,
    totals: seen?.totals === undefined ? null : totalsReport(seen.totals),
    limits: instance.limits === undefined ? {} : limitsReport(instance.limits.limits),
    queues: (seen?.queues ?? []).map(({ socket, length, max, source }) => ({
      socket: displayText(socket),
      length: orNull(length),
      max: orNull(max),
      source: orNull(source),
    })),
    outlook: seen?.totals === undefined ? null : outlookReport(seen.outlook),
    workers: (seen?.workers ?? []).map((worker) => workerReport(worker, openness)),
    vassals: vassalReports(seen),
    nodes: nodeReports(seen),
  };
}

function totalsReport(totals: Totals): TotalsReport {
  const { busy, idle, cheap, draining, paused } = totals.byActivity;
  return {
    workers: totals.workers,
    active: totals.active,
    busy,
    idle,
    cheap,
    draining,
    paused,
    requestsPerSecond: orNull(totals.requestsPerSecond),
    serviceTimeMs: orNull(totals.serviceTimeMs),
    busyness: orNull(totals.busyness),
    busyRatio: orNull(totals.busyRatio),
    slotUse: orNull(totals.slotUse),
    rssBytes: orNull(totals.rssBytes),
    pssBytes: orNull(totals.pssBytes),
    cpuPercent: percentOrNull(totals.cpuFraction),
    txBytesPerSecond: orNull(totals.txBytesPerSecond),
    exceptionsPerSecond: orNull(totals.exceptionsPerSecond),
    listenQueue: orNull(totals.listenQueue),
    listenQueueMax: orNull(totals.listenQueueMax),
    requestsInFlight: totals.requestsInFlight,
    requests: orNull(totals.requests),
    exceptions: orNull(totals.exceptions),
    harakiriCount: orNull(totals.harakiriCount),
  };
}

function workerReport(worker: WorkerState, { showSecrets = false }: Partial<Openness>): WorkerReport {
  const { counters } = worker;
  const flights = showSecrets ? worker.flights.map(inClear) : worker.flights;
  return {
    id: worker.number,
    pid: worker.pid > 0 ? worker.pid : null,
    state: worker.activity,
    busyness: orNull(worker.busyness),
    requestsPerSecond: orNull(worker.requestsPerSecond),
    serviceTimeMs: orNull(worker.serviceTimeMs),
    requests: counters.requests,
    deltaRequests: orNull(worker.deltaRequests),
    rssBytes: orNull(worker.rssBytes),
    rssSource: orNull(worker.rssSource),
    pssBytes: orNull(worker.pssBytes),
    cpuPercent: percentOrNull(worker.cpuFraction),
    label: orNull(worker.label),
    txBytes: orNull(counters.txBytes),
    txBytesPerSecond: orNull(worker.txBytesPerSecond),
    exceptions: orNull(counters.exceptions),
    harakiriCount: orNull(counters.harakiriCount),
    respawnCount: orNull(counters.respawnCount),
    lastRespawnCause: orNull(worker.lastRespawn?.cause.by),
    ageSeconds: orNull(worker.ageSeconds),
    inFlight: flights.map((flight) => ({
      core: flight.core,
      method: orNull(flight.method),
      uri: orNull(flight.uri),
      ageSeconds: flight.ageSeconds,
    })),
    forecasts: worker.forecasts.map(forecastReport),
  };
}

function forecastReport(forecast: Forecast): ForecastReport {
  const { limit, etaSeconds, range, value, threshold, overdue = false, approximate = false, core } = forecast;
  return {
    limit,
    etaSeconds: orNull(etaSeconds),
    etaRangeSeconds: range === undefined ? null : [range[0], finiteOrNull(range[1])],
    value,
    threshold,
    overdue,
    approximate,
    core: orNull(core),
  };
}

/** JSON knows no infinity. */
const finiteOrNull = (value: number) => (Number.isFinite(value) ? value : null);

const percentOrNull = (fraction: number | undefined) =>
  fraction === undefined ? null : Math.round(fraction * 1000) / 10;

function outlookReport({ next, herd, queueFullSeconds, memoryFullSeconds }: Outlook): OutlookReport {
  return {
    next: next
      ? {
          worker: next.worker,
          limit: next.forecast.limit,
          etaSeconds: orNull(next.forecast.etaSeconds),
        }
      : null,
    herd: herd ? { ...herd, workers: [...herd.workers] } : null,
    queueFullSeconds: orNull(queueFullSeconds),
    memoryFullSeconds: orNull(memoryFullSeconds),
  };
}

function limitsReport(limits: Limits): Record<string, LimitReport> {
  return Object.fromEntries(
    Object.entries(limits).map(([name, limit]): [string, LimitReport] => {
      if (limit.state !== 'set') return [name, { state: limit.state, value: null, source: limit.reason }];
      const { value } = limit;
      const plain = typeof value === 'object' ? [...value] : value;
      return [name, { state: 'set', value: plain, source: limit.source }];
    }),
  );
}

function alertReport({ rule, severity, subject, message, sinceMs }: Alert): InstanceReport['alerts'][number] {
  return { rule, severity, subject, message, since: new Date(sinceMs).toISOString() };
}

function eventReport(event: FleetEvent): EventReport {
  const { sequence, kind, wallMs } = event;
  return {
    sequence,
    at: new Date(wallMs).toISOString(),
    kind,
    worker: 'worker' in event ? event.worker : null,
    cause: kind === 'respawn' ? event.cause.by : null,
    message: describeEvent(event),
  };
}
