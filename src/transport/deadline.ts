/** A limit in time joined with the caller's wish to stop, with a stop() that leaves neither timer nor listener behind. */
export interface Deadline {
  /** Aborted when the time is over or the caller gave up. */
  readonly signal: AbortSignal;
  stop(): void;
}

export function startDeadline(caller: AbortSignal, limitMs: number): Deadline {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, limitMs);
  caller.addEventListener('abort', abort);
  if (caller.aborted) abort();
  return {
    signal: controller.signal,
    stop: () => {
      clearTimeout(timer);
      caller.removeEventListener('abort', abort);
    },
  };
}
