/** The requests that are really in flight in a worker, as the stats show them. */
import type { RawCore, RawWorker } from '../stats/schema';

export interface RunningRequest {
  /** The id of its core. */
  readonly core: number;
  /** uWSGI's request_start, whole seconds of the target's clock. */
  readonly requestStartSeconds?: number | undefined;
  /** The core's count of finished requests; it tells two requests within one second apart. */
  readonly coreRequests?: number | undefined;
  readonly vars?: readonly unknown[] | undefined;
}

const none: readonly RunningRequest[] = [];

/** By core; nothing with stats-no-cores. */
export function runningOf(worker: RawWorker): readonly RunningRequest[] {
  const { cores } = worker;
  if (cores === undefined || !cores.some(isInRequest)) return none;
  const running: RunningRequest[] = [];
  cores.forEach((core, index) => {
    if (!isInRequest(core) || isLeftover(worker, core)) return;
    running.push({
      core: core.id ?? index,
      requestStartSeconds: core.req_info?.request_start,
      coreRequests: core.requests,
      vars: core.vars,
    });
  });
  return running;
}

const isInRequest = (core: RawCore) => core.in_request > 0;

/**
 * For about 100 ms after a kill the new process still shows the request of the old one: it does not accept yet, and it
 * was spawned after that request began.
 */
function isLeftover(worker: RawWorker, core: RawCore): boolean {
  const start = core.req_info?.request_start;
  return worker.accepting === 0 && start !== undefined && (worker.last_spawn ?? 0) > start;
}
