/** FleetState as the contract says it. */
import { describeFailure } from '../model/failure';
import type { FleetState } from '../model/fleet';
import type { InstanceState } from '../model/instance';
import type { Totals } from '../model/totals';
import type { WorkerState } from '../model/worker';
import type { InstanceReport, Report, TotalsReport, WorkerReport } from './contract';

export interface ReportTime {
  readonly wallMs: number;
  readonly intervalMs: number;
}

export function reportOf(fleet: FleetState, { wallMs, intervalMs }: ReportTime): Report {
  return {
    schemaVersion: 1,
    takenAt: new Date(wallMs).toISOString(),
    intervalSeconds: intervalMs / 1000,
    instances: [...fleet.instances.values()].map(instanceReport),
  };
}

const orNull = <Value>(value: Value | undefined): Value | null => value ?? null;

function instanceReport(instance: InstanceState): InstanceReport {
  const { target, phase, failure, seen, polls } = instance;
  return {
    name: target.name,
    target: target.address,
    kind: orNull(seen?.sighting.snapshot.kind),
    state: phase === 'connecting' ? 'down' : phase,
    error: failure === undefined ? null : { code: failure.code, message: describeFailure(failure, target) },
    version: orNull(seen?.version),
    pid: orNull(seen?.pid),
    uptimeSeconds: orNull(seen?.uptimeSeconds),
    repairedPolls: polls.repaired,
    totals: seen?.totals === undefined ? null : totalsReport(seen.totals),
    limits: {},
    workers: (seen?.workers ?? []).map(workerReport),
    alerts: [],
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

function workerReport(worker: WorkerState): WorkerReport {
  const { counters } = worker;
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
    rssSource: worker.rssBytes === undefined ? null : 'uwsgi',
    cpuPercent: null,
    txBytes: orNull(counters.txBytes),
    txBytesPerSecond: orNull(worker.txBytesPerSecond),
    exceptions: orNull(counters.exceptions),
    harakiriCount: orNull(counters.harakiriCount),
    respawnCount: orNull(counters.respawnCount),
    ageSeconds: orNull(worker.ageSeconds),
    inFlight: worker.flights.map((flight) => ({
      core: flight.core,
      method: orNull(flight.method),
      uri: orNull(flight.uri),
      ageSeconds: flight.ageSeconds,
    })),
    forecasts: [],
  };
}
