/** The cores of a worker as one answer shows them: what they count together, and what is really in flight in them. */
import type { RawCore, RawWorker } from '../stats/schema';

export interface CoresReading {
  /** Static files that they have served. */
  readonly staticRequests: number;
  /** By core; nothing with stats-no-cores. */
  readonly running: readonly RunningRequest[];
}

export interface RunningRequest {
  /** The id of its core. */
  readonly core: number;
  /** uWSGI's request_start, whole seconds of the target's clock. */
  readonly requestStartSeconds?: number | undefined;
  /** The core's count of finished requests; it tells two requests within one second apart. */
  readonly coreRequests?: number | undefined;
  readonly vars?: readonly unknown[] | undefined;
}

const noCores: readonly RawCore[] = [];

/** There may be thousands of them in an answer: they are gone through once, and nothing is made of those at rest. */
export function readCores(worker: RawWorker): CoresReading {
  const cores = worker.cores ?? noCores;
  const running: RunningRequest[] = [];
  let staticRequests = 0;
  for (let index = 0; index < cores.length; index++) {
    const core = cores[index];
    if (core === undefined) continue;
    staticRequests += core.static_requests ?? 0;
    if (core.in_request > 0 && !isLeftover(worker, core)) running.push(runningIn(core, index));
  }
  return { staticRequests, running };
}

const runningIn = (core: RawCore, index: number): RunningRequest => ({
  core: core.id ?? index,
  requestStartSeconds: core.req_info?.request_start,
  coreRequests: core.requests,
  vars: core.vars,
});

/**
 * For about 100 ms after a kill the new process still shows the request of the old one: it does not accept yet, and it
 * was spawned after that request began.
 */
function isLeftover(worker: RawWorker, core: RawCore): boolean {
  const start = core.req_info?.request_start;
  return worker.accepting === 0 && start !== undefined && (worker.last_spawn ?? 0) > start;
}
