/** uWSGI's metrics as they are printed with `enable-metrics` and the cheaper_busyness plugin, names and oids alike. */

import type { JsonObject } from './print';
import { isActive, isBusy, type Instance, type Worker } from './simulation-state';

const counter = 0;
const gauge = 1;
const absolute = 2;
const alias = 3;

type Metric = readonly [name: string, oid: string, type: number, value: number];

export function documentMetrics(instance: Instance): JsonObject {
  const total = totals(instance.workers);
  const metrics: Metric[] = [
    ...busynessMetrics(instance),
    ...masterMetrics(instance),
    ...workerMetrics('0', { ...nobody, requests: total.requests }),
    ...instance.workers.flatMap((worker) => [
      ...workerMetrics(String(worker.index + 1), worker),
      ...coreMetrics(worker),
    ]),
    ['core.total_tx', '5.100', counter, total.txBytes],
    ['core.total_rss', '5.101', gauge, total.rssBytes],
    ['core.total_vsz', '5.102', gauge, total.vszBytes],
    ['core.avg_response_time', '5.103', gauge, Math.floor(total.avgUs / instance.workers.length)],
    ['core.total_running_time', '5.104', counter, total.runningUs],
    ['socket.0.listen_queue', '7.0.1', gauge, instance.shownQueue],
    ['rss_size', '5.101', alias, total.rssBytes],
    ['vsz_size', '5.102', alias, total.vszBytes],
  ];
  return Object.fromEntries(metrics.map(([name, oid, type, value]) => [name, { type, oid, value }]));
}

function busynessMetrics(instance: Instance): Metric[] {
  if (instance.profile.cheaper === undefined) return [];
  const { perWorker, averagePercent } = instance.cheaper;
  return [
    ...perWorker.map(({ percent }, index): Metric => {
      const number = String(index + 1);
      return [`worker.${number}.plugin.cheaper_busyness.busyness`, `3.${number}.100.1`, gauge, percent];
    }),
    ['plugin.cheaper_busyness.total_avg_busyness', '4.100.1', gauge, averagePercent],
  ];
}

function masterMetrics(instance: Instance): Metric[] {
  const active = instance.workers.filter(isActive);
  const busy = active.filter(isBusy).length;
  return [
    ['core.routed_signals', '5.1', counter, 0],
    ['core.unrouted_signals', '5.2', counter, 0],
    ['core.busy_workers', '5.3', gauge, busy],
    ['core.idle_workers', '5.4', gauge, active.length - busy],
    ['core.overloaded', '5.5', counter, instance.cheaper.overloadedCycles],
  ];
}

type Counters = Pick<
  Worker,
  | 'requests'
  | 'deltaRequests'
  | 'exceptions'
  | 'respawnCount'
  | 'avgUs'
  | 'txBytes'
  | 'rssBytes'
  | 'vszBytes'
  | 'runningUs'
>;

const nobody: Counters = {
  requests: 0,
  deltaRequests: 0,
  exceptions: 0,
  respawnCount: 0,
  avgUs: 0,
  txBytes: 0,
  rssBytes: 0,
  vszBytes: 0,
  runningUs: 0,
};

/** The oids repeat (.13 twice) in uWSGI too. */
function workerMetrics(number: string, worker: Counters): Metric[] {
  const name = `worker.${number}.`;
  const oid = `3.${number}.`;
  return [
    [`${name}requests`, `${oid}1`, counter, worker.requests],
    [`${name}delta_requests`, `${oid}2`, absolute, worker.deltaRequests],
    [`${name}failed_requests`, `${oid}13`, counter, worker.exceptions],
    [`${name}respawns`, `${oid}14`, counter, worker.respawnCount],
    [`${name}avg_response_time`, `${oid}8`, gauge, worker.avgUs],
    [`${name}total_tx`, `${oid}9`, counter, worker.txBytes],
    [`${name}rss_size`, `${oid}11`, gauge, worker.rssBytes],
    [`${name}vsz_size`, `${oid}12`, gauge, worker.vszBytes],
    [`${name}running_time`, `${oid}13`, counter, worker.runningUs],
  ];
}

function coreMetrics(worker: Worker): Metric[] {
  return worker.cores.flatMap((core, id): Metric[] => {
    const name = `worker.${String(worker.index + 1)}.core.${String(id)}.`;
    const oid = `3.${String(worker.index + 1)}.2.${String(id)}.`;
    return [
      [`${name}requests`, `${oid}1`, counter, core.requests],
      [`${name}write_errors`, `${oid}3`, counter, core.writeErrors],
      [`${name}routed_requests`, `${oid}4`, counter, 0],
      [`${name}static_requests`, `${oid}5`, counter, core.staticRequests],
      [`${name}offloaded_requests`, `${oid}6`, counter, 0],
      [`${name}exceptions`, `${oid}7`, counter, 0],
      [`${name}read_errors`, `${oid}8`, counter, core.readErrors],
    ];
  });
}

function totals(workers: readonly Worker[]): Counters {
  const sum = { ...nobody };
  for (const worker of workers) {
    sum.requests += worker.requests;
    sum.txBytes += worker.txBytes;
    sum.rssBytes += worker.rssBytes;
    sum.vszBytes += worker.vszBytes;
    sum.avgUs += worker.avgUs;
    sum.runningUs += worker.runningUs;
  }
  return sum;
}
