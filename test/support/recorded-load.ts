/** What the stats server of a uWSGI would have shown of a queue, poll by poll. */
import type { HostFacts } from '../../src/model/host-facts';
import type { Observation } from '../../src/model/observation';
import type { RawSocket, RawWorker } from '../../src/stats/schema';
import { busyCore, core, epochSeconds, observation, worker, workerDocument } from './documents';
import type { ServedRequest } from './queue';

export interface RecordedWish {
  readonly seconds: number;
  readonly servers: number;
  readonly intervalMs?: number;
  readonly change?: (second: number) => Partial<Observation>;
  readonly changeWorker?: (worker: RawWorker, second: number) => Partial<RawWorker>;
  readonly sockets?: (waiting: number) => readonly RawSocket[];
  readonly host?: (second: number, busySeconds: number) => HostFacts;
}

/** Polls are off the full second, as they are in life. */
const firstPollMs = 137;

export function observationsOf(requests: readonly ServedRequest[], wish: RecordedWish): Observation[] {
  const { seconds, servers, intervalMs = 1000 } = wish;
  const queues = Array.from({ length: servers }, (): ServedRequest[] => []);
  for (const request of requests) queues[request.server]?.push(request);
  const arrivedBy = counted(requests.map(({ arrival }) => arrival));
  const startedBy = counted(requests.map(({ start }) => start));
  const states = queues.map((own) => ({ own, place: 0, runningMicros: 0 }));
  const observations: Observation[] = [];
  for (let atMs = firstPollMs; atMs <= seconds * 1000; atMs += intervalMs) {
    const second = atMs / 1000;
    const raw = states.map((state, server) => {
      advance(state, second);
      const plain = workerAt(state, second, server);
      return { ...plain, ...wish.changeWorker?.(plain, second) };
    });
    const waiting = arrivedBy(second) - startedBy(second);
    const busySeconds = states.reduce((sum, { runningMicros }) => sum + runningMicros / 1e6, 0);
    const document = workerDocument(raw, { sockets: [...(wish.sockets?.(waiting) ?? [])] });
    observations.push(
      observation(document, atMs, {
        ...(wish.host && { host: wish.host(second, busySeconds) }),
        ...wish.change?.(second),
      }),
    );
  }
  return observations;
}

/** How many of the moments are over, asked for later and later ones. */
function counted(moments: readonly number[]): (second: number) => number {
  const sorted = [...moments].sort((one, other) => one - other);
  let place = 0;
  return (second) => {
    while ((sorted[place] ?? Infinity) <= second) place++;
    return place;
  };
}

interface ServerState {
  readonly own: readonly ServedRequest[];
  place: number;
  runningMicros: number;
}

function advance(state: ServerState, second: number): void {
  for (let next = state.own[state.place]; next !== undefined && next.end <= second;) {
    state.runningMicros += Math.round((next.end - next.start) * 1e6);
    state.place++;
    next = state.own[state.place];
  }
}

function workerAt({ own, place, runningMicros }: ServerState, second: number, server: number): RawWorker {
  const current = own[place];
  const isBusy = current !== undefined && current.start <= second;
  const requests = place;
  return worker({
    id: server + 1,
    pid: 100 + server,
    requests,
    delta_requests: requests,
    running_time: runningMicros,
    cores: [isBusy ? busyCore(Math.floor(current.start), { requests }) : core({ requests })],
    last_spawn: epochSeconds - 3600,
  });
}
