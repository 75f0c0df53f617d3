/** Workers as no server should print them, but might: counters up to 64 bits, unset clocks, every status, any text. */
import * as fc from 'fast-check';
import { createFleet, observe } from '../../src/model/fleet';
import type { InstanceState } from '../../src/model/instance';
import type { RawWorker, WorkerDocument } from '../../src/stats/schema';
import { core, epochSeconds, observation, target, worker, workerDocument } from '../support/documents';

/** Every size of number alike, up to what 64 bits hold. */
const counter = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 64, noNaN: true }).map((exponent) => Math.floor(2 ** exponent)),
);

const status = fc.oneof(
  fc.constantFrom('idle', 'busy', 'cheap', 'pause', 'nonsense'),
  fc.integer({ min: 0, max: 255 }).map((signal) => `sig${signal}`),
);

const anyCore = fc
  .record({
    requests: counter,
    in_request: fc.integer({ min: 0, max: 1 }),
    uri: fc.string({ unit: 'binary' }),
  })
  .map(({ uri, ...counts }) =>
    core({ ...counts, vars: [`REQUEST_METHOD=GET`, `REQUEST_URI=/${uri}`], req_info: { request_start: 1 } }),
  );

const anyWorker: fc.Arbitrary<RawWorker> = fc
  .record(
    {
      pid: fc.constantFrom(0, 1, 4_194_304),
      status,
      accepting: fc.integer({ min: 0, max: 1 }),
      requests: counter,
      delta_requests: counter,
      exceptions: counter,
      harakiri_count: counter,
      running_time: counter,
      respawn_count: counter,
      last_spawn: fc.constantFrom(0, 1, epochSeconds - 1, epochSeconds + 3600),
      rss: counter,
      tx: counter,
      cores: fc.array(anyCore, { maxLength: 3 }),
    },
    { requiredKeys: ['pid', 'status', 'requests', 'running_time'] },
  )
  .map((change) => worker(change));

/** The same worker later: what it counts has not fallen, so there are rates. */
const grown = fc.tuple(anyWorker, counter).map(([before, growth]): [RawWorker, RawWorker] => [
  before,
  {
    ...before,
    requests: before.requests + growth,
    running_time: before.running_time + growth,
    tx: (before.tx ?? 0) + growth,
    exceptions: (before.exceptions ?? 0) + growth,
  },
]);

const socket = fc
  .integer({ min: 0, max: 65_535 })
  .map((queue) => ({ name: ':80', queue, max_queue: 65_535 }));

/** Two polls of one instance, as plain data: a counterexample is to be read. */
export interface TwoPolls {
  readonly before: WorkerDocument;
  readonly later: WorkerDocument;
  readonly intervalMs: number;
}

export const twoPolls: fc.Arbitrary<TwoPolls> = fc
  .tuple(fc.array(grown, { minLength: 1, maxLength: 4 }), socket, fc.integer({ min: 100, max: 100_000 }))
  .map(([workers, queue, intervalMs]) => {
    const document = (moment: 0 | 1) =>
      workerDocument(
        workers.map((both) => both[moment]),
        { sockets: [queue] },
      );
    return { before: document(0), later: document(1), intervalMs };
  });

export function observed({ before, later, intervalMs }: TwoPolls): InstanceState {
  const polls = [observation(before, 0), observation(later, intervalMs)];
  const instance = polls.reduce(observe, createFleet([target])).instances.get(target.id);
  if (instance === undefined) throw new Error('the instance is gone');
  return instance;
}
