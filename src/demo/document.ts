/** One simulated master as the document that uWSGI would print: the same keys in the same order. */

import { extraSections } from './document-extras';
import { documentMetrics } from './document-metrics';
import type { Json, JsonObject } from './print';
import { requestVars } from './request-vars';
import { isBusy, type Core, type Instance, type Worker } from './simulation-state';

export function instanceDocument(instance: Instance): JsonObject {
  const { profile } = instance;
  const extras = extraSections(instance);
  const queue = profile.sockets[0].maxQueue > 0 ? instance.shownQueue : 0;
  return {
    version: profile.version,
    listen_queue: queue,
    listen_queue_errors: 0,
    signal_queue: 0,
    load: queue,
    pid: instance.masterPid,
    uid: profile.user,
    gid: profile.user,
    cwd: profile.cwd,
    ...extras.beforeLocks,
    locks: extras.locks,
    ...extras.afterLocks,
    ...(profile.extras?.metrics === true ? { metrics: documentMetrics(instance) } : {}),
    sockets: profile.sockets.map((socket, position) => ({
      name: socket.name,
      proto: socket.proto,
      queue: position === 0 ? queue : 0,
      max_queue: socket.maxQueue,
      shared: 0,
      can_offload: 0,
    })),
    workers: instance.workers.map((worker) => workerDocument(instance, worker)),
    ...extras.afterWorkers,
  };
}

function workerDocument(instance: Instance, worker: Worker): JsonObject {
  return {
    id: worker.id,
    pid: worker.pid,
    accepting: worker.accepting ? 1 : 0,
    requests: worker.requests,
    delta_requests: worker.deltaRequests,
    exceptions: worker.exceptions,
    harakiri_count: worker.harakiriCount,
    signals: 0,
    signal_queue: 0,
    status: worker.cheap ? 'cheap' : isBusy(worker) ? 'busy' : 'idle',
    rss: worker.rssBytes,
    vsz: worker.vszBytes,
    ...sharedMemory(instance, worker),
    running_time: worker.runningUs,
    last_spawn: Math.floor(worker.lastSpawnMs / 1000),
    respawn_count: worker.respawnCount,
    tx: worker.txBytes,
    avg_rt: worker.avgUs,
    apps: appDocuments(instance, worker),
    cores: worker.cores.map((core, id) => coreDocument(instance, core, id)),
  };
}

/** Only 2.1 knows what a worker does not share with its siblings. */
function sharedMemory(instance: Instance, worker: Worker): JsonObject {
  if (!instance.profile.version.startsWith('2.1')) return {};
  const pages = worker.rssBytes / 4096;
  return { uss: Math.floor(pages * 0.31) * 4096, pss: Math.floor(pages * 0.42) * 4096 };
}

function appDocuments(instance: Instance, worker: Worker): Json {
  return worker.apps.map((app, id) => {
    const described = instance.profile.apps[id];
    return {
      id,
      modifier1: 0,
      mountpoint: described?.mountpoint ?? '',
      startup_time: described?.startupSeconds ?? 0,
      requests: app.requests,
      exceptions: app.exceptions,
      chdir: described?.chdir ?? '',
    };
  });
}

function coreDocument(instance: Instance, core: Core, id: number): JsonObject {
  const { traffic, sockets } = instance.profile;
  const request = core.current;
  const origin = { traffic, socket: sockets[0], seed: instance.seed };
  return {
    id,
    requests: core.requests,
    static_requests: core.staticRequests,
    routed_requests: 0,
    offloaded_requests: 0,
    write_errors: core.writeErrors,
    read_errors: core.readErrors,
    in_request: request === undefined ? 0 : 1,
    vars: request === undefined ? [] : requestVars(origin, request.serial, request.incident),
    req_info: request === undefined ? {} : { request_start: Math.floor(request.startMs / 1000) },
  };
}
