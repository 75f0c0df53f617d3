/**
 * Snapshots of any size, for measurements and for tests of large data. Each is a function of its options alone, and a
 * later moment of the same options is the same instance later: counters have grown, requests have come and gone.
 */

import { printDocument, type JsonObject, type PrintOptions } from './print';
import { mixSeed } from '../random/random';

export interface SyntheticOptions extends PrintOptions {
  readonly workers: number;
  readonly cores: number;
  /** Requests in flight over the whole instance, dealt out evenly; at most workers x cores. */
  readonly inFlight: number;
  readonly seed: number;
  readonly atMs: number;
  /** When the master started; without it, the beginning of a thirty-day span that contains `atMs`. */
  readonly startedMs?: number;
  /** Request headers beyond the usual variables, and the size of each: they are what makes a document large. */
  readonly headers?: number;
  readonly headerBytes?: number;
}

const spanMs = 30 * 24 * 3_600_000;
const pidFloor = 4_300_000;
const freshBytes = 96 * 1024 * 1024;

/** Prints one snapshot as uWSGI would. */
export function demoDocument(options: SyntheticOptions): string {
  const startedMs = options.startedMs ?? Math.floor(options.atMs / spanMs) * spanMs;
  const slots = options.workers * options.cores;
  const document: JsonObject = {
    version: '2.0.30',
    listen_queue: 0,
    listen_queue_errors: 0,
    signal_queue: 0,
    load: 0,
    pid: pidFloor,
    uid: 33,
    gid: 33,
    cwd: '/srv/large',
    locks: [{ 'user 0': 0 }, { signal: 0 }, { rpc: 0 }],
    sockets: [
      { name: '127.0.0.1:3099', proto: 'uwsgi', queue: 0, max_queue: 100, shared: 0, can_offload: 0 },
    ],
    workers: Array.from({ length: options.workers }, (_, index) => {
      const cores = Array.from({ length: options.cores }, (_unused, id) => {
        const slot = index * options.cores + id;
        // Multiplying spreads the busy slots evenly over all of them.
        const isBusy =
          Math.floor(((slot + 1) * options.inFlight) / slots) > Math.floor((slot * options.inFlight) / slots);
        return coreAt(options, { slot, isBusy, ageMs: Math.max(0, options.atMs - startedMs) });
      });
      return workerDocument(index, cores, startedMs);
    }),
  };
  return printDocument(document, options);
}

interface CoreAt {
  readonly requests: number;
  readonly runningUs: number;
  readonly lastUs: number;
  readonly document: JsonObject;
}

/** One request behind another, each of the same length: how many have ended follows from the age alone. */
function coreAt(options: SyntheticOptions, place: { slot: number; isBusy: boolean; ageMs: number }): CoreAt {
  const draw = mixSeed(options.seed, place.slot);
  const periodMs = 1_500 + (draw % 6_000);
  const shiftedMs = place.ageMs + (draw % periodMs);
  const requests = Math.floor(shiftedMs / periodMs);
  const serviceMs = place.isBusy ? periodMs : Math.floor(periodMs / 10);
  const startMs = options.atMs - (shiftedMs % periodMs);
  return {
    requests,
    runningUs: requests * serviceMs * 1000,
    lastUs: serviceMs * 1000,
    document: {
      id: place.slot % options.cores,
      requests,
      static_requests: 0,
      routed_requests: 0,
      offloaded_requests: 0,
      write_errors: 0,
      read_errors: 0,
      in_request: place.isBusy ? 1 : 0,
      vars: place.isBusy ? requestVars(options, mixSeed(draw, requests)) : [],
      req_info: place.isBusy ? { request_start: Math.floor(startMs / 1000) } : {},
    },
  };
}

function workerDocument(index: number, cores: readonly CoreAt[], startedMs: number): JsonObject {
  const requests = sumOf(cores, (core) => core.requests);
  const started = cores.filter((core) => core.document['in_request'] === 1).length;
  return {
    id: index + 1,
    pid: pidFloor + 1 + index,
    accepting: 1,
    requests,
    delta_requests: requests,
    exceptions: 0,
    harakiri_count: 0,
    signals: 0,
    signal_queue: 0,
    status: started > 0 ? 'busy' : 'idle',
    rss: requests > 0 ? freshBytes + index * 4096 : 0,
    vsz: requests > 0 ? 3 * freshBytes : 0,
    running_time: sumOf(cores, (core) => core.runningUs),
    last_spawn: Math.floor(startedMs / 1000),
    respawn_count: 1,
    tx: requests * 1_700,
    avg_rt: cores[0]?.lastUs ?? 0,
    apps: [
      {
        id: 0,
        modifier1: 0,
        mountpoint: '',
        startup_time: 1,
        requests: requests + started,
        exceptions: 0,
        chdir: '',
      },
    ],
    cores: cores.map((core) => core.document),
  };
}

function requestVars(options: SyntheticOptions, draw: number): string[] {
  const { headers = 4, headerBytes = 60 } = options;
  const uri = `/items/${String(draw % 90_000)}`;
  return [
    'REQUEST_METHOD=GET',
    `REQUEST_URI=${uri}`,
    `PATH_INFO=${uri}`,
    'QUERY_STRING=',
    'SERVER_PROTOCOL=HTTP/1.1',
    `REMOTE_ADDR=192.0.2.${String(1 + (draw % 254))}`,
    'HTTP_HOST=large.example.com',
    ...Array.from({ length: headers }, (_, index) => {
      const name = `HTTP_X_LARGE_${String(index)}=`;
      return name.padEnd(headerBytes, String((draw + index) % 10));
    }),
    '',
  ];
}

function sumOf(cores: readonly CoreAt[], value: (core: CoreAt) => number): number {
  return cores.reduce((sum, core) => sum + value(core), 0);
}
