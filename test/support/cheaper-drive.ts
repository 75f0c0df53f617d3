/** Drives a real uWSGI through a load that the test knows, and notes who was active while it did. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request } from './demand';
import type { LoadSlice } from '../../src/advisor/load';
import { holdRequest } from './load';
import { readStats, type StatsDocument } from './stats';
import type { RunningUwsgi } from './uwsgi';

/** What one answer of the stats server told, ms since the drive began. */
export interface Glance {
  readonly atMs: number;
  readonly active: number;
  readonly inFlight: number;
  readonly requests: number;
  readonly runningSeconds: number;
}

export interface Drive {
  readonly durationMs: number;
  /** Where in the second of the wall clock it began, ms: the master decides when that second is full. */
  readonly wallMs: number;
  /** When they were sent, and how long each kept its worker. */
  readonly requests: readonly Request[];
  readonly glances: readonly Glance[];
}

export interface DriveRequest {
  readonly uwsgi: RunningUwsgi;
  readonly plan: readonly Request[];
  readonly durationMs: number;
  /** No part of a second: otherwise chance says in which cycle an answer, which wakes the master, comes. */
  readonly glanceMs: number;
}

/** What a worker does for each request beside sleeping. */
const overheadMs = 1;

export async function drive({ uwsgi, plan, durationMs, glanceMs }: DriveRequest): Promise<Drive> {
  const began = performance.now();
  const wallMs = Date.now() % 1000;
  const glances: Glance[] = [];
  const keepLooking = async (): Promise<void> => {
    for (let dueMs = 0; dueMs < durationMs; dueMs += glanceMs) {
      await sleep(began + dueMs - performance.now());
      const document = await readStats(uwsgi.statsAddress);
      glances.push(glanceOf(document, performance.now() - began));
    }
  };
  const [, requests] = await Promise.all([keepLooking(), send(uwsgi.httpPort, plan, began)]);
  return { durationMs, wallMs, requests, glances };
}

async function send(port: number, plan: readonly Request[], began: number): Promise<Request[]> {
  const answers: Promise<string>[] = [];
  const sent: Request[] = [];
  for (const { arrivalMs, serviceMs } of plan) {
    const aheadMs = began + arrivalMs - performance.now();
    if (aheadMs > 0) await sleep(aheadMs);
    sent.push({ arrivalMs: performance.now() - began, serviceMs: serviceMs + overheadMs });
    const path = `/slow?s=${(serviceMs / 1000).toFixed(4)}`;
    answers.push(holdRequest({ port, path, headers: '' }).done);
  }
  const failed = (await Promise.all(answers)).filter((answer) => !answer.endsWith('slept\n')).length;
  if (failed > 0) throw new Error(`${failed} of ${sent.length} requests were not answered`);
  return sent;
}

function glanceOf({ workers }: StatsDocument, atMs: number): Glance {
  const sum = (value: (worker: StatsDocument['workers'][number]) => number): number =>
    workers.reduce((total, worker) => total + value(worker), 0);
  return {
    atMs,
    active: workers.filter(({ status, pid }) => status !== 'cheap' && pid > 0).length,
    inFlight: sum(({ cores }) => cores.filter(({ in_request }) => in_request > 0).length),
    requests: sum(({ requests }) => requests),
    runningSeconds: sum(({ running_time }) => running_time) / 1e6,
  };
}

/** As somebody records it who looks once a second or so, and knows nothing of the requests. */
export function slicesOf(glances: readonly Glance[], every: number): LoadSlice[] {
  const kept = glances.filter((_, index) => index % every === 0);
  return kept.slice(1).map((glance, index) => {
    const before = kept[index] ?? glance;
    const served = glance.requests - before.requests;
    const seconds = (glance.atMs - before.atMs) / 1000;
    return {
      fromMs: before.atMs,
      toMs: glance.atMs,
      wallMs: glance.atMs,
      requests: served,
      served,
      servedSeconds: glance.runningSeconds - before.runningSeconds,
      busySeconds: ((before.inFlight + glance.inFlight) / 2) * seconds,
      activeWorkers: glance.active,
      slots: glance.active,
      inFlight: glance.inFlight,
      kills: 0,
    };
  });
}
